/**
 * A local day on the wall clock and the instants it stands for. Openings ask for the same days over and over, and
 * Temporal takes microseconds for each step: what a day is in a zone is worked out once and kept.
 */
export type WallDay = {
  /** Instant of the day's first minute, epoch milliseconds. */
  readonly startMs: number
  /** Instant of the next day's first minute. */
  readonly endMs: number
  /** This date's midnight read as UTC. */
  readonly naiveMs: number
  /** The offsets in force on this day: one, or two when the clocks change on it. */
  readonly offsets: readonly OffsetPeriod[]
}

type OffsetPeriod = { readonly fromMs: number; readonly offsetMs: number }

export const MINUTE_MS = 60_000
export const MINUTES_PER_DAY = 1_440
const DAY_MS = 86_400_000

/** More days than the longest horizon there is (two years). */
const DAYS_KEPT_PER_ZONE = 1_000
/** The world has a few hundred zones, and one installation uses a handful. */
const ZONES_KEPT = 100

const kept = new Map<string, Map<number, WallDay>>()

/** The local day of a zone (IANA name). Throws RangeError for a zone nobody knows. */
export function wallDay(date: Temporal.PlainDate, zone: string): WallDay {
  let days = kept.get(zone)
  if (days === undefined) {
    if (kept.size >= ZONES_KEPT) kept.clear()
    days = new Map()
    kept.set(zone, days)
  }
  const key = epochDay(date)
  let day = days.get(key)
  if (day === undefined) {
    if (days.size >= DAYS_KEPT_PER_ZONE) days.clear()
    day = workOut(date, key, zone)
    days.set(key, day)
  }
  return day
}

/**
 * The instant (epoch milliseconds) of a minute of the day, 0 to 1440, where 1440 is the next midnight. A minute that comes
 * twice is the first of the two; one that the clocks leap over is the moment they leap. Never runs backwards, so that
 * stretches of wall time stay sorted and those within the missing hour are empty.
 */
export function instantOfMinute(day: WallDay, minute: number): number {
  if (minute >= MINUTES_PER_DAY) return day.endMs
  const wallMs = day.naiveMs + minute * MINUTE_MS
  for (let index = 0; index < day.offsets.length; index += 1) {
    const period = day.offsets[index]
    if (period === undefined) break
    const untilMs = day.offsets[index + 1]?.fromMs ?? day.endMs
    const instantMs = wallMs - period.offsetMs
    if (instantMs < period.fromMs) return period.fromMs
    if (instantMs < untilMs) return instantMs
  }
  return day.endMs
}

/** The minute the wall clock of this day shows at an instant; with a fraction between minutes, and second time round too. */
export function minuteOfInstant(day: WallDay, instantMs: number): number {
  let offsetMs = 0
  for (const period of day.offsets) if (period.fromMs <= instantMs) offsetMs = period.offsetMs
  return (instantMs + offsetMs - day.naiveMs) / MINUTE_MS
}

/** The days from `firstDate` until before `endDate`, in order. */
export function datesBetween(firstDate: Temporal.PlainDate, endDate: Temporal.PlainDate): Temporal.PlainDate[] {
  const dates: Temporal.PlainDate[] = []
  for (let date = firstDate; Temporal.PlainDate.compare(date, endDate) < 0; date = date.add({ days: 1 })) {
    dates.push(date)
  }
  return dates
}

function workOut(date: Temporal.PlainDate, key: number, zone: string): WallDay {
  const start = date.toZonedDateTime(zone)
  const startMs = start.epochMilliseconds
  const endMs = date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds
  const offsets: OffsetPeriod[] = [{ fromMs: startMs, offsetMs: start.offsetNanoseconds / 1_000_000 }]
  let change = start.getTimeZoneTransition('next')
  while (change !== null && change.epochMilliseconds < endMs) {
    offsets.push({ fromMs: change.epochMilliseconds, offsetMs: change.offsetNanoseconds / 1_000_000 })
    change = change.getTimeZoneTransition('next')
  }
  return { startMs, endMs, naiveMs: key * DAY_MS, offsets }
}

/** Days since 1970-01-01, counted by the calendar's own arithmetic: years begin in March here, so that leap days end them. */
function epochDay(date: Temporal.PlainDate): number {
  const year = date.month > 2 ? date.year : date.year - 1
  const monthFromMarch = (date.month + 9) % 12
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + date.day - 1
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
  return year * 365 + leapDays + dayOfYear - DAYS_BEFORE_1970
}

/** Days from 1 March of the year 0 to 1 January 1970. */
const DAYS_BEFORE_1970 = 719_468
