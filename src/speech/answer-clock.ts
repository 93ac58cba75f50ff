import type { Mention } from './answer-mention.ts'
import { readNumeral } from './numerals.ts'

/** Clock times inside an answer: "um elf", "halb zwölf", "viertel nach zehn", "11:30", "eleven thirty", "2 pm". */

type Clock = { used: number; hour: number; minute: number; half?: 'am' | 'pm'; bare?: boolean }
type SpokenNumber = { value: number; used: number }

const marks = /^(um|gegen|punkt|circa|ungefaehr|den|der|die|das|dem|at|around|for|the|zwischen|between|statt)$/
const dates =
  /^(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|\d+\.(\d+\.?(\d+)?)?|\p{L}+(ten|sten))$/u

/** A number on a clock face or of minutes. "ein" and "one" are numbers only where a clock word follows; else articles. */
function numberAt(words: readonly string[], at: number): SpokenNumber | undefined {
  const word = words[at] ?? ''
  if (/^(ein|one)$/.test(word) && !/^(uhr|oclock|am|pm|thirty|fifteen)$/.test(words[at + 1] ?? '')) {
    if (word === 'ein' || !/^(at|past|to|after|before|around)$/.test(words[at - 1] ?? '')) return undefined
  }
  if (/^0\d$/.test(word)) return { value: Number(word), used: 1 }
  const numeral = readNumeral(words.slice(at, at + 6))
  return numeral === undefined || numeral.ordinal || numeral.value > 59 ? undefined : numeral
}

function hourAt(words: readonly string[], at: number): SpokenNumber | undefined {
  const hour = numberAt(words, at)
  return hour !== undefined && hour.value <= 24 ? hour : undefined
}

function clock(used: number, minutes: number): Clock {
  const ofDay = (minutes + 24 * 60) % (24 * 60)
  return { used, hour: Math.trunc(ofDay / 60), minute: ofDay % 60 }
}

/** "halb elf" is 10:30, "half past ten" too, and so is the British "half ten". */
function halfAt(words: readonly string[], at: number): Clock | undefined {
  const isGerman = words[at] === 'halb'
  if (!isGerman && words[at] !== 'half') return undefined
  const skipped = words[at + 1] === 'past' ? 2 : 1
  const hour = hourAt(words, at + skipped)
  return hour && clock(skipped + hour.used, hour.value * 60 + (isGerman ? -30 : 30))
}

/** "viertel elf" is 10:15 and "dreiviertel elf" 10:45 in the south and east. */
function quarterAt(words: readonly string[], at: number): Clock | undefined {
  const torn = words[at] === 'drei' && words[at + 1] === 'viertel' ? 1 : 0
  const word = words[at + torn] ?? ''
  if (word === 'dreiviertel' || torn === 1) {
    const hour = hourAt(words, at + torn + 1)
    return hour && clock(torn + 1 + hour.used, hour.value * 60 - 15)
  }
  if (word !== 'viertel' && word !== 'quarter') return undefined
  const direction = words[at + 1] ?? ''
  const hour = hourAt(words, at + 2)
  if (hour !== undefined && /^(nach|ueber|past|after)$/.test(direction))
    return clock(2 + hour.used, hour.value * 60 + 15)
  if (hour !== undefined && /^(vor|to|before|of)$/.test(direction)) return clock(2 + hour.used, hour.value * 60 - 15)
  const eastern = word === 'viertel' ? hourAt(words, at + 1) : undefined
  return eastern && clock(1 + eastern.used, eastern.value * 60 - 45)
}

/** "zehn vor elf", "fünf nach halb elf", "ten past eleven". */
function minutesAt(words: readonly string[], at: number): Clock | undefined {
  const minutes = numberAt(words, at)
  if (minutes === undefined) return undefined
  const unit = /^(minuten?|minutes?)$/.test(words[at + minutes.used] ?? '') ? 1 : 0
  const direction = words[at + minutes.used + unit] ?? ''
  const sign = /^(nach|past|after)$/.test(direction) ? 1 : /^(vor|to|before)$/.test(direction) ? -1 : 0
  if (sign === 0) return undefined
  const start = at + minutes.used + unit + 1
  const hour = hourAt(words, start)
  const base = halfAt(words, start) ?? (hour && clock(hour.used, hour.value * 60))
  return base && clock(start - at + base.used, base.hour * 60 + base.minute + sign * minutes.value)
}

function digitsAt(words: readonly string[], at: number): Clock | undefined {
  const digits = /^(\d{1,2})[:.](\d{2})$/.exec(words[at] ?? '')
  if (digits === null || Number(digits[1]) > 24 || Number(digits[2]) > 59) return undefined
  const said = words[at + 1] === 'uhr' ? 1 : 0
  const isTime = said === 1 || words[at]?.includes(':') === true || marks.test(words[at - 1] ?? '')
  if (!isTime) return undefined
  const half = halfOfDayAt(words, at + 1)
  const time = clock(1 + said + (half === undefined ? 0 : 1), Number(digits[1]) * 60 + Number(digits[2]))
  return half === undefined ? time : { ...time, half }
}

/** "am" behind an hour is ante meridiem, unless it is the German "am" of a date: "um elf am Dienstag". */
function halfOfDayAt(words: readonly string[], at: number): 'am' | 'pm' | undefined {
  const word = words[at]
  if (word === 'pm') return 'pm'
  return word === 'am' && !dates.test(words[at + 1] ?? '') ? 'am' : undefined
}

/** "elf Uhr dreißig", "eleven thirty", "2 pm", "um elf"; a lone number without any of it is bare. */
function hourAndMinutesAt(words: readonly string[], at: number): Clock | undefined {
  const hour = hourAt(words, at)
  if (hour === undefined) return undefined
  let used = hour.used
  const said = /^(uhr|oclock)$/.test(words[at + used] ?? '')
  if (said) used += 1
  const gap = said && words[at + used] === 'und' ? 1 : 0
  const minute = numberAt(words, at + used + gap)
  const isMinute = minute !== undefined && (said || (minute.value >= 10 && minute.value % 5 === 0))
  if (isMinute) used += gap + minute.used
  const half = halfOfDayAt(words, at + used)
  if (half !== undefined) used += 1
  const bare = !said && !isMinute && half === undefined && !marks.test(words[at - 1] ?? '')
  return { used, hour: hour.value, minute: isMinute ? minute.value : 0, bare, ...(half && { half }) }
}

function wordAt(words: readonly string[], at: number): Clock | undefined {
  if (/^(noon|midday)$/.test(words[at] ?? '')) return clock(1, 12 * 60)
  return /^(mitternacht|midnight)$/.test(words[at] ?? '') ? clock(1, 0) : undefined
}

/** A spoken hour up to twelve means either half of the day: "um zwei" is 14:00 as well. */
function fitsClock(said: Clock, at: Temporal.PlainDateTime): boolean {
  if (at.minute !== said.minute) return false
  if (said.half !== undefined) return at.hour === (said.hour % 12) + (said.half === 'pm' ? 12 : 0)
  return said.hour <= 12 ? at.hour % 12 === said.hour % 12 : at.hour === said.hour % 24
}

function rangeOf(said: Clock, before: string): Mention | undefined {
  const isAfter = /^(nach|ab|after|from)$/.test(before)
  if (!isAfter && !/^(vor|bis|before|until|till)$/.test(before)) return undefined
  // "Nach fünf" is said in the afternoon: nobody opens at five.
  const limit = said.hour * 60 + said.minute + (said.hour < 8 && said.half !== 'am' ? 12 * 60 : 0)
  return { used: said.used, what: 'part', fits: (at) => at.hour * 60 + at.minute >= limit === isAfter }
}

/** Reads a clock time at `at`. `words` are folded, apostrophes gone, a.m. and p.m. written "am", "pm". */
export function clockAt(words: readonly string[], at: number): Mention | undefined {
  const said =
    digitsAt(words, at) ??
    halfAt(words, at) ??
    quarterAt(words, at) ??
    minutesAt(words, at) ??
    hourAndMinutesAt(words, at) ??
    wordAt(words, at)
  if (said === undefined) return undefined
  const before = words[at - 1] ?? ''
  // "Kurz vor elf" is no time anybody was offered.
  if (words[at - 2] === 'kurz') return { used: said.used, what: 'part', fits: () => false }
  const fits = (offer: Temporal.PlainDateTime): boolean => fitsClock(said, offer)
  return rangeOf(said, before) ?? { used: said.used, what: said.bare === true ? 'bare' : 'time', fits }
}
