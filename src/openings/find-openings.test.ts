import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { areStarts, type FreeTime } from '../calendars/free-time.ts'
import { type Interval, sortIntervals } from '../infra/intervals.ts'
import { wallDay } from '../infra/wall-day.ts'
import { findOpenings } from './find-openings.ts'
import { judgeStart, type StartVerdict } from './judge-start.ts'
import type { OpeningsBasis } from './openings-basis.ts'

const MINUTE_MS = 60_000

/** Ordinary days and, far oftener than the calendar has them, nights on which the clocks change. */
const anyFirstDay = fc.oneof(
  fc.record({
    zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'),
    firstDate: fc.nat({ max: 4_000 }).map((days) => Temporal.PlainDate.from('2026-01-01').add({ days })),
  }),
  fc
    .constantFrom(
      ['Europe/Berlin', '2027-03-27'],
      ['Europe/Berlin', '2026-10-25'],
      ['America/New_York', '2026-11-01'],
      ['Australia/Lord_Howe', '2027-04-04'],
      ['Australia/Lord_Howe', '2026-10-03'],
    )
    .map(([zone = '', date = '']) => ({ zone, firstDate: Temporal.PlainDate.from(date) })),
)

/** Stretches in minutes of the days looked at; some lie across their edges. */
const anyStretches = (most: number) =>
  fc.array(fc.tuple(fc.integer({ min: -90, max: 2_900 }), fc.integer({ min: 1, max: 600 })), { maxLength: most })

const anyBasis = fc
  .record({
    first: anyFirstDay,
    durationMinutes: fc.integer({ min: 5, max: 180 }),
    bufferBeforeMinutes: fc.constantFrom(0, 0, 5, 20),
    bufferAfterMinutes: fc.constantFrom(0, 0, 10, 45),
    slotGridMinutes: fc.constantFrom(5, 10, 15, 20, 30, 60, 7),
    minimumNoticeMinutes: fc.constantFrom(0, 60, 700),
    horizonDays: fc.constantFrom(1, 2, 90),
    nowMinute: fc.integer({ min: -3_000, max: 2_000 }),
    open: anyStretches(4),
    working: fc.array(fc.tuple(anyStretches(4), anyStretches(6)), { minLength: 1, maxLength: 3 }),
  })
  .map(({ first, open, working, nowMinute, ...figures }): OpeningsBasis => {
    const { startMs } = wallDay(first.firstDate, first.zone)
    const endDate = first.firstDate.add({ days: 2 })
    const { startMs: endMs } = wallDay(endDate, first.zone)
    const stretches = (pairs: [number, number][]) =>
      sortIntervals(
        pairs.map(([minute, length]) => ({
          startMs: startMs + minute * MINUTE_MS,
          endMs: startMs + (minute + length) * MINUTE_MS,
        })),
      )
    return {
      ...first,
      ...figures,
      endDate,
      nowMs: startMs + nowMinute * MINUTE_MS,
      rules: figures,
      open: (date) => {
        const day = wallDay(date, first.zone)
        return stretches(open)
          .map((stretch) => ({
            startMs: Math.max(stretch.startMs, day.startMs),
            endMs: Math.min(stretch.endMs, day.endMs),
          }))
          .filter((stretch) => stretch.startMs < stretch.endMs)
      },
      free: new Map(
        working.map(([stretch], index) => [
          `person ${index}`,
          within(within(stretches(stretch), stretches(open)), [{ startMs, endMs }]),
        ]),
      ),
      busy: new Map(working.map(([, busy], index) => [`person ${index}`, stretches(busy).toReversed()])),
    }
  })

function within(left: readonly Interval[], right: readonly Interval[]): readonly Interval[] {
  return sortIntervals(
    left.flatMap((one) =>
      right.map((other) => ({
        startMs: Math.max(one.startMs, other.startMs),
        endMs: Math.min(one.endMs, other.endMs),
      })),
    ),
  )
}

const has = (stretches: FreeTime, moment: number): boolean =>
  !areStarts(stretches) && stretches.some((stretch) => stretch.startMs <= moment && moment < stretch.endMs)

/** Who is free for a start, asked minute by minute with nothing but the rules as they are told. */
function freeThen(basis: OpeningsBasis, startMs: number): string[] {
  const minutesOf = (fromMinute: number, toMinute: number) =>
    Array.from({ length: toMinute - fromMinute }, (_, index) => startMs + (fromMinute + index) * MINUTE_MS)
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes } = basis
  return [...basis.free.keys()].filter(
    (id) =>
      minutesOf(0, durationMinutes).every((moment) => has(basis.free.get(id) ?? [], moment)) &&
      !minutesOf(-bufferBeforeMinutes, durationMinutes + bufferAfterMinutes).some((moment) =>
        has(basis.busy.get(id) ?? [], moment),
      ),
  )
}

/** Every minute of the days that is a start by grid, notice and horizon, with who is free then. */
function openingsByOracle(basis: OpeningsBasis): { startMs: number; staffIds: string[] }[] {
  const { zone, rules } = basis
  const firstMs = basis.firstDate.toZonedDateTime(zone).epochMilliseconds
  const endMs = basis.endDate.toZonedDateTime(zone).epochMilliseconds
  const now = Temporal.Instant.fromEpochMilliseconds(basis.nowMs).toZonedDateTimeISO(zone)
  const lastDate = now.toPlainDate().add({ days: rules.horizonDays })
  const found: { startMs: number; staffIds: string[] }[] = []
  for (let startMs = firstMs; startMs < endMs; startMs += MINUTE_MS) {
    if (startMs < basis.nowMs + rules.minimumNoticeMinutes * MINUTE_MS) continue
    const staffIds = freeThen(basis, startMs)
    if (staffIds.length === 0) continue
    const at = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(zone)
    const isFirstTimeRound = at.toPlainDateTime().toZonedDateTime(zone).epochMilliseconds === startMs
    const isOnTheGrid = (at.hour * 60 + at.minute) % rules.slotGridMinutes === 0
    const isWithinHorizon = Temporal.PlainDate.compare(at.toPlainDate(), lastDate) <= 0
    if (isFirstTimeRound && isOnTheGrid && isWithinHorizon) found.push({ startMs, staffIds })
  }
  return found
}

test('the openings are exactly those found by trying every minute', () => {
  fc.assert(
    fc.property(anyBasis, (basis) => {
      const openings = findOpenings(basis)
      expect(openings.map(({ startMs, staffIds }) => ({ startMs, staffIds: staffIds.toSorted() }))).toEqual(
        openingsByOracle(basis),
      )
      for (const opening of openings) expect(opening.endMs - opening.startMs).toBe(basis.durationMinutes * MINUTE_MS)
    }),
    { numRuns: 100 },
  )
})

test('a start is judged free exactly when it is an opening', () => {
  fc.assert(
    fc.property(anyBasis, fc.integer({ min: 0, max: 2 * 23 * 60 }), (basis, minute) => {
      const startMs = wallDay(basis.firstDate, basis.zone).startMs + minute * MINUTE_MS
      const isOpening = findOpenings(basis).some((opening) => opening.startMs === startMs)
      expect(judgeStart(basis, startMs) === 'free').toBe(isOpening)
    }),
    { numRuns: 500 },
  )
})

/** A Tuesday, nine to six with lunch from twelve to one; one person has Tuesday morning and an appointment at ten. */
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime('Europe/Berlin').epochMilliseconds
const stretch = (from: string, to: string) => ({ startMs: at(from), endMs: at(to) })
const tuesday: OpeningsBasis = {
  zone: 'Europe/Berlin',
  nowMs: at('2026-12-01T08:30'),
  firstDate: Temporal.PlainDate.from('2026-12-01'),
  endDate: Temporal.PlainDate.from('2026-12-02'),
  durationMinutes: 60,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 15,
  rules: { minimumNoticeMinutes: 60, horizonDays: 90, slotGridMinutes: 30 },
  open: (date) =>
    date.equals('2026-12-01')
      ? [stretch('2026-12-01T09:00', '2026-12-01T12:00'), stretch('2026-12-01T13:00', '2026-12-01T18:00')]
      : [],
  free: new Map([['anna', [stretch('2026-12-01T09:00', '2026-12-01T12:00')]]]),
  busy: new Map([['anna', [stretch('2026-12-01T10:00', '2026-12-01T10:45')]]]),
}

const verdicts: readonly (readonly [string, Partial<OpeningsBasis>, StartVerdict])[] = [
  ['2026-12-01T08:00', {}, 'past'],
  ['2026-12-01T09:00', {}, 'too_soon'],
  ['2026-12-01T11:00', {}, 'free'],
  ['2026-12-01T10:00', {}, 'taken'],
  ['2026-12-01T12:30', {}, 'closed'],
  ['2026-12-01T11:30', {}, 'closed'],
  ['2026-12-01T14:00', {}, 'staff_away'],
  ['2026-12-01T10:50', {}, 'off_grid'],
  ['2026-12-01T11:00', { busy: new Map([['anna', [stretch('2026-12-01T12:10', '2026-12-01T13:00')]]]) }, 'taken'],
  ['2026-12-02T11:00', { rules: { ...tuesday.rules, horizonDays: 0 } }, 'too_far'],
]

test.each(verdicts)('%s is judged for the plainest reason', (wall, given, verdict) => {
  expect(judgeStart({ ...tuesday, ...given }, at(wall))).toBe(verdict)
})

test('a day that was not looked at is not judged', () => {
  expect(() => judgeStart(tuesday, at('2026-12-03T10:00'))).toThrow(RangeError)
})

test('a gap that fits to the minute is an opening', () => {
  const taken = [stretch('2026-12-01T09:00', '2026-12-01T10:00'), stretch('2026-12-01T11:15', '2026-12-01T12:00')]
  const openings = findOpenings({ ...tuesday, busy: new Map([['anna', taken]]) })
  expect(openings.map(({ startMs }) => startMs)).toEqual([at('2026-12-01T10:00')])
})

test('the hour that comes twice in autumn begins appointments the first time only', () => {
  const date = Temporal.PlainDate.from('2026-10-25')
  const { startMs, endMs } = wallDay(date, 'Europe/Berlin')
  const night: OpeningsBasis = {
    ...tuesday,
    nowMs: startMs - 86_400_000,
    firstDate: date,
    endDate: date.add({ days: 1 }),
    open: () => [{ startMs, endMs }],
    free: new Map([['anna', [{ startMs, endMs }]]]),
    busy: new Map(),
  }
  const halfPastTwo = startMs + 150 * MINUTE_MS
  expect(judgeStart(night, halfPastTwo)).toBe('free')
  expect(judgeStart(night, halfPastTwo + 60 * MINUTE_MS)).toBe('off_grid')
  expect(findOpenings(night)).toHaveLength(48 - 1)
})

test('the buffer after the last appointment may reach beyond closing time', () => {
  const basis = { ...tuesday, busy: new Map() }
  const starts = findOpenings(basis).map(({ startMs }) =>
    Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO('Europe/Berlin').toPlainTime().toString(),
  )
  expect(starts).toEqual(['09:30:00', '10:00:00', '10:30:00', '11:00:00'])
})
