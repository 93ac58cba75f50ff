import type { SpanUnit } from './part.ts'
import { lookUpWord, markAt, numberAt, wordAt, wordTable, type Read } from './peek.ts'
import type { Token } from './token.ts'

/** A stretch of time: "zwei Wochen", "half an hour". `doubtful` where people differ ("acht Tage", "ein paar Tage"). */
export type Span = { amount: number; unit: SpanUnit; doubtful: boolean }

const UNITS = wordTable<SpanUnit>([
  ['second', 'sekunde sekunden sek sec secs seconds'],
  ['minute', 'minute minuten min minutes mins'],
  ['hour', 'stunde stunden std stdn hour hours hr hrs'],
  ['day', 'tag tage tagen tages day days'],
  ['workday', 'werktag werktage werktagen arbeitstag arbeitstage arbeitstagen'],
  ['week', 'woche wochen week weeks wk wks wochn'],
  ['weekend', 'wochenende wochenenden wochenendes weekend weekends'],
  ['month', 'monat monate monaten monats month months'],
  ['quarter', 'quartal quartale quartalen quartals'],
  ['year', 'jahr jahre jahren jahres year years'],
])
const ARTICLES = new Set(['eine', 'einer', 'einem', 'einen', 'eines', 'a', 'an', 'ner', 'ne'])
const HALVES = new Set(['halbe', 'halben', 'halber', 'halbes', 'half'])
const AND_A_HALF = wordTable<number>([
  [1.5, 'eineinhalb anderthalb einundeinhalb anderthalbe'],
  [2.5, 'zweieinhalb zweiundeinhalb'],
  [3.5, 'dreieinhalb dreiundeinhalb'],
  [4.5, 'viereinhalb'],
])
const WHOLE_WORDS = wordTable<Span>([
  [{ amount: 15, unit: 'minute', doubtful: false }, 'viertelstunde'],
  [{ amount: 45, unit: 'minute', doubtful: false }, 'dreiviertelstunde'],
  [{ amount: 30, unit: 'minute', doubtful: false }, 'halbstunde'],
  [{ amount: 14, unit: 'day', doubtful: false }, 'fortnight'],
  [{ amount: 3, unit: 'month', doubtful: false }, 'vierteljahr'],
  [{ amount: 6, unit: 'month', doubtful: false }, 'halbjahr'],
  [{ amount: 9, unit: 'month', doubtful: false }, 'dreivierteljahr'],
])
/** "viertel Stunde", "dreiviertel Jahr": parts of these units are said in quarters. */
const QUARTERS = new Map([
  ['viertel', 1],
  ['dreiviertel', 3],
])
/** What a smaller unit is to a larger one in "eine Stunde und zehn Minuten". */
const SMALLER: readonly (readonly [larger: SpanUnit, smaller: SpanUnit, factor: number])[] = [
  ['hour', 'minute', 60],
  ['day', 'hour', 24],
  ['week', 'day', 7],
  ['year', 'month', 12],
]
const FEW = new Set(['paar', 'few', 'couple', 'einige', 'einigen', 'several', 'mehrere', 'mehreren'])

/** No appointment is further away in any unit; larger numbers are something else. */
const LARGEST_AMOUNT = 5000

/** Is this a word for a unit of time: "Woche", "hours"? */
export function isUnitWord(word: string): boolean {
  return UNITS.has(word)
}

/** The unit this word names; undefined for any other word. */
export function unitNamed(word: string): SpanUnit | undefined {
  return lookUpWord(UNITS, word)
}

/** Reads an amount and its unit: "zwei Wochen", "einer halben Stunde", "eine Stunde und zehn Minuten", "14 Tage". */
export function readSpan(tokens: readonly Token[], index: number): Read<Span> | undefined {
  const read = readOneSpan(tokens, index)
  if (read === undefined || wordAt(tokens, index + read.used) !== 'und') return read
  const { amount, unit } = read.value
  const rest = readOneSpan(tokens, index + read.used + 1)
  const pair = SMALLER.find(([larger, smaller]) => larger === unit && smaller === rest?.value.unit)
  if (rest === undefined || pair === undefined || rest.value.doubtful) return read
  const sum: Span = { amount: amount * pair[2] + rest.value.amount, unit: pair[1], doubtful: false }
  return { value: sum, used: read.used + 1 + rest.used }
}

function readOneSpan(tokens: readonly Token[], index: number): Read<Span> | undefined {
  const article = ARTICLES.has(wordAt(tokens, index)) ? 1 : 0
  const at =
    index + article + (article === 1 && /^(?:gut|knapp|ganz|voll)e[nrs]?$/.test(wordAt(tokens, index + 1)) ? 1 : 0)
  const word = wordAt(tokens, at)
  const whole = WHOLE_WORDS.get(word)
  if (whole !== undefined) return { value: whole, used: at + 1 - index }
  if (FEW.has(word)) return readFew(tokens, at, article)
  if (numberAt(tokens, at)?.text === 'ein' && FEW.has(wordAt(tokens, at + 1))) return readFew(tokens, at + 1, 1)
  if (word === 'beiden' || word === 'beide') return withUnit(tokens, at + 1, 2, article + 1)
  if (HALVES.has(word)) return readHalf(tokens, at, article)
  const quarters = QUARTERS.get(word)
  if (quarters !== undefined) return readQuarters(tokens, at + 1, quarters, article + 1)
  const half = AND_A_HALF.get(word)
  if (half !== undefined) return withUnit(tokens, at + 1, half, article + 1)
  if (article === 1) return withHalfBehind(tokens, index, withUnit(tokens, at, 1, at - index))
  return readCounted(tokens, index)
}

function readCounted(tokens: readonly Token[], index: number): Read<Span> | undefined {
  const number = numberAt(tokens, index)
  if (number === undefined || number.ordinal || number.value > LARGEST_AMOUNT) return undefined
  if (wordAt(tokens, index + 1) === 'and' && wordAt(tokens, index + 2) === 'a' && wordAt(tokens, index + 3) === 'half')
    return withUnit(tokens, index + 4, number.value + 0.5, 4)
  const figure = numberAt(tokens, index + 2)
  const isDecimal =
    (markAt(tokens, index + 1, ',', true) || markAt(tokens, index + 1, '.', true)) && figure?.text === '5'
  if (isDecimal) return withUnit(tokens, index + 3, number.value + 0.5, 3)
  const half = halfBehind(tokens, index + 1)
  if (half > 0) return withUnit(tokens, index + 1 + half, number.value + 0.5, 1 + half)
  const read = withUnit(tokens, index + 1, number.value, 1)
  if (read === undefined) return undefined
  // "in acht Tagen" is a week to most and eight days to some.
  const doubtful = number.figures === undefined && number.value === 8 && read.value.unit === 'day'
  return withHalfBehind(tokens, index, { ...read, value: { ...read.value, doubtful } })
}

/** How many words "ein halb" and "und eine halbe" take behind a number; 0 where there is no half. */
function halfBehind(tokens: readonly Token[], at: number): number {
  const and = wordAt(tokens, at) === 'und' ? 1 : 0
  const isOne = ARTICLES.has(wordAt(tokens, at + and)) || numberAt(tokens, at + and)?.text === 'ein'
  const half = wordAt(tokens, at + and + 1)
  return isOne && (half === 'halb' || (and === 1 && HALVES.has(half))) ? and + 2 : 0
}

function readFew(tokens: readonly Token[], at: number, article: number): Read<Span> | undefined {
  const of = wordAt(tokens, at + 1) === 'of' ? 1 : 0
  const read = withUnit(tokens, at + 1 + of, 2, article + 1 + of)
  return read === undefined ? undefined : { ...read, value: { ...read.value, doubtful: true } }
}

/** "einer dreiviertel Stunde", "einem viertel Jahr" */
function readQuarters(tokens: readonly Token[], at: number, quarters: number, used: number): Read<Span> | undefined {
  const unit = unitNamed(wordAt(tokens, at))
  if (unit === 'hour') return { value: { amount: 15 * quarters, unit: 'minute', doubtful: false }, used: used + 1 }
  if (unit !== 'year') return undefined
  return { value: { amount: 3 * quarters, unit: 'month', doubtful: false }, used: used + 1 }
}

function readHalf(tokens: readonly Token[], at: number, article: number): Read<Span> | undefined {
  const an = ARTICLES.has(wordAt(tokens, at + 1)) ? 1 : 0
  return withUnit(tokens, at + 1 + an, 0.5, article + 1 + an)
}

/** "an hour and a half" */
function withHalfBehind(tokens: readonly Token[], index: number, read: Read<Span> | undefined): Read<Span> | undefined {
  if (read === undefined) return undefined
  const at = index + read.used
  const isHalf = wordAt(tokens, at) === 'and' && wordAt(tokens, at + 1) === 'a' && wordAt(tokens, at + 2) === 'half'
  return isHalf ? { value: { ...read.value, amount: read.value.amount + 0.5 }, used: read.used + 3 } : read
}

function withUnit(tokens: readonly Token[], at: number, amount: number, used: number): Read<Span> | undefined {
  const quarter = wordAt(tokens, at) === 'quarter' || wordAt(tokens, at) === 'quarters'
  const unit = quarter ? 'quarter' : unitNamed(wordAt(tokens, at))
  // "zwei einhalb Stunden"
  if (unit === undefined && wordAt(tokens, at) === 'einhalb') return withUnit(tokens, at + 1, amount + 0.5, used + 1)
  return unit === undefined ? undefined : { value: { amount, unit, doubtful: false }, used: used + 1 }
}
