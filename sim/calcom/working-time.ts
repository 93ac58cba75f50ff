import type { Account, EventType, Schedule } from './account.ts'
import type { Directory } from './directory.ts'
import { joinStretches, overlapOf, type Stretch, without } from './intervals.ts'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const DAY_MS = 86_400_000

/** When people work by their schedules, leaves and connected calendars. What is booked is not looked at here. */
export type WorkingTime = {
  /** Sorted, apart, inside the range. */
  of(userId: number, eventType: EventType, range: Stretch): readonly Stretch[]
  /** To be called after schedules, leaves or connected calendars have changed. */
  forget(): void
}

export function createWorkingTime(directory: Directory): WorkingTime {
  const schedules = () => directory.account.schedules
  let days = new Map<Schedule, Map<string, readonly Stretch[]>>()
  let away = new Map<number, readonly Stretch[]>()

  const scheduleOf = (userId: number, eventType: EventType) => {
    const wanted = eventType.scheduleId ?? directory.user(userId)?.defaultScheduleId
    return (
      schedules().find(({ id }) => id === wanted) ?? schedules().find((one) => one.ownerId === userId && one.isDefault)
    )
  }
  const awayOf = (userId: number) => {
    const known = away.get(userId)
    if (known !== undefined) return known
    const found = stretchesAway(directory.account, userId)
    away.set(userId, found)
    return found
  }
  return {
    of(userId, eventType, range) {
      const schedule = scheduleOf(userId, eventType)
      if (schedule === undefined || range.endMs <= range.startMs) return []
      const known = days.get(schedule) ?? new Map<string, readonly Stretch[]>()
      days.set(schedule, known)
      const worked = datesOf(range, schedule.timeZone).flatMap((date) => {
        const day = known.get(date.toString()) ?? workedOn(schedule, date)
        known.set(date.toString(), day)
        return day
      })
      return without(overlapOf(joinStretches(worked), [range]), awayOf(userId))
    },
    forget() {
      days = new Map()
      away = new Map()
    },
  }
}

function stretchesAway({ busyTimes, outOfOffice }: Account, userId: number): readonly Stretch[] {
  return joinStretches(
    [...busyTimes, ...outOfOffice]
      .filter((entry) => entry.userId === userId)
      .map(({ start, end }) => ({ startMs: Date.parse(start), endMs: Date.parse(end) })),
  )
}

/** Every date of the zone that the range touches. */
function datesOf({ startMs, endMs }: Stretch, timeZone: string): Temporal.PlainDate[] {
  const dates: Temporal.PlainDate[] = []
  let date = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(timeZone).toPlainDate()
  const last = Temporal.Instant.fromEpochMilliseconds(endMs - 1)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
  // A bound on the work a single request can ask for; a year is more than any event type is open for.
  for (let count = 0; count <= 366 && Temporal.PlainDate.compare(date, last) <= 0; count++) {
    dates.push(date)
    date = date.add({ days: 1 })
  }
  return dates
}

function workedOn(schedule: Schedule, date: Temporal.PlainDate): readonly Stretch[] {
  const overrides = schedule.overrides.filter((override) => override.date === date.toString())
  const weekday = DAYS[date.dayOfWeek - 1]
  const entries =
    overrides.length > 0
      ? overrides
      : schedule.availability.filter(({ days }) => weekday !== undefined && days.includes(weekday))
  return joinStretches(
    entries.map(({ startTime, endTime }) => ({
      startMs: wallMs(date, startTime, schedule.timeZone),
      endMs: wallMs(date, endTime, schedule.timeZone),
    })),
  )
}

/** 23:59 is how the end of the day is written over there. */
function wallMs(date: Temporal.PlainDate, time: string, timeZone: string): number {
  if (time === '23:59' || time === '24:00') return date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds
  return date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds
}

/** Epoch days in UTC that a stretch touches: what things are filed under. */
export function utcDaysOf({ startMs, endMs }: Stretch): number[] {
  const first = Math.floor(startMs / DAY_MS)
  const last = Math.floor((Math.max(endMs, startMs + 1) - 1) / DAY_MS)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
