import { z } from 'zod'

import { defineCacheKind } from '../../infra/cache/cache-kind.ts'
import type { Cache } from '../../infra/cache/cache.ts'
import type { Clock } from '../../infra/clock.ts'
import { CalendarUnavailableError } from '../calendar.ts'
import { type DayStarts, type Diary, type FetchDays, type LoadDays, loadWithoutCache } from './load-days.ts'

const MINUTE_MS = 60_000
/** The very reads' deadline: what comes later is no use to a caller. */
const ANSWER_WITHIN_MS = 3_300

/** The starts of one local day of a diary, epoch milliseconds. */
export const openingsKind = defineCacheKind<readonly number[]>({
  name: 'openings',
  ttlMs: 5 * MINUTE_MS,
  staleForMs: 15 * MINUTE_MS,
  answerWithinMs: ANSWER_WITHIN_MS,
  // Cal.com keeps its own answers for two seconds: right after a booking it may still tell of the time before.
  settlesWithinMs: 3_000,
  schema: z.array(z.number()),
  unavailable: {
    is: (error) => error instanceof CalendarUnavailableError,
    make: () => new CalendarUnavailableError('The calendar could not be asked a moment ago'),
  },
})

/** How long a day is fresh. A day without a start is looked at again soon: somebody may cancel, and a caller is turned away. */
export const OPENINGS_TTL_MS = {
  empty: 30_000,
  /** Every change elsewhere is told by a webhook, and that has been seen. */
  provenWebhooks: 5 * MINUTE_MS,
  unprovenWebhooks: MINUTE_MS,
  /** Few book so far ahead, and few ask. */
  farAhead: 5 * MINUTE_MS,
} as const
const FAR_AHEAD_DAYS = 14

export type CachedDaysDeps = {
  readonly cache: Cache
  readonly clock: Clock
  /** Whether every change of this company's calendar that was found lately had come by webhook. */
  readonly webhooksAreProven: (companyId: string) => Promise<boolean>
}

/**
 * Keeps diaries by their days: a range is put together from days that are known, and the days that are missing are fetched
 * together, once for all who ask meanwhile. With `freshForMs`, days that will be out of date by then are fetched, too.
 *
 * Rejects with CalendarUnavailableError when a day can be had neither fresh nor stale.
 */
export function cachedDays(deps: CachedDaysDeps, options: { freshForMs?: number } = {}): LoadDays {
  return async (diary, dates, fetch, signal) => {
    const fetchDay = fetchTogether(diary, fetch)
    const today = deps.clock.now().toZonedDateTimeISO(diary.zone).toPlainDate()
    const isProven = await deps.webhooksAreProven(diary.companyId)
    const days = await Promise.all(
      dates.map(async (date): Promise<[string, DayStarts]> => {
        const ttlMs = (starts: readonly number[]) => ttlOf(starts, today.until(date).days, isProven)
        const load = (limit: AbortSignal) => fetchDay(date, limit)
        const { value, isStale } = await deps.cache.get(openingsKind, dayPlace(diary, date), load, {
          ...options,
          signal,
          ttlMs,
        })
        return [date.toString(), { starts: value, isStale }]
      }),
    )
    return new Map(days)
  }
}

function ttlOf(starts: readonly number[], daysAhead: number, isProven: boolean): number {
  if (starts.length === 0) return OPENINGS_TTL_MS.empty
  if (daysAhead > FAR_AHEAD_DAYS) return OPENINGS_TTL_MS.farAhead
  return isProven ? OPENINGS_TTL_MS.provenWebhooks : OPENINGS_TTL_MS.unprovenWebhooks
}

/** Where a day of a diary is kept, and what it can be dropped by: its event type, or the whole calendar. */
export function dayPlace(
  diary: Diary,
  date: Temporal.PlainDate,
): { scope: string; id: string; tags: readonly string[] } {
  return { scope: diary.companyId, id: dayId(diary, date), tags: [CALENDAR_TAG, eventTypeTag(diary.eventTypeId)] }
}

/** Everything that is known of a company's calendar. */
export const CALENDAR_TAG = 'calendar'

export function eventTypeTag(eventTypeId: number): string {
  return `event-type:${eventTypeId}`
}

function dayId({ eventTypeId, durationMinutes, zone }: Diary, date: Temporal.PlainDate): string {
  // Names of zones hold slashes and, a few, a plus.
  const place = zone.replaceAll('/', '.').replaceAll('+', '_')
  return `${eventTypeId}:${durationMinutes ?? 'own'}:${place}:${date.toString()}`
}

/** Fetches in one go what is asked for in one moment. */
function fetchTogether(
  diary: Diary,
  fetch: FetchDays,
): (date: Temporal.PlainDate, signal: AbortSignal) => Promise<readonly number[]> {
  type Batch = { dates: Temporal.PlainDate[]; days: Promise<ReadonlyMap<string, DayStarts>> }
  let batch: Batch | undefined
  const depart = async (dates: Temporal.PlainDate[], signal: AbortSignal) => {
    await new Promise((resolve) => setImmediate(resolve))
    batch = undefined
    return await loadWithoutCache(
      diary,
      dates.sort((left, right) => Temporal.PlainDate.compare(left, right)),
      fetch,
      signal,
    )
  }
  return async (date, signal) => {
    const joined = batch
    // All were asked for at once, so the first one's limit is everybody's.
    if (joined === undefined) {
      const dates = [date]
      batch = { dates, days: depart(dates, signal) }
    } else joined.dates.push(date)
    const days = await (joined ?? batch)?.days
    return days?.get(date.toString())?.starts ?? []
  }
}
