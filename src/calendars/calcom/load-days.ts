import { datesBetween, wallDay } from '../../infra/wall-day.ts'
import { CalendarUnavailableError } from '../calendar.ts'
import { slotsAnswer } from './answers.ts'
import { CalcomNotFoundError, type CalcomHttp } from './http.ts'
import type { RangePace } from './range-pace.ts'
import { VERSIONS } from './versions.ts'

/** What Cal.com keeps a diary of: one event type, told in one zone and for one length. */
export type Diary = {
  readonly companyId: string
  readonly eventTypeId: number
  /** Only where the event type has several lengths. */
  readonly durationMinutes: number | null
  /** IANA zone whose days are meant. */
  readonly zone: string
}

/** The starts of one local day, epoch milliseconds, ascending. `isStale`: an earlier answer. */
export type DayStarts = { readonly starts: readonly number[]; readonly isStale: boolean }

/** Fetches days that follow on each other: `first` to before `end`. Every day of them is in the answer, by its ISO date. */
export type FetchDays = (
  range: { firstDate: Temporal.PlainDate; endDate: Temporal.PlainDate },
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, DayStarts>>

/** Which days of a diary are wanted. */
export type DaysQuestion = {
  readonly dates: readonly Temporal.PlainDate[]
  /** What to fetch in the same request when one has to be sent anyway; all of `dates` are among them. */
  readonly together: readonly Temporal.PlainDate[]
  /** Those of `dates` that may only be called empty by a calendar that was asked a moment ago. */
  readonly ifEmptyAnew: readonly Temporal.PlainDate[]
}

/**
 * Gets days of a diary: from wherever they are known, and what is missing by `fetch`. The seam for a cache, which keeps a diary by
 * its days.
 */
export type LoadDays = (
  diary: Diary,
  question: DaysQuestion,
  fetch: FetchDays,
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, DayStarts>>

/** Fetches the days asked for, and nothing together with them. */
export const loadWithoutCache: LoadDays = async (_diary, { dates }, fetch, signal) =>
  await fetchDates(dates, fetch, signal)

/** Fetches days as ranges; where few days between them are not asked for, as one. */
export async function fetchDates(
  dates: readonly Temporal.PlainDate[],
  fetch: FetchDays,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, DayStarts>> {
  const parts = await Promise.all(runsOf(dates).map((range) => fetch(range, signal)))
  return new Map(parts.flatMap((part) => [...part]))
}

type DateRange = { readonly firstDate: Temporal.PlainDate; readonly endDate: Temporal.PlainDate }

/** A weekend or a holiday between two days is not worth a second request. */
const MOST_DAYS_BETWEEN = 6

/** Dates in order as ranges that hold them all. */
function runsOf(dates: readonly Temporal.PlainDate[]): readonly DateRange[] {
  const runs: { firstDate: Temporal.PlainDate; endDate: Temporal.PlainDate }[] = []
  for (const date of dates) {
    const last = runs.at(-1)
    const isNear = last !== undefined && last.endDate.until(date, { largestUnit: 'days' }).days <= MOST_DAYS_BETWEEN
    if (isNear) last.endDate = date.add({ days: 1 })
    else runs.push({ firstDate: date, endDate: date.add({ days: 1 }) })
  }
  return runs
}

/** A range in parts of at most so many days. */
function partsOf({ firstDate, endDate }: DateRange, mostDays: number): readonly DateRange[] {
  const { days } = firstDate.until(endDate, { largestUnit: 'days' })
  return Array.from({ length: Math.ceil(days / mostDays) }, (_none, index) => {
    const from = firstDate.add({ days: index * mostDays })
    const to = from.add({ days: mostDays })
    return { firstDate: from, endDate: Temporal.PlainDate.compare(to, endDate) < 0 ? to : endDate }
  })
}

/**
 * Asks Cal.com for days of a diary, as many to a request as `pace` says and all requests at once. `movingUid` is the booking that is
 * being moved: its own time counts as free. A diary that is not there any more has no starts.
 */
export function fetchDaysOf(http: CalcomHttp, pace: RangePace, diary: Diary, movingUid: string | null): FetchDays {
  return async (range, signal) => {
    const parts = partsOf(range, pace.days()).map((part) =>
      fetchPart(http, pace, { diary, movingUid, ...part }, signal),
    )
    return new Map((await Promise.all(parts)).flatMap((days) => [...days]))
  }
}

async function fetchPart(
  http: CalcomHttp,
  pace: RangePace,
  { diary, movingUid, firstDate, endDate }: DateRange & { diary: Diary; movingUid: string | null },
  signal: AbortSignal,
): Promise<ReadonlyMap<string, DayStarts>> {
  const { zone } = diary
  const query = {
    eventTypeId: String(diary.eventTypeId),
    start: instantText(wallDay(firstDate, zone).startMs),
    // The end is part of the range, and one at midnight UTC would be taken for the end of that day.
    end: instantText(wallDay(endDate.subtract({ days: 1 }), zone).endMs - MS_PER_SECOND),
    timeZone: zone,
    ...(diary.durationMinutes !== null && { duration: String(diary.durationMinutes) }),
    ...(movingUid !== null && { bookingUidToReschedule: movingUid }),
  }
  const request = { method: 'GET', path: '/slots', query, version: VERSIONS.slots } as const
  const { days } = firstDate.until(endDate, { largestUnit: 'days' })
  const startedMs = performance.now()
  try {
    const answer = await http.read(request, slotsAnswer, signal)
    pace.took(days, performance.now() - startedMs)
    return byDay(Object.values(answer.data).flat(), datesBetween(firstDate, endDate), zone)
  } catch (error) {
    if (error instanceof CalcomNotFoundError) return byDay([], datesBetween(firstDate, endDate), zone)
    // What failed at once did not fail for being long.
    const elapsedMs = performance.now() - startedMs
    if (error instanceof CalendarUnavailableError && elapsedMs > SLOW_FAILURE_MS) pace.took(days, undefined)
    throw error
  }
}

/** A caller who hung up, a broken connection and a refusal say nothing about how long a calendar thinks. */
const SLOW_FAILURE_MS = 3_000

const MS_PER_SECOND = 1_000

function instantText(epochMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString()
}

/** Days are counted here: starts beyond the range come along, and under keys of another zone where a server knows no better. */
function byDay(
  slots: readonly (string | { start: string })[],
  dates: readonly Temporal.PlainDate[],
  zone: string,
): ReadonlyMap<string, DayStarts> {
  const starts = slots
    .map((slot) => Temporal.Instant.from(typeof slot === 'string' ? slot : slot.start).epochMilliseconds)
    .sort((left, right) => left - right)
  return new Map(
    dates.map((date) => {
      const { startMs, endMs } = wallDay(date, zone)
      const own = starts.filter((start, index) => startMs <= start && start < endMs && start !== starts[index - 1])
      return [date.toString(), { starts: own, isStale: false }]
    }),
  )
}
