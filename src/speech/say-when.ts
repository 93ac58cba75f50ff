import type { Language } from './language.ts'
import { sayCount, sayNumber, sayOrdinal, sayYear } from './say-number.ts'

export { sayDuration } from './say-duration.ts'
export { sayList } from './say-list.ts'
export { sayMoney } from './say-money.ts'
export { sayNumber } from './say-number.ts'

const WEEKDAYS = {
  de: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
} as const
const MONTHS = {
  de: [
    'Januar',
    'Februar',
    'März',
    'April',
    'Mai',
    'Juni',
    'Juli',
    'August',
    'September',
    'Oktober',
    'November',
    'Dezember',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
} as const
const NEAR_DAYS = {
  de: ['heute', 'morgen', 'übermorgen'],
  en: ['today', 'tomorrow', 'the day after tomorrow'],
} as const

/** "Dienstag" / "Tuesday". */
export function weekdayName(date: Temporal.PlainDate, language: Language): string {
  return WEEKDAYS[language][date.dayOfWeek - 1] ?? ''
}

/** "August" in both languages, "März" / "March". Months count from 1. */
function monthName(month: number, language: Language): string {
  return MONTHS[language][month - 1] ?? ''
}

/**
 * A day as it is said on the phone: "Dienstag, der vierte August" / "Tuesday, the fourth of August".
 * With `today` given, the next three days are led by "heute", "morgen", "übermorgen", and a day that is not the
 * coming one of its name in the calendar carries its year. Saying it back is understood as the same day.
 */
export function sayDate(date: Temporal.PlainDate, language: Language, today?: Temporal.PlainDate): string {
  const near = today === undefined ? -1 : today.until(date, { largestUnit: 'days' }).days
  const lead = near >= 0 ? NEAR_DAYS[language][near] : undefined
  const calendar = sayCalendarDate(date, language, today !== undefined && !isComing(date, today))
  return lead === undefined ? calendar : `${lead}, ${calendar}`
}

/**
 * A time as it is said on the phone: "vierzehn Uhr dreißig" / "two thirty p.m.". German hours from one to six carry
 * "nachts" or "morgens": "drei Uhr" alone is heard as the afternoon.
 */
export function sayTime(time: Temporal.PlainTime, language: Language): string {
  return language === 'de' ? sayGermanTime(time) : sayEnglishTime(time)
}

/** "Dienstag, der vierte August, um vierzehn Uhr dreißig" / "Tuesday, the fourth of August, at two thirty p.m.". */
export function sayDateTime(at: Temporal.PlainDateTime, language: Language, today?: Temporal.PlainDate): string {
  const date = sayDate(at.toPlainDate(), language, today)
  return `${date}, ${language === 'de' ? 'um' : 'at'} ${sayTime(at.toPlainTime(), language)}`
}

function sayCalendarDate(date: Temporal.PlainDate, language: Language, withYear: boolean): string {
  const weekday = weekdayName(date, language)
  const day = sayOrdinal(date.day, language)
  const month = monthName(date.month, language)
  const year = withYear ? ` ${sayYear(date.year, language)}` : ''
  return language === 'de' ? `${weekday}, der ${day} ${month}${year}` : `${weekday}, the ${day} of ${month}${year}`
}

/** Is it the first day of this number and month from today on, so that the year goes without saying? */
function isComing(date: Temporal.PlainDate, today: Temporal.PlainDate): boolean {
  const ahead = Temporal.PlainDate.compare(date, today)
  if (ahead < 0) return false
  const yearBefore = date.subtract({ years: 1 })
  return yearBefore.day !== date.day || Temporal.PlainDate.compare(yearBefore, today) < 0
}

function sayGermanTime(time: Temporal.PlainTime): string {
  const minute = time.minute === 0 ? '' : ` ${sayNumber(time.minute, 'de')}`
  const part = time.hour < 1 || time.hour > 6 ? '' : time.hour < 4 ? ' nachts' : ' morgens'
  return `${sayCount(time.hour, 'de')} Uhr${minute}${part}`
}

function sayEnglishTime(time: Temporal.PlainTime): string {
  if (time.minute === 0 && time.hour === 12) return 'noon'
  const hour = sayNumber(time.hour % 12 === 0 ? 12 : time.hour % 12, 'en')
  const minute = time.minute === 0 ? '' : ` ${time.minute < 10 ? 'oh ' : ''}${sayNumber(time.minute, 'en')}`
  return `${hour}${minute} ${time.hour < 12 ? 'a.m.' : 'p.m.'}`
}
