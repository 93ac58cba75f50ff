import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Opening } from './opening.ts'
import { rankOpenings, type Wanted } from './rank-openings.ts'

const zone = 'Europe/Berlin'
const instantMs = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds
const openingAt = (startMs: number): Opening => ({ startMs, endMs: startMs + 1_800_000, staffIds: ['anna'] })
const openingsAt = (...walls: string[]) =>
  walls.map((wall) => openingAt(instantMs(wall))).sort((left, right) => left.startMs - right.startMs)
const at = (wall: string): Wanted => ({ kind: 'at', at: Temporal.PlainDateTime.from(wall) })
const said = (openings: readonly Opening[]) =>
  openings.map(({ startMs }) =>
    Temporal.Instant.fromEpochMilliseconds(startMs)
      .toZonedDateTimeISO(zone)
      .toPlainDateTime()
      .toString({ smallestUnit: 'minute' }),
  )

describe('for a time', () => {
  test('the nearest of the same day come first, the later of two equally near ones before the earlier', () => {
    const openings = openingsAt(
      '2026-12-01T09:00',
      '2026-12-01T09:45',
      '2026-12-01T10:15',
      '2026-12-01T16:00',
      '2026-12-02T10:00',
    )
    expect(said(rankOpenings(openings, at('2026-12-01T10:00'), { zone }))).toEqual([
      '2026-12-01T10:15',
      '2026-12-01T09:45',
      '2026-12-01T09:00',
    ])
  })

  test('then the same time on the next days, then the same weekday a week on, then whatever is next', () => {
    const openings = openingsAt(
      '2026-11-30T10:00',
      '2026-12-02T10:30',
      '2026-12-03T10:00',
      '2026-12-05T10:00',
      '2026-12-08T15:00',
      '2026-12-08T11:00',
      '2026-12-09T10:00',
    )
    expect(said(rankOpenings(openings, at('2026-12-01T10:00'), { zone, limit: 10 }))).toEqual([
      '2026-12-03T10:00',
      '2026-12-05T10:00',
      '2026-12-08T11:00',
      '2026-12-08T15:00',
      '2026-12-02T10:30',
      '2026-12-09T10:00',
      '2026-11-30T10:00',
    ])
  })

  test('the same time is the same on the wall when the clocks change between', () => {
    const openings = openingsAt('2027-03-28T09:00', '2027-03-28T10:00', '2027-03-28T11:00')
    expect(said(rankOpenings(openings, at('2027-03-27T10:00'), { zone, limit: 1 }))).toEqual(['2027-03-28T10:00'])
  })
})

const day = (date: string) =>
  openingsAt(...Array.from({ length: 36 }, (_, index) => `${date}T${hourOf(index)}:${minuteOf(index)}`))
const hourOf = (index: number) => String(9 + Math.floor(index / 4)).padStart(2, '0')
const minuteOf = (index: number) => String((index % 4) * 15).padStart(2, '0')
const window = (from: string, to: string, daily?: readonly [string, string]): Wanted => ({
  kind: 'window',
  from: Temporal.PlainDateTime.from(from),
  to: Temporal.PlainDateTime.from(to),
  ...(daily && { daily: { from: Temporal.PlainTime.from(daily[0]), to: Temporal.PlainTime.from(daily[1]) } }),
})

describe('for a window', () => {
  test('the earliest, and round times of its other parts', () => {
    const ranked = rankOpenings(day('2026-12-01'), window('2026-12-01T00:00', '2026-12-02T00:00'), { zone })
    expect(said(ranked)).toEqual(['2026-12-01T09:00', '2026-12-01T12:00', '2026-12-01T15:00'])
  })

  test('only what lies in it', () => {
    const ranked = rankOpenings(day('2026-12-01'), window('2026-12-01T17:00', '2026-12-01T17:30'), { zone })
    expect(said(ranked)).toEqual(['2026-12-01T17:00', '2026-12-01T17:15'])
    expect(rankOpenings(day('2026-12-01'), window('2026-12-02T00:00', '2026-12-03T00:00'), { zone })).toEqual([])
  })

  test('of several days, the same hours of each and more than one day', () => {
    const openings = [...day('2026-12-01'), ...day('2026-12-02'), ...day('2026-12-03')]
    const wanted = window('2026-12-01T00:00', '2026-12-04T00:00', ['09:00', '12:00'])
    const ranked = said(rankOpenings(openings, wanted, { zone }))
    expect(new Set(ranked.map((wall) => wall.slice(0, 10))).size).toBeGreaterThan(1)
    for (const wall of ranked) expect(wall.slice(11) < '12:00').toBe(true)
  })

  test('until midnight includes the evening', () => {
    const wanted = window('2026-12-01T00:00', '2026-12-04T00:00', ['17:00', '00:00'])
    expect(said(rankOpenings(day('2026-12-01'), wanted, { zone, limit: 1 }))).toEqual(['2026-12-01T17:00'])
  })
})

test('never a refused start, never one twice, never more than asked for, always openings', () => {
  const firstMs = instantMs('2026-10-23T06:00')
  const anyOpenings = fc
    .uniqueArray(fc.nat({ max: 1_200 }), { maxLength: 60 })
    .map((slots) => slots.sort((left, right) => left - right).map((slot) => openingAt(firstMs + slot * 15 * 60_000)))
  const anyWanted = fc.nat({ max: 1_200 }).chain((slot) => {
    const from = Temporal.PlainDateTime.from('2026-10-23T06:00').add({ minutes: slot * 15 })
    return fc.constantFrom<Wanted>({ kind: 'at', at: from }, { kind: 'window', from, to: from.add({ days: 2 }) })
  })
  fc.assert(
    fc.property(
      anyOpenings,
      anyWanted,
      fc.nat({ max: 5 }),
      fc.func(fc.boolean()),
      (openings, wanted, limit, refuse) => {
        const refusedStartsMs = new Set(openings.map(({ startMs }) => startMs).filter((startMs) => refuse(startMs)))
        const ranked = rankOpenings(openings, wanted, { zone, limit, refusedStartsMs })
        expect(ranked.length).toBeLessThanOrEqual(limit)
        expect(new Set(ranked).size).toBe(ranked.length)
        for (const opening of ranked) {
          expect(openings).toContain(opening)
          expect(refusedStartsMs.has(opening.startMs)).toBe(false)
        }
        const left = openings.length - refusedStartsMs.size
        expect(ranked).toHaveLength(wanted.kind === 'at' ? Math.min(limit, left) : ranked.length)
      },
    ),
    { numRuns: 500 },
  )
})
