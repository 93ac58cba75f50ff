import type { Language } from '../people/wants.ts'

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
/** Far enough that no notice is in the way, whatever the hour. */
const LEAST_DAYS_AHEAD = 2

const PLACEHOLDER = /\{(monday|tuesday|wednesday|thursday|friday|saturday|sunday)(\+\d)?(?: (name|figures|iso))?\}/g

/** The days a scenario speaks of, counted from the day it is played on. */
export type Days = {
  /** "tuesday 10:00" or "tuesday+1 10:00" as wall time. @throws Error for words that are no such thing */
  at(text: string): Temporal.PlainDateTime
  /**
   * Puts days in for `{tuesday}`: "Dienstag, dem 24. November". `{tuesday name}` is the weekday alone, `{tuesday figures}`
   * "24.11.2026".
   */
  fill(text: string, language: Language): string
}

export function daysFrom(today: Temporal.PlainDate): Days {
  const dateOf = (weekday: string, later = '') => firstOpen(today, weekday, Number(later === '' ? 0 : later))
  return {
    at(text) {
      const [, weekday = '', later = '', time = ''] = /^([a-z]+)(\+\d)? (\d\d:\d\d)$/.exec(text) ?? []
      if (time === '') throw new Error(`"${text}" is no day and time`)
      return dateOf(weekday, later).toPlainDateTime(Temporal.PlainTime.from(time))
    },
    fill: (text, language) =>
      text.replaceAll(PLACEHOLDER, (_, weekday: string, later: string | undefined, form: string | undefined) =>
        sayDate(dateOf(weekday, later), form, language),
      ),
  }
}

function firstOpen(today: Temporal.PlainDate, weekday: string, weeksLater: number): Temporal.PlainDate {
  const wanted = WEEKDAYS.findIndex((name) => name === weekday) + 1
  if (wanted === 0) throw new Error(`"${weekday}" is no day of the week`)
  const earliest = today.add({ days: LEAST_DAYS_AHEAD })
  const first = earliest.add({ days: (wanted - earliest.dayOfWeek + 7) % 7 })
  // A week on is another one that is open, so that two days of a scenario never fall together.
  let [date, left] = [first, weeksLater]
  while (isHoliday(date) || left > 0) {
    if (!isHoliday(date)) left -= 1
    date = date.add({ weeks: 1 })
  }
  return date
}

const FIXED_HOLIDAYS = new Set(['01-01', '03-08', '05-01', '10-03', '12-24', '12-25', '12-26', '12-31'])
const DAYS_FROM_EASTER = [-2, 1, 39, 50]

/** Of Berlin, where the houses of scenarios are; and the two days nobody wants an appointment on. */
function isHoliday(date: Temporal.PlainDate): boolean {
  if (FIXED_HOLIDAYS.has(date.toString().slice(5))) return true
  return DAYS_FROM_EASTER.includes(easterOf(date.year).until(date).days)
}

/** Gauss's rule, in the form of Lichtenberg. */
function easterOf(year: number): Temporal.PlainDate {
  const century = Math.floor(year / 100)
  const moonShift = 15 + Math.floor((3 * century + 3) / 4) - Math.floor((8 * century + 13) / 25)
  const sunShift = 2 - Math.floor((3 * century + 3) / 4)
  const cycle = year % 19
  const seed = (19 * cycle + moonShift) % 30
  const correction = Math.floor((seed + Math.floor(cycle / 11)) / 29)
  const border = 21 + seed - correction
  const firstSunday = 7 - ((year + Math.floor(year / 4) + sunShift) % 7)
  const day = border + 7 - ((((border - firstSunday) % 7) + 7) % 7)
  return Temporal.PlainDate.from({ year, month: 3, day: 1 }).add({ days: day - 1 })
}

function sayDate(date: Temporal.PlainDate, form: string | undefined, language: Language): string {
  const locale = language === 'de' ? 'de-DE' : 'en-GB'
  const weekday = date.toLocaleString(locale, { weekday: 'long' })
  const month = date.toLocaleString(locale, { month: 'long' })
  if (form === 'name') return weekday
  if (form === 'iso') return date.toString()
  if (form === 'figures') {
    return [date.day, date.month, date.year].map((part) => String(part).padStart(2, '0')).join('.')
  }
  return language === 'de' ? `${weekday}, dem ${date.day}. ${month}` : `${weekday} the ${ordinal(date.day)} of ${month}`
}

function ordinal(day: number): string {
  const suffix = day >= 11 && day <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')
  return `${day}${suffix}`
}
