import { unwriteUmlauts } from '../fold-letters.ts'
import { readClock } from './clock-grammar.ts'
import { readDate, type GrammarContext } from './date-grammar.ts'
import { readNamedDay } from './day-grammar.ts'
import { isHalfWord, readDaypart } from './daypart-grammar.ts'
import { isEverydayWord, isListedWord } from './everyday-word.ts'
import { readLink } from './link-grammar.ts'
import { correctSpelling, soundsLikeTime } from './misspelling.ts'
import { isMonthName } from './month.ts'
import { readOpenWish } from './open-wish.ts'
import type { Part } from './part.ts'
import { markAt, wordAt, type Read } from './peek.ts'
import { isEdgeWord, readPeriod } from './period-grammar.ts'
import { FILLER_WORDS, isTelling, PLAIN_WORDS } from './plain-words.ts'
import { isUnitWord, readSpan } from './span-grammar.ts'
import { markTelling } from './telling.ts'
import type { NumberToken, Token, WordToken } from './token.ts'
import { whichNamed } from './which.ts'

/** The parts of a sentence, in order: at every place the longest reading wins, the earlier rule on a tie. */
export function partsOf(tokens: readonly Token[], context: GrammarContext): Part[] {
  const spelled = correctTokens(tokens)
  const parts: Part[] = []
  let index = 0
  while (index < spelled.length) {
    const read = longest(spelled, index, context) ?? readRemainder(spelled, index, parts)
    parts.push(read.value)
    index += read.used
  }
  return markTelling(parts)
}

function longest(tokens: readonly Token[], index: number, context: GrammarContext): Read<Part> | undefined {
  let best: Read<Part> | undefined
  for (const read of [
    readOpenWish(tokens, index),
    readPeriod(tokens, index, context),
    readDate(tokens, index, context),
    readClock(tokens, index),
    readDaypart(tokens, index),
    readNamedDay(tokens, index),
    readLink(tokens, index),
  ])
    if (read !== undefined && isBetter(read, best)) best = read
  return best
}

/** Longer wins; what no calendar has wins only where nothing else can be read. */
function isBetter(read: Read<Part>, best: Read<Part> | undefined): boolean {
  if (best === undefined) return true
  const isPossible = read.value.kind !== 'impossible'
  if (isPossible !== (best.value.kind !== 'impossible')) return isPossible
  return read.used > best.used
}

function readRemainder(tokens: readonly Token[], index: number, before: readonly Part[]): Read<Part> {
  const token = tokens[index]
  if (token?.kind === 'number') return readNumber(tokens, index, token)
  const word = wordAt(tokens, index)
  if (word === '') {
    // A mark parts what stands on its two sides, but it says nothing itself.
    const isAbbreviated = markAt(tokens, index, '.', true) && ABBREVIATIONS.has(wordAt(tokens, index - 1))
    const ends = !isAbbreviated && (token?.text === ',' || token?.text === ';' || token?.text === '.')
    return { value: ends && before.length > 0 ? { kind: 'plain', text: '' } : { kind: 'filler' }, used: 1 }
  }
  // The T of "16.10.2026T08:00".
  // "um diese Zeit": a time that only the one before it would tell.
  if (/^(?:zeit|uhrzeit)$/.test(word) && SAME.test(wordAt(tokens, index - 1)))
    return { value: { kind: 'unknown', text: word, telling: true }, used: 1 }
  // The hour before "Uhr" was misheard: "um zähn Uhr".
  if (/^u(?:h)?r$/.test(word) && !mayStandBeforeHourWord(before.at(-1)))
    return { value: { kind: 'unknown', text: word, telling: true }, used: 1 }
  if (FILLER_WORDS.has(word) || (word === 't' && token?.spaced === false)) return { value: { kind: 'filler' }, used: 1 }
  if (PLAIN_WORDS.has(word) || PLAIN_WORDS.has(unwriteUmlauts(word)))
    return { value: { kind: 'plain', text: word }, used: 1 }
  if (isEverydayWord(word) || isName(tokens, index)) return { value: { kind: 'plain', text: word }, used: 1 }
  // "mein nächstes Gehalt": nothing of the calendar follows, so it points at something else.
  if (whichNamed(word) !== undefined) return { value: { kind: 'plain', text: word }, used: 1 }
  return { value: { kind: 'unknown', text: word, telling: isTelling(word) || soundsLikeTime(word) }, used: 1 }
}

const SAME = /^(?:diese[rn]?|(?:der|die)?selben?|gleichen?)$/

/** "wie viel Uhr", "um drei, Uhr": the word for the hour says nothing of its own there. */
function mayStandBeforeHourWord(part: Part | undefined): boolean {
  if (part?.kind === 'plain') return part.text === '' || /^(?:viel|viele|wieviel|welche[rmn]?|die|der)$/.test(part.text)
  return part === undefined || part.kind !== 'unknown'
}

/** "Herrn Krüger", "Frau Dr. Yilmaz", "mit Jule": who, not when. */
function isName(tokens: readonly Token[], index: number): boolean {
  const dot = markAt(tokens, index - 1, '.', true) ? 1 : 0
  return /^(?:herrn?|frau|familie|firma|dr|doktor|prof|professorin|professor|kollegin|mit)$/.test(
    wordAt(tokens, index - 1 - dot),
  )
}

/** "für vier Personen", "zwei Kinder": how many, not when. */
const COUNTED_NOUN =
  /^(?:person|personen|leute|leuten|kinder|kindern|erwachsene|erwachsenen|gaste|gasten|mann|frauen|manner|stuck|euro|prozent|kilo|kilometer|meter|platze|platzen|karten|tickets|termine|people|persons|guests|kids|children)$/

/** Their dot does not end a sentence: "ab ca. 14 Uhr". */
const ABBREVIATIONS = new Set(
  'ca zw u max min inkl evtl ggf bzw vorm nachm spat fruh fruhest spatest voraussichtl vsl std approx'.split(' '),
)

function readNumber(
  tokens: readonly Token[],
  index: number,
  { text, value, figures, ordinal }: NumberToken,
): Read<Part> {
  // "buchen Sie mich für den dritten ein": an article or half a verb; the hour is "eins".
  const isNights = /^(?:nacht|nachte|nachten|ubernachtung|ubernachtungen)$/.test(wordAt(tokens, index + 1))
  // "1 Nacht" is how long, not when.
  if (isNights && wordAt(tokens, index - 1) !== 'um')
    return { value: { kind: 'unknown', text: 'span', telling: true }, used: 1 }
  const isCounted = COUNTED_NOUN.test(wordAt(tokens, index + 1)) && !/^(?:um|gegen)$/.test(wordAt(tokens, index - 1))
  if (ordinal || text === 'ein' || isCounted) return { value: { kind: 'plain', text: '' }, used: 1 }
  // "45 Minuten" with nothing before it is how long, not when.
  const span = readSpan(tokens, index)
  if (span !== undefined) return { value: { kind: 'unknown', text: 'span', telling: true }, used: span.used }
  if (figures?.length === 4 && value >= 1900 && value < 2100)
    return { value: { kind: 'day', day: { day: 'calendar', year: value } }, used: 1 }
  return { value: { kind: 'number', value, figures }, used: 1 }
}

/** Words no lexicon knows are tried with one letter mended: "Mitwoch", "Januari". */
function correctTokens(tokens: readonly Token[]): Token[] {
  return tokens.map((token, index) => {
    if (token.kind !== 'word' || FILLER_WORDS.has(token.text) || PLAIN_WORDS.has(token.text)) return token
    if (isListedWord(token.text)) return token
    const corrected = correctSpelling(token.text)
    if (corrected === undefined || isKnown(token)) return token
    // A Jaguar is no January: a month has a number or a preposition beside it.
    return isMonthName(corrected) && !mayBeMonth(tokens, index) ? token : { ...token, text: corrected }
  })
}

function mayBeMonth(tokens: readonly Token[], index: number): boolean {
  if (tokens.length < 3) return true
  const before = tokens[index - (markAt(tokens, index - 1, '.') ? 2 : 1)]
  const isNumbered = before?.kind === 'number' || tokens[index + 1]?.kind === 'number'
  const word = wordAt(tokens, index - 1)
  return (
    isNumbered || /^(?:im|in|ab|bis|seit|von|vom)$/.test(word) || isEdgeWord(word) || whichNamed(word) !== undefined
  )
}

function isKnown(token: WordToken): boolean {
  return isGrammarWord(token.text) || longest([token], 0, { language: 'de', year: 2000 }) !== undefined
}

/** Words that mean something only beside others. */
function isGrammarWord(word: string): boolean {
  return whichNamed(word) !== undefined || isUnitWord(word) || isHalfWord(word) || isEdgeWord(word)
}
