/** What one event tells of a call; null is what it does not tell. Times of the voice platform's clock. */
export type Told = {
  readonly kind: ToldKind
  readonly transfer: TransferStep | null
  readonly startedAt: Temporal.Instant | null
  readonly endedAt: Temporal.Instant | null
  readonly durationMs: number | null
  /** In the platform's words: an open set. */
  readonly endReason: string | null
  /** What the platform charges, in US cents. */
  readonly usCents: number | null
  readonly sentiment: Sentiment | null
  readonly wasSuccessful: boolean | null
  readonly wasVoicemail: boolean | null
  /** When it came in; stands for the end where none is told. */
  readonly receivedAt: Temporal.Instant
}

export type ToldKind = 'other' | 'ringing' | 'started' | 'talking' | 'transfer' | 'ended' | 'analyzed'
export type TransferStep = 'tried' | 'bridged'
export type Sentiment = 'positive' | 'neutral' | 'negative'

/** What follows from all that was told of a call; null is what nobody told. */
export type Story = Omit<Told, 'kind' | 'receivedAt'> & { readonly isEnded: boolean; readonly isAnalyzed: boolean }

/** Whose word counts more: who comes later in the life of a call knows it better. */
const RANK: Readonly<Record<ToldKind, number>> = {
  other: 0,
  ringing: 1,
  started: 2,
  talking: 3,
  transfer: 4,
  ended: 5,
  analyzed: 6,
}

/**
 * What is known of a call by the set of events that arrived: the same for any order, and for any that came twice. Each fact is
 * taken from the highest event that tells it; of two of one kind, from the later end of what they say.
 */
export function tellStory(events: readonly Told[]): Story {
  const isAnalyzed = events.some(({ kind }) => kind === 'analyzed')
  const isEnded = isAnalyzed || events.some(({ kind }) => kind === 'ended')
  const ends = events.filter(({ kind }) => kind === 'ended' || kind === 'analyzed')
  return {
    isEnded,
    isAnalyzed,
    transfer: events.some(({ transfer }) => transfer === 'bridged') ? 'bridged' : best(events, 'transfer', inOrder),
    startedAt: best(events, 'startedAt', byTime),
    endedAt: best(ends, 'endedAt', byTime) ?? firstOf(ends.map(({ receivedAt }) => receivedAt)),
    durationMs: best(ends, 'durationMs', byNumber),
    endReason: best(ends, 'endReason', inOrder),
    usCents: best(ends, 'usCents', byNumber),
    sentiment: best(events, 'sentiment', inOrder),
    wasSuccessful: best(events, 'wasSuccessful', inOrder),
    wasVoicemail: best(events, 'wasVoicemail', inOrder),
  }
}

/** The fact as the highest event tells it; among equals the greatest, so that order never decides. */
function best<Fact extends keyof Told>(
  events: readonly Told[],
  fact: Fact,
  compare: (one: NonNullable<Told[Fact]>, other: NonNullable<Told[Fact]>) => number,
): NonNullable<Told[Fact]> | null {
  let found: { rank: number; value: NonNullable<Told[Fact]> } | null = null
  for (const event of events) {
    const value = event[fact]
    if (value === null) continue
    const rank = RANK[event.kind]
    const isBetter = found === null || rank > found.rank || (rank === found.rank && compare(value, found.value) > 0)
    if (isBetter) found = { rank, value }
  }
  return found?.value ?? null
}

const byTime = (one: Temporal.Instant, other: Temporal.Instant) => Temporal.Instant.compare(one, other)
const byNumber = (one: number, other: number) => one - other
const inOrder = (one: string | boolean, other: string | boolean) => (one < other ? -1 : one > other ? 1 : 0)

function firstOf(instants: readonly Temporal.Instant[]): Temporal.Instant | null {
  return instants.toSorted(byTime)[0] ?? null
}
