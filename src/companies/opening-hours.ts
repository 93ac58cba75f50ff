import type { Interval } from '../infra/intervals.ts'
import { instantOfMinute, wallDay } from '../infra/wall-day.ts'
import { hoursOnDay } from '../infra/weekly-hours.ts'
import { holidaysOn } from '../speech/holidays.ts'
import type { Branch, Company } from './company.ts'

/** Why a branch does not open at all on a date. */
export type ClosedReason =
  /** It never opens on this weekday. */
  | { readonly kind: 'weekday' }
  | { readonly kind: 'closure'; readonly reason: string }
  | { readonly kind: 'holiday'; readonly name: { readonly de: string; readonly en: string } }

/** Why a branch is closed the whole of a date; null when it opens. A closure of its own goes before a public holiday. */
export function closedReason(company: Company, branch: Branch, date: Temporal.PlainDate): ClosedReason | null {
  const closure = company.closures.find(
    (closure) =>
      (closure.branchId === null || closure.branchId === branch.id) &&
      Temporal.PlainDate.compare(closure.firstDate, date) <= 0 &&
      Temporal.PlainDate.compare(date, closure.lastDate) <= 0,
  )
  if (closure !== undefined) return { kind: 'closure', reason: closure.reason }
  if (branch.closedOnHolidays && branch.germanState !== null) {
    const de = holidaysOn(date, branch.germanState, 'de')
    if (de !== undefined) {
      return { kind: 'holiday', name: { de, en: holidaysOn(date, branch.germanState, 'en') ?? de } }
    }
  }
  return (branch.hours[date.dayOfWeek] ?? []).length === 0 ? { kind: 'weekday' } : null
}

/** Companies and branches are frozen once loaded, so what was worked out for them stays right as long as they live. */
const kept = new WeakMap<Company, WeakMap<Branch, Map<number, readonly Interval[]>>>()
/** More than the two years a company can be booked ahead. */
const DAYS_KEPT_PER_BRANCH = 1_000

/**
 * When a branch is open on a date, as sorted disjoint stretches: its hours, unless a closure or a public holiday of its
 * state closes it. Empty on a closed day. Kept per company and branch value: a month of warm days costs microseconds.
 */
export function openIntervals(company: Company, branch: Branch, date: Temporal.PlainDate): readonly Interval[] {
  const days = keptDays(company, branch)
  const key = (date.year * 100 + date.month) * 100 + date.day
  let open = days.get(key)
  if (open === undefined) {
    open = closedReason(company, branch, date) === null ? hoursOnDay(branch.hours, date, company.zone) : []
    if (days.size >= DAYS_KEPT_PER_BRANCH) days.clear()
    days.set(key, open)
  }
  return open
}

function keptDays(company: Company, branch: Branch): Map<number, readonly Interval[]> {
  const branches = kept.getOrInsertComputed(company, () => new WeakMap())
  return branches.getOrInsertComputed(branch, () => new Map())
}

/** Whether a branch is open at a wall time of the company's zone. */
export function isOpenAt(company: Company, branch: Branch, at: Temporal.PlainDateTime): boolean {
  const date = at.toPlainDate()
  const instantMs = instantOfMinute(wallDay(date, company.zone), at.hour * 60 + at.minute)
  return openIntervals(company, branch, date).some((open) => open.startMs <= instantMs && instantMs < open.endMs)
}
