import type { Interval } from './intervals.ts'
import { instantOfMinute, wallDay } from './wall-day.ts'

/** Minutes of a wall-clock day, half-open, 0 to 1440. */
export type MinuteRange = { readonly fromMinute: number; readonly toMinute: number }

/** Hours that repeat every week: index 1 (Monday) to 7 (Sunday); index 0 is never used. Sorted, not overlapping. */
export type WeeklyHours = readonly (readonly MinuteRange[])[]

/** Weekly hours from single stretches in any order, 1 Monday to 7 Sunday. Overlapping or touching ones become one. */
export function weeklyHours(rows: Iterable<MinuteRange & { readonly weekday: number }>): WeeklyHours {
  const week: MinuteRange[][] = Array.from({ length: 8 }, () => [])
  const sorted = [...rows].sort((left, right) => left.fromMinute - right.fromMinute)
  for (const { weekday, fromMinute, toMinute } of sorted) {
    const day = week[weekday]
    if (day === undefined || weekday === 0) throw new RangeError(`There is no weekday ${weekday}`)
    const last = day.at(-1)
    if (last !== undefined && fromMinute <= last.toMinute) {
      day[day.length - 1] = { fromMinute: last.fromMinute, toMinute: Math.max(last.toMinute, toMinute) }
    } else if (fromMinute < toMinute) {
      day.push({ fromMinute, toMinute })
    }
  }
  return week
}

/**
 * The hours of one date as absolute stretches, sorted and disjoint.
 *
 * On the night the clocks leap, the missing hour gives no time; on the night they fall back, a stretch over the whole doubled
 * hour is an hour longer, and one that begins or ends within it does so the first time round.
 */
export function hoursOnDay(hours: WeeklyHours, date: Temporal.PlainDate, zone: string): readonly Interval[] {
  const ranges = hours[date.dayOfWeek] ?? []
  if (ranges.length === 0) return []
  const day = wallDay(date, zone)
  const stretches: Interval[] = []
  for (const range of ranges) {
    const startMs = instantOfMinute(day, range.fromMinute)
    const endMs = instantOfMinute(day, range.toMinute)
    if (startMs < endMs) stretches.push({ startMs, endMs })
  }
  return stretches
}
