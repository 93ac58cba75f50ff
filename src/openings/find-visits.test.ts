import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { areStarts } from '../calendars/free-time.ts'
import { type Interval, sortIntervals } from '../infra/intervals.ts'
import { wallDay } from '../infra/wall-day.ts'
import { findOpenings } from './find-openings.ts'
import { judgeStart } from './judge-start.ts'
import type { BasisPart, OpeningsBasis } from './openings-basis.ts'
import { planVisit } from './visit-plan.ts'

const MINUTE_MS = 60_000
const QUARTERS = 2 * 96

/** Stretches in quarters of an hour of the two days looked at. */
const anyStretches = (most: number) =>
  fc.array(fc.tuple(fc.integer({ min: -4, max: QUARTERS }), fc.integer({ min: 1, max: 40 })), { maxLength: most })

/** In quarters too, so that nothing happens between two of them. */
const anyService = fc
  .record({
    quarters: fc.integer({ min: 1, max: 10 }),
    gaps: fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 4 })), { maxLength: 2 }),
    before: fc.constantFrom(0, 0, 1),
    after: fc.constantFrom(0, 0, 1, 2),
    staff: fc.subarray([0, 1, 2], { minLength: 1 }),
  })
  .map(({ quarters, gaps, before, after, staff }) => ({
    id: '',
    categoryId: null,
    name: '',
    nameEn: '',
    description: '',
    aliases: [],
    durationMinutes: quarters * 15,
    bufferBeforeMinutes: before * 15,
    bufferAfterMinutes: after * 15,
    priceMinor: null,
    isDefault: false,
    staffIds: staff.map((place) => `person ${place}`),
    gaps: sortIntervals(
      gaps.map(([from, length]) => ({ startMs: from, endMs: Math.min(from + length, quarters - 1) })),
    ).map(({ startMs, endMs }) => ({ fromMinute: startMs * 15, toMinute: endMs * 15 })),
    calendarReference: null,
  }))

const zone = 'Europe/Berlin'
const anyBasis = fc
  .record({
    firstDate: fc.constantFrom('2026-12-01', '2027-03-27', '2026-10-24').map((date) => Temporal.PlainDate.from(date)),
    services: fc.array(anyService, { minLength: 1, maxLength: 4 }),
    slotGridMinutes: fc.constantFrom(15, 30, 45),
    minimumNoticeMinutes: fc.constantFrom(0, 120),
    nowMinute: fc.constantFrom(-600, 400),
    people: fc.array(fc.tuple(anyStretches(4), anyStretches(6)), { minLength: 3, maxLength: 3 }),
  })
  .map(({ firstDate, services, people, nowMinute, ...figures }): OpeningsBasis & { parts: readonly BasisPart[] } => {
    const { startMs } = wallDay(firstDate, zone)
    const endDate = firstDate.add({ days: 2 })
    const all = { startMs, endMs: wallDay(endDate, zone).startMs }
    const stretches = (pairs: [number, number][]) =>
      sortIntervals(
        pairs.map(([quarter, length]) => ({
          startMs: startMs + quarter * 15 * MINUTE_MS,
          endMs: startMs + (quarter + length) * 15 * MINUTE_MS,
        })),
      )
    const within = (one: Interval) => ({
      startMs: Math.max(one.startMs, all.startMs),
      endMs: Math.min(one.endMs, all.endMs),
    })
    const plan = planVisit({ calendar: 'builtin' }, services)
    return {
      zone,
      firstDate,
      endDate,
      nowMs: startMs + nowMinute * MINUTE_MS,
      durationMinutes: plan.at(-1)?.toMinute ?? 0,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      parts: plan.map((part, index) => ({ ...part, resourceIds: services[index]?.staffIds ?? [] })),
      rules: { ...figures, horizonDays: 90 },
      open: () => [all],
      free: new Map(
        people.map(([working], place) => [`person ${place}`, sortIntervals(stretches(working).map(within))]),
      ),
      busy: new Map(people.map(([, busy], place) => [`person ${place}`, stretches(busy)])),
    }
  })

const has = (stretches: readonly Interval[], moment: number) =>
  stretches.some((one) => one.startMs <= moment && moment < one.endMs)

/** Who could do a part, asked quarter by quarter: at work for all of it, not taken when they are needed. */
function freeFor(basis: OpeningsBasis, part: BasisPart, startMs: number): string[] {
  const quartersOf = (fromMinute: number, toMinute: number) =>
    Array.from({ length: (toMinute - fromMinute) / 15 }, (_, index) => startMs + (fromMinute + index * 15) * MINUTE_MS)
  return part.resourceIds.filter((id) => {
    const free = basis.free.get(id) ?? []
    const works = (moment: number) => !areStarts(free) && has(free, moment)
    return (
      quartersOf(part.fromMinute, part.toMinute).every(works) &&
      !part.taken
        .flatMap((piece) => quartersOf(piece.fromMinute, piece.toMinute))
        .some((moment) => has(basis.busy.get(id) ?? [], moment))
    )
  })
}

/** Every quarter that is a start by grid and notice, with who is free for each part. */
function visitsByOracle(basis: OpeningsBasis & { parts: readonly BasisPart[] }): unknown[] {
  const firstMs = basis.firstDate.toZonedDateTime(zone).epochMilliseconds
  const endMs = basis.endDate.toZonedDateTime(zone).epochMilliseconds
  const found: unknown[] = []
  for (let startMs = firstMs; startMs < endMs; startMs += 15 * MINUTE_MS) {
    if (startMs < basis.nowMs + basis.rules.minimumNoticeMinutes * MINUTE_MS) continue
    const wall = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(zone).toPlainDateTime()
    const isFirstTimeRound = wall.toZonedDateTime(zone).epochMilliseconds === startMs
    if (!isFirstTimeRound || (wall.hour * 60 + wall.minute) % basis.rules.slotGridMinutes !== 0) continue
    const perService = basis.parts.map((part) => freeFor(basis, part, startMs).toSorted())
    if (perService.some((free) => free.length === 0)) continue
    const everybody = [...new Set(perService.flat())].toSorted()
    const staffIds = everybody.filter((id) =>
      basis.parts.every((part, index) => !part.resourceIds.includes(id) || perService[index]?.includes(id)),
    )
    found.push({ startMs, staffIds, ...(basis.parts.length > 1 && { perService }) })
  }
  return found
}

test('the openings of a visit are exactly those found by trying every quarter', () => {
  let found = 0
  fc.assert(
    fc.property(anyBasis, (basis) => {
      const openings = findOpenings(basis)
      found += openings.length
      const told = openings.map(({ startMs, staffIds, perService }) => ({
        startMs,
        staffIds: staffIds.toSorted(),
        ...(perService && { perService: perService.map((free) => free.toSorted()) }),
      }))
      expect(told).toEqual(visitsByOracle(basis))
      for (const opening of openings) expect(opening.endMs - opening.startMs).toBe(basis.durationMinutes * MINUTE_MS)
    }),
    { numRuns: 300 },
  )
  expect(found).toBeGreaterThan(1_000)
})

test('a start of a visit is judged free exactly when it is an opening', () => {
  fc.assert(
    fc.property(anyBasis, fc.integer({ min: 0, max: QUARTERS - 8 }), (basis, quarter) => {
      const startMs = wallDay(basis.firstDate, zone).startMs + quarter * 15 * MINUTE_MS
      const isOpening = findOpenings(basis).some((opening) => opening.startMs === startMs)
      expect(judgeStart(basis, startMs) === 'free').toBe(isOpening)
    }),
    { numRuns: 500 },
  )
})

test('one service without gaps is the same told as a part', () => {
  fc.assert(
    fc.property(anyBasis, (basis) => {
      const [first] = basis.parts
      const { parts: _, ...plain } = basis
      if (first === undefined) throw new Error('no part')
      const [piece] = first.taken
      const whole = { ...first, taken: [{ fromMinute: piece?.fromMinute ?? 0, toMinute: first.toMinute }] }
      const durationMinutes = first.toMinute
      const free = new Map([...basis.free].filter(([id]) => first.resourceIds.includes(id)))
      const told = findOpenings({ ...plain, free, durationMinutes, bufferBeforeMinutes: -(piece?.fromMinute ?? 0) })
      const asPart = findOpenings({ ...plain, durationMinutes, parts: [whole] })
      const sorted = (openings: typeof told) => openings.map((one) => ({ ...one, staffIds: one.staffIds.toSorted() }))
      expect(sorted(asPart)).toEqual(sorted(told))
    }),
    { numRuns: 200 },
  )
})
