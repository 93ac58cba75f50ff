import { datesBetween, wallDay } from '../../infra/wall-day.ts'
import { slotsAnswer } from './answers.ts'
import { CalcomNotFoundError, type CalcomHttp } from './http.ts'
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

/**
 * Gets days of a diary: from wherever they are known, and what is missing by `fetch`. The seam for a cache, which keeps a diary by
 * its days.
 */
export type LoadDays = (
  diary: Diary,
  dates: readonly Temporal.PlainDate[],
  fetch: FetchDays,
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, DayStarts>>

/** What Cal.com works for an answer grows with the days asked for: a week each, and the weeks at once. */
const MOST_DAYS_PER_REQUEST = 7

/** Fetches every day, a week to a request and all weeks at once. */
export const loadWithoutCache: LoadDays = async (_diary, dates, fetch, signal) => {
  const parts = await Promise.all(runsOf(dates).map((range) => fetch(range, signal)))
  return new Map(parts.flatMap((part) => [...part]))
}

/** Days as ranges that follow on each other, none longer than a week. */
function runsOf(
  dates: readonly Temporal.PlainDate[],
): readonly { firstDate: Temporal.PlainDate; endDate: Temporal.PlainDate }[] {
  const runs: { firstDate: Temporal.PlainDate; endDate: Temporal.PlainDate; days: number }[] = []
  for (const date of dates) {
    const last = runs.at(-1)
    const next = date.add({ days: 1 })
    if (last !== undefined && last.days < MOST_DAYS_PER_REQUEST && last.endDate.equals(date)) {
      last.endDate = next
      last.days += 1
    } else runs.push({ firstDate: date, endDate: next, days: 1 })
  }
  return runs
}

/**
 * Asks Cal.com for days of a diary. `movingUid` is the booking that is being moved: its own time counts as free. A diary that is
 * not there any more has no starts.
 */
export function fetchDaysOf(http: CalcomHttp, diary: Diary, movingUid: string | null): FetchDays {
  return async ({ firstDate, endDate }, signal) => {
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
    const answer = await http.read(request, slotsAnswer, signal).catch((error: unknown) => {
      if (error instanceof CalcomNotFoundError) return { data: {} }
      throw error
    })
    return byDay(Object.values(answer.data).flat(), datesBetween(firstDate, endDate), zone)
  }
}

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
