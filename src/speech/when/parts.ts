import { unwriteUmlauts } from '../fold-letters.ts'
import { readClock } from './clock-grammar.ts'
import { readDate, type GrammarContext } from './date-grammar.ts'
import { readNamedDay } from './day-grammar.ts'
import { isHalfWord, readDaypart } from './daypart-grammar.ts'
import { readLink } from './link-grammar.ts'
import { correctSpelling, soundsLikeTime } from './misspelling.ts'
import { readOpenWish } from './open-wish.ts'
import type { Part } from './part.ts'
import { wordAt, type Read } from './peek.ts'
import { isEdgeWord, readPeriod } from './period-grammar.ts'
import { FILLER_WORDS, isTelling, PLAIN_WORDS } from './plain-words.ts'
import { isUnitWord, readSpan } from './span-grammar.ts'
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
    const ends = token?.text === ',' || token?.text === ';' || token?.text === '.'
    return { value: ends && before.length > 0 ? { kind: 'plain', text: '' } : { kind: 'filler' }, used: 1 }
  }
  // The T of "16.10.2026T08:00".
  if (FILLER_WORDS.has(word) || (word === 't' && token?.spaced === false)) return { value: { kind: 'filler' }, used: 1 }
  if (PLAIN_WORDS.has(word) || PLAIN_WORDS.has(unwriteUmlauts(word)))
    return { value: { kind: 'plain', text: word }, used: 1 }
  // "mein nächstes Gehalt": nothing of the calendar follows, so it points at something else.
  if (whichNamed(word) !== undefined) return { value: { kind: 'plain', text: word }, used: 1 }
  return { value: { kind: 'unknown', text: word, telling: isTelling(word) || soundsLikeTime(word) }, used: 1 }
}

function readNumber(tokens: readonly Token[], index: number, { value, figures, ordinal }: NumberToken): Read<Part> {
  if (ordinal) return { value: { kind: 'plain', text: '' }, used: 1 }
  // "45 Minuten" with nothing before it is how long, not when.
  const span = readSpan(tokens, index)
  if (span !== undefined) return { value: { kind: 'unknown', text: 'span', telling: true }, used: span.used }
  if (figures?.length === 4 && value >= 1900 && value < 2100)
    return { value: { kind: 'day', day: { day: 'calendar', year: value } }, used: 1 }
  return { value: { kind: 'number', value, figures }, used: 1 }
}

/** Words no lexicon knows are tried with one letter mended: "Mitwoch", "Januari". */
function correctTokens(tokens: readonly Token[]): Token[] {
  return tokens.map((token) => {
    if (token.kind !== 'word' || FILLER_WORDS.has(token.text) || PLAIN_WORDS.has(token.text)) return token
    const corrected = correctSpelling(token.text)
    return corrected === undefined || isKnown(token) ? token : { ...token, text: corrected }
  })
}

function isKnown(token: WordToken): boolean {
  return isGrammarWord(token.text) || longest([token], 0, { language: 'de', year: 2000 }) !== undefined
}

/** Words that mean something only beside others. */
function isGrammarWord(word: string): boolean {
  return whichNamed(word) !== undefined || isUnitWord(word) || isHalfWord(word) || isEdgeWord(word)
}

/** An unknown word beside a day or a time, or behind a preposition of time, may say something about it. */
function markTelling(parts: readonly Part[]): Part[] {
  return parts.map((part, index) => {
    // "two Fridays from now": a counted weekday is neither that weekday nor an hour.
    if (part.kind === 'number' && part.figures === undefined && isCounting(parts, index))
      return { kind: 'unknown', text: 'count', telling: true }
    if (part.kind === 'plain' && isEvent(parts, index, part.text))
      return { kind: 'unknown', text: part.text, telling: true }
    if (part.kind !== 'unknown' || part.telling) return part
    if (isVerb(parts, index, part.text)) return part
    const isBeside = speaksOfTime(parts[index - 1]) || speaksOfTime(parts[index + 1])
    return isBeside || isBound(parts, index) ? { ...part, telling: true } : part
  })
}

/** "nach der Arbeit", "before school": an event one would have to know the time of. */
function isEvent(parts: readonly Part[], index: number, text: string): boolean {
  if (text === '' || /^(?:hause|allem|wie|all)$/.test(text)) return false
  let before = index - 1
  while (parts[before]?.kind === 'filler') before -= 1
  const link = parts[before]
  return link?.kind === 'link' && /^(?:nach|vor|ab|after|before)$/.test(link.text)
}

const PRONOUNS = new Set(['ich', 'wir', 'er', 'sie', 'es', 'man', 'du', 'ihr'])

/** A German verb stands at the end of its sentence or before its pronoun, and says nothing about when. */
function isVerb(parts: readonly Part[], index: number, text: string): boolean {
  if (/(?:en|e|t)$/.test(text) && isPronoun(parts[index + 1])) return true
  const next = parts[index + 1]
  const isLast = next === undefined || (next.kind === 'plain' && next.text === '')
  return isLast && /(?:en|ern|eln|^ge.+t)$/.test(text) && parts.slice(0, index).some(isPronoun)
}

function isPronoun(part: Part | undefined): boolean {
  return part?.kind === 'plain' && PRONOUNS.has(part.text)
}

function isCounting(parts: readonly Part[], index: number): boolean {
  const next = parts[index + 1]
  return next?.kind === 'day' && next.day.day === 'weekday' && parts[index - 1]?.kind !== 'link'
}

function speaksOfTime(part: Part | undefined): boolean {
  return part !== undefined && /^(?:day|clock|near|daypart|number)$/.test(part.kind)
}

function isBound(parts: readonly Part[], index: number): boolean {
  let before = index - 1
  while (parts[before]?.kind === 'filler') before -= 1
  const link = parts[before]
  if (link?.kind !== 'link') return false
  return /^(?:since|after|before|until|between|not)$/.test(link.link) || link.link === 'at'
}
