import { impossible, shiftDate, type DayQuestion, type DaySpan } from './days.ts'
import type { DayMention, PeriodUnit } from './part.ts'

/** A week, month or the like, counted from the one today is in. */
export function periodSpan(unit: PeriodUnit, shift: number, today: Temporal.PlainDate): DaySpan | DayQuestion {
  const monday = today.subtract({ days: today.dayOfWeek - 1 }).add({ days: 7 * shift })
  switch (unit) {
    case 'week':
      return { from: monday, to: monday.add({ days: 7 }), grain: 'week' }
    case 'workweek':
      return { from: monday, to: monday.add({ days: 5 }), grain: 'week' }
    case 'weekend': {
      const saturday = monday.add({ days: 5 })
      // "Nächstes Wochenende" is the coming one to some and the one after to others.
      if (shift === 1) return { question: 'ambiguous', candidates: [saturday.subtract({ days: 7 }), saturday] }
      return { from: saturday, to: saturday.add({ days: 2 }), grain: 'day' }
    }
    case 'month': {
      const from = today.with({ day: 1 }).add({ months: shift })
      return { from, to: from.add({ months: 1 }), grain: 'month' }
    }
    case 'quarter': {
      const first = new Temporal.PlainDate(today.year, today.month - ((today.month - 1) % 3), 1)
      const from = first.add({ months: 3 * shift })
      return { from, to: from.add({ months: 3 }), grain: 'month' }
    }
    case 'year': {
      const from = new Temporal.PlainDate(today.year + shift, 1, 1)
      return { from, to: from.add({ years: 1 }), grain: 'year' }
    }
  }
}

/** A calendar week (ISO 8601), the coming one unless its year was said. */
export function isoWeekSpan(week: number, year: number | undefined, today: Temporal.PlainDate): DaySpan | DayQuestion {
  for (const tried of year === undefined ? [today.year, today.year + 1] : [year]) {
    const first = new Temporal.PlainDate(tried, 1, 4)
    const from = first.subtract({ days: first.dayOfWeek - 1 }).add({ days: 7 * (week - 1) })
    if (from.weekOfYear !== week) return impossible()
    const to = from.add({ days: 7 })
    if (year !== undefined || Temporal.PlainDate.compare(to, today) > 0) return { from, to, grain: 'week' }
  }
  return impossible()
}

/** Thirds of a month or a year; of a week Monday and Tuesday, Tuesday to Thursday, Thursday to Sunday. */
export function cutSpan(
  edge: 'start' | 'middle' | 'end' | 'rest',
  { from, to, grain }: DaySpan,
  today: Temporal.PlainDate,
): DaySpan {
  const days = from.until(to, { largestUnit: 'days' }).days
  if (edge === 'rest') {
    const start = Temporal.PlainDate.compare(today, from) > 0 ? today : from
    return { from: start, to, grain: 'day' }
  }
  if (grain === 'year') {
    const [second, third] = [from.add({ months: 4 }), from.add({ months: 8 })]
    if (edge === 'start') return { from, to: second, grain: 'month' }
    return edge === 'end' ? { from: third, to, grain: 'month' } : { from: second, to: third, grain: 'month' }
  }
  const [early, late] = days <= 7 ? [2, 3] : days <= 31 ? [10, 20] : [Math.round(days / 3), Math.round((days * 2) / 3)]
  if (edge === 'start') return { from, to: from.add({ days: early }), grain: 'day' }
  if (edge === 'end') return { from: from.add({ days: late }), to, grain: 'day' }
  const middle = days <= 7 ? 1 : early
  return { from: from.add({ days: middle }), to: from.add({ days: days <= 7 ? 4 : late }), grain: 'day' }
}

/** "nächste drei Wochen" are calendar weeks, "in den nächsten drei Wochen" begin today. */
export function runSpan(mention: Extract<DayMention, { day: 'run' }>, today: Temporal.PlainDate): DaySpan {
  const { amount, unit, direction, fromNow } = mention
  const whole = Math.max(1, Math.round(amount))
  if (fromNow && direction === 'next')
    return { from: today, to: shiftDate(today, amount, unit).add({ days: 1 }), grain: 'day' }
  const sign = direction === 'next' ? 1 : -1
  if (unit === 'week' || unit === 'month' || unit === 'quarter' || unit === 'year') {
    const next = periodSpan(unit, sign > 0 ? 1 : -whole, today)
    if (!('question' in next)) return { from: next.from, to: shiftDate(next.from, whole, unit), grain: next.grain }
  }
  const start = sign > 0 ? today.add({ days: 1 }) : today.subtract({ days: whole })
  return { from: start, to: start.add({ days: unit === 'weekend' ? whole * 7 : whole }), grain: 'day' }
}
