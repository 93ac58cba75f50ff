import { calendarSpan, FURTHEST_YEARS } from './calendar-span.ts'
import { impossible, oneDay, shiftDate, type DayQuestion, type DaySpan } from './days.ts'
import { holidayIn, nthWeekday } from './holiday-calendar.ts'
import type { DayMention } from './part.ts'
import { cutSpan, isoWeekSpan, periodSpan, runSpan } from './period-span.ts'
import type { Weekday } from './weekday.ts'
import { shiftOf } from './which.ts'

type Mention<Day extends DayMention['day']> = Extract<DayMention, { day: Day }>

const OPEN_DAYS = 14
/** The days one mention stands for, seen from today; a question where it stands for none or for two. */
export function daySpan(mention: DayMention, today: Temporal.PlainDate): DaySpan | DayQuestion {
  switch (mention.day) {
    case 'relative':
      return oneDay(today.add({ days: mention.days }))
    case 'weekday':
      return weekdaySpan(mention, today)
    case 'calendar':
      return calendarSpan(mention, today)
    case 'holiday':
      return holidaySpan(mention, today)
    case 'offset_range': {
      const [from, to] = [mention.from, mention.to].map((amount) => shiftDate(today, amount, mention.unit))
      if (from === undefined || to === undefined || mention.from >= mention.to) return impossible()
      return { from, to: to.add({ days: 1 }), grain: 'day' }
    }
    case 'offset':
      return offsetSpan(mention, today)
    case 'period':
      return periodSpan(mention.unit, mention.shift, today)
    case 'iso_week':
      return isoWeekSpan(mention.week, mention.year, today)
    case 'beside':
      return besideSpan(mention, today)
    case 'edge':
      return edgeSpan(mention, today)
    case 'nth_period':
      return nthPeriodSpan(mention, today)
    case 'nth_weekday':
      return nthWeekdaySpan(mention, today)
    case 'run':
      return runSpan(mention, today)
    case 'any':
      return { from: today, to: today.add({ days: OPEN_DAYS }), grain: 'any' }
  }
}

/** The coming day of this weekday; today's own weekday means next week. */
export function comingWeekday(weekday: Weekday, today: Temporal.PlainDate): Temporal.PlainDate {
  const ahead = (weekday - today.dayOfWeek + 7) % 7
  return today.add({ days: ahead === 0 ? 7 : ahead })
}

function weekdaySpan(mention: Mention<'weekday'>, today: Temporal.PlainDate): DaySpan | DayQuestion {
  const coming = comingWeekday(mention.weekday, today)
  const days = today.until(coming, { largestUnit: 'days' }).days
  switch (mention.which) {
    case 'next':
      // "Nächsten Mittwoch", said on a Tuesday or a Wednesday, is this one to some and the one after to others.
      if (days === 1 || days === 7) return { question: 'ambiguous', candidates: [coming, coming.add({ days: 7 })] }
      return oneDay(coming)
    case 'after_next':
      return oneDay(coming.add({ days: 7 }))
    case 'last':
    case 'before_last': {
      const back = (today.dayOfWeek - mention.weekday + 7) % 7
      return oneDay(today.subtract({ days: (back === 0 ? 7 : back) + (mention.which === 'last' ? 0 : 7) }))
    }
    case 'this':
    case 'coming':
    case undefined:
      return oneDay(coming.add({ days: 7 * (mention.weeksOn ?? 0) }))
  }
}

function holidaySpan(mention: Mention<'holiday'>, today: Temporal.PlainDate): DaySpan | DayQuestion {
  const { name, year, which } = mention
  const shift = which === undefined ? 0 : shiftOf(which)
  if (year !== undefined) {
    const days = holidayIn(year, name)
    return days === undefined ? impossible() : { from: days.from, to: days.from.add({ days: days.days }), grain: 'day' }
  }
  // A feast that runs on is the one meant; it began at most a season ago.
  for (let years = shift < 0 ? 0 : -1; years <= FURTHEST_YEARS; years += 1) {
    const days = holidayIn(today.year + (shift < 0 ? -years : years), name)
    if (days === undefined) continue
    const span: DaySpan = { from: days.from, to: days.from.add({ days: days.days }), grain: 'day' }
    const isAhead = Temporal.PlainDate.compare(span.to, today) > 0
    if (shift < 0 ? !isAhead : isAhead)
      return shift > 1 ? holidaySpan({ ...mention, year: days.from.year + 1 }, today) : span
  }
  return impossible()
}

function offsetSpan(mention: Mention<'offset'>, today: Temporal.PlainDate): DaySpan | DayQuestion {
  const base = mention.from === undefined ? oneDay(today) : daySpan(mention.from, today)
  if ('question' in base) return base
  const { amount, unit } = mention
  // "drei Tage nach Ramadan" counts from the end of a feast of many days.
  const start = amount > 0 ? base.to.subtract({ days: 1 }) : base.from
  const isWeekday = mention.from?.day === 'weekday'
  // "Montag in acht Tagen" is a Monday, so the eight days are a week.
  if (mention.doubtful === true && isWeekday && amount === 8) return oneDay(start.add({ days: 7 }))
  if (mention.doubtful === true) {
    const other = amount === 8 ? 7 : amount + 1
    const [near, far] = [Math.min(other, amount), Math.max(other, amount)]
    return { question: 'ambiguous', candidates: [shiftDate(start, near, unit), shiftDate(start, far, unit)] }
  }
  return oneDay(shiftDate(start, amount, unit))
}

/** The first such weekday after a feast, or the last before it. */
function besideSpan(mention: Mention<'beside'>, today: Temporal.PlainDate): DaySpan | DayQuestion {
  const whole = daySpan(mention.of, today)
  if ('question' in whole) return whole
  if (mention.side === 'after') {
    const last = whole.to.subtract({ days: 1 })
    return oneDay(comingWeekday(mention.weekday, last))
  }
  const back = (whole.from.dayOfWeek - mention.weekday + 7) % 7
  return oneDay(whole.from.subtract({ days: back === 0 ? 7 : back }))
}

function edgeSpan(mention: Mention<'edge'>, today: Temporal.PlainDate): DaySpan | DayQuestion {
  const whole = daySpan(mention.of, today)
  if ('question' in whole || mention.of.day === 'relative') return whole
  if (mention.edge === 'week' || mention.edge === 'weekend') {
    const monday = whole.from.subtract({ days: whole.from.dayOfWeek - 1 })
    const to = monday.add({ days: 7 })
    return mention.edge === 'week'
      ? { from: monday, to, grain: 'week' }
      : { from: monday.add({ days: 5 }), to, grain: 'day' }
  }
  const span = cutSpan(mention.edge, whole, today)
  // "Anfang des Monats", said on the twentieth, is that of the next.
  const isOver = Temporal.PlainDate.compare(span.to, today) <= 0
  if (isOver && mention.of.day === 'period' && mention.of.shift === 0)
    return edgeSpan({ ...mention, of: { ...mention.of, shift: 1 } }, today)
  return span
}

/** Weeks of a month are counted from its first day, quarters within their year; what is over is that of the next. */
function nthPeriodSpan(mention: Mention<'nth_period'>, today: Temporal.PlainDate): DaySpan | DayQuestion {
  const of = mention.of ?? { day: 'period' as const, unit: 'year' as const, shift: 0 }
  const whole = daySpan(of, today)
  if ('question' in whole) return whole
  const span = partOfPeriod(mention, whole)
  if (span === undefined) return impossible()
  const isOver = Temporal.PlainDate.compare(span.to, today) <= 0
  if (isOver && of.day === 'period' && of.shift === 0)
    return nthPeriodSpan({ ...mention, of: { ...of, shift: 1 } }, today)
  return span
}

function partOfPeriod({ unit, nth }: Mention<'nth_period'>, whole: DaySpan): DaySpan | undefined {
  switch (unit) {
    case 'quarter': {
      if (whole.grain !== 'year' || nth > 4 || nth < 1) return undefined
      const from = whole.from.add({ months: 3 * (nth - 1) })
      return { from, to: from.add({ months: 3 }), grain: 'month' }
    }
    case 'half': {
      if (nth > 2 || nth === 0 || !(whole.grain === 'month' || whole.grain === 'year')) return undefined
      const middle = whole.from.add(whole.grain === 'month' ? { days: 15 } : { months: 6 })
      const grain = whole.grain === 'month' ? 'day' : 'month'
      return nth === 1 ? { from: whole.from, to: middle, grain } : { from: middle, to: whole.to, grain }
    }
    case 'week': {
      if (whole.grain !== 'month') return undefined
      const from = nth < 0 ? whole.to.subtract({ days: 7 }) : whole.from.add({ days: 7 * (nth - 1) })
      return { from, to: from.add({ days: 7 }), grain: 'week' }
    }
    case 'day': {
      const date = nth < 0 ? whole.to.subtract({ days: 1 }) : whole.from.add({ days: nth - 1 })
      return Temporal.PlainDate.compare(date, whole.to) < 0 ? oneDay(date) : undefined
    }
  }
}

function nthWeekdaySpan(mention: Mention<'nth_weekday'>, today: Temporal.PlainDate): DaySpan | DayQuestion {
  const period = daySpan(mention.of, today)
  if ('question' in period) return period
  if (period.grain !== 'month') return impossible()
  const date = nthWeekday(period.from.year, period.from.month, mention.weekday, mention.nth)
  const isOver = Temporal.PlainDate.compare(date, today) < 0
  const isOpen = mention.of.day === 'calendar' && mention.of.year === undefined
  if (isOver && isOpen) return oneDay(nthWeekday(period.from.year + 1, period.from.month, mention.weekday, mention.nth))
  if (isOver && mention.of.day === 'period' && mention.of.shift === 0)
    return nthWeekdaySpan({ ...mention, of: { ...mention.of, shift: 1 } }, today)
  return date.month === period.from.month ? oneDay(date) : impossible()
}
