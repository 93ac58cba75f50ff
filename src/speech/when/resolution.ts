import { hasTime, type Clause, type Endpoint } from './clause.ts'
import { resolveDays } from './days-resolution.ts'
import type { DaySpan } from './days.ts'
import { hoursOn, type Hours } from './hours-of-day.ts'
import { atMinute, commonHours, DAY_MINUTES, oneClock, settleClock, type HourContext } from './hours-resolution.ts'
import type { Bound, Clock, DayMention } from './part.ts'
import type { DailyHours } from './reading.ts'
import { asked, none, windowOf, type Reading, type Window } from './resolved.ts'

/** How far a window without an end reaches. */
const OPEN_DAYS = 14

/** Resolves one statement against the moment of speaking. */
export function resolveClause(clause: Clause, context: HourContext): Reading {
  const moment = momentOf(clause, context.now)
  if (moment !== undefined) return moment
  const today = context.now.toPlainDate()
  const dayIsAssumed = clause.start.days.length === 0
  if (dayIsAssumed) return resolveDayless(clause, context)
  const start = resolveDays(clause.dayBound === 'ever_since' ? sinceDays(clause) : startDays(clause), today)
  if ('question' in start) return asked(start)
  const end = clause.end === undefined || clause.end.days.length === 0 ? undefined : clause.end
  if (end === undefined) {
    const days = clause.leadsTo === 'start' ? nightBefore(start) : start
    return resolveOneStretch(clause, days, context, dayIsAssumed)
  }
  const last = resolveDays(end.days, endToday(start, end, today))
  if ('question' in last) return asked(last)
  if (clause.leadsTo === 'end' && !hasTime(end) && start.to.equals(last.from))
    return resolveOneStretch({ ...clause, end: undefined }, start, context, dayIsAssumed)
  return resolveRange(clause, start, last, context)
}

/** "in der Nacht auf Samstag" begins on the Friday. */
function nightBefore(days: DaySpan): DaySpan {
  return { ...days, from: days.from.subtract({ days: 1 }), to: days.from }
}

/** "seit Montag", "seit März": the last such day there was. */
function sinceDays(clause: Clause): readonly DayMention[] {
  return clause.start.days.map((day) => {
    const isOpen = day.day === 'weekday' || day.day === 'holiday' || (day.day === 'calendar' && day.year === undefined)
    return isOpen && day.which === undefined ? { ...day, which: 'last' } : day
  })
}

/** "14. bis 16. Dezember": the start borrows the month and year it left to the end. */
function startDays(clause: Clause): readonly DayMention[] {
  const lender = clause.end?.days.find((day) => day.day === 'calendar' && day.month !== undefined)
  if (lender?.day !== 'calendar') return clause.start.days
  return clause.start.days.map((day) => {
    if (day.day !== 'calendar' || day.dayOfMonth === undefined) return day
    const monthBefore = day.month !== undefined && lender.month !== undefined && day.month > lender.month
    const year = day.year ?? (lender.year === undefined ? undefined : lender.year - (monthBefore ? 1 : 0))
    return { ...day, month: day.month ?? lender.month, year }
  })
}

/** A weekday or a day of the month at the end is counted from the start; a full date stands for itself. */
function endToday(start: DaySpan, end: Endpoint, today: Temporal.PlainDate): Temporal.PlainDate {
  const isRelative = end.days.some((day) => day.day === 'relative' || day.day === 'offset' || day.day === 'period')
  const isAhead = Temporal.PlainDate.compare(start.from, today) > 0
  return isRelative || !isAhead ? today : start.from
}

/** Only a time was said: its next occurrence, which the caller has yet to confirm. */
function resolveDayless(clause: Clause, context: HourContext): Reading {
  if (!hasTime(clause.start)) return { kind: 'none', reason: 'missing', candidates: [] }
  const today = context.now.toPlainDate()
  // "8:15" alone, read at nine, is the next morning's: nothing speaks for the evening.
  const isSettled = context.isOpen !== undefined || clause.start.dayparts.length > 0
  const literal = isSettled
    ? clause
    : { ...clause, start: { ...clause.start, clocks: clause.start.clocks.map(literalClock) } }
  for (const days of [0, 1]) {
    const date = today.add({ days })
    const span: DaySpan = { from: date, to: date.add({ days: 1 }), grain: 'day' }
    const reading = resolveOneStretch(literal, span, context, true)
    if (reading.kind === 'none' || days === 1 || !isOver(reading, context.now)) return reading
  }
  return { kind: 'none', reason: 'missing', candidates: [] }
}

function literalClock(clock: Clock): Clock {
  return clock.written === true ? { hour: clock.hour, minute: clock.minute } : clock
}

/** Does the reading lie wholly before now? */
export function isOver(reading: Reading, now: Temporal.PlainDateTime): boolean {
  if (reading.kind === 'none') return false
  // The minute that runs has not passed.
  const minute = now.with({ second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 })
  return reading.kind === 'point'
    ? Temporal.PlainDateTime.compare(reading.at, minute) < 0
    : Temporal.PlainDateTime.compare(reading.window.to, minute) <= 0
}

/** "in einer halben Stunde", "in den nächsten zwei Stunden": counted from now, not from a day. */
function momentOf(clause: Clause, now: Temporal.PlainDateTime): Reading | undefined {
  const [mention, ...others] = clause.start.days
  if (others.length > 0 || clause.end !== undefined) return undefined
  if (mention?.day === 'offset' && mention.from === undefined) {
    const minutes = unitMinutes(mention.unit)
    if (minutes === undefined || hasTime(clause.start)) return undefined
    const at = now.add({ seconds: Math.round(mention.amount * minutes * 60) })
    return { kind: 'point', at: at.round({ smallestUnit: 'minute', roundingMode: 'trunc' }), dayIsAssumed: false }
  }
  if (mention?.day !== 'run') return undefined
  const minutes = unitMinutes(mention.unit)
  if (minutes === undefined) return undefined
  const length = { seconds: Math.round(mention.amount * minutes * 60) }
  const window: Window =
    mention.direction === 'next'
      ? { from: now, to: now.add(length), grain: 'time' }
      : { from: now.subtract(length), to: now, grain: 'time' }
  return { kind: 'window', window, dayIsAssumed: false }
}

function unitMinutes(unit: string): number | undefined {
  return { second: 1 / 60, minute: 1, hour: 60 }[unit]
}

/** One stretch of days with its hours. */
function resolveOneStretch(clause: Clause, days: DaySpan, context: HourContext, dayIsAssumed: boolean): Reading {
  const isOneDay = days.from.add({ days: 1 }).equals(days.to)
  const bound = clause.dayBound
  if (bound !== undefined) return resolveBoundDay(clause, days, bound, context)
  if (!hasTime(clause.start)) return windowOf(dayWindow(days), dayIsAssumed)
  const hours = hoursOn(days.from, clause.start, clause.end, clause, context)
  if ('reason' in hours) return hours
  if (isOneDay) {
    if (hours.isPoint) return { kind: 'point', at: afterMidnight(hours.from, clause.start, context.now), dayIsAssumed }
    return windowOf({ from: hours.from, to: hours.to, grain: hours.grain }, dayIsAssumed)
  }
  return windowOf({ ...dayWindow(days), daily: dailyOf(hours) }, dayIsAssumed)
}

/** "heute Nacht um zwei", said in daylight, is the night to come. */
function afterMidnight(
  at: Temporal.PlainDateTime,
  side: Endpoint,
  now: Temporal.PlainDateTime,
): Temporal.PlainDateTime {
  const isNight = side.dayparts.includes('night') && at.hour < 6 && now.hour >= 6
  return isNight && at.toPlainDate().equals(now.toPlainDate()) ? at.add({ days: 1 }) : at
}

function dayWindow(days: DaySpan): Window {
  return { from: days.from.toPlainDateTime(), to: days.to.toPlainDateTime(), grain: days.grain }
}

function dailyOf(hours: Hours): DailyHours {
  const to = hours.isPoint ? hours.from.add({ minutes: 1 }) : hours.to
  return { from: hours.from.toPlainTime(), to: to.toPlainTime() }
}

/** "ab Montag", "bis Freitag 18 Uhr", "nach Ostern", "vor dem Wochenende". */
function resolveBoundDay(clause: Clause, days: DaySpan, bound: Bound, context: HourContext): Reading {
  const clock = oneClock(clause.start)
  if (clock === 'conflict') return none('ambiguous', [days.from.toPlainDateTime()])
  if (bound === 'ever_since')
    return windowOf({ from: days.from.toPlainDateTime(), to: minuteOf(context.now), grain: 'day' }, false)
  const isOpenEnd = bound === 'since' || bound === 'after'
  const edge = bound === 'since' || bound === 'before' ? days.from : dayAfter(clause.start, days)
  if (clock !== undefined) {
    const at = settleClock(clock, days.from, clause.start.dayparts, context)
    if (at === undefined) return none('contradiction', [days.from.toPlainDateTime()])
    return isOpenEnd
      ? windowOf({ from: at, to: at.add({ days: OPEN_DAYS }), grain: 'time' }, false)
      : windowOf({ from: earliest(context.now, at), to: at, grain: 'time' }, false)
  }
  const common = commonHours(clause.start.dayparts)
  // "bis Freitagmittag" ends with that noon; "ab Montag vormittags" are the forenoons since.
  if (common !== undefined && !isOpenEnd) {
    const at = atMinute(days.from, bound === 'before' ? common.from : common.to)
    return windowOf({ from: earliest(context.now, at), to: at, grain: 'time' }, false)
  }
  const daily = common === undefined ? undefined : dailyOfMinutes(common)
  const at = edge.toPlainDateTime()
  const span = isOpenEnd ? { from: at, to: at.add({ days: OPEN_DAYS }) } : { from: earliest(context.now, at), to: at }
  return windowOf({ ...span, grain: 'day', daily }, false)
}

/** The day after a stretch; after Easter, Whitsun and Christmas the second holiday is over as well. */
function dayAfter(side: Endpoint, days: DaySpan): Temporal.PlainDate {
  const isDouble = side.days.some((day) => day.day === 'holiday' && /^(?:easter\+0|easter\+49|12-25)$/.test(day.name))
  return isDouble ? days.from.add({ days: 2 }) : days.to
}

function minuteOf(now: Temporal.PlainDateTime): Temporal.PlainDateTime {
  return now.round({ smallestUnit: 'minute', roundingMode: 'trunc' })
}

/** A window that ends is open since now; one that ended before now keeps its own day. */
function earliest(now: Temporal.PlainDateTime, end: Temporal.PlainDateTime): Temporal.PlainDateTime {
  if (Temporal.PlainDateTime.compare(now, end) < 0) return minuteOf(now)
  return end.subtract({ minutes: 1 }).toPlainDate().toPlainDateTime()
}

function dailyOfMinutes(minutes: { from: number; to: number }): DailyHours {
  return { from: timeOfDay(minutes.from), to: timeOfDay(minutes.to) }
}

function timeOfDay(minutes: number): Temporal.PlainTime {
  return new Temporal.PlainTime(Math.floor((minutes % DAY_MINUTES) / 60), minutes % 60)
}

/** From one day, or one moment of it, to another. */
function resolveRange(clause: Clause, first: DaySpan, last: DaySpan, context: HourContext): Reading {
  const end = clause.end ?? clause.start
  if (clause.daily !== undefined) {
    const hours = hoursOn(first.from, clause.daily.start, clause.daily.end, clause, context)
    if ('reason' in hours) return hours
    return ordered({ ...dayWindow(first), to: last.to.toPlainDateTime(), grain: 'day', daily: dailyOf(hours) })
  }
  if (!hasTime(clause.start) && end.clocks.length === 0 && end.dayparts.length > 0) {
    const common = commonHours(end.dayparts)
    const daily = common === undefined ? undefined : dailyOfMinutes(common)
    return ordered({ ...dayWindow(first), to: last.to.toPlainDateTime(), grain: 'day', daily })
  }
  if (clause.isBetween === true && isFeast(clause.start) && isFeast(end))
    return ordered({
      from: dayAfter(clause.start, first).toPlainDateTime(),
      to: last.from.toPlainDateTime(),
      grain: 'day',
    })
  const from = edgeOf(clause.start, first.from, 'from', context)
  const to = edgeOf(asWritten(end, clause.start), last.to.subtract({ days: 1 }), 'to', context)
  if (from === undefined || to === undefined) return none('contradiction', [first.from.toPlainDateTime()])
  return ordered({ from, to, grain: hasTime(clause.start) || hasTime(end) ? 'time' : 'day' })
}

/** "27.11. 22 Uhr bis 28.11. 6 Uhr": whoever counts to 24 at one end does so at the other. */
function asWritten(side: Endpoint, other: Endpoint): Endpoint {
  const isCertain = other.clocks.some((clock) => clock.other === undefined && clock.hour > 12)
  if (!isCertain || side.dayparts.length > 0) return side
  const clocks = side.clocks.map(({ hour, minute, other: half }) => ({ hour: Math.min(hour, half ?? hour), minute }))
  return { ...side, clocks }
}

function isFeast(side: Endpoint): boolean {
  return side.days.length === 1 && side.days[0]?.day === 'holiday' && !hasTime(side)
}

/** The moment a range begins or ends on its day. */
function edgeOf(
  side: Endpoint,
  day: Temporal.PlainDate,
  edge: 'from' | 'to',
  context: HourContext,
): Temporal.PlainDateTime | undefined {
  const clock = oneClock(side)
  if (clock === 'conflict') return undefined
  if (clock !== undefined) return settleClock(clock, day, side.dayparts, context)
  const common = commonHours(side.dayparts)
  if (common !== undefined) return atMinute(day, common[edge])
  return edge === 'from' ? day.toPlainDateTime() : day.add({ days: 1 }).toPlainDateTime()
}

function ordered(span: Window): Reading {
  if (Temporal.PlainDateTime.compare(span.from, span.to) >= 0) return none('contradiction', [span.from, span.to])
  return windowOf(span, false)
}
