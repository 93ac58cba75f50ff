import { readHolidayName } from './holiday-words.ts'
import { monthNamed } from './month.ts'
import type { DayMention, Part, PeriodUnit } from './part.ts'
import { JOINTS, lookUpWord, markAt, numberAt, skipWords, wordAt, type Read } from './peek.ts'
import { unitNamed } from './span-grammar.ts'
import type { Token } from './token.ts'
import { weekdayLettered, weekdayNamed, type Weekday } from './weekday.ts'
import { shiftOf, whichNamed } from './which.ts'

const RELATIVE: ReadonlyMap<string, number> = new Map([
  ['heute', 0],
  ['heut', 0],
  ['today', 0],
  ['morgen', 1],
  ['morjen', 1],
  ['tomorrow', 1],
  ['tomorow', 1],
  ['tmrw', 1],
  ['ubermorgen', 2],
  ['uberubermorgen', 3],
  ['gestern', -1],
  ['yesterday', -1],
  ['vorgestern', -2],
  ['vorvorgestern', -3],
])
const WEEKDAY_SUFFIX = new Set(['tag', 'day'])

/** Reads a day that is named rather than dated: "übermorgen", "nächsten Dienstag", "Ostermontag", "Di.". */
export function readNamedDay(tokens: readonly Token[], index: number): Read<Part> | undefined {
  return (
    readDayAfterTomorrow(tokens, index) ??
    readHoliday(tokens, index) ??
    readNthWeekday(tokens, index) ??
    readNthPeriod(tokens, index) ??
    readWeekday(tokens, index) ??
    readRelativeDay(tokens, index)
  )
}

function readRelativeDay(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const word = wordAt(tokens, index)
  const days = lookUpWord(RELATIVE, word)
  if (days === undefined) return undefined
  // "über morgen", torn apart by the recogniser, arrives with its head as a preposition.
  return day({ day: 'relative', days }, 1)
}

/** "the day after tomorrow", "the day before yesterday", "über morgen" */
function readDayAfterTomorrow(tokens: readonly Token[], index: number): Read<Part> | undefined {
  if (/^u(?:e)?ber$/.test(wordAt(tokens, index)) && wordAt(tokens, index + 1) === 'morgen')
    return day({ day: 'relative', days: 2 }, 2)
  const the = wordAt(tokens, index) === 'the' ? 1 : 0
  if (wordAt(tokens, index + the) !== 'day') return undefined
  const pair = `${wordAt(tokens, index + the + 1)} ${wordAt(tokens, index + the + 2)}`
  if (pair === 'after tomorrow') return day({ day: 'relative', days: 2 }, the + 3)
  return pair === 'before yesterday' ? day({ day: 'relative', days: -2 }, the + 3) : undefined
}

function readHoliday(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const which = whichNamed(wordAt(tokens, index))
  const at = which === undefined ? index : index + 1
  const holiday = readHolidayName(tokens, at)
  if (holiday === undefined) return undefined
  const end = at + holiday.used
  const year = numberAt(tokens, end)
  const isYear = year !== undefined && !year.ordinal && year.value >= 1900 && year.value < 2200
  const mention: DayMention = { day: 'holiday', name: holiday.value, which, year: isYear ? year.value : undefined }
  return day(mention, end - index + (isYear ? 1 : 0))
}

/** The weekday at this place: by its name, or by its letters where they can be nothing else. */
function weekdayAt(tokens: readonly Token[], index: number): Read<Weekday> | undefined {
  const word = wordAt(tokens, index)
  const named = lookUpWeekday(word)
  if (named !== undefined) {
    const short = word.length <= 5 && markAt(tokens, index + 1, '.', true)
    return { value: named, used: short ? 2 : 1 }
  }
  const lettered = weekdayLettered(word)
  if (lettered === undefined) return undefined
  const dotted = markAt(tokens, index + 1, '.', true)
  const behindDot = index + (dotted ? 2 : 1)
  const next = behindDot + (markAt(tokens, behindDot, ',', true) ? 1 : 0)
  const number = numberAt(tokens, next)
  const beforeDate = number?.figures !== undefined || (next > index + 1 && wordAt(tokens, next) === 'den')
  const ranged = isRangedWeekday(tokens, index, 1) || isRangedWeekday(tokens, index, -1)
  if (standsAsWeekday(tokens, index, behindDot)) return { value: lettered, used: dotted ? 2 : 1 }
  const aloneBehindAm = /^(?:am|nachsten|kommenden|diesen)$/.test(wordAt(tokens, index - 1)) && number === undefined
  if (word === 'so' && next === index + 1 && !ranged) return undefined
  // "could you do 4 pm": English verbs look like German weekdays.
  if (word === 'do' && next === index + 1 && !ranged && !looksGerman(tokens, next + 1) && !aloneBehindAm)
    return undefined
  if (!beforeDate && !aloneBehindAm && !ranged) return undefined
  return { value: lettered, used: dotted ? 2 : 1 }
}

/** "(Fr)", "Sa." alone, "Do nächste Woche", "Di.vormittag", "Mi um zehn": letters nothing else fits around. */
function standsAsWeekday(tokens: readonly Token[], index: number, next: number): boolean {
  if (markAt(tokens, index - 1, '(') && (markAt(tokens, next, ')') || tokens[next] === undefined)) return true
  // "So 17.5." is a Sunday; every other "so" says nothing.
  const isWrittenDate = numberAt(tokens, next)?.figures !== undefined && markAt(tokens, next + 1, '.', true)
  if (wordAt(tokens, index) === 'so') return isWrittenDate && numberAt(tokens, next + 2)?.spaced === false
  if (index === 0 && tokens[next] === undefined) return tokens[index]?.kind === 'word'
  const word = wordAt(tokens, next)
  const isGerman = word !== 'next' && word !== 'last' && word !== 'this'
  if (isGerman && whichNamed(word) !== undefined && periodUnit(wordAt(tokens, next + 1)) !== undefined) return true
  if (word !== 'morgen' && GERMAN_DAYPART.test(word)) return true
  return index === 0 && /^(?:um|gegen|ab|ca)$/.test(word)
}

const GERMAN_DAYPART = /^(?:fruh|morgens|vorm|vormittags?|mittags?|nachm|nachmittags?|abends?|nachts)$/

function looksGerman(tokens: readonly Token[], index: number): boolean {
  const mark = tokens[index]
  return (mark?.kind === 'mark' && /^[.:]$/.test(mark.text)) || /^(?:uhr|h)$/.test(wordAt(tokens, index))
}

/** "Mo-Fr", "Sa/So", "Mo bis Mi": letters at the other side of a range. */
function isRangedWeekday(tokens: readonly Token[], index: number, step: 1 | -1): boolean {
  // "Mo. oder Di."
  const at = index + step + (markAt(tokens, index + step, '.', true) ? step : 0)
  const tie = tokens[at]
  const isTie = tie?.kind === 'mark' ? /^[-/]$/.test(tie.text) : /^(?:bis|oder|und)$/.test(wordAt(tokens, at))
  const beyond = at + step
  const other = wordAt(tokens, markAt(tokens, beyond, '.', true) ? beyond + step : beyond)
  return isTie && (weekdayLettered(other) !== undefined || weekdayNamed(other) !== undefined)
}

function lookUpWeekday(word: string): Weekday | undefined {
  return word === '' ? undefined : weekdayNamed(word)
}

/** "Dienstag", "nächsten Dienstag", "Tuesday after next", "Tuesday week", "a week on Tuesday" (the span is a part). */
function readWeekday(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const which = whichNamed(wordAt(tokens, index))
  const at = which === undefined ? index : index + 1
  const weekday = weekdayAt(tokens, at)
  if (weekday === undefined) return undefined
  const end = at + weekday.used
  const used = end - index
  const mention = { day: 'weekday', weekday: weekday.value } as const
  const beside = readBeside(tokens, end, weekday.value)
  if (beside !== undefined) return day(beside.value, used + beside.used)
  if (wordAt(tokens, end) === 'after' && wordAt(tokens, end + 1) === 'next')
    return day({ ...mention, which: 'after_next' }, used + 2)
  if (wordAt(tokens, end) === 'week' && which === undefined) return day({ ...mention, weeksOn: 1 }, used + 1)
  if (WEEKDAY_SUFFIX.has(wordAt(tokens, end))) return day({ ...mention, which }, used + 1)
  return day({ ...mention, which }, used)
}

/** "… nach Ostern", "… before Christmas": the weekday counted from a feast. */
function readBeside(tokens: readonly Token[], index: number, weekday: Weekday): Read<DayMention> | undefined {
  const word = wordAt(tokens, index)
  const side = /^(?:nach|after)$/.test(word) ? 'after' : /^(?:vor|before)$/.test(word) ? 'before' : undefined
  if (side === undefined) return undefined
  const at = skipWords(tokens, index + 1, JOINTS)
  const feast = readHoliday(tokens, at)
  if (feast?.value.kind !== 'day') return undefined
  return { value: { day: 'beside', weekday, side, of: feast.value.day }, used: at + feast.used - index }
}

/** "erster Montag im März", "letzter Freitag des Monats", "the second Tuesday of next month". */
function readNthWeekday(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const nth = nthAt(tokens, index)
  if (nth === undefined) return undefined
  const weekday = weekdayAt(tokens, index + nth.used)
  if (weekday === undefined) return undefined
  const at = index + nth.used + weekday.used
  const joined = skipWords(tokens, at, JOINTS)
  const period = readPeriodOf(tokens, joined)
  if (period === undefined || (joined === at && !standsAlone(tokens, at, nth.value))) return undefined
  return day(
    { day: 'nth_weekday', nth: nth.value, weekday: weekday.value, of: period.value },
    joined + period.used - index,
  )
}

/** "erster Montag nächsten Monats", "zweiter Dienstag März": nothing has to join a month to what is counted in it. */
function standsAlone(tokens: readonly Token[], index: number, nth: number): boolean {
  const which = whichNamed(wordAt(tokens, index))
  const month = wordAt(tokens, which === undefined ? index : index + 1)
  return nth > 0 && (monthNamed(month) !== undefined || (which !== undefined && periodUnit(month) === 'month'))
}

/** "erste Woche im Dezember", "letzter Tag des Monats", "zweite Junihälfte", "drittes Quartal 2027". */
function readNthPeriod(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const short = readShortQuarter(tokens, index)
  if (short !== undefined) return short
  const nth = nthAt(tokens, index)
  if (nth === undefined) return undefined
  const word = wordAt(tokens, index + nth.used)
  // "Dezemberwoche", "Junihälfte"
  const [, monthWord = '', part] = /^(.+)(woche|halfte|haelfte)$/.exec(word) ?? []
  const month = monthNamed(monthWord)
  if (month !== undefined) {
    const of: DayMention = { day: 'calendar', month }
    return day({ day: 'nth_period', nth: nth.value, unit: part === 'woche' ? 'week' : 'half', of }, nth.used + 1)
  }
  const unit = countedUnit(word)
  if (unit === undefined) return undefined
  const at = index + nth.used + 1
  const joined = skipWords(tokens, at, JOINTS)
  const period = readPeriodOf(tokens, joined)
  const of = period?.value
  // "letzte Woche" alone lies behind us; a week is only counted inside a month.
  if (unit !== 'quarter' && word !== 'halbjahr' && (period === undefined || joined === at)) return undefined
  const mention: DayMention = { day: 'nth_period', nth: nth.value, unit, of }
  return day(mention, (period === undefined ? at : joined + period.used) - index)
}

/** What is counted within a month or a year: "erste Woche", "letzter Tag", "zweite Hälfte", "drittes Quartal". */
function countedUnit(word: string): 'day' | 'week' | 'half' | 'quarter' | undefined {
  if (/^(?:tag|tages|day)$/.test(word)) return 'day'
  if (/^(?:halfte|haelfte|halbjahr|halbjahres|half)$/.test(word)) return 'half'
  const unit = periodUnit(word)
  return unit === 'week' || unit === 'quarter' ? unit : undefined
}

/** "Q1", "Q1 2027", "Q3/27", "Quartal 4" as they are written. */
function readShortQuarter(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const number = numberAt(tokens, index + 1)
  const word = wordAt(tokens, index)
  const isQuarter = word === 'quartal' || (word === 'q' && number?.spaced === false)
  if (!isQuarter || number === undefined || number.ordinal) return undefined
  if (number.value < 1 || number.value > 4) return undefined
  const slash = markAt(tokens, index + 2, '/', true) ? 1 : 0
  const year = numberAt(tokens, index + 2 + slash)
  const isYear = year?.figures?.length === 4 || (slash === 1 && year?.figures?.length === 2)
  const of: DayMention | undefined =
    isYear && year !== undefined
      ? { day: 'calendar', year: year.value < 100 ? 2000 + year.value : year.value }
      : undefined
  return day({ day: 'nth_period', nth: number.value, unit: 'quarter', of }, isYear ? 3 + slash : 2)
}

function nthAt(tokens: readonly Token[], index: number): Read<number> | undefined {
  const number = numberAt(tokens, index)
  const dotted = number?.figures !== undefined && markAt(tokens, index + 1, '.', true)
  if (number !== undefined && (number.ordinal || dotted) && number.value >= 1 && number.value <= 5)
    return { value: number.value, used: dotted ? 2 : 1 }
  return whichNamed(wordAt(tokens, index)) === 'last' ? { value: -1, used: 1 } : undefined
}

/** A month, or the week, month or year around, as it stands behind "des", "im", "of": "des Monats", "of next month". */
export function readPeriodOf(tokens: readonly Token[], index: number): Read<DayMention> | undefined {
  const which = whichNamed(wordAt(tokens, index))
  const at = which === undefined ? index : index + 1
  const month = monthNamed(wordAt(tokens, at))
  if (month !== undefined) {
    const year = numberAt(tokens, at + 1)
    const isYear = year?.figures?.length === 4
    const mention: DayMention = { day: 'calendar', month, which, year: isYear ? year.value : undefined }
    return { value: mention, used: at - index + (isYear ? 2 : 1) }
  }
  const year = numberAt(tokens, at)
  if (year?.figures?.length === 4 && year.value >= 1900 && year.value < 2100)
    return { value: { day: 'calendar', year: year.value }, used: at - index + 1 }
  const unit = periodUnit(wordAt(tokens, at))
  if (unit === undefined) return undefined
  return { value: { day: 'period', unit, shift: shiftOf(which ?? 'this') }, used: at - index + 1 }
}

/** The unit of a stretch of the calendar; "Tag" and "Stunde" are none. */
export function periodUnit(word: string): PeriodUnit | undefined {
  if (/^(?:werktags|wochentags|weekdays)$/.test(word)) return 'workweek'
  const unit = word === 'quarter' ? 'quarter' : unitNamed(word)
  return unit === 'week' || unit === 'weekend' || unit === 'month' || unit === 'quarter' || unit === 'year'
    ? unit
    : undefined
}

function day(day: DayMention, used: number): Read<Part> {
  return { value: { kind: 'day', day }, used }
}
