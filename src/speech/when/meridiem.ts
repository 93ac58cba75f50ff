import { readNumeral } from '../numerals.ts'
import { isClock, timePart } from './clock-words.ts'
import type { Part } from './part.ts'
import { markAt, numberAt, wordAt, type Read } from './peek.ts'
import type { Token } from './token.ts'
import { weekdayNamed } from './weekday.ts'

const GERMAN_WORDS = new Set(['um', 'uhr', 'gegen', 'ab', 'bis', 'von', 'nach', 'vor', 'halb', 'viertel', 'zwischen'])

export type Meridiem = 'am' | 'pm'

/** "am", "p.m."; a German "am" before a day is the preposition. */
export function meridiemAt(tokens: readonly Token[], index: number): Read<Meridiem> | undefined {
  const word = wordAt(tokens, index)
  if (word === 'pm') return { value: 'pm', used: 1 }
  if (word === 'am') {
    const isPreposition = isGermanBefore(tokens, index) || isGermanDayAt(tokens, index + 1)
    return isPreposition ? undefined : { value: 'am', used: 1 }
  }
  if ((word !== 'a' && word !== 'p') || !markAt(tokens, index + 1, '.', true)) return undefined
  if (wordAt(tokens, index + 2) !== 'm') return undefined
  return { value: word === 'a' ? 'am' : 'pm', used: markAt(tokens, index + 3, '.', true) ? 4 : 3 }
}

/** The time of twelve hours and their half; "15 pm" is said by machines, and the hour has already decided. */
export function meridiemPart(hour: number, minute: number, meridiem: Meridiem, used: number): Read<Part> {
  if (hour > 12 || hour === 0 || !isClock(hour, minute)) return timePart({ hour, minute }, used)
  return timePart({ hour: (hour % 12) + (meridiem === 'pm' ? 12 : 0), minute }, used)
}

/** "um acht am Bahnhof", "8 Uhr am Dienstag": the words before the "am" are German. */
function isGermanBefore(tokens: readonly Token[], index: number): boolean {
  const number = numberAt(tokens, index - 1)
  if (number !== undefined && number.figures === undefined && readNumeral([number.text], 'en') === undefined)
    return true
  return [1, 2, 3, 4].some((back) => GERMAN_WORDS.has(wordAt(tokens, index - back)))
}

function isGermanDayAt(tokens: readonly Token[], index: number): boolean {
  const number = numberAt(tokens, index)
  if (number !== undefined)
    return number.figures === undefined ? /t[er]|te[nrm]$|ste/.test(number.text) : markAt(tokens, index + 1, '.')
  const word = wordAt(tokens, index)
  return (
    (weekdayNamed(word) !== undefined && !/days?$|^(?:mon|tues?|weds?|thu|thurs?|fri|sat|sun)$/.test(word)) ||
    /^(?:morgen|vormittag|mittag|nachmittag|abend|spat|fruh|nachst|kommend|ubernachst|wochenende|ersten|letzt|tag|heilig|selben|gleich)/.test(
      word,
    )
  )
}
