import { clockAt } from './answer-clock.ts'
import { dayAt } from './answer-day.ts'
import { senseAt, type WordSense } from './answer-lexicon.ts'
import type { Mention } from './answer-mention.ts'
import { placeAt } from './answer-place.ts'
import { writeOutLetters } from './name-folding.ts'

/** What was heard at one place of a turn. A clause ends at punctuation and at words of contrast. */
export type Signal = { clause: number } & (
  | { kind: Exclude<WordSense, 'opener' | 'introduction' | 'filler'> }
  | { kind: 'mention'; mention: Mention }
  | { kind: 'filler' }
  /** A word that means something, but nothing an answer needs. */
  | { kind: 'unknown' }
)

/** What is needed to read the days and places in a turn. */
export type TurnContext = { offers: readonly Temporal.PlainDateTime[]; today?: Temporal.PlainDate | undefined }

/** More words than any answer has; what follows them is a monologue, and reading it costs time. */
const maximumWords = 200

/** Folded words and punctuation: "Um 10:30 a.m., bitte?" is um, 10:30, am, ",", bitte, "?". */
function wordsOf(said: string): readonly string[] {
  const folded = writeOutLetters(said.slice(0, 4000))
    .replace(/['’‘ʼ`´]/gu, '')
    .replace(/\b([ap])\.?\s?m\b\.?/g, '$1m')
  const pattern =
    /\d{4}-\d{2}-\d{2}|\d{1,2}\.\s?\d{1,2}\.(?:\d{4}|\d{2})?|\d{1,2}[:.]\d{2}(?!\d)|\d+(?:st|nd|rd|th)\b|\d{1,2}\.(?=\s*\p{L})|\d+|\p{L}+|[?!.,;:]/gu
  return (folded.match(pattern) ?? []).slice(0, maximumWords).map((word) => word.replace(/\s/g, ''))
}

function mentionAt(words: readonly string[], at: number, context: TurnContext): Mention | undefined {
  const day = dayAt(words, at, context.today)
  const place = placeAt(words, at, context.offers.length)
  // "Den zweiten Dezember" is a day; "den zweiten" alone is a place where there are two.
  if (place !== undefined && (day === undefined || day.used <= place.used) && words[at - 1] !== 'am') return place
  return day ?? clockAt(words, at)
}

type Reading = { signals: Signal[]; clause: number; isIntroduced: boolean; startsClause: boolean }

function endClause(reading: Reading): void {
  reading.clause += 1
  reading.isIntroduced = false
  reading.startsClause = true
}

/** "Ja, also, äh, kann ich …": what opens a clause may stand behind such words. */
const beforeClause = /^(also|aeh|aehm|hm|hmm|und|na|ach|oh|dann|uh|um|well|so|and|then|entschuldigung|bitte)$/

/** A turn that breaks off here was going to say something else: "ja, also …". */
const brokenOff = /^(also|und|ich|wir|weil|dass|oder|and|because|i|we)$/

/** "Den nehme ich", "das möchten wir": these end with the one who speaks. */
const saidToTheEnd =
  /\b(den|das|die|ihn|es) (nehm|nehme|nehmen|will|wollen|moechte|moechten|haette gern|haette gerne|mag) (ich|wir)$/

function takeSense(reading: Reading, sense: WordSense, word: string): void {
  const { clause } = reading
  if (sense === 'contrast') endClause(reading)
  if (sense === 'introduction') reading.isIntroduced = true
  const isOpening = sense === 'opener' && reading.startsClause
  if (isOpening) reading.signals.push({ kind: 'question', clause })
  else if (sense === 'opener' || sense === 'introduction' || sense === 'filler')
    reading.signals.push({ kind: 'filler', clause })
  else reading.signals.push({ kind: sense, clause: reading.clause })
  const isBeforeClause =
    sense === 'faint_yes' || sense === 'contrast' || (sense === 'filler' && beforeClause.test(word))
  if (!isBeforeClause) reading.startsClause = false
}

function takeWord(reading: Reading, words: readonly string[], at: number, context: TurnContext): number {
  const word = words[at] ?? ''
  if (word === '?') reading.signals.push({ kind: 'question', clause: reading.clause })
  if (/^[?!.,;:]$/.test(word)) {
    endClause(reading)
    return 1
  }
  const mention = mentionAt(words, at, context)
  const known = senseAt(words, at)
  if (mention !== undefined && (known === undefined || known.used <= mention.used)) {
    reading.signals.push({ kind: 'mention', mention, clause: reading.clause })
    reading.startsClause = false
    return mention.used
  }
  if (known !== undefined) {
    takeSense(reading, known.sense, word)
    return known.used
  }
  reading.signals.push({ kind: reading.isIntroduced ? 'filler' : 'unknown', clause: reading.clause })
  reading.startsClause = false
  return 1
}

/** A lone number is a time only where nothing else could be counted: "elf bitte", not "für 2 Personen" or "0171 …". */
function withoutStrayNumbers(signals: readonly Signal[]): readonly Signal[] {
  const isBare = (signal: Signal): boolean => signal.kind === 'mention' && signal.mention.what === 'bare'
  const isAlone = signals.filter(isBare).length === 1 && !signals.some(({ kind }) => kind === 'unknown')
  if (isAlone) return signals
  return signals.map((signal) => (isBare(signal) ? { kind: 'unknown', clause: signal.clause } : signal))
}

/** Everything one turn of the caller says about the offers, in the order said. German and English are read together. */
export function readTurn(text: string, context: TurnContext): readonly Signal[] {
  const words = wordsOf(text)
  const reading: Reading = { signals: [], clause: 0, isIntroduced: false, startsClause: true }
  for (let at = 0; at < words.length;) at += takeWord(reading, words, at, context)
  const said = words.filter((word) => !/^[?!.,;:]$/.test(word))
  const isBrokenOff = brokenOff.test(said.at(-1) ?? '') && !saidToTheEnd.test(said.slice(-4).join(' '))
  if (reading.signals.at(-1)?.kind === 'filler' && isBrokenOff) {
    reading.signals.push({ kind: 'unsure', clause: reading.clause })
  }
  return withoutStrayNumbers(reading.signals)
}
