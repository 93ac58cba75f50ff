import type { EventType } from './account.ts'
import type { Stretch } from './intervals.ts'
import type { World } from './world.ts'

const MINUTE_MS = 60_000
/** As good as never, and still a date. */
const FAR_AHEAD_MS = 3_650 * 86_400_000

/** When an event may begin: not before the notice, and inside the window the type is open for. */
export function bookingBounds({ clock, directory }: World, eventType: EventType): Stretch {
  const nowMs = clock.nowMs()
  const startMs = nowMs + eventType.minimumBookingNotice * MINUTE_MS
  const open = { startMs, endMs: nowMs + FAR_AHEAD_MS }
  const { bookingWindow } = eventType
  if (bookingWindow === null) return open
  const owner = directory.user(directory.hostsOf(eventType)[0]?.userId ?? 0)
  const timeZone = owner?.timeZone ?? 'UTC'
  if (bookingWindow.type === 'range') {
    const [first, last] = bookingWindow.value.map((date) => Temporal.PlainDate.from(date))
    if (first === undefined || last === undefined) return open
    return { startMs: Math.max(startMs, startOf(first, timeZone)), endMs: startOf(last.add({ days: 1 }), timeZone) }
  }
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone).toPlainDate()
  const lastDay = bookingWindow.type === 'businessDays' ? addBusinessDays : addDays
  return { startMs, endMs: startOf(lastDay(today, bookingWindow.value).add({ days: 1 }), timeZone) }
}

function startOf(date: Temporal.PlainDate, timeZone: string): number {
  return date.toZonedDateTime(timeZone).epochMilliseconds
}

function addDays(date: Temporal.PlainDate, days: number): Temporal.PlainDate {
  return date.add({ days })
}

function addBusinessDays(date: Temporal.PlainDate, days: number): Temporal.PlainDate {
  let at = date
  for (let left = days; left > 0;) {
    at = at.add({ days: 1 })
    if (at.dayOfWeek <= 5) left--
  }
  return at
}
