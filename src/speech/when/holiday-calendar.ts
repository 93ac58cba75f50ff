import { moonHolidayIn } from './moon-holiday.ts'

/** The days of a holiday in one year; most have one, "Ramadan" and "Sommer" have many. */
export type HolidayDays = { from: Temporal.PlainDate; days: number }

/** Easter Sunday of the Gregorian calendar (anonymous algorithm as published in Nature, 1876). */
export function easterSunday(year: number): Temporal.PlainDate {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const ofCentury = year % 100
  const leapCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - Math.floor(century / 4) - leapCorrection + 15) % 30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451)
  const days = epact + weekday - 7 * late + 114
  return new Temporal.PlainDate(year, Math.floor(days / 31), (days % 31) + 1)
}

/** The first Sunday of Advent: the fourth Sunday before Christmas Day. */
export function firstAdvent(year: number): Temporal.PlainDate {
  const christmas = new Temporal.PlainDate(year, 12, 25)
  return christmas.subtract({ days: christmas.dayOfWeek + 21 })
}

/**
 * When a holiday of the calendar's keys falls in this year of ours; undefined when the year has none. Jewish days are
 * given from their eve on, where they begin; Islamic ones by the Umm al-Qura calendar, night feasts from their eve.
 */
export function holidayIn(year: number, key: string): HolidayDays | undefined {
  // "moon-makara--1" is a day before: a second dash is a sign.
  const [kind = '', ...rest] = key.split(/(?<!-)-/)
  if (/^\d\d$/.test(kind)) {
    const [day, length] = (rest[0] ?? '').split('x')
    return { from: new Temporal.PlainDate(year, Number(kind), Number(day)), days: Number(length ?? 1) }
  }
  // "easter-2x4": the four days from Good Friday on.
  const [, anchor, days, length] = /^(easter|advent|thanksgiving)([+-]\d+)(?:x(\d))?$/.exec(key) ?? []
  if (anchor !== undefined)
    return { from: anchorDay(anchor, year).add({ days: Number(days) }), days: Number(length ?? 1) }
  // "Zwischen den Jahren": from the second holiday of Christmas to New Year's Eve.
  if (kind === 'turn') return { from: new Temporal.PlainDate(year, 12, 27), days: 5 }
  if (kind === 'nth') return one(nthWeekday(year, Number(rest[0]), Number(rest[1]), Number(rest[2])))
  if (kind === 'season') return season(year, Number(rest[0]), Number(rest[1]))
  if (kind === 'moon') return moonHoliday(year, rest[0] ?? '', Number(rest[1] ?? 0))
  if (kind === 'parsi') return one(new Temporal.PlainDate(2018, 8, 17).add({ days: 365 * (year - 2018) }))
  if (kind === 'orthodox') return one(orthodoxEaster(year).add({ days: Number(rest[0]) }))
  if (kind === 'chinese' || kind === 'persian') return newYear(kind, year)
  if (kind === 'hebrew') return hebrew(year, rest[0] ?? '', Number(rest[1]))
  return kind === 'islamic' ? islamic(year, rest[0] ?? '', Number(rest[1])) : undefined
}

/** The nth weekday of a month, Monday is 1; a negative n counts from the end. */
export function nthWeekday(year: number, month: number, weekday: number, nth: number): Temporal.PlainDate {
  const first = new Temporal.PlainDate(year, month, 1)
  if (nth > 0) return first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + 7 * (nth - 1) })
  const last = first.add({ months: 1 }).subtract({ days: 1 })
  return last.subtract({ days: ((last.dayOfWeek - weekday + 7) % 7) + 7 * (-nth - 1) })
}

function anchorDay(anchor: string, year: number): Temporal.PlainDate {
  if (anchor === 'easter') return easterSunday(year)
  return anchor === 'advent' ? firstAdvent(year) : nthWeekday(year, 11, 4, 4)
}

function season(year: number, month: number, day: number): HolidayDays {
  const from = new Temporal.PlainDate(year, month, day)
  const to = { 3: [6, 21], 6: [9, 24], 9: [12, 22], 12: [3, 21] }[month] ?? [month, day]
  const end = new Temporal.PlainDate(month === 12 ? year + 1 : year, to[0] ?? month, to[1] ?? day)
  return { from, days: from.until(end, { largestUnit: 'days' }).days }
}

function moonHoliday(year: number, name: string, lead: number): HolidayDays | undefined {
  const date = moonHolidayIn(year, name)
  return date === undefined ? undefined : one(date.add({ days: lead }))
}

/** Easter of the Julian calendar (Meeus), as a day of ours; right from 1900 to 2099. */
function orthodoxEaster(year: number): Temporal.PlainDate {
  const epact = (19 * (year % 19) + 15) % 30
  const weekday = (2 * (year % 4) + 4 * (year % 7) - epact + 34) % 7
  const days = epact + weekday + 114
  return new Temporal.PlainDate(year, Math.floor(days / 31), (days % 31) + 1).add({ days: 13 })
}

function newYear(calendar: 'chinese' | 'persian', year: number): HolidayDays | undefined {
  for (let days = 0; days < 100; days += 1) {
    const date = new Temporal.PlainDate(year, 1, 1).add({ days })
    const { monthCode, day } = date.withCalendar(calendar)
    if (monthCode === 'M01' && day === 1) return one(date)
  }
  return undefined
}

const HEBREW_DAYS: Record<string, number> = { 'M01-15': 9, 'M03-25': 8, 'M07-15': 9, 'M09-06': 3, 'M01-01': 3 }
/** In a Hebrew leap year Purim is in the second Adar, which is what the month code M06 names. */
function hebrew(year: number, monthCode: string, day: number): HolidayDays | undefined {
  const eve = dayInCalendar('hebrew', year, monthCode, day)?.subtract({ days: 1 })
  return eve === undefined ? undefined : { from: eve, days: HEBREW_DAYS[`${monthCode}-${pad(day)}`] ?? 1 }
}

const ISLAMIC_EVES = new Set(['M09-27'])
function islamic(year: number, monthCode: string, day: number): HolidayDays | undefined {
  const from = dayInCalendar('islamic-umalqura', year, monthCode, day)
  if (from === undefined) return undefined
  const eve = ISLAMIC_EVES.has(`${monthCode}-${pad(day)}`) ? from.subtract({ days: 1 }) : from
  if (monthCode !== 'M09' || day !== 1) return one(eve)
  const feast = from.withCalendar('islamic-umalqura').add({ months: 1 }).withCalendar('iso8601')
  return { from, days: from.until(feast, { largestUnit: 'days' }).days }
}

/** The first day of our year that carries this month and day in another calendar, found by trying the years around it. */
function dayInCalendar(calendar: string, year: number, monthCode: string, day: number): Temporal.PlainDate | undefined {
  const guess = calendar === 'hebrew' ? year + 3760 : Math.floor(((year - 622) * 33) / 32)
  for (let other = guess - 1; other <= guess + 2; other += 1) {
    const date = Temporal.PlainDate.from({ calendar, year: other, monthCode, day }).withCalendar('iso8601')
    if (date.year === year) return date
  }
  return undefined
}

function pad(day: number): string {
  return String(day).padStart(2, '0')
}

function one(from: Temporal.PlainDate): HolidayDays {
  return { from, days: 1 }
}
