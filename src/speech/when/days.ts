import type { SpanUnit } from './part.ts'
import type { WhenGrain, WhenQuestion } from './reading.ts'

/** Whole days: `from` ≤ day < `to`. */
export type DaySpan = { from: Temporal.PlainDate; to: Temporal.PlainDate; grain: WhenGrain }
export type DayQuestion = { question: WhenQuestion; candidates: readonly Temporal.PlainDate[] }

/** One whole day. */
export function oneDay(date: Temporal.PlainDate): DaySpan {
  return { from: date, to: date.add({ days: 1 }), grain: 'day' }
}

/** No calendar has the day. */
export function impossible(): DayQuestion {
  return { question: 'impossible', candidates: [] }
}

/** The day, if the calendar has it. */
export function plainDate(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  if (year < 1 || year > 9000 || day > new Temporal.PlainYearMonth(year, month).daysInMonth) return undefined
  return new Temporal.PlainDate(year, month, day)
}

/** A date moved by an amount of a unit; halves are rounded to days. Hours and minutes do not move it. */
export function shiftDate(date: Temporal.PlainDate, amount: number, unit: SpanUnit): Temporal.PlainDate {
  const whole = Math.trunc(amount)
  const half = amount - whole
  switch (unit) {
    case 'week':
      return date.add({ days: Math.round(amount * 7) })
    case 'weekend':
      return date.add({ days: whole * 7 })
    case 'month':
      return date.add({ months: whole, days: Math.round(half * 30) })
    case 'quarter':
      return date.add({ months: Math.round(amount * 3) })
    case 'year':
      return date.add({ months: Math.round(amount * 12) })
    case 'workday':
      return addWorkdays(date, Math.round(amount))
    case 'day':
    case 'hour':
    case 'minute':
    case 'second':
      return date.add({ days: unit === 'day' ? Math.round(amount) : 0 })
  }
}

/** Saturdays and Sundays are passed over; feasts are not, as their state is not known here. */
function addWorkdays(date: Temporal.PlainDate, amount: number): Temporal.PlainDate {
  const step = Math.sign(amount)
  let moved = date
  for (let left = Math.abs(amount); left > 0;) {
    moved = moved.add({ days: step })
    if (moved.dayOfWeek < 6) left -= 1
  }
  return moved
}
