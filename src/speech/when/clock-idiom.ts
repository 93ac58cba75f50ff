import { HOUR_WORDS, isFollowedByMore, spokenClock, timePart } from './clock-words.ts'
import { meridiemAt } from './meridiem.ts'
import type { Clock, Part } from './part.ts'
import { numberAt, wordAt, type Read } from './peek.ts'
import type { NumberToken, Token } from './token.ts'

const BEFORE_WORDS = new Set(['vor', 'to', 'before', 'til', 'till'])
const AFTER_WORDS = new Set(['nach', 'past', 'after', 'uber'])
export const MINUTE_WORDS = new Set(['minuten', 'minute', 'min', 'minutes', 'mins'])

/** Reads a time told by its distance from an hour: "halb drei", "viertel nach zehn", "twenty to four". */
export function readClockIdiom(tokens: readonly Token[], index: number): Read<Part> | undefined {
  return readFraction(tokens, index) ?? readMinutesAround(tokens, index)
}

/** "halb drei" 2:30, "viertel drei" 2:15, "dreiviertel drei" 2:45, "half past two", "quarter to three". */
function readFraction(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const word = wordAt(tokens, index)
  const threeQuarters = numberAt(tokens, index)?.value === 3 && wordAt(tokens, index + 1) === 'viertel'
  if (word === 'dreiviertel') return fractionOf(tokens, index, 1, 45)
  if (threeQuarters) return fractionOf(tokens, index, 2, 45)
  if (word === 'halb' || word === 'halber') return fractionOf(tokens, index, 1, 30)
  if (word === 'half') {
    if (AFTER_WORDS.has(wordAt(tokens, index + 1))) return aroundHour(tokens, index + 2, 2, 30)
    return aroundHour(tokens, index + 1, 1, 30)
  }
  const article = word === 'a' ? 1 : 0
  const quarter = wordAt(tokens, index + article)
  if (quarter !== 'viertel' && quarter !== 'quarter') return undefined
  const side = wordAt(tokens, index + article + 1)
  const start = index + article + 2
  if (BEFORE_WORDS.has(side) || side === 'of') return aroundHour(tokens, start, article + 2, -15)
  if (AFTER_WORDS.has(side)) return aroundHour(tokens, start, article + 2, 15)
  return quarter === 'viertel' ? fractionOf(tokens, index, 1, 15) : undefined
}

/** "zehn nach zwei", "fünf vor halb drei", "twenty to four", "10 Minuten vor 9". */
function readMinutesAround(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const minutes = numberAt(tokens, index)
  if (minutes === undefined || minutes.ordinal || minutes.value < 1 || minutes.value > 29) return undefined
  const unit = MINUTE_WORDS.has(wordAt(tokens, index + 1)) ? 1 : 0
  const side = wordAt(tokens, index + 1 + unit)
  const sign = BEFORE_WORDS.has(side) ? -1 : AFTER_WORDS.has(side) ? 1 : 0
  if (sign === 0 || (unit === 0 && /^(?:to|till?)$/.test(side) && !isMinutesTo(tokens, index, minutes)))
    return undefined
  const start = index + 2 + unit
  const fraction = FRACTION_MINUTES.get(wordAt(tokens, start))
  if (fraction === undefined) return aroundHour(tokens, start, start - index, sign * minutes.value)
  return aroundHour(tokens, start + 1, start + 1 - index, sign * minutes.value - fraction)
}

/** How long before the full hour "halb drei", "viertel drei" and "dreiviertel drei" are. */
const FRACTION_MINUTES = new Map([
  ['halb', 30],
  ['viertel', 45],
  ['dreiviertel', 15],
])

/** "ten to two" is a time, "from ten to two" and "nine to five" are ranges. */
function isMinutesTo(tokens: readonly Token[], index: number, minutes: NumberToken): boolean {
  const before = wordAt(tokens, index - 1)
  // Figures are written for hours: "10 to 11" is a range, "at 10 to 11" is not.
  const isSpoken = minutes.figures === undefined || before === 'at'
  return isSpoken && [5, 10, 20, 25].includes(minutes.value) && !/^(?:from|between)$/.test(before)
}

/** The fraction of the hour that ends with the number that follows. */
function fractionOf(tokens: readonly Token[], index: number, used: number, minute: number): Read<Part> | undefined {
  return aroundHour(tokens, index + used, used, minute - 60)
}

function aroundHour(tokens: readonly Token[], at: number, used: number, minutes: number): Read<Part> | undefined {
  const hour = numberAt(tokens, at)
  const noon = wordAt(tokens, at)
  if (noon === 'noon' || noon === 'midnight') return timePart(shift(12, minutes, noon === 'noon'), used + 1)
  if (hour === undefined || hour.ordinal || hour.value > 24 || isFollowedByMore(tokens, at + 1)) return undefined
  const length = used + 1 + (HOUR_WORDS.has(wordAt(tokens, at + 1)) ? 1 : 0)
  const meridiem = meridiemAt(tokens, at - used + length)
  const clock = shift(hour.value, minutes, hour.value > 12)
  if (meridiem === undefined) return timePart(clock, length)
  const half = clock.hour % 12
  return timePart({ hour: meridiem.value === 'pm' ? half + 12 : half, minute: clock.minute }, length + meridiem.used)
}

function shift(hour: number, minutes: number, certain: boolean): Clock {
  const total = (hour * 60 + minutes + 1440) % 1440
  const shifted = Math.floor(total / 60)
  // A quarter past midnight is the same twelve on the dial as a quarter past noon.
  const dial = !certain && shifted === 0 ? 12 : shifted
  return certain ? { hour: shifted, minute: total % 60 } : spokenClock(dial, total % 60)
}
