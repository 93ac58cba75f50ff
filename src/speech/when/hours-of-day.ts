import { hasTime, type Endpoint } from './clause.ts'
import {
  atMinute,
  commonHours,
  DAY_MINUTES,
  oneClock,
  settleClock,
  settleEnd,
  type HourContext,
} from './hours-resolution.ts'
import type { Bound, Clock } from './part.ts'
import type { WhenGrain } from './reading.ts'
import { none, type Nothing } from './resolved.ts'

/** Hours on a certain day; of a point both ends are the same. */
export type Hours = { from: Temporal.PlainDateTime; to: Temporal.PlainDateTime; isPoint: boolean; grain: WhenGrain }

/** "Kurz vor neun" begins this long before nine. */
const NEAR_MINUTES = 30

/** The hours meant on a day: a point, a range, or open to one side. */
export function hoursOn(
  day: Temporal.PlainDate,
  start: Endpoint,
  end: Endpoint | undefined,
  bounds: { clockBound?: Bound | undefined; near?: 'before' | 'after' | undefined },
  context: HourContext,
): Hours | Nothing {
  const clock = oneClock(start)
  if (clock === 'conflict') return none('ambiguous', conflicting(start, day, context))
  if (end !== undefined && hasTime(end)) return hourRange(day, clock, start, end, context)
  if (clock === undefined) return daypartHoursOn(day, start, bounds.clockBound)
  const at = settleClock(clock, day, start.dayparts, context)
  if (at === undefined) return none('contradiction', conflicting(start, day, context))
  if (bounds.near !== undefined)
    return bounds.near === 'before'
      ? { from: at.subtract({ minutes: NEAR_MINUTES }), to: at, isPoint: false, grain: 'time' }
      : { from: at, to: at.add({ minutes: NEAR_MINUTES }), isPoint: false, grain: 'time' }
  if (bounds.clockBound === undefined) return { from: at, to: at, isPoint: true, grain: 'minute' }
  return boundHours(day, at, bounds.clockBound, start)
}

/** "ab 17 Uhr", "vor zehn", "vormittags vor zehn": the rest of the day, or of its part, on one side of the time. */
function boundHours(day: Temporal.PlainDate, at: Temporal.PlainDateTime, bound: Bound, side: Endpoint): Hours {
  const common = commonHours(side.dayparts)
  const opens = atMinute(day, common?.from ?? 0)
  const closes = atMinute(day, common?.to ?? DAY_MINUTES)
  const isStart = bound === 'since' || bound === 'ever_since' || bound === 'after'
  const from = isStart ? at : Temporal.PlainDateTime.compare(opens, at) < 0 ? opens : day.toPlainDateTime()
  const to = isStart ? (Temporal.PlainDateTime.compare(closes, at) > 0 ? closes : atMinute(day, DAY_MINUTES)) : at
  return { from, to, isPoint: false, grain: 'time' }
}

function daypartHoursOn(day: Temporal.PlainDate, side: Endpoint, bound: Bound | undefined): Hours | Nothing {
  const common = commonHours(side.dayparts)
  if (common === undefined) return none('contradiction', [day.toPlainDateTime()])
  const whole = { isPoint: false, grain: 'daypart' } as const
  switch (bound) {
    case 'since':
    case 'ever_since':
      return { from: atMinute(day, common.from), to: atMinute(day, DAY_MINUTES), ...whole }
    case 'after':
      // "Nach Feierabend" is the evening, not what follows it.
      if (side.dayparts.includes('evening'))
        return { from: atMinute(day, common.from), to: atMinute(day, DAY_MINUTES), ...whole }
      return { from: atMinute(day, Math.min(common.to, DAY_MINUTES - 1)), to: atMinute(day, DAY_MINUTES), ...whole }
    case 'before':
      return { from: day.toPlainDateTime(), to: atMinute(day, common.from), ...whole }
    case 'until':
      return { from: day.toPlainDateTime(), to: atMinute(day, common.to), ...whole }
    case undefined:
      return { from: atMinute(day, common.from), to: atMinute(day, common.to), ...whole }
  }
}

/** "von zehn bis zwölf", "zwischen vier und sieben", "von mittags bis 15 Uhr". */
function hourRange(
  day: Temporal.PlainDate,
  clock: Clock | undefined,
  start: Endpoint,
  end: Endpoint,
  context: HourContext,
): Hours | Nothing {
  const endClock = oneClock(end)
  if (endClock === 'conflict') return none('ambiguous', [day.toPlainDateTime()])
  // "von sieben bis neun Uhr abends" is in the evening at both ends; "morgens" at the start is only there.
  const startParts = start.dayparts.length > 0 ? start.dayparts : endClock === undefined ? [] : end.dayparts
  const from =
    clock === undefined
      ? atMinute(day, commonHours(start.dayparts)?.from ?? 0)
      : (settleClock(clock, day, startParts, context) ?? settleClock(clock, day, start.dayparts, context))
  if (from === undefined) return none('contradiction', [day.toPlainDateTime()])
  const to =
    endClock === undefined
      ? atMinute(day, commonHours(end.dayparts)?.to ?? DAY_MINUTES)
      : settleEnd(endClock, from, day, end.dayparts)
  if (to !== undefined && Temporal.PlainDateTime.compare(from, to) < 0)
    return { from, to, isPoint: false, grain: 'time' }
  // "22:00 - 02:00": over midnight, where both hours say so themselves.
  const overnight = endClock === undefined || clock === undefined ? undefined : overMidnight(from, clock, endClock)
  if (overnight !== undefined) return { from, to: overnight, isPoint: false, grain: 'time' }
  // "von drei bis 11 Uhr": the usual afternoon of the start does not fit before the end; its morning does.
  const early = clock?.other === undefined ? undefined : atMinute(day, clock.other * 60 + clock.minute)
  const late = early === undefined || endClock === undefined ? undefined : settleEnd(endClock, early, day, end.dayparts)
  if (early === undefined || late === undefined) return none('contradiction', [from])
  return { from: early, to: late, isPoint: false, grain: 'time' }
}

function overMidnight(from: Temporal.PlainDateTime, start: Clock, end: Clock): Temporal.PlainDateTime | undefined {
  if (start.other !== undefined || start.hour < 18) return undefined
  const hour = Math.min(end.hour, end.other ?? end.hour)
  return hour < 8 ? atMinute(from.toPlainDate(), DAY_MINUTES + hour * 60 + end.minute) : undefined
}

function conflicting(side: Endpoint, day: Temporal.PlainDate, context: HourContext): Temporal.PlainDateTime[] {
  return side.clocks.map(
    (clock) => settleClock(clock, day, side.dayparts, context) ?? atMinute(day, clock.hour * 60 + clock.minute),
  )
}
