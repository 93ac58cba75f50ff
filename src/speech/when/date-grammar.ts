import { unwriteUmlauts } from '../fold-letters.ts'
import type { Language } from '../language.ts'
import { calendar, fullYear, IMPOSSIBLE } from './calendar-date.ts'
import { readClock } from './clock-grammar.ts'
import { writtenClock } from './clock-words.ts'
import { isDoubtfulMonth, monthNamed } from './month.ts'
import type { Part } from './part.ts'
import { gluedNumberAt, markAt, numberAt, skipWords, wordAt, type Read } from './peek.ts'
import { readSlashedDate } from './slashed-date.ts'
import { isUnitWord } from './span-grammar.ts'
import type { NumberToken, Token } from './token.ts'
import { whichNamed } from './which.ts'

/** What the grammar has to know besides the words: the order of "4/8" and the year for telling "24 Oktober 26". */
export type GrammarContext = { language: Language; year: number }

/** "beim ersten Termin", "the second time": counted things, no days. */
const COUNTED =
  /^(?:mal|male|termin|besuch|versuch|stock|platz|kunde|kundin|patient|person|gesprach|schritt|wahl|time|appointment|visit|one|floor|option|choice|person|half|thing)$/
/** Words for what a number cannot be when they follow it: "am 3. Advent", "2. Woche", "3. Montag". */
const HOUR_FOLLOWS = new Set(['uhr', 'h', 'oclock', 'pm', 'hrs'])

/** Reads a calendar date: "24.10.", "2026-11-24", "24. Oktober 2026", "Oct 24th", "am vierten achten", "am 18.". */
export function readDate(tokens: readonly Token[], index: number, context: GrammarContext): Read<Part> | undefined {
  return (
    readIsoDate(tokens, index) ??
    readSlashedDate(tokens, index, context.language) ??
    readDottedDate(tokens, index, context) ??
    readDayAndMonthName(tokens, index, context) ??
    readMonthFirst(tokens, index, context) ??
    readDayOfMonth(tokens, index)
  )
}

/** "2026-11-24", also with the T of a date-time; "2026-11-24T00:00" leaves its time to the clock. */
function readIsoDate(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const year = numberAt(tokens, index)
  const month = gluedNumberAt(tokens, index + 2)
  const day = gluedNumberAt(tokens, index + 4)
  if (year?.figures?.length !== 4 || month === undefined || day === undefined) return undefined
  const dashes = markAt(tokens, index + 1, '-', true) && markAt(tokens, index + 3, '-', true)
  const slashes = markAt(tokens, index + 1, '/', true) && markAt(tokens, index + 3, '/', true)
  const dots = markAt(tokens, index + 1, '.', true) && markAt(tokens, index + 3, '.', true)
  if (!dashes && !slashes && !dots) return undefined
  const separator = tokens[index + 5]
  const used = separator?.kind === 'word' && separator.text === 't' && !separator.spaced ? 6 : 5
  return calendar({ dayOfMonth: day.value, month: month.value, year: year.value }, used)
}

/** "24.10.", "24.10.2026", "24.10.26", "24. 10.", "am vierten achten", "am vierten zehnten sechsundzwanzig". */
function readDottedDate(tokens: readonly Token[], index: number, context: GrammarContext): Read<Part> | undefined {
  const day = numberAt(tokens, index)
  if (day === undefined) return undefined
  if (day.figures === undefined) return readSpokenDate(tokens, index, day, context)
  if (!markAt(tokens, index + 1, '.', true)) return readDashedDate(tokens, index, day)
  const month = numberAt(tokens, index + 2)
  // "24. Zwölfter"
  if (month?.ordinal === true && month.figures === undefined && month.value <= 12)
    return calendar({ dayOfMonth: day.value, month: month.value }, 3)
  if (month?.figures === undefined || month.figures.length > 2) return undefined
  const closed = markAt(tokens, index + 3, '.', true)
  if (month.spaced && (!closed || isHour(tokens, index + 4))) return undefined
  if (!closed && isHour(tokens, index + 3)) return undefined
  if (!closed) return withOrClock(calendar({ dayOfMonth: day.value, month: month.value }, 3), day, month)
  const year = yearAfter(tokens, index + 4, month.spaced)
  return calendar(
    { dayOfMonth: day.value, month: month.value, year: year === undefined ? undefined : fullYear(year) },
    year === undefined ? 4 : 5,
  )
}

/** The year of "24.10.26" and "24. 10. 26" keeps the date's spacing, or has four figures; "24.10. 16 Uhr" has none. */
function yearAfter(tokens: readonly Token[], index: number, spacedOut: boolean): NumberToken | undefined {
  const year = numberAt(tokens, index)
  const isFull = year?.figures?.length === 4 && (!year.spaced || (year.value >= 1900 && year.value < 2200))
  // Behind a spaced date only what cannot be an hour is a year.
  const isShort = year?.figures?.length === 2 && (!year.spaced || (spacedOut && year.value > 24))
  const isYear = isFull || isShort
  if (!isYear || readClock(tokens, index) !== undefined || markAt(tokens, index + 1, ':', true)) return undefined
  return year
}

/** "10-08" straight behind another date ("vom 09.08. -10-08"): everywhere else it is two hours. */
function readDashedDate(tokens: readonly Token[], index: number, day: NumberToken): Read<Part> | undefined {
  const spaced = [numberAt(tokens, index + 1), numberAt(tokens, index + 2)]
  // "24 12 2026", where the recogniser wrote no dots.
  if (spaced[0]?.figures !== undefined && spaced[1]?.figures?.length === 4)
    return calendar({ dayOfMonth: day.value, month: spaced[0].value, year: spaced[1].value }, 3)
  const month = gluedNumberAt(tokens, index + 2)
  if (month?.figures?.length !== 2 || day.figures?.length !== 2 || !markAt(tokens, index + 1, '-', true))
    return undefined
  const year = markAt(tokens, index + 3, '-', true) ? gluedNumberAt(tokens, index + 4) : undefined
  if (year?.figures?.length === 4) return calendar({ dayOfMonth: day.value, month: month.value, year: year.value }, 5)
  if (year?.figures?.length === 2)
    return calendar({ dayOfMonth: day.value, month: month.value, year: fullYear(year) }, 5)
  if (!markAt(tokens, index - 1, '-') || !markAt(tokens, index - 2, '.')) return undefined
  return calendar({ dayOfMonth: day.value, month: month.value }, 3)
}

function readSpokenDate(
  tokens: readonly Token[],
  index: number,
  day: NumberToken,
  context: GrammarContext,
): Read<Part> | undefined {
  const month = numberAt(tokens, index + 1)
  if (!day.ordinal || month === undefined || !month.ordinal || month.value > 12) return undefined
  // "erster zweiter Dienstag" is no date, "vierten achten" is.
  if (day.value > 31 || month.figures !== undefined) return undefined
  const year = spokenYear(tokens, index + 2) ?? spokenShortYear(tokens, index + 2, context)
  return calendar({ dayOfMonth: day.value, month: month.value, year: year?.value }, 2 + (year?.used ?? 0))
}

/** "am elften elften siebenundzwanzig": this year or the next, where it cannot be an hour. */
function spokenShortYear(tokens: readonly Token[], index: number, context: GrammarContext): Read<number> | undefined {
  const year = numberAt(tokens, index)
  if (year === undefined || year.ordinal || year.figures !== undefined || year.value < 25) return undefined
  const isNear = [0, 1].includes(year.value + 2000 - context.year) && !isHour(tokens, index + 1)
  return isNear ? { value: year.value + 2000, used: 1 } : undefined
}

/** "24. Oktober 2026", "24 Oct", "vierter August", "the 6th of November", "24. Oktober 26" in the year 2026. */
function readDayAndMonthName(tokens: readonly Token[], index: number, context: GrammarContext): Read<Part> | undefined {
  const day = numberAt(tokens, index)
  if (day === undefined || day.value > 99) return undefined
  let at = index + 1
  if (markAt(tokens, at, '.', true)) at += 1
  else if (markAt(tokens, at, '-', true)) at += 1
  const afterJoints = skipWords(tokens, at, new Set(['of', 'the', 'im', 'des', 'day']))
  const month = monthWord(tokens, afterJoints)
  if (month === undefined) return undefined
  at = afterJoints + 1
  if (markAt(tokens, at, '.')) at += 1
  if (markAt(tokens, at, ',') || markAt(tokens, at, '-', true))
    at += yearBehind(tokens, at + 1, context) === undefined ? 0 : 1
  const year = yearBehind(tokens, at, context)
  return calendar({ dayOfMonth: day.value, month, year: year?.value }, at - index + (year?.used ?? 0))
}

/** "October 24th", "Feb 18", "April 14 2015", "im Dezember", "November 2017". */
function readMonthFirst(tokens: readonly Token[], index: number, context: GrammarContext): Read<Part> | undefined {
  const month = monthWord(tokens, index)
  if (month === undefined) return readPointedMonth(tokens, index)
  let at = index + 1
  if (markAt(tokens, at, '.')) at += 1
  const the = wordAt(tokens, at) === 'the' ? 1 : 0
  const day = numberAt(tokens, at + the)
  if (day !== undefined && day.value >= 1 && day.value <= 31 && !isHour(tokens, at + the + 1)) {
    const behind = readDayBehindMonth(tokens, index, at + the, context, month, day)
    if (behind !== undefined) return behind
  }
  const year = yearBehind(tokens, at, context)
  if (year === undefined && day?.figures?.length === 2 && day.value > 31 && the === 0)
    return { value: IMPOSSIBLE, used: at - index + 1 }
  const stands = isDoubtfulMonth(wordAt(tokens, index)) && year === undefined
  if (
    stands &&
    !/^(?:in|im|next|nachste|nachsten|this|of|by|until|since|last|early|late|mid)$/.test(wordAt(tokens, index - 1))
  )
    return undefined
  return calendar({ month, year: year?.value }, at - index + (year?.used ?? 0))
}

/** "nächsten März", "übernächsten Mai", "last December" */
function readPointedMonth(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const which = whichNamed(wordAt(tokens, index))
  const month = which === undefined ? undefined : monthWord(tokens, index + 1)
  if (month === undefined || numberAt(tokens, index + 2) !== undefined) return undefined
  return { value: { kind: 'day', day: { day: 'calendar', month, which } }, used: 2 }
}

function readDayBehindMonth(
  tokens: readonly Token[],
  index: number,
  at: number,
  context: GrammarContext,
  month: number,
  day: NumberToken,
): Read<Part> | undefined {
  // "August 17:30" and "Oktober 8 bis 10 Uhr" keep their hours.
  if (readClock(tokens, at) !== undefined && !day.ordinal && context.language === 'de') return undefined
  if (markAt(tokens, at + 1, ':', true) || (markAt(tokens, at + 1, '.', true) && gluedNumberAt(tokens, at + 2)))
    return undefined
  let next = at + 1
  if (markAt(tokens, next, '.', true)) next += 1
  if (markAt(tokens, next, ',') && yearBehind(tokens, next + 1, context) !== undefined) next += 1
  const year = yearBehind(tokens, next, context)
  return calendar({ dayOfMonth: day.value, month, year: year?.value }, next - index + (year?.used ?? 0))
}

function monthWord(tokens: readonly Token[], index: number): number | undefined {
  const word = wordAt(tokens, index)
  return word === '' ? undefined : (monthNamed(word) ?? monthNamed(unwriteUmlauts(word)))
}

/** A year behind a month's name: four figures, words, or the two figures of this year or the next. */
function yearBehind(tokens: readonly Token[], index: number, context: GrammarContext): Read<number> | undefined {
  const year = numberAt(tokens, index)
  if (year === undefined || year.ordinal) return undefined
  if (year.figures?.length === 4 || year.figures === undefined) {
    const spoken = spokenYear(tokens, index)
    if (spoken === undefined) return spokenShortYear(tokens, index, context)
    return isHour(tokens, index + spoken.used) ? undefined : spoken
  }
  const isNear = year.figures.length === 2 && [0, 1].includes(year.value + 2000 - context.year)
  if (
    !isNear ||
    isHour(tokens, index + 1) ||
    markAt(tokens, index + 1, ':', true) ||
    markAt(tokens, index + 1, '-', false)
  )
    return undefined
  return { value: year.value + 2000, used: 1 }
}

/** 1900 to 2100 in figures or words, English pairs included ("twenty twenty six"). */
function spokenYear(tokens: readonly Token[], index: number): Read<number> | undefined {
  const first = numberAt(tokens, index)
  if (first === undefined || first.ordinal) return undefined
  if (first.value >= 1900 && first.value < 2200) return { value: first.value, used: 1 }
  const second = numberAt(tokens, index + 1)
  const isPair =
    first.figures === undefined && (first.value === 20 || first.value === 19) && second?.figures === undefined
  if (!isPair || second === undefined || second.value < 10 || second.value > 99) return undefined
  return { value: first.value * 100 + second.value, used: 2 }
}

/** "am 18.", "the 24th", "am vierundzwanzigsten", "am 5. nächsten Monats" (the month is another part). */
function readDayOfMonth(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const day = numberAt(tokens, index)
  if (day === undefined || day.value > 99) return undefined
  const dotted = day.figures !== undefined && markAt(tokens, index + 1, '.', true)
  const pointed = day.figures !== undefined && /^(?:am|den|der|dem|the)$/.test(wordAt(tokens, index - 1))
  if (!day.ordinal && !dotted && !(pointed && endsHere(tokens, index + 1))) return undefined
  const used = dotted ? 2 : 1
  // A number that ends the sentence with a full stop may be an hour: "um 10."
  if (dotted && index + 2 >= tokens.length && /^(?:um|gegen|ab|at|ca|bis|nach|vor)$/.test(wordAt(tokens, index - 1)))
    return undefined
  const next = wordAt(tokens, index + used)
  if (isUnitWord(next) || HOUR_FOLLOWS.has(next) || COUNTED.test(next)) return undefined
  return calendar({ dayOfMonth: day.value }, used)
}

/** Behind "den 13": nothing that would make the number a part of something else. */
function endsHere(tokens: readonly Token[], index: number): boolean {
  const next = tokens[index]
  return !(next?.kind === 'number' || (next?.kind === 'mark' && !next.spaced && /^[:./-]$/.test(next.text)))
}

function isHour(tokens: readonly Token[], index: number): boolean {
  const word = wordAt(tokens, index)
  if (HOUR_FOLLOWS.has(word)) return true
  return word === '' && markAt(tokens, index, ':', true)
}

function withOrClock(read: Read<Part>, hour: NumberToken, minute: NumberToken): Read<Part> {
  const fits = hour.value < 24 && minute.figures?.length === 2 && minute.value < 60
  if (read.value.kind !== 'day' || !fits) return read
  const orClock = writtenClock(hour.value, minute.value, hour.figures ?? '')
  return { ...read, value: { ...read.value, orClock } }
}
