import type { Clock } from '../../infra/clock.ts'
import { coversInterval, overlapsInterval, sortIntervals } from '../../infra/intervals.ts'
import { datesBetween, MINUTE_MS } from '../../infra/wall-day.ts'
import type { CalendarResource, FreeTimesRequest } from '../calendar.ts'
import type { FreeStarts, FreeTimes } from '../free-time.ts'
import { type Bookable, type CalcomConnection, findBookable } from './connection.ts'
import type { CalcomHttp } from './http.ts'
import { type DayStarts, type Diary, fetchDaysOf, type LoadDays, loadWithoutCache } from './load-days.ts'
import { wholeWeeks } from './whole-weeks.ts'

const NOTHING: FreeStarts = { starts: [], isStale: false }

/**
 * The starts Cal.com has for each resource: of their own event type, or of the pool they belong to. All event types at once. What
 * the house itself knows is taken off: closed hours, and time off that was only noted here.
 */
export async function freeStarts(
  deps: { http: CalcomHttp; connection: CalcomConnection; loadDays: LoadDays; clock: Clock },
  request: FreeTimesRequest,
  signal: AbortSignal,
): Promise<FreeTimes> {
  signal.throwIfAborted()
  const { connection } = deps
  // On a closed day nothing would count, so nothing is asked.
  const dates = datesBetween(request.firstDate, request.endDate).filter((date) => request.openOn(date).length > 0)
  const asked = request.resources.map((resource) => {
    const pair = { serviceId: request.service.id, staffId: resource.id }
    return { resource, bookable: findBookable(connection, pair) }
  })
  const eventTypes = new Map(asked.flatMap(({ bookable }) => (bookable ? [[bookable.eventTypeId, bookable]] : [])))
  // The first that fails ends the asking: the others would be asked for nothing.
  const rest = new AbortController()
  try {
    const days = await Promise.all(
      [...eventTypes.values()].map(async (bookable) => {
        const loaded =
          dates.length === 0
            ? new Map()
            : await load(deps, bookable, request, dates, AbortSignal.any([signal, rest.signal]))
        return [bookable.eventTypeId, [...loaded.values()]] as const
      }),
    )
    const byEventType = new Map(days)
    return new Map(
      asked.map(({ resource, bookable }) => {
        const told = bookable === undefined ? undefined : byEventType.get(bookable.eventTypeId)
        return [resource.id, told === undefined ? NOTHING : within(request, resource, told)]
      }),
    )
  } finally {
    rest.abort()
  }
}

async function load(
  deps: { http: CalcomHttp; connection: CalcomConnection; loadDays: LoadDays; clock: Clock },
  bookable: Bookable,
  request: FreeTimesRequest,
  dates: readonly Temporal.PlainDate[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, DayStarts>> {
  const diary: Diary = {
    companyId: deps.connection.companyId,
    eventTypeId: bookable.eventTypeId,
    durationMinutes: bookable.sendsLength ? bookable.durationMinutes : null,
    zone: request.zone,
  }
  const movingUid = request.movingReference ?? null
  const fetch = fetchDaysOf(deps.http, diary, movingUid)
  // What is free for somebody who moves is free for nobody else: such days are not kept.
  if (movingUid !== null || deps.loadDays === loadWithoutCache) {
    return await loadWithoutCache(diary, dates, fetch, signal)
  }
  const today = deps.clock.now().toZonedDateTimeISO(diary.zone).toPlainDate()
  const kept = wholeWeeks(dates, today, (date) => request.openOn(date).length > 0)
  const days = await deps.loadDays(diary, kept, fetch, signal)
  return new Map(dates.flatMap((date) => dayOf(days, date)))
}

function dayOf(days: ReadonlyMap<string, DayStarts>, date: Temporal.PlainDate): [string, DayStarts][] {
  const day = days.get(date.toString())
  return day === undefined ? [] : [[date.toString(), day]]
}

/** The starts at which the whole appointment lies in open hours and in no time off. */
function within(request: FreeTimesRequest, resource: CalendarResource, days: readonly DayStarts[]): FreeStarts {
  const dates = datesBetween(request.firstDate, request.endDate.add({ days: 1 }))
  const open = sortIntervals(dates.flatMap((date) => [...request.openOn(date)]))
  const durationMs = request.service.durationMinutes * MINUTE_MS
  const starts = days
    .flatMap((day) => day.starts)
    .filter((startMs) => {
      const appointment = { startMs, endMs: startMs + durationMs }
      return coversInterval(open, appointment) && !overlapsInterval(resource.timeOff, appointment)
    })
  return { starts, isStale: days.some((day) => day.isStale) }
}
