import { CalendarUnavailableError } from '../calendars/calendar.ts'
import { areStarts, type FreeTime } from '../calendars/free-time.ts'
import { unionIntervals } from '../infra/intervals.ts'
import { datesBetween } from '../infra/wall-day.ts'
import type { Wish } from './offer-openings.ts'
import { type Search, searchCalendar, type SearchedDays } from './search.ts'
import type { BookingDeps } from './visit.ts'

type SearchDeps = Pick<BookingDeps, 'calendar' | 'clock'>

/**
 * Asks the calendar about stretches of days at once, and makes one search of the answers. Nobody is free on the days between
 * stretches: nothing is known about them.
 *
 * @throws what the calendar throws; RangeError without any stretch.
 */
export async function searchStretches(
  deps: SearchDeps,
  wish: Wish,
  stretches: readonly SearchedDays[],
  signal: AbortSignal,
): Promise<Search> {
  return joinSearches(await Promise.all(stretches.map((days) => searchCalendar(deps, wish, days, signal))))
}

/**
 * Asks the calendar about a stretch of days; where it fails as a whole, day by day and at once, without the days that fail
 * again: a calendar that stumbles over one entry must not hide two weeks.
 *
 * @throws CalendarUnavailableError as soon as the calendar says that it cannot be asked, and when no day could be read; the
 * signal's reason.
 */
export async function searchDayByDay(
  deps: SearchDeps,
  wish: Wish,
  days: SearchedDays,
  signal: AbortSignal,
): Promise<Search> {
  try {
    return await searchCalendar(deps, wish, days, signal)
  } catch (error) {
    if (isFinal(error, signal)) throw error
  }
  const rest = new AbortController()
  const either = AbortSignal.any([signal, rest.signal])
  const searchDay = async (firstDate: Temporal.PlainDate): Promise<Search | undefined> => {
    try {
      return await searchCalendar(deps, wish, { firstDate, endDate: firstDate.add({ days: 1 }) }, either)
    } catch (error) {
      if (isFinal(error, either)) throw error
      return undefined
    }
  }
  try {
    const read = await Promise.all(datesBetween(days.firstDate, days.endDate).map(searchDay))
    const answers = read.filter((search) => search !== undefined)
    if (answers.length === 0) throw new CalendarUnavailableError('The calendar fails on every day')
    const joined = joinSearches(answers)
    return { ...joined, basis: { ...joined.basis, firstDate: days.firstDate, endDate: days.endDate } }
  } finally {
    // Nobody waits for the other days any more.
    rest.abort()
  }
}

function isFinal(error: unknown, signal: AbortSignal): boolean {
  return error instanceof CalendarUnavailableError || signal.aborted
}

/** One search from the first day of all to the last. Stretches that were cut at midnight are whole again. */
function joinSearches(searches: readonly Search[]): Search {
  const [first, ...others] = searches
  if (first === undefined) throw new RangeError('There is nothing to join')
  const free = new Map(first.basis.free)
  let { firstDate, endDate } = first.basis
  for (const { basis } of others) {
    for (const [id, stretches] of basis.free) free.set(id, joinFree(free.get(id), stretches))
    if (Temporal.PlainDate.compare(basis.firstDate, firstDate) < 0) firstDate = basis.firstDate
    if (Temporal.PlainDate.compare(basis.endDate, endDate) > 0) endDate = basis.endDate
  }
  return { ...first, basis: { ...first.basis, firstDate, endDate, free }, resourceIds: [...free.keys()] }
}

/** A calendar tells all in one way, as stretches or as starts. */
function joinFree(before: FreeTime | undefined, next: FreeTime): FreeTime {
  if (before === undefined) return next
  if (areStarts(before) && areStarts(next)) {
    const starts = [...new Set([...before.starts, ...next.starts])].sort((one, other) => one - other)
    return { starts, isStale: before.isStale || next.isStale }
  }
  return areStarts(before) || areStarts(next) ? next : unionIntervals(before, next)
}
