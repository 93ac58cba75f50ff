import { describe, expect, test } from 'vitest'

import { instantOfMinute, wallDay } from '../infra/wall-day.ts'
import { type WeeklyHours, weeklyHours } from '../infra/weekly-hours.ts'
import type { Calendar, CalendarResource, FreeTimesRequest } from './calendar.ts'
import { areStarts, couldDo, type FreeTimes } from './free-time.ts'

/**
 * What every calendar must do, whatever stands behind it.
 *
 * `make` gives the calendar after telling whatever stands behind it what the request says: who works when, when the house is
 * open, and how long the service takes, which may begin every quarter of an hour.
 */
export function calendarContract(name: string, make: (given: FreeTimesRequest) => Promise<Calendar>): void {
  describe(`${name} is a calendar`, () => {
    test.each(['2026-12-01', '2027-03-27', '2026-10-24'])(
      'that tells from %s on when each resource could work: in the range, in order, apart, all in one way',
      async (firstDate) => {
        const request = requestFrom(firstDate, 3)
        const free = await (await make(request)).freeTimes(request, neverAborted())
        expect([...free.keys()].sort()).toEqual(request.resources.map(({ id }) => id).sort())
        expect(new Set([...free.values()].map(areStarts)).size).toBe(1)
        const startMs = wallDay(request.firstDate, zone).startMs
        const endMs = wallDay(request.endDate, zone).startMs
        for (const told of free.values()) {
          const edges = areStarts(told) ? told.starts : told.flatMap((stretch) => [stretch.startMs, stretch.endMs])
          expect(edges).toEqual([...new Set(edges)].sort((left, right) => left - right))
          expect((edges[0] ?? startMs) >= startMs && (edges.at(-1) ?? endMs) <= endMs).toBe(true)
        }
        expect(startsOf(free, request)).toEqual(expected(request))
      },
    )

    test('whose ranges are half-open: the day after the last is not told', async () => {
      const request = requestFrom('2026-12-01', 1)
      const free = await (await make(request)).freeTimes(request, neverAborted())
      expect(startsOf(free, { ...request, endDate: request.endDate.add({ days: 1 }) })).toEqual(expected(request))
    })

    test('that tells of two days what it tells of each', async () => {
      const both = requestFrom('2026-12-01', 2)
      const calendar = await make(both)
      const parts = [
        { ...both, endDate: both.firstDate.add({ days: 1 }) },
        { ...both, firstDate: both.firstDate.add({ days: 1 }) },
      ]
      const days = await Promise.all(parts.map((part) => calendar.freeTimes(part, neverAborted())))
      const whole = startsOf(await calendar.freeTimes(both, neverAborted()), both)
      const [first = {}, second = {}] = days.map((free) => startsOf(free, both))
      for (const [id, starts] of Object.entries(whole))
        expect([...(first[id] ?? []), ...(second[id] ?? [])]).toEqual(starts)
    })

    test('that leaves out time off and closed hours', async () => {
      const request = requestFrom('2026-12-01', 1)
      const free = startsOf(await (await make(request)).freeTimes(request, neverAborted()), request)
      expect(free['off at noon']).not.toContain('2026-12-01T11:15')
      expect(free['off at noon']).toContain('2026-12-01T11:00')
      expect(free['off at noon']).toContain('2026-12-01T13:00')
      expect(free['works all day']?.[0]).toBe('2026-12-01T09:00')
      expect(free['works all day']?.at(-1)).toBe('2026-12-01T17:00')
      expect(free['never works']).toEqual([])
    })

    test('that has nothing to tell of no days', async () => {
      const request = requestFrom('2026-12-01', 0)
      const free = await (await make(request)).freeTimes(request, neverAborted())
      expect(Object.values(startsOf(free, requestFrom('2026-12-01', 2))).flat()).toEqual([])
    })

    calendarGivesUp(name, make)
  })
}

/** The part of the contract that also holds for a calendar that never answers. */
export function calendarGivesUp(name: string, make: (given: FreeTimesRequest) => Promise<Calendar>): void {
  test(`${name} rejects with the signal's reason, when it has fired and when it fires`, async () => {
    const request = requestFrom('2026-12-01', 2)
    const calendar = await make(request)
    const reason = new Error('the caller hung up')
    await expect(calendar.freeTimes(request, AbortSignal.abort(reason))).rejects.toBe(reason)

    const controller = new AbortController()
    const answer = calendar.freeTimes(request, controller.signal).then(
      () => 'answered',
      (error: unknown) => error,
    )
    controller.abort(reason)
    expect([reason, 'answered']).toContain(await answer)
  })
}

const zone = 'Europe/Berlin'
const QUARTER_MINUTES = 15

function neverAborted(): AbortSignal {
  return new AbortController().signal
}

function minutesOf(date: string, fromMinute: number, toMinute: number): { startMs: number; endMs: number } {
  const day = wallDay(Temporal.PlainDate.from(date), zone)
  return { startMs: instantOfMinute(day, fromMinute), endMs: instantOfMinute(day, toMinute) }
}

function everyDay(fromMinute: number, toMinute: number): WeeklyHours {
  return weeklyHours([1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute, toMinute })))
}

/** Wall times of every quarter of an hour at which somebody could do the service. */
function startsOf(free: FreeTimes, request: FreeTimesRequest): Record<string, readonly string[]> {
  return Object.fromEntries(
    [...free].map(([id, told]) => {
      const starts = quartersOf(request).filter(({ startMs }) => couldDo(told, lasting(request, startMs)))
      return [id, starts.map(({ wall }) => wall)]
    }),
  )
}

function lasting({ service }: FreeTimesRequest, startMs: number): { startMs: number; endMs: number } {
  return { startMs, endMs: startMs + service.durationMinutes * 60_000 }
}

/** None of them lies in an hour the clocks change: houses are closed then. */
function quartersOf({
  firstDate,
  endDate,
}: FreeTimesRequest): readonly { wall: string; minute: number; startMs: number }[] {
  const days = firstDate.until(endDate, { largestUnit: 'days' }).days
  return Array.from({ length: (days * 1_440) / QUARTER_MINUTES }, (_, index) => {
    const minute = (index * QUARTER_MINUTES) % 1_440
    const date = firstDate.add({ days: Math.floor((index * QUARTER_MINUTES) / 1_440) })
    const wall = date.toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 })
    return {
      wall: wall.toString({ smallestUnit: 'minute' }),
      minute,
      startMs: instantOfMinute(wallDay(date, zone), minute),
    }
  })
}

const wallOf = ({ wall }: { wall: string }) => wall

/** The same from what the resources below are said to do. */
function expected(request: FreeTimesRequest): Record<string, readonly string[]> {
  const noon = minutesOf(request.firstDate.toString(), 12 * 60, 13 * 60)
  const within = (fromMinute: number, toMinute: number) =>
    quartersOf(request).filter(({ minute }) => fromMinute <= minute && minute + 60 <= toMinute)
  return {
    'works all day': within(9 * 60, 18 * 60).map(wallOf),
    'works in the morning': within(9 * 60, 12 * 60 + 30).map(wallOf),
    'off at noon': within(9 * 60, 18 * 60)
      .filter(({ startMs }) => startMs + 3_600_000 <= noon.startMs || startMs >= noon.endMs)
      .map(wallOf),
    'never works': [],
  }
}

/** A house open every day from nine to six, with people who work longer, shorter, and not at all. */
function requestFrom(firstDate: string, days: number): FreeTimesRequest {
  const first = Temporal.PlainDate.from(firstDate)
  const resource = (id: string, given: Partial<CalendarResource>): CalendarResource => ({
    id,
    hours: everyDay(0, 24 * 60),
    timeOff: [],
    ...given,
  })
  return {
    zone,
    service: { id: 'service', durationMinutes: 60 },
    firstDate: first,
    endDate: first.add({ days }),
    resources: [
      resource('works all day', {}),
      resource('works in the morning', { hours: everyDay(8 * 60, 12 * 60 + 30) }),
      resource('off at noon', { timeOff: [minutesOf(firstDate, 12 * 60, 13 * 60)] }),
      resource('never works', { hours: weeklyHours([]) }),
    ],
    openOn: (date) => [minutesOf(date.toString(), 9 * 60, 18 * 60)],
  }
}
