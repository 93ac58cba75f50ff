import { impossible, oneDay, plainDate, type DayQuestion, type DaySpan } from './days.ts'
import type { DayMention } from './part.ts'

type CalendarMention = Extract<DayMention, { day: 'calendar' }>

/** How far the next 29 February can be. */
export const FURTHEST_YEARS = 8

/** The days of a date, a month or a year; what was left out is the coming one. */
export function calendarSpan(mention: CalendarMention, today: Temporal.PlainDate): DaySpan | DayQuestion {
  const { dayOfMonth, month, year } = mention
  if (dayOfMonth === undefined) return monthOrYearSpan(mention, today)
  if (month === undefined) return dayOfMonthSpan(dayOfMonth, today)
  if (year !== undefined) {
    const date = plainDate(year, month, dayOfMonth)
    return date === undefined ? impossible() : oneDay(date)
  }
  return dayAndMonthSpan(dayOfMonth, month, today, mention.which === 'last')
}

function dayAndMonthSpan(
  dayOfMonth: number,
  month: number,
  today: Temporal.PlainDate,
  isPast: boolean,
): DaySpan | DayQuestion {
  for (let years = 0; years <= FURTHEST_YEARS; years += 1) {
    const date = plainDate(today.year + (isPast ? -years : years), month, dayOfMonth)
    const side = date === undefined ? undefined : Temporal.PlainDate.compare(date, today)
    if (date !== undefined && side !== undefined && (isPast ? side < 0 : side >= 0)) return oneDay(date)
  }
  return impossible()
}

function dayOfMonthSpan(dayOfMonth: number, today: Temporal.PlainDate): DaySpan | DayQuestion {
  const first = today.with({ day: 1 })
  for (let months = 0; months < 4; months += 1) {
    const inMonth = first.add({ months })
    const date = plainDate(inMonth.year, inMonth.month, dayOfMonth)
    if (date !== undefined && Temporal.PlainDate.compare(date, today) >= 0) return oneDay(date)
  }
  return impossible()
}

function monthOrYearSpan(mention: CalendarMention, today: Temporal.PlainDate): DaySpan {
  const { month, year, which } = mention
  if (month === undefined) {
    const from = new Temporal.PlainDate(year ?? today.year, 1, 1)
    return { from, to: from.add({ years: 1 }), grain: 'year' }
  }
  const thisYear = new Temporal.PlainDate(year ?? today.year, month, 1)
  const isOver = year === undefined && month < today.month
  const isThis = year === undefined && month === today.month && which === 'next'
  const years =
    which === 'last' ? (month < today.month ? 0 : -1) : (isOver || isThis ? 1 : 0) + (which === 'after_next' ? 1 : 0)
  const from = thisYear.add({ years })
  return { from, to: from.add({ months: 1 }), grain: 'month' }
}
