import { MINUTE_WORDS, readClockIdiom } from './clock-idiom.ts'
import { HOUR_WORDS, isClock, isFollowedByMore, spokenClock, timePart, writtenClock } from './clock-words.ts'
import { meridiemAt, meridiemPart } from './meridiem.ts'
import type { Part } from './part.ts'
import { gluedNumberAt, markAt, numberAt, wordAt, type Read } from './peek.ts'
import type { NumberToken, Token } from './token.ts'

const AT_WORDS = new Set(['um', 'gegen', 'ab', 'at', 'nach', 'bis', 'vor', 'by', 'after', 'before', 'until'])
/** Reads a time of day: "10:30", "14 Uhr 30", "halb drei", "viertel nach zehn", "dreiviertel vier", "3 pm", "noon". */
export function readClock(tokens: readonly Token[], index: number): Read<Part> | undefined {
  return (
    readNearTime(tokens, index) ??
    readColonTime(tokens, index) ??
    readDottedTime(tokens, index) ??
    readClockIdiom(tokens, index) ??
    readHour(tokens, index) ??
    readNamedTime(tokens, index)
  )
}

/** "kurz vor neun", "shortly after ten" */
function readNearTime(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const word = wordAt(tokens, index)
  if (word !== 'kurz' && word !== 'shortly' && word !== 'just') return undefined
  const side = wordAt(tokens, index + 1)
  const before = side === 'vor' || side === 'before'
  if (!before && side !== 'nach' && side !== 'after') return undefined
  const read = readClock(tokens, index + 2) ?? readBareHour(tokens, index + 2)
  if (read?.value.kind !== 'clock') return undefined
  return { value: { kind: 'near', clock: read.value.clock, side: before ? 'before' : 'after' }, used: read.used + 2 }
}

function readBareHour(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const hour = numberAt(tokens, index)
  if (hour === undefined || hour.ordinal || hour.value > 24 || isFollowedByMore(tokens, index + 1)) return undefined
  return timePart(spokenClock(hour.value, 0), 1)
}

function readNamedTime(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const word = wordAt(tokens, index)
  if (word === 'noon') return timePart({ hour: 12, minute: 0 }, 1)
  if (word === 'mitternacht' || word === 'midnight') return timePart({ hour: 24, minute: 0 }, 1)
  if (word !== 'high' || wordAt(tokens, index + 1) !== 'noon') return undefined
  return timePart({ hour: 12, minute: 0 }, 2)
}

function readColonTime(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const hour = numberAt(tokens, index)
  const minute = gluedNumberAt(tokens, index + 2)
  if (hour?.figures === undefined || minute?.figures === undefined || !markAt(tokens, index + 1, ':', true))
    return undefined
  let used = 3
  if (markAt(tokens, index + used, ':', true) && gluedNumberAt(tokens, index + used + 1) !== undefined) used += 2
  // ".000" of an ISO time
  if (
    used === 5 &&
    markAt(tokens, index + used, '.', true) &&
    gluedNumberAt(tokens, index + used + 1)?.text.length === 3
  )
    used += 2
  used += offsetLength(tokens, index + used)
  return finishWritten(tokens, index, hour, minute, used)
}

/** "Z" or "+01:00" behind an ISO time: voice models write it out of habit and mean the wall clock. */
function offsetLength(tokens: readonly Token[], index: number): number {
  const token = tokens[index]
  if (token?.kind === 'word' && token.text === 'z' && !token.spaced) return 1
  const isSign = markAt(tokens, index, '+', true) || markAt(tokens, index, '-', true)
  const hours = gluedNumberAt(tokens, index + 1)
  if (!isSign || hours?.text.length !== 2 || !markAt(tokens, index + 2, ':', true)) return 0
  return gluedNumberAt(tokens, index + 3)?.text === '00' && hours.text.startsWith('0') ? 4 : 0
}

/** "14.30 Uhr", "8.30": with a dot only if it says so itself or cannot be a date. */
function readDottedTime(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const hour = numberAt(tokens, index)
  const minute = gluedNumberAt(tokens, index + 2)
  if (hour?.figures === undefined || minute?.figures?.length !== 2 || !markAt(tokens, index + 1, '.', true))
    return undefined
  const says = HOUR_WORDS.has(wordAt(tokens, index + 3)) || meridiemAt(tokens, index + 3) !== undefined
  const cannotBeDate =
    (minute.value > 12 || minute.value === 0) &&
    minute.value < 60 &&
    hour.value < 25 &&
    !markAt(tokens, index + 3, '.', true)
  return says || cannotBeDate ? finishWritten(tokens, index, hour, minute, 3) : undefined
}

function finishWritten(
  tokens: readonly Token[],
  index: number,
  hour: NumberToken,
  minute: NumberToken,
  used: number,
): Read<Part> {
  const meridiem = meridiemAt(tokens, index + used)
  if (meridiem !== undefined) return meridiemPart(hour.value, minute.value, meridiem.value, used + meridiem.used)
  const length = used + (HOUR_WORDS.has(wordAt(tokens, index + used)) ? 1 : 0)
  return timePart(writtenClock(hour.value, minute.value, hour.figures ?? ''), length)
}

/** "14 Uhr", "14 Uhr 30", "15h", "14h30", "3 pm", "nine o'clock", "two thirty", "two oh five", "1430 Uhr". */
function readHour(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const hour = numberAt(tokens, index)
  if (hour === undefined || hour.ordinal) return undefined
  if (hour.figures?.length === 4) return readFourFigures(tokens, index, hour)
  const oclock = wordAt(tokens, index + 1) === 'o' && wordAt(tokens, index + 2) === 'clock'
  if (oclock) return finishHour(tokens, index, hour, 0, 3)
  if (HOUR_WORDS.has(wordAt(tokens, index + 1))) {
    const minute = minuteAfterHour(tokens, index + 2)
    return finishHour(tokens, index, hour, minute?.value ?? 0, 2 + (minute?.used ?? 0))
  }
  const meridiem = meridiemAt(tokens, index + 1)
  if (meridiem !== undefined) return meridiemPart(hour.value, 0, meridiem.value, 1 + meridiem.used)
  return readHourAndMinute(tokens, index, hour)
}

function finishHour(
  tokens: readonly Token[],
  index: number,
  hour: NumberToken,
  minute: number,
  used: number,
): Read<Part> | undefined {
  const meridiem = meridiemAt(tokens, index + used)
  if (meridiem !== undefined) return meridiemPart(hour.value, minute, meridiem.value, used + meridiem.used)
  const isPadded = hour.figures?.startsWith('0') === true
  return timePart(isPadded ? { hour: hour.value, minute } : spokenClock(hour.value, minute), used)
}

/** The minutes behind "Uhr": a number that is not the start of a date, a second hour or a stretch of time. */
function minuteAfterHour(tokens: readonly Token[], index: number): Read<number> | undefined {
  const and = wordAt(tokens, index) === 'und' && MINUTE_WORDS.has(wordAt(tokens, index + 2)) ? 1 : 0
  const minute = numberAt(tokens, index + and)
  if (minute === undefined || minute.ordinal || minute.value > 99) return undefined
  const zero = minute.value === 0 && minute.figures === undefined ? numberAt(tokens, index + and + 1) : undefined
  // "dreizehn Uhr null fünf"
  if (zero !== undefined && zero.value < 10 && !isFollowedByMore(tokens, index + and + 2))
    return { value: zero.value, used: and + 2 }
  const next = index + and + 1
  if (MINUTE_WORDS.has(wordAt(tokens, next))) return { value: minute.value, used: and + 2 }
  // "ich trage Sie um zehn Uhr ein": half a verb; the minute would be "eins".
  if (minute.text === 'ein') return undefined
  return isFollowedByMore(tokens, next) ? undefined : { value: minute.value, used: and + 1 }
}

function readHourAndMinute(tokens: readonly Token[], index: number, hour: NumberToken): Read<Part> | undefined {
  if (hour.value > 24) return undefined
  const zero = /^(?:oh|o)$/.test(wordAt(tokens, index + 1)) ? 1 : 0
  const minute = numberAt(tokens, index + 1 + zero)
  if (minute === undefined || minute.ordinal || !minute.spaced) return undefined
  const fits = zero === 1 ? minute.value < 10 : minute.value >= 10 && minute.value < 60
  const used = 2 + zero
  if (!fits || hour.value === 24 || isFollowedByMore(tokens, index + used)) return undefined
  const meridiem = meridiemAt(tokens, index + used)
  if (meridiem !== undefined) return meridiemPart(hour.value, minute.value, meridiem.value, used + meridiem.used)
  return timePart(spokenClock(hour.value, minute.value), used)
}

/** "1430 Uhr", "um 0930", "1845-1955": four figures are a time only where something says so. */
function readFourFigures(tokens: readonly Token[], index: number, token: NumberToken): Read<Part> | undefined {
  const hour = Math.floor(token.value / 100)
  const minute = token.value % 100
  if (!isClock(hour, minute)) return undefined
  const says = HOUR_WORDS.has(wordAt(tokens, index + 1)) || wordAt(tokens, index + 1) === 'hours'
  const looksLikeYear = hour === 19 || hour === 20
  const asked = AT_WORDS.has(wordAt(tokens, index - 1)) && !looksLikeYear
  const ranged = isFourFigureTime(tokens, index, 1) || isFourFigureTime(tokens, index, -1)
  const dated = !looksLikeYear && numberAt(tokens, index - 1 - (markAt(tokens, index - 1, '.') ? 1 : 0)) !== undefined
  return says || asked || ranged || dated ? timePart({ hour, minute }, says ? 2 : 1) : undefined
}

function isFourFigureTime(tokens: readonly Token[], index: number, step: 1 | -1): boolean {
  const other = numberAt(tokens, index + 2 * step)
  const here = numberAt(tokens, index)
  if (other?.figures?.length !== 4 || !markAt(tokens, index + step, '-')) return false
  const isYears = [other.value, here?.value ?? 0].every((value) => value > 1899 && value < 2100)
  return isClock(Math.floor(other.value / 100), other.value % 100) && !isYears
}
