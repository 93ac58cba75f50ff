import type { TranscriptTurn } from './agreed-appointment.ts'

/** What the agent said, and what the caller answered to it. */
export type Exchange = {
  /** All the agent said. */
  readonly asked: string
  /** The same since the last answer of a tool: only there it can know what the answer was. */
  readonly told: string
  /** What tools answered, in order. */
  readonly results: readonly string[]
  /** The caller's sentences, in order. */
  readonly answered: readonly string[]
  /** For each of them, which entry of the transcript it is from: another entry may be another voice. */
  readonly entries: readonly number[]
}

/** Long calls have some 200 entries; what is further back no longer decides anything. */
const MOST_TURNS = 400
/** A turn is a sentence or two, a result at most 1,500 letters. */
const LONGEST_TURN = 4_000
/** An hour's talk has as many letters; reading takes time. */
const MOST_LETTERS = 50_000
/** Nobody says more in one breath; of a longer speech the end decides. */
const MOST_SENTENCES = 20
/** What is longer is no answer and no offer. */
const LONGEST_SENTENCE = 600

/** A call as exchanges. Entries of one side that follow one another were spoken in one breath. */
export function exchangesOf(turns: readonly TranscriptTurn[]): readonly Exchange[] {
  const exchanges: Exchange[] = []
  let current = silence
  for (const [entry, { role, text }] of lastTurns(turns).entries()) {
    if (role === 'user') {
      current = withAnswer(current, sentencesOf(text), entry)
      continue
    }
    if (current.answered.length > 0) {
      exchanges.push(current)
      current = silence
    }
    current =
      role === 'result'
        ? { ...current, results: [...current.results, text], told: '' }
        : { ...current, asked: joined(current.asked, text), told: joined(current.told, text) }
  }
  return [...exchanges, current]
}

function lastTurns(turns: readonly TranscriptTurn[]): readonly TranscriptTurn[] {
  const last = turns.slice(-MOST_TURNS).map(({ role, text }) => ({ role, text: text.trim().slice(0, LONGEST_TURN) }))
  let letters = 0
  const from = last.findLastIndex(({ text }) => (letters += text.length) > MOST_LETTERS)
  return last.slice(from + 1)
}

const silence: Exchange = { asked: '', told: '', results: [], answered: [], entries: [] }

function withAnswer(exchange: Exchange, sentences: readonly string[], entry: number): Exchange {
  return {
    ...exchange,
    answered: [...exchange.answered, ...sentences].slice(-MOST_SENTENCES),
    entries: [...exchange.entries, ...sentences.map(() => entry)].slice(-MOST_SENTENCES),
  }
}

function joined(before: string, text: string): string {
  return `${before} ${text}`.trim().slice(-LONGEST_TURN)
}

/** Behind these marks another sentence begins; the dots of "24. November", "Dr. Vogel" and "10 a.m." are none. */
const SENTENCE_END =
  /(?<=[?!;…])\s+|(?<=\p{L}{2}\.)(?<!\b(?:Dr|Hr|Fr|Mr|Ms|Mrs|St|Nr|ca|Prof|bzw|Std|Str|inkl|max|min)\.)\s+|(?<=\b[ap]\.\s?m\.)\s+(?=\p{Lu})/u

/** The last 20 sentences of a text; at least one, unless it is blank. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(SENTENCE_END)
    .map((sentence) => sentence.trim().slice(0, LONGEST_SENTENCE))
    .filter((sentence) => sentence !== '')
    .slice(-MOST_SENTENCES)
}
