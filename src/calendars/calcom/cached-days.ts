import { z } from 'zod'

import { defineCacheKind } from '../../infra/cache/cache-kind.ts'
import type { Cache, Cached } from '../../infra/cache/cache.ts'
import type { Clock } from '../../infra/clock.ts'
import { CalendarUnavailableError } from '../calendar.ts'
import { type DayStarts, type Diary, fetchDates, type FetchDays, type LoadDays } from './load-days.ts'

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

/** How long a day is fresh. */
export const OPENINGS_TTL_MS = {
  /** Somebody may cancel, and a caller is turned away: that nothing is free is told no longer than this without asking. */
  empty: 30_000,
  /** Every change elsewhere is told by a webhook, and that has been seen. */
  provenWebhooks: 5 * MINUTE_MS,
  unprovenWebhooks: MINUTE_MS,
  /** Few book so far ahead, and few ask. */
  farAhead: 5 * MINUTE_MS,
} as const
const FAR_AHEAD_DAYS = 14
/** Where a request is sent anyway, what is older than this comes along: then all of it is out of date at once again. */
const AS_GOOD_AS_NEW_MS = 30_000

export type CachedDaysDeps = {
  readonly cache: Cache
  readonly clock: Clock
  /** Whether every change of this company's calendar that was found lately had come by webhook. */
  readonly webhooksAreProven: (companyId: string) => Promise<boolean>
}

/**
 * Keeps diaries by their days: a range is put together from days that are known. When one is missing, what is worth asking for
 * together with it is fetched, once for all who ask meanwhile. With `freshForMs`, days that will be out of date by then count as
 * missing.
 *
 * Rejects with CalendarUnavailableError when a day can be had neither fresh nor stale.
 */
export function cachedDays(deps: CachedDaysDeps, options: { freshForMs?: number } = {}): LoadDays {
  const { freshForMs = 0 } = options
  return async (diary, question, fetch, signal) => {
    const { cache, clock } = deps
    const now = clock.now()
    const today = now.toZonedDateTimeISO(diary.zone).toPlainDate()
    const isProven = await deps.webhooksAreProven(diary.companyId)
    const placeOf = (date: Temporal.PlainDate) => dayPlace(diary, date)
    const lookAt = async (date: Temporal.PlainDate) => await cache.look(openingsKind, placeOf(date), { freshForMs })
    const known = new Map(
      await Promise.all(question.dates.map(async (date) => [date.toString(), await lookAt(date)] as const)),
    )
    const anew = new Set(question.ifEmptyAnew.map(String))
    const isKnown = (date: string) => {
      const day = known.get(date)
      return day !== undefined && (day.value.length > 0 || !anew.has(date) || isYoung(day, now.epochMilliseconds))
    }
    const dates = question.dates.map(String)
    const isAllKnown = dates.every(isKnown)
    const fetchDay = fetchTogether(fetch)
    const get = async (date: Temporal.PlainDate) => {
      const lifetimeMs = ttlOf(today.until(date).days, isProven)
      return await cache.get(openingsKind, placeOf(date), (limit) => fetchDay(date, limit), {
        signal,
        ttlMs: () => lifetimeMs,
        freshForMs: isAllKnown ? freshForMs : Math.max(freshForMs, lifetimeMs - AS_GOOD_AS_NEW_MS),
        isCounted: isAllKnown || (dates.includes(date.toString()) && !isKnown(date.toString())),
      })
    }
    const days = isAllKnown ? question.dates : question.together
    const asked = new Map(days.map((date) => [date.toString(), get(date)]))
    // What was only fetched along may fail: nobody waits for it.
    for (const one of asked.values()) one.catch(() => undefined)
    return new Map(
      await Promise.all(dates.map(async (date) => [date, await tellDay(asked.get(date), known.get(date))] as const)),
    )
  }
}

type KnownDay = Cached<readonly number[]>

/** What was asked; where that failed, what was known and is fresh still. */
async function tellDay(asked: Promise<KnownDay> | undefined, known: KnownDay | undefined): Promise<DayStarts> {
  try {
    const day = await asked
    if (day === undefined) throw new RangeError('A day was not among those that are asked for together')
    const told = day.isStale ? (known ?? day) : day
    return { starts: told.value, isStale: told.isStale }
  } catch (error) {
    if (known === undefined || !(error instanceof CalendarUnavailableError)) throw error
    return { starts: known.value, isStale: false }
  }
}

function isYoung({ loadedAtMs }: KnownDay, nowMs: number): boolean {
  return nowMs - loadedAtMs < OPENINGS_TTL_MS.empty
}

function ttlOf(daysAhead: number, isProven: boolean): number {
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
  fetch: FetchDays,
): (date: Temporal.PlainDate, signal: AbortSignal) => Promise<readonly number[]> {
  type Batch = { dates: Temporal.PlainDate[]; days: Promise<ReadonlyMap<string, DayStarts>> }
  let batch: Batch | undefined
  const depart = async (dates: Temporal.PlainDate[], signal: AbortSignal) => {
    await new Promise((resolve) => setImmediate(resolve))
    batch = undefined
    const inOrder = dates.sort((left, right) => Temporal.PlainDate.compare(left, right))
    return await fetchDates(inOrder, fetch, signal).catch((error: unknown) => {
      // The time of the first is up a moment before that of the others: for all of them that is a calendar that does not answer.
      throw signal.aborted ? new CalendarUnavailableError('The calendar does not answer in time') : error
    })
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
