import { describe, expect, test } from 'vitest'

import { instantOfMinute, wallDay } from '../infra/wall-day.ts'
import { type WeeklyHours, weeklyHours } from '../infra/weekly-hours.ts'
import type { Calendar, CalendarResource, FreeTimesRequest } from './calendar.ts'

/**
 * What every calendar must do, whatever stands behind it.
 *
 * `make` gives the calendar after telling whatever stands behind it what the request says: who works when, and when the house
 * is open.
 */
export function calendarContract(name: string, make: (given: FreeTimesRequest) => Promise<Calendar>): void {
  describe(`${name} is a calendar`, () => {
    test.each(['2026-12-01', '2027-03-27', '2026-10-24'])(
      'that tells from %s on when each resource could work: in the range, in order, apart',
      async (firstDate) => {
        const request = requestFrom(firstDate, 3)
        const calendar = await make(request)
        const free = await calendar.freeTimes(request, neverAborted())
        expect([...free.keys()].sort()).toEqual(request.resources.map(({ id }) => id).sort())
        const startMs = wallDay(request.firstDate, zone).startMs
        const endMs = wallDay(request.endDate, zone).startMs
        for (const stretches of free.values()) {
          const edges = stretches.flatMap((stretch) => [stretch.startMs, stretch.endMs])
          expect(edges).toEqual([...new Set(edges)].sort((left, right) => left - right))
          expect((edges[0] ?? startMs) >= startMs && (edges.at(-1) ?? endMs) <= endMs).toBe(true)
        }
      },
    )

    test('whose ranges are half-open: the day after the last is not told', async () => {
      const request = requestFrom('2026-12-01', 1)
      const free = await (await make(request)).freeTimes(request, neverAborted())
      expect(free.get('works all day')).toEqual([minutesOf('2026-12-01', 9 * 60, 18 * 60)])
    })

    test('that tells of two days what it tells of each', async () => {
      const both = requestFrom('2026-12-01', 2)
      const calendar = await make(both)
      const parts = [
        { ...both, endDate: both.firstDate.add({ days: 1 }) },
        { ...both, firstDate: both.firstDate.add({ days: 1 }) },
      ]
      const days = await Promise.all(parts.map((part) => calendar.freeTimes(part, neverAborted())))
      const whole = await calendar.freeTimes(both, neverAborted())
      for (const [id, stretches] of whole) expect(days.flatMap((day) => day.get(id) ?? [])).toEqual(stretches)
    })

    test('that leaves out time off and closed hours', async () => {
      const request = requestFrom('2026-12-01', 1)
      const free = await (await make(request)).freeTimes(request, neverAborted())
      expect(free.get('off at noon')).toEqual([
        minutesOf('2026-12-01', 9 * 60, 12 * 60),
        minutesOf('2026-12-01', 13 * 60, 18 * 60),
      ])
      expect(free.get('never works')).toEqual([])
    })

    test('that has nothing to tell of no days', async () => {
      const request = requestFrom('2026-12-01', 0)
      const free = await (await make(request)).freeTimes(request, neverAborted())
      expect([...free.values()].flat()).toEqual([])
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

/** A house open every day from nine to six, with people who work longer, shorter, and not at all. */
function requestFrom(firstDate: string, days: number): FreeTimesRequest {
  const first = Temporal.PlainDate.from(firstDate)
  const resource = (id: string, given: Partial<CalendarResource>): CalendarResource => ({
    id,
    hours: everyDay(0, 24 * 60),
    timeOff: [],
    calendarReference: null,
    ...given,
  })
  return {
    zone,
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
