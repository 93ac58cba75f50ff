import type { Language } from './language.ts'
import { sayDate, sayDateTime, sayTime } from './say-when.ts'
import type { DailyHours, When } from './when.ts'
import { daypartOfHours, type DaypartName } from './when/daypart.ts'

type Window = Extract<When, { kind: 'window' }>

const DAYPARTS: Record<Language, Record<DaypartName, string>> = {
  de: {
    early: 'früh',
    morning: 'morgens',
    forenoon: 'vormittags',
    noon: 'mittags',
    early_afternoon: 'am frühen Nachmittag',
    afternoon: 'nachmittags',
    late_afternoon: 'am späten Nachmittag',
    early_evening: 'am frühen Abend',
    evening: 'abends',
    late_evening: 'am späten Abend',
    night: 'nachts',
    late: 'abends',
  },
  en: {
    early: 'early in the morning',
    morning: 'in the morning',
    forenoon: 'in the forenoon',
    noon: 'at lunchtime',
    early_afternoon: 'in the early afternoon',
    afternoon: 'in the afternoon',
    late_afternoon: 'in the late afternoon',
    early_evening: 'in the early evening',
    evening: 'in the evening',
    late_evening: 'in the late evening',
    night: 'at night',
    late: 'in the evening',
  },
}

/**
 * A reading said back so that the caller can correct it: "morgen, Freitag, der zwanzigste November, um zehn Uhr",
 * "…, von neun Uhr bis zwölf Uhr", "…, nachmittags". Understanding the sentence on the same day gives the same point
 * or the same window. A question has no reading and is the empty string.
 */
export function sayWhen(when: When, language: Language, today?: Temporal.PlainDate): string {
  if (when.kind === 'question') return ''
  if (when.kind === 'point') return sayDateTime(when.at, language, today)
  const { from, to, daily } = when
  const lastDay = to.subtract({ nanoseconds: 1 }).toPlainDate()
  const part = daypartOf(when)
  if (part !== undefined) return `${sayDate(from.toPlainDate(), language, today)}, ${DAYPARTS[language][part]}`
  if (from.toPlainDate().equals(lastDay)) return sayHoursOfDay(when, language, today)
  const start = sayDate(from.toPlainDate(), language, today) + sayEdge(from, language)
  const end = sayDate(lastDay, language, today) + sayEdge(to, language)
  const range = language === 'de' ? `von ${start}, bis ${end}` : `from ${start}, to ${end}`
  return daily === undefined ? range : `${range}, ${sayDaily(daily, language)}`
}

function daypartOf({ from, to, grain }: Window): DaypartName | undefined {
  if (grain !== 'daypart') return undefined
  const midnight = from.toPlainDate().toPlainDateTime()
  const hours = (at: Temporal.PlainDateTime) => midnight.until(at, { largestUnit: 'hours' }).total({ unit: 'hours' })
  return daypartOfHours({ from: hours(from), to: hours(to) })
}

function sayHoursOfDay({ from, to }: Window, language: Language, today: Temporal.PlainDate | undefined): string {
  const day = sayDate(from.toPlainDate(), language, today)
  const hours = sayHours(from.toPlainTime(), to.toPlainTime(), language)
  return hours === '' ? day : `${day}, ${hours}`
}

/** Hours of one day; midnight at either side is open. */
function sayHours(from: Temporal.PlainTime, to: Temporal.PlainTime, language: Language): string {
  const [opens, closes] = [isMidnight(from), isMidnight(to)]
  const [start, end] = [sayTime(from, language), sayTime(to, language)]
  if (opens && closes) return ''
  if (closes) return language === 'de' ? `ab ${start}` : `starting at ${start}`
  if (opens) return language === 'de' ? `vor ${end}` : `before ${end}`
  return language === 'de' ? `von ${start} bis ${end}` : `from ${start} to ${end}`
}

function sayDaily({ from, to }: DailyHours, language: Language): string {
  // A minute's width is how a time of every day is kept: "nächste Woche um zehn".
  if (from.until(to).total({ unit: 'minutes' }) === 1)
    return language === 'de' ? `jeweils um ${sayTime(from, 'de')}` : `at ${sayTime(from, 'en')}`
  const hours = sayHours(from, to, language)
  return language === 'de' ? `jeweils ${hours}` : hours
}

/** The time a range begins or ends on its day; midnight needs no word. */
function sayEdge(at: Temporal.PlainDateTime, language: Language): string {
  const time = at.toPlainTime()
  return isMidnight(time) ? '' : `, ${sayTime(time, language)}`
}

function isMidnight(time: Temporal.PlainTime): boolean {
  return time.hour === 0 && time.minute === 0
}
