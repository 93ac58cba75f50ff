import type { Endpoint } from './clause.ts'
import { daypartHours, hourFitsDaypart, type DaypartName } from './daypart.ts'
import type { Clock } from './part.ts'

/** What settling an hour needs to know. */
export type HourContext = {
  now: Temporal.PlainDateTime
  isOpen?: ((at: Temporal.PlainDateTime) => boolean) | undefined
}

/** Minutes after the day's midnight; up to 30 hours, as the night runs into the next day. */
export type DayMinutes = { from: number; to: number }

export const DAY_MINUTES = 1440

/**
 * The wall time a clock reading means on a day: a part of the day decides between its two readings, then the opening
 * hours when only one is open, then the clock of today, then the convention the grammar chose.
 *
 * @returns undefined when the reading and the part of the day contradict each other.
 */
export function settleClock(
  clock: Clock,
  day: Temporal.PlainDate,
  dayparts: readonly DaypartName[],
  context: HourContext,
): Temporal.PlainDateTime | undefined {
  const hours = readingsOf(clock, dayparts.length > 0).filter((hour) =>
    dayparts.every((name) => hourFitsDaypart(hour % 24, name)),
  )
  const readings = hours.map((hour) => atMinute(day, hour * 60 + clock.minute))
  const [first, second] = readings
  if (first === undefined || second === undefined) return first
  const { isOpen, now } = context
  if (isOpen !== undefined && isOpen(first) !== isOpen(second)) return isOpen(first) ? first : second
  // Midnight is not what "um zwölf" means once noon is over.
  if (hours[1] === DAY_MINUTES / 60) return first
  const isGone = day.equals(now.toPlainDate()) && Temporal.PlainDateTime.compare(first, now) < 0
  return isGone && Temporal.PlainDateTime.compare(second, now) >= 0 ? second : first
}

/** The hours the words may mean, the usual one first; "08:30 abends" is half past eight all the same. */
function readingsOf(clock: Clock, hasDaypart: boolean): number[] {
  if (clock.other !== undefined) return [clock.hour, clock.other]
  return hasDaypart && clock.hour > 0 && clock.hour <= 12 ? [clock.hour, clock.hour + 12] : [clock.hour]
}

/**
 * The end of a range of hours: the reading that lies behind its start, "von zehn bis zwei" 14:00, "von vier bis
 * sieben" 19:00.
 */
export function settleEnd(
  clock: Clock,
  start: Temporal.PlainDateTime,
  day: Temporal.PlainDate,
  dayparts: readonly DaypartName[],
): Temporal.PlainDateTime | undefined {
  const fits = (hour: number) => dayparts.every((name) => hourFitsDaypart(hour % 24, name))
  return readingsOf(clock, dayparts.length > 0)
    .filter(fits)
    .toSorted((one, other) => one - other)
    .map((hour) => atMinute(day, hour * 60 + clock.minute))
    .find((end) => Temporal.PlainDateTime.compare(end, start) > 0)
}

/** The hours that several parts of the day have in common; undefined when they have none. */
export function commonHours(dayparts: readonly DaypartName[]): DayMinutes | undefined {
  let common: DayMinutes | undefined
  for (const name of dayparts) {
    const { from, to } = daypartHours(name)
    const next = { from: from * 60, to: to * 60 }
    common = common === undefined ? next : { from: Math.max(common.from, next.from), to: Math.min(common.to, next.to) }
  }
  return common === undefined || common.from >= common.to ? undefined : common
}

/** The one clock reading of a side, two mentions of the same made one; 'conflict' when they differ. */
export function oneClock(side: Endpoint): Clock | undefined | 'conflict' {
  let one: Clock | undefined
  for (const clock of side.clocks) {
    if (one === undefined) one = clock
    else {
      const both = sameClock(one, clock)
      if (both === undefined) return 'conflict'
      one = both
    }
  }
  return one
}

/** What two mentions of a time agree on: "um drei" and "15:00" are 15:00. */
export function sameClock(one: Clock, other: Clock): Clock | undefined {
  if (one.minute !== other.minute) return undefined
  const hours = [one.hour, one.other].filter((hour) => hour !== undefined)
  const shared = hours.filter((hour) => hour === other.hour || hour === other.other)
  const [first] = shared
  if (first === undefined) return undefined
  return shared.length === 2 ? one : { hour: first, minute: one.minute }
}

/** The wall time this many minutes after the day's midnight. */
export function atMinute(day: Temporal.PlainDate, minutes: number): Temporal.PlainDateTime {
  return day.toPlainDateTime().add({ minutes })
}
