import type { Random } from '../../chaos/random.ts'
import type { Language } from '../company/company.ts'
import { hourWord, numberWord, ordinalWord } from './number-words.ts'

const WEEKDAYS = {
  de: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
} as const
const MONTHS = {
  de: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember',
  en: 'January February March April May June July August September October November December',
} as const

export function weekdayWord(date: Temporal.PlainDate, language: Language): string {
  return WEEKDAYS[language][date.dayOfWeek - 1] ?? ''
}

function monthWord(date: Temporal.PlainDate, language: Language): string {
  return MONTHS[language].split(' ')[date.month - 1] ?? ''
}

/** One of the ways people name a day; every one of them means this day and no other. */
export function sayDay(
  random: Random,
  language: Language,
  date: Temporal.PlainDate,
  today: Temporal.PlainDate,
): string {
  const ways = language === 'de' ? germanDays(date, today) : englishDays(date, today)
  return random.pick(ways as [string, ...string[]])
}

function germanDays(date: Temporal.PlainDate, today: Temporal.PlainDate): readonly string[] {
  const weekday = weekdayWord(date, 'de')
  const month = monthWord(date, 'de')
  const ordinal = ordinalWord(date.day, 'de')
  const days = today.until(date).days
  const ways = [
    `am ${ordinal} ${month}`,
    `am ${date.day}. ${month}`,
    `am ${date.day}.${date.month}.`,
    `am ${weekday}, den ${ordinal} ${month}`,
    `am ${weekday}, dem ${date.day}.${date.month}.`,
    `am ${ordinal} ${ordinalWord(date.month, 'de')}`,
  ]
  if (isNextOfItsNumber(date, today)) ways.push(`am ${ordinal}`, `am ${weekday}, den ${ordinal}`)
  if (days < 3) ways.push(...Array<string>(6).fill(['heute', 'morgen', 'übermorgen'][days] ?? ''))
  if (days >= 1 && days <= 6) ways.push(`am ${weekday}`, weekday, `kommenden ${weekday}`, `am ${weekday}`)
  if (days >= 3 && days <= 6) ways.push(`in ${numberWord(days, 'de')} Tagen`)
  if (days === 7) ways.push('heute in einer Woche', 'in einer Woche', `${weekday} in einer Woche`)
  if (days === 14) ways.push('in zwei Wochen', 'heute in zwei Wochen')
  if (isNextWeek(date, today)) ways.push(`nächste Woche ${weekday}`, `${weekday} nächster Woche`)
  return ways
}

function englishDays(date: Temporal.PlainDate, today: Temporal.PlainDate): readonly string[] {
  const weekday = weekdayWord(date, 'en')
  const month = monthWord(date, 'en')
  const ordinal = ordinalWord(date.day, 'en')
  const days = today.until(date).days
  const ways = [`on ${month} ${ordinal}`, `on the ${ordinal} of ${month}`, `on ${weekday}, ${month} ${date.day}`]
  if (isNextOfItsNumber(date, today)) ways.push(`on the ${ordinal}`, `on ${weekday} the ${ordinal}`)
  if (days < 3) ways.push(...Array<string>(4).fill(['today', 'tomorrow', 'the day after tomorrow'][days] ?? ''))
  if (days >= 1 && days <= 6) ways.push(`on ${weekday}`, weekday, `this coming ${weekday}`)
  if (days >= 3 && days <= 6) ways.push(`in ${numberWord(days, 'en')} days`)
  if (days === 7) ways.push('in a week', 'a week from today')
  if (days === 14) ways.push('in two weeks')
  if (isNextWeek(date, today)) ways.push(`${weekday} next week`)
  return ways
}

/** Whether no earlier day from today on has the same number: "am vierten" then means this one. */
function isNextOfItsNumber(date: Temporal.PlainDate, today: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(date.subtract({ months: 1 }), today) < 0
}

function isNextWeek(date: Temporal.PlainDate, today: Temporal.PlainDate): boolean {
  const monday = today.subtract({ days: today.dayOfWeek - 1 })
  return Math.floor(monday.until(date).days / 7) === 1
}

/** One of the ways people name a time of day between seven and eight in the evening. */
export function sayTime(random: Random, language: Language, time: Temporal.PlainTime): string {
  const ways = language === 'de' ? germanTimes(time) : englishTimes(time)
  return random.pick(ways as [string, ...string[]])
}

function germanTimes({ hour, minute }: Temporal.PlainTime): readonly string[] {
  const [small, next] = [hourWord(((hour + 11) % 12) + 1, 'de'), numberWord((hour % 12) + 1, 'de')]
  const figures = minute === 0 ? `${hour} Uhr` : `${hour}:${twoDigits(minute)} Uhr`
  const full = `${hourWord(hour, 'de')} Uhr${minute === 0 ? '' : ` ${numberWord(minute, 'de')}`}`
  const ways = [`um ${figures}`, `um ${full}`, `gegen ${full}`]
  const part = hour < 12 ? 'vormittags' : hour < 18 ? 'nachmittags' : 'abends'
  if (minute === 0 && hour !== 12) ways.push(`${part} um ${small === 'ein' ? 'eins' : small}`)
  if (minute === 15) ways.push(`um viertel nach ${small === 'ein' ? 'eins' : small}`)
  if (minute === 30) ways.push(`um halb ${next}`, `um halb ${next}`)
  if (minute === 45) ways.push(`um viertel vor ${next}`, `um dreiviertel ${next}`)
  return ways
}

function englishTimes({ hour, minute }: Temporal.PlainTime): readonly string[] {
  const small = numberWord(((hour + 11) % 12) + 1, 'en')
  const next = numberWord((hour % 12) + 1, 'en')
  const half = hour < 12 ? 'a.m.' : 'p.m.'
  const part = hour < 12 ? 'in the morning' : hour < 18 ? 'in the afternoon' : 'in the evening'
  const minutes = minute === 0 ? '' : ` ${minute < 10 ? 'oh ' : ''}${numberWord(minute, 'en')}`
  const ways = [
    `at ${small}${minutes} ${half}`,
    `at ${((hour + 11) % 12) + 1}:${twoDigits(minute)} ${half}`,
    `at ${small}${minutes} ${part}`,
  ]
  if (minute === 15) ways.push(`at quarter past ${small} ${part}`)
  if (minute === 30) ways.push(`at half past ${small} ${part}`)
  if (minute === 45) ways.push(`at quarter to ${next} ${part}`)
  return ways
}

/** A time of day without a preposition, unmistakable by day: "halb elf", "zehn Uhr dreißig", "10:30". */
export function sayClock(random: Random, language: Language, time: Temporal.PlainTime): string {
  const { hour, minute } = time
  if (language === 'en') {
    const figures = `${((hour + 11) % 12) + 1}${minute === 0 ? '' : `:${twoDigits(minute)}`}`
    return `${figures} ${hour < 12 ? 'a.m.' : 'p.m.'}`
  }
  const full = `${hourWord(hour, 'de')} Uhr${minute === 0 ? '' : ` ${numberWord(minute, 'de')}`}`
  const ways: [string, ...string[]] = [full, full, minute === 0 ? `${hour} Uhr` : `${hour}:${twoDigits(minute)} Uhr`]
  if (minute === 30 && hour > 6 && hour < 18) ways.push(`halb ${numberWord((hour % 12) + 1, 'de')}`)
  return random.pick(ways)
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

/** "24.11.2026" */
export function writeDate(date: Temporal.PlainDate): string {
  return `${twoDigits(date.day)}.${twoDigits(date.month)}.${date.year}`
}

/** "09:30" */
export function writeTime(time: Temporal.PlainTime): string {
  return `${twoDigits(time.hour)}:${twoDigits(time.minute)}`
}

/** Reads what replies write: DD.MM.YYYY and HH:MM. Undefined when it is none. */
export function readWritten(date: string, time: string): Temporal.PlainDateTime | undefined {
  const [, day, month, year] = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(date) ?? []
  if (day === undefined || !/^\d\d:\d\d$/.test(time)) return undefined
  return Temporal.PlainDateTime.from(`${year}-${month}-${day}T${time}`)
}
