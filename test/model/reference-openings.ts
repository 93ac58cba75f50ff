import { getHolidays } from 'feiertagejs'

import type { Plan, Shift } from './plan.ts'

export type Stretch = { readonly startMs: number; readonly endMs: number }

export const MINUTE = 60_000

/** Why a start cannot be had, from the plainest reason on; 'free' when it can. */
export type Verdict = 'free' | 'past' | 'too_soon' | 'too_far' | 'closed' | 'staff_away' | 'off_grid' | 'taken'

/** What each of the staff is taken for, buffers inside, by place in the plan. */
export type Taken = (staff: number) => readonly Stretch[]

/**
 * The rules as docs/booking.md tells them, asked moment by moment: slow, without arithmetic on lists of stretches, and
 * with nothing of the gateway's in it.
 */
export function judgeByMoments(
  plan: Plan,
  asked: { nowMs: number; startMs: number; service: number; staff: number | null },
  taken: Taken,
): Verdict {
  const { nowMs, startMs } = asked
  if (startMs < nowMs) return 'past'
  if (startMs < nowMs + plan.minimumNoticeMinutes * MINUTE) return 'too_soon'
  const lastDate = dateAt(plan, nowMs).add({ days: plan.horizonDays })
  if (Temporal.PlainDate.compare(dateAt(plan, startMs), lastDate) > 0) return 'too_far'
  const minutes = minutesOf(plan, asked.service, startMs)
  if (!minutes.every((ms) => isOpen(plan, ms))) return 'closed'
  const working = staffFor(plan, asked).filter((staff) => minutes.every((ms) => works(plan, staff, ms)))
  if (working.length === 0) return 'staff_away'
  if (!isGridStart(plan, startMs)) return 'off_grid'
  const kept = keptFor(plan, asked.service, startMs)
  return working.some((staff) => isClear(taken(staff), kept)) ? 'free' : 'taken'
}

/** Who is free for a service at an instant, rules aside from those of hours and of what is taken. */
export function freeStaffAt(plan: Plan, service: number, startMs: number, taken: Taken): readonly number[] {
  const minutes = minutesOf(plan, service, startMs)
  const kept = keptFor(plan, service, startMs)
  return staffFor(plan, { service, staff: null }).filter(
    (staff) => minutes.every((ms) => isOpen(plan, ms) && works(plan, staff, ms)) && isClear(taken(staff), kept),
  )
}

/** An appointment with its buffers, without its gaps: minute by minute what is left, put together. */
export function keptFor(plan: Plan, service: number, startMs: number): readonly Stretch[] {
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes, gaps = [] } = serviceOf(plan, service)
  const kept: Stretch[] = []
  for (let minute = -bufferBeforeMinutes; minute < durationMinutes + bufferAfterMinutes; minute += 1) {
    if (gaps.some((gap) => gap.fromMinute <= minute && minute < gap.toMinute)) continue
    const last = kept.at(-1)
    const one = { startMs: startMs + minute * MINUTE, endMs: startMs + (minute + 1) * MINUTE }
    if (last?.endMs === one.startMs) kept[kept.length - 1] = { startMs: last.startMs, endMs: one.endMs }
    else kept.push(one)
  }
  return kept
}

function isClear(taken: readonly Stretch[], kept: readonly Stretch[]): boolean {
  return taken.every((one) => !kept.some((piece) => overlap(one, piece)))
}

export function serviceOf(plan: Plan, service: number): Plan['services'][number] {
  const found = plan.services[service]
  if (found === undefined) throw new Error(`The plan has no service ${service}`)
  return found
}

export function overlap(one: Stretch, other: Stretch): boolean {
  return one.startMs < other.endMs && other.startMs < one.endMs
}

export function dateAt(plan: Pick<Plan, 'zone'>, ms: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(plan.zone).toPlainDate()
}

function staffFor(plan: Plan, asked: { service: number; staff: number | null }): readonly number[] {
  return serviceOf(plan, asked.service).staff.filter((staff) => asked.staff === null || staff === asked.staff)
}

/** No plan has a stretch shorter than this, so that none is stepped over. */
const STEP_MINUTES = 10

/** Moments of an appointment from its first minute to its last, close enough together to meet everything that ends it. */
function minutesOf(plan: Plan, service: number, startMs: number): readonly number[] {
  const { durationMinutes } = serviceOf(plan, service)
  const steps = Array.from({ length: Math.ceil(durationMinutes / STEP_MINUTES) }, (_, index) => index * STEP_MINUTES)
  return [...steps, durationMinutes - 1].map((minute) => startMs + minute * MINUTE)
}

function isOpen(plan: Plan, ms: number): boolean {
  const date = dateAt(plan, ms)
  return isOpenDay(plan, date) && isWithin(plan.hours, date, plan.zone, ms)
}

function isOpenDay(plan: Plan, date: Temporal.PlainDate): boolean {
  const daysAhead = plan.today.until(date, { largestUnit: 'days' }).days
  if (plan.closedAfterDays.includes(daysAhead)) return false
  return !plan.keepsHolidays || !holidays(date.year).has(date.toString())
}

const holidaysByYear = new Map<number, ReadonlySet<string>>()

function holidays(year: number): ReadonlySet<string> {
  const known = holidaysByYear.get(year)
  if (known !== undefined) return known
  const dates = new Set(getHolidays(year, 'BE').map((holiday) => holiday.dateString))
  holidaysByYear.set(year, dates)
  return dates
}

function works(plan: Plan, staff: number, ms: number): boolean {
  const person = plan.staff[staff]
  if (person === undefined || !isWithin(person.shift, dateAt(plan, ms), plan.zone, ms)) return false
  const firstMs = instantOf(plan.today, 0, plan.zone)
  return person.away.every(({ fromMinute, minutes }) => {
    const sinceMs = ms - firstMs - fromMinute * MINUTE
    return sinceMs < 0 || sinceMs >= minutes * MINUTE
  })
}

function isWithin(shift: Shift, date: Temporal.PlainDate, zone: string, ms: number): boolean {
  return (
    shift.weekdays.includes(date.dayOfWeek) &&
    instantOf(date, shift.fromMinute, zone) <= ms &&
    ms < instantOf(date, shift.toMinute, zone)
  )
}

/** On the grid of the wall clock; of a wall time that comes twice only the first time. */
function isGridStart(plan: Plan, ms: number): boolean {
  const wall = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(plan.zone).toPlainDateTime()
  const isFirst = wall.toZonedDateTime(plan.zone, { disambiguation: 'earlier' }).epochMilliseconds === ms
  return isFirst && (wall.hour * 60 + wall.minute) % plan.slotGridMinutes === 0
}

/** The instant of a wall minute; within the missing hour the moment the clocks leap, of a doubled one the first. */
export function instantOf(date: Temporal.PlainDate, minute: number, zone: string): number {
  if (minute >= 1_440) return date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds
  const wall = date.toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 })
  const first = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (first.toPlainDateTime().equals(wall)) return first.epochMilliseconds
  const leap = first.getTimeZoneTransition('next')
  if (leap === null) throw new Error(`${wall.toString()} is missing in ${zone}, and no clock leaps`)
  return leap.epochMilliseconds
}
