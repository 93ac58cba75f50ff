import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { instantOfMinute, minuteOfInstant, wallDay } from './wall-day.ts'
import { hoursOnDay, weeklyHours } from './weekly-hours.ts'

/** Zones that change by an hour, by half an hour, in the other half of the year, at midnight, and never. */
const ZONES = [
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/New_York',
  'America/Havana',
  'Asia/Beirut',
  'Africa/Cairo',
  'America/St_Johns',
  'Asia/Kolkata',
  'Pacific/Chatham',
]

const anyZone = fc.constantFrom(...ZONES)
const anyDate = fc.nat({ max: 12 * 366 }).map((days) => Temporal.PlainDate.from('2026-01-01').add({ days }))

/** Dates on which a zone changes its clocks, so that properties do not meet them by luck alone. */
const changes = ZONES.flatMap((zone) => {
  const found: (readonly [string, Temporal.PlainDate])[] = []
  let at = Temporal.PlainDateTime.from('2026-01-01').toZonedDateTime(zone).getTimeZoneTransition('next')
  while (at !== null && at.year < 2038) {
    found.push([zone, at.toPlainDate()], [zone, at.toPlainDate().subtract({ days: 1 })])
    at = at.getTimeZoneTransition('next')
  }
  return found
})
const anyZoneAndDate = fc.oneof(fc.tuple(anyZone, anyDate), fc.constantFrom(...changes))

/** The instant of a wall minute as Temporal tells it: the first of two, the moment of the leap for one that is missing. */
function oracle(zone: string, date: Temporal.PlainDate, minute: number): number {
  if (minute === 1440) return date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds
  const wall = date.toPlainDateTime().add({ minutes: minute })
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  if (earlier.toPlainDateTime().equals(wall)) return earlier.epochMilliseconds
  return earlier.getTimeZoneTransition('next')?.epochMilliseconds ?? later.epochMilliseconds
}

test('every minute of every day is the instant Temporal gives it', () => {
  fc.assert(
    fc.property(anyZoneAndDate, fc.nat({ max: 1440 }), ([zone, date], minute) => {
      const day = wallDay(date, zone)
      const instantMs = instantOfMinute(day, minute)
      expect(instantMs).toBe(oracle(zone, date, minute))
    }),
    { numRuns: 3_000 },
  )
})

test('every moment of a day shows the minute Temporal shows', () => {
  fc.assert(
    fc.property(anyZoneAndDate, fc.nat({ max: 23 * 60 - 1 }), ([zone, date], minutesIn) => {
      const day = wallDay(date, zone)
      const instantMs = day.startMs + minutesIn * 60_000
      const wall = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(zone)
      expect(minuteOfInstant(day, instantMs)).toBe(wall.hour * 60 + wall.minute)
      expect(wall.toPlainDate().toString()).toBe(date.toString())
    }),
    { numRuns: 1_000 },
  )
})

test('minutes never run backwards', () => {
  for (const [zone, date] of changes) {
    const day = wallDay(date, zone)
    const instants = Array.from({ length: 1441 }, (_, minute) => instantOfMinute(day, minute))
    expect(instants).toEqual(instants.toSorted((left, right) => left - right))
    expect([instants[0], instants.at(-1)]).toEqual([day.startMs, day.endMs])
  }
})

const everyDay = (fromMinute: number, toMinute: number) =>
  weeklyHours([1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute, toMinute })))

const minutesOn = (date: string, fromMinute: number, toMinute: number) =>
  hoursOnDay(everyDay(fromMinute, toMinute), Temporal.PlainDate.from(date), 'Europe/Berlin').map(
    (stretch) => (stretch.endMs - stretch.startMs) / 60_000,
  )

describe('hours of a day', () => {
  test('lie at their wall times', () => {
    const [stretch] = hoursOnDay(everyDay(9 * 60, 18 * 60), Temporal.PlainDate.from('2026-07-01'), 'Europe/Berlin')
    expect(stretch).toEqual({
      startMs: Temporal.Instant.from('2026-07-01T07:00Z').epochMilliseconds,
      endMs: Temporal.Instant.from('2026-07-01T16:00Z').epochMilliseconds,
    })
  })

  test('have no missing hour in spring', () => {
    expect(minutesOn('2026-03-29', 2 * 60, 3 * 60)).toEqual([])
    expect(minutesOn('2026-03-29', 2 * 60 + 30, 4 * 60)).toEqual([60])
    expect(minutesOn('2026-03-29', 0, 1440)).toEqual([23 * 60])
  })

  test('begin and end the first time round in autumn', () => {
    expect(minutesOn('2026-10-25', 60, 2 * 60 + 30)).toEqual([90])
    expect(minutesOn('2026-10-25', 2 * 60 + 30, 3 * 60)).toEqual([90])
    expect(minutesOn('2026-10-25', 0, 1440)).toEqual([25 * 60])
  })

  test('until midnight meet those of the next day', () => {
    fc.assert(
      fc.property(anyZoneAndDate, ([zone, date]) => {
        const [today] = hoursOnDay(everyDay(22 * 60, 1440), date, zone)
        const [tomorrow] = hoursOnDay(everyDay(0, 6 * 60), date.add({ days: 1 }), zone)
        expect(today?.endMs).toBe(tomorrow?.startMs)
      }),
    )
  })

  test('of a week are sorted and joined however they were written down', () => {
    const hours = weeklyHours([
      { weekday: 1, fromMinute: 780, toMinute: 1080 },
      { weekday: 1, fromMinute: 540, toMinute: 720 },
      { weekday: 1, fromMinute: 700, toMinute: 730 },
    ])
    expect(hours[1]).toEqual([
      { fromMinute: 540, toMinute: 730 },
      { fromMinute: 780, toMinute: 1080 },
    ])
    expect(() => weeklyHours([{ weekday: 0, fromMinute: 0, toMinute: 1 }])).toThrow(RangeError)
  })
})
