import type { Clock } from '../../infra/clock.ts'
import { coversInterval, overlapsInterval, sortIntervals } from '../../infra/intervals.ts'
import { datesBetween, MINUTE_MS, wallDay } from '../../infra/wall-day.ts'
import type { CalendarResource, FreeTimesRequest, WantedDays } from '../calendar.ts'
import { areStarts, type FreeStarts, type FreeTimes } from '../free-time.ts'
import { type Bookable, type CalcomConnection, findBookable } from './connection.ts'
import { daysTogether } from './days-together.ts'
import type { CalcomHttp } from './http.ts'
import { type DayStarts, type Diary, fetchDaysOf, type LoadDays, loadWithoutCache } from './load-days.ts'
import type { RangePace } from './range-pace.ts'

const NOTHING: FreeStarts = { starts: [], isStale: false }

export type FreeStartsDeps = {
  http: CalcomHttp
  connection: CalcomConnection
  loadDays: LoadDays
  clock: Clock
  /** How much this server may be asked at once. */
  pace: RangePace
}

/**
 * The starts Cal.com has for each resource: of their own event type, or of the pool they belong to. All event types at once. What
 * the house itself knows is taken off: closed hours, and time off that was only noted here.
 *
 * That nobody is free on a day that is wanted is told only when Cal.com was asked a moment ago; a colleague's full day is taken
 * from what is known of it.
 */
export async function freeStarts(
  deps: FreeStartsDeps,
  request: FreeTimesRequest,
  signal: AbortSignal,
): Promise<FreeTimes> {
  signal.throwIfAborted()
  // The first that fails ends the asking: the others would be asked for nothing.
  const rest = new AbortController()
  try {
    const dates = datesBetween(request.firstDate, request.endDate).filter((date) => hasTimeLeft(deps, request, date))
    const ask = diaryReader(deps, request, dates, AbortSignal.any([signal, rest.signal]))
    const { wanted } = request
    if (wanted === undefined) return await ask(everyDay)
    const told = await ask(noDay)
    const turnedAway = emptyDays(request, dates, told, wanted)
    return turnedAway.size === 0 ? told : await ask((date) => turnedAway.has(date.toString()))
  } finally {
    rest.abort()
  }
}

type DayChoice = (date: Temporal.PlainDate) => boolean
const everyDay: DayChoice = () => true
const noDay: DayChoice = () => false

/** Reads the diaries of all who are asked for; `ifEmptyAnew` says which days may not be called empty from memory. */
function diaryReader(
  deps: FreeStartsDeps,
  request: FreeTimesRequest,
  dates: readonly Temporal.PlainDate[],
  signal: AbortSignal,
): (ifEmptyAnew: DayChoice) => Promise<FreeTimes> {
  const asked = request.resources.map((resource) => {
    const pair = { serviceId: request.service.id, staffId: resource.id }
    return { resource, bookable: findBookable(deps.connection, pair) }
  })
  const eventTypes = new Map(asked.flatMap(({ bookable }) => (bookable ? [[bookable.eventTypeId, bookable]] : [])))
  return async (ifEmptyAnew) => {
    const days = await Promise.all(
      [...eventTypes.values()].map(async (bookable) => {
        const loaded = dates.length === 0 ? [] : await load(deps, bookable, request, { dates, ifEmptyAnew }, signal)
        return [bookable.eventTypeId, loaded] as const
      }),
    )
    const byEventType = new Map(days)
    return new Map(
      asked.map(({ resource, bookable }) => {
        const told = bookable === undefined ? undefined : byEventType.get(bookable.eventTypeId)
        return [resource.id, told === undefined ? NOTHING : within(request, resource, told)]
      }),
    )
  }
}

/** On a closed day nothing would count, and on one that is nearly over nothing would end in time: so nothing is asked. */
function hasTimeLeft(
  { clock }: Pick<FreeStartsDeps, 'clock'>,
  { openOn, service }: FreeTimesRequest,
  date: Temporal.PlainDate,
): boolean {
  const closesMs = openOn(date).at(-1)?.endMs
  return closesMs !== undefined && closesMs - service.durationMinutes * MINUTE_MS >= clock.now().epochMilliseconds
}

/** The wanted days on which none of those who are wanted has a start. */
function emptyDays(
  { zone }: FreeTimesRequest,
  dates: readonly Temporal.PlainDate[],
  told: FreeTimes,
  wanted: WantedDays,
): ReadonlySet<string> {
  const starts = [...told].flatMap(([id, free]) =>
    areStarts(free) && (wanted.resourceId === null || wanted.resourceId === id) ? free.starts : [],
  )
  const isEmpty = (date: Temporal.PlainDate) => {
    const { startMs, endMs } = wallDay(date, zone)
    return !starts.some((start) => startMs <= start && start < endMs)
  }
  const isAmong = (date: Temporal.PlainDate) =>
    Temporal.PlainDate.compare(wanted.firstDate, date) <= 0 && Temporal.PlainDate.compare(date, wanted.endDate) < 0
  return new Set(dates.filter((date) => isAmong(date) && isEmpty(date)).map(String))
}

async function load(
  deps: FreeStartsDeps,
  bookable: Bookable,
  request: FreeTimesRequest,
  { dates, ifEmptyAnew }: { dates: readonly Temporal.PlainDate[]; ifEmptyAnew: DayChoice },
  signal: AbortSignal,
): Promise<readonly DayStarts[]> {
  const diary: Diary = {
    companyId: deps.connection.companyId,
    eventTypeId: bookable.eventTypeId,
    durationMinutes: bookable.sendsLength ? bookable.durationMinutes : null,
    zone: request.zone,
  }
  const movingUid = request.movingReference ?? null
  const fetch = fetchDaysOf(deps.http, deps.pace, diary, movingUid)
  // What is free for somebody who moves is free for nobody else: such days are not kept.
  const loadDays = movingUid === null ? deps.loadDays : loadWithoutCache
  const today = deps.clock.now().toZonedDateTimeISO(diary.zone).toPlainDate()
  const weeks = deps.pace.days() / DAYS_PER_WEEK
  const together = daysTogether(dates, { today, weeks }, (date) => hasTimeLeft(deps, request, date))
  const days = await loadDays(diary, { dates, together, ifEmptyAnew: dates.filter(ifEmptyAnew) }, fetch, signal)
  return dates.flatMap((date) => days.get(date.toString()) ?? [])
}

const DAYS_PER_WEEK = 7

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
