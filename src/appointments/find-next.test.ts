import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import {
  firstMonday,
  freeStarts,
  msOf,
  openTwoWeeks,
  type Stretch,
  wallOf,
  wallsOf,
} from '../../test/harness/two-weeks.ts'
import { createBuiltinCalendar } from '../calendars/builtin/builtin-calendar.ts'
import { type Calendar, CalendarUnavailableError } from '../calendars/calendar.ts'
import { failingCalendar, slowCalendar } from '../calendars/faulty-calendars.ts'
import { findNext, type FindNextCommand } from './find-next.ts'
import type { Wish } from './offer-openings.ts'
import type { BookingDeps } from './visit.ts'

const signal = new AbortController().signal
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

async function next(deps: BookingDeps, wish: Wish, more: Partial<FindNextCommand> = {}, within: AbortSignal = signal) {
  return await findNext(deps, { ...wish, from: now, daily: null, heard: [], ...more }, within)
}

const now = Temporal.PlainDateTime.from('2030-06-03T08:00')
const anyStretch: fc.Arbitrary<Stretch> = fc.record({
  day: fc.integer({ min: 0, max: 12 }),
  quarter: fc.integer({ min: 34, max: 60 }),
  quarters: fc.integer({ min: 1, max: 40 }),
})

test('the next free time is the first that looking at every quarter of an hour finds', async () => {
  const anyCase = fc.record({
    taken: fc.array(fc.record({ staff: fc.nat(1), stretch: anyStretch }), { maxLength: 60 }),
    own: fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 4 }),
    fromQuarter: fc.integer({ min: 32, max: 12 * 96 }),
    daily: fc.constantFrom(null, ['09:00', '12:00'] as const, ['17:00', '00:00'] as const, ['19:00', '20:00'] as const),
    asksForStaff: fc.boolean(),
    refusals: fc.integer({ min: 0, max: 2 }),
  })
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ fromQuarter, refusals, ...given }) => {
      const taken = given.taken.map(({ staff, stretch }) => ({ staff, ...stretch }))
      // Where the first free times lie when little is taken: from the moment asked for, and from nine that day or the next.
      const firstQuarter = Math.max(36, fromQuarter % 96)
      const own = given.own.map((quarters, index) => ({
        day: Math.floor(fromQuarter / 96) + (index % 2),
        quarter: (index % 2 === 0 ? firstQuarter : 36) + quarters,
      }))
      const world = await openTwoWeeks(database, { taken, own })
      const staffId = given.asksForStaff ? (world.company.staffIds[0] ?? null) : null
      const from = firstMonday.toPlainDateTime().add({ minutes: fromQuarter * 15 })
      const [open, close] = given.daily ?? []
      const daily =
        open === undefined
          ? null
          : { from: Temporal.PlainTime.from(open), to: Temporal.PlainTime.from(close ?? '00:00') }
      const isWanted = (startMs: number) => {
        const time = wallOf(startMs).toString().slice(11, 16)
        return (
          startMs >= msOf(from) && (open === undefined || (open <= time && (close === '00:00' || time < (close ?? ''))))
        )
      }
      const starts = freeStarts(world, from.toPlainDate(), 14, staffId).filter(isWanted)
      const heard: { said: string; main: string; others: [] }[] = []
      for (const expected of [...starts, undefined, undefined, undefined].slice(0, refusals + 1)) {
        const found = await next(world.deps, { ...world.wish, staffId }, { from, daily, heard })
        expect(found.kind).toBe(expected === undefined ? 'none' : 'available')
        if (found.kind !== 'available') continue
        expect(found.offer.startsAt.epochMilliseconds).toBe(expected)
        const named = [found.offer, ...found.alternatives].map((offer) => offer.startsAt.epochMilliseconds)
        expect(new Set(named).size).toBe(named.length)
        for (const startMs of named) expect(starts).toContain(startMs)
        heard.push({ said: 'Nein, da kann ich nicht.', main: found.offer.id, others: [] })
      }
    }),
    { numRuns: 30 },
  )
})

test('of callers who ask at the same moment each holds another one', async () => {
  const { deps, another } = await openTwoWeeks(database)
  const wishes = await Promise.all(Array.from({ length: 6 }, () => another()))
  const found = await Promise.all(wishes.map((wish) => next(deps, wish)))
  const offers = found.flatMap((one) => (one.kind === 'available' ? [one.offer] : []))
  expect(offers).toHaveLength(6)
  const held = await database.db.inCompany(wishes[0]?.house.company.id ?? '', (tx) =>
    tx.selectFrom('segments').select(['resource_id', 'during']).where('hold_id', 'is not', null).execute(),
  )
  // After three looks a time is named without being held; what is held is held once.
  expect(new Set(held.map((one) => `${one.resource_id} ${one.during}`)).size).toBe(held.length)
  expect(held.length).toBeGreaterThanOrEqual(3)
})

describe('an outside calendar', () => {
  const builtin = createBuiltinCalendar()
  /** Answers, but fails for ranges that have this day in them. */
  const stumblesOn = (badDate: string, error: () => Error): Calendar => ({
    async freeTimes(request, within) {
      const bad = Temporal.PlainDate.from(badDate)
      const isBad =
        Temporal.PlainDate.compare(request.firstDate, bad) <= 0 && Temporal.PlainDate.compare(bad, request.endDate) < 0
      if (isBad) throw error()
      return await builtin.freeTimes(request, within)
    },
  })

  test('that stumbles over one day is asked about the others', async () => {
    const { deps, wish } = await openTwoWeeks(database)
    const calendar = stumblesOn('2030-06-03', () => new TypeError('An entry without a start'))
    const found = await next({ ...deps, calendar }, wish)
    expect(found.kind === 'available' ? wallsOf([found.offer]) : found.kind).toEqual(['2030-06-04T09:00'])
  })

  test('that fails on every day, or cannot be asked, ends the search without failing the call', async () => {
    const { deps, wish } = await openTwoWeeks(database)
    const broken: Calendar = {
      freeTimes: () => Promise.reject(new TypeError('An answer that is none')),
    }
    expect(await next({ ...deps, calendar: broken }, wish)).toEqual({ kind: 'unavailable' })
    expect(await next({ ...deps, calendar: failingCalendar() }, wish)).toEqual({ kind: 'unavailable' })
  })

  test('whose breaker is open is not asked day by day', async () => {
    const { deps, wish } = await openTwoWeeks(database)
    let asked = 0
    const open: Calendar = {
      freeTimes: () => {
        asked += 1
        return Promise.reject(new CalendarUnavailableError('The breaker is open'))
      },
    }
    expect(await next({ ...deps, calendar: open }, wish)).toEqual({ kind: 'unavailable' })
    expect(asked).toBe(1)
  })

  test('that closes down in between ends the search at once', async () => {
    const { deps, wish } = await openTwoWeeks(database)
    let days = 0
    const dying: Calendar = {
      async freeTimes(request, within) {
        if (request.firstDate.until(request.endDate).days > 1) throw new TypeError('Too much at once')
        days += 1
        if (days === 3) throw new CalendarUnavailableError('The breaker has opened')
        // The others answer nothing until nobody waits for them any more.
        await new Promise((resolve) => within.addEventListener('abort', resolve, { once: true }))
        throw within.reason
      },
    }
    expect(await next({ ...deps, calendar: dying }, wish)).toEqual({ kind: 'unavailable' })
  })

  test('that never answers is given up at the deadline', async () => {
    const { deps, wish } = await openTwoWeeks(database)
    const deadline = new AbortController()
    const calendar = slowCalendar(builtin, async () => {
      deadline.abort(new DOMException('The deadline of the tool', 'TimeoutError'))
      await new Promise(() => undefined)
    })
    expect(await next({ ...deps, calendar }, wish, {}, deadline.signal)).toEqual({ kind: 'unavailable' })
  })
})
