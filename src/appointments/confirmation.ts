import { type Answer, understandAnswer } from '../speech/answer.ts'
import { saysBesides } from '../speech/says-besides.ts'

/** One turn of the caller, with the offers that were on the table when it was said. */
export type HeardTurn = {
  said: string
  /** The offer the agent was asking about: the one our last result proposed; null when it proposed several or none. */
  main: string | null
  /** Others that result named. */
  others: readonly string[]
  /** Whether the agent had just asked for something else: a name, a number, what another tool wanted to know. */
  isBesides?: true
}

/** Whether the caller wants an offer, as far as the transcript shows. */
export type Verdict =
  | 'confirmed'
  /** Said no. */
  | 'declined'
  /** Said something that fits another time. */
  | 'changed'
  /** Heard the offer, and said nothing that decides. */
  | 'unclear'
  /** The transcript does not show that the offer was made, or there is none. */
  | 'not_heard'

/** The wall time of an offer of this call; undefined for an id that is none. */
type StartOf = (offerId: string) => Temporal.PlainDateTime | undefined

/**
 * What the caller said to an offer. The last turn that decides anything decides: "ja … nein, doch nicht" is a no, and a
 * yes to another offer is a change. A yes counts only for what was on the table when it was said; a no counts whatever was.
 * What answers another question agrees to nothing, and takes back what was agreed to only where it says so.
 */
export function judgeConfirmation(heard: readonly HeardTurn[], offerId: string, startOf: StartOf): Verdict {
  const first = heard.findIndex((turn) => isOnTable(turn, offerId))
  if (first < 0) return 'not_heard'
  let verdict: Verdict = 'unclear'
  for (const turn of heard.slice(first)) {
    if (turn.isBesides) verdict = judgeBesides(turn, verdict, judgeTurn(turn, offerId, startOf))
    else verdict = judgeTurn(turn, offerId, startOf) ?? withoutOffer(turn, verdict)
  }
  return verdict
}

/**
 * Whether the last that was heard of the caller is a no. Where the transcript does not show that an offer was made, nobody can
 * say what it was to; but it is no yes, whatever the agent says.
 */
export function endsWithNo(heard: readonly HeardTurn[]): boolean {
  const last = heard.at(-1)
  return last !== undefined && last.isBesides !== true && understandAnswer([last.said], []).kind === 'no'
}

/** After a turn that answers another question: `answer` is what it would be to the offer, undefined for nothing. */
function judgeBesides(turn: HeardTurn, verdict: Verdict, answer: Verdict | undefined): Verdict {
  if (answer === undefined || answer === 'confirmed') return withoutOffer(turn, verdict)
  const isToOffer = saysBesides(turn.said, answer === 'declined' ? 'no' : 'change')
  return verdict === 'confirmed' && !isToOffer ? verdict : answer
}

/**
 * Something was said after the no had been answered and taken the offer off the table. Whoever still wants it has to hear it
 * once more: it is neither agreed to nor to be refused for ever.
 */
function withoutOffer(turn: HeardTurn, verdict: Verdict): Verdict {
  const isOffTable = turn.main === null && turn.others.length === 0
  return isOffTable && verdict === 'declined' ? 'changed' : verdict
}

function isOnTable(turn: HeardTurn, offerId: string): boolean {
  return turn.main === offerId || turn.others.includes(offerId)
}

/** Undefined when the turn decides nothing. */
function judgeTurn(turn: HeardTurn, offerId: string, startOf: StartOf): Verdict | undefined {
  const answer = readAnswer(turn, startOf)
  switch (answer.kind) {
    case 'unclear':
      return undefined
    case 'no':
      return 'declined'
    case 'change':
      return 'changed'
    case 'choice':
    case 'yes': {
      const wanted = wantedOffer(turn, answer)
      if (wanted === null) return undefined
      return wanted === offerId ? 'confirmed' : 'changed'
    }
  }
}

/**
 * A question about one offer is answered with yes or no, whatever else the result named besides; only what asks for
 * another time is looked for among the others.
 */
function readAnswer(turn: HeardTurn, startOf: StartOf): Answer {
  const all = turn.main === null ? turn.others : [turn.main, ...turn.others]
  const among = (ids: readonly string[]) =>
    understandAnswer(
      [turn.said],
      ids.flatMap((id) => toOfferRead(id, startOf)),
    )
  if (turn.main === null) return among(all)
  const answer = among([turn.main])
  if (answer.kind !== 'change') return answer
  const other = among(all)
  return other.kind === 'choice' ? other : answer
}

function toOfferRead(id: string, startOf: StartOf): { id: string; at: Temporal.PlainDateTime }[] {
  const at = startOf(id)
  return at === undefined ? [] : [{ id, at }]
}

/** A bare yes to several times at once says nothing about which. */
function wantedOffer(turn: HeardTurn, answer: Extract<Answer, { kind: 'yes' | 'choice' }>): string | null {
  if (answer.kind === 'choice') return answer.offerId
  if (turn.main !== null) return turn.main
  return turn.others.length === 1 ? (turn.others[0] ?? null) : null
}
