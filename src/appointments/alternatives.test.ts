import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'

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
import { CalendarUnavailableError } from '../calendars/calendar.ts'
import { failingCalendar } from '../calendars/faulty-calendars.ts'
import { setRules } from '../companies/set-up.ts'
import { type AlternativesCommand, findAlternatives } from './alternatives.ts'
import { checkAvailability } from './check-availability.ts'
import type { Wish } from './offer-openings.ts'
import type { BookingDeps } from './visit.ts'

const signal = new AbortController().signal
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

async function alternativesTo(deps: BookingDeps, wish: Wish, wall: string, more: Partial<AlternativesCommand> = {}) {
  const when = { kind: 'point', at: Temporal.PlainDateTime.from(wall) } as const
  const outcome = await findAlternatives(deps, { ...wish, when, refused: [], heard: [], ...more }, signal)
  return outcome.kind === 'none' ? [] : outcome.alternatives
}

/** The rule in its own words: classes of nearness, and within each the order a caller would expect. */
function inOrder(starts: readonly number[], wanted: Temporal.PlainDateTime): readonly number[] {
  const key = (startMs: number): readonly number[] => {
    const wall = wallOf(startMs)
    const days = wanted.toPlainDate().until(wall.toPlainDate(), { largestUnit: 'days' }).days
    const minutes = wanted.toPlainTime().until(wall.toPlainTime()).total('minutes')
    // Of two equally near the later.
    const apart = Math.abs(minutes) * 2 - (minutes > 0 ? 1 : 0)
    if (days === 0) return [0, 0, apart]
    if (days > 0 && days < 7 && minutes === 0) return [1, days, 0]
    if (days === 7) return [2, 0, apart]
    return days > 0 ? [3, days, apart] : [4, -days, apart]
  }
  return starts.toSorted((one, other) => compareKeys(key(one), key(other)))
}

function compareKeys(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((part, at) => part !== other[at])
  return index < 0 ? 0 : (one[index] ?? 0) - (other[index] ?? 0)
}

const quarterOfDay = fc.integer({ min: 34, max: 70 })
const anyStretch: fc.Arbitrary<Stretch> = fc.record({
  day: fc.integer({ min: 0, max: 15 }),
  quarter: quarterOfDay,
  quarters: fc.integer({ min: 1, max: 40 }),
})

/** From the wanted time: on its day, the next, or a week on; an hour or two before or after. */
const nearby = fc.record({ days: fc.constantFrom(0, 0, 1, 7), quarters: fc.integer({ min: -6, max: 6 }) })

test('are exactly the first three by the rule of those that are free, not refused and clear of the caller’s own', async () => {
  const anyCase = fc.record({
    taken: fc.array(fc.record({ staff: fc.nat(1), stretch: anyStretch }), { maxLength: 40 }),
    own: fc.array(nearby, { maxLength: 4 }),
    day: fc.integer({ min: 0, max: 12 }),
    quarter: quarterOfDay,
    asksForStaff: fc.boolean(),
    rounds: fc.integer({ min: 1, max: 3 }),
    says: fc.constantFrom('transcript', 'id', 'time'),
  })
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ day, quarter, rounds, says, ...given }) => {
      const taken = given.taken.map(({ staff, stretch }) => ({ staff, ...stretch }))
      const own = given.own.map((one) => ({ day: day + one.days, quarter: quarter + one.quarters }))
      const world = await openTwoWeeks(database, { taken, own })
      const staffId = given.asksForStaff ? (world.company.staffIds[1] ?? null) : null
      const wanted = firstMonday
        .add({ days: day })
        .toPlainDateTime()
        .add({ minutes: quarter * 15 })
      const wish = { ...world.wish, staffId }
      const heard: { said: string; main: null; others: string[] }[] = []
      const refused: { offerId: string; time: { kind: 'point'; at: Temporal.PlainDateTime } | null }[] = []
      const gone = new Set([msOf(wanted)])
      for (let round = 0; round < rounds; round += 1) {
        const offers = await alternativesTo(world.deps, wish, wanted.toString(), { heard, refused })
        const free = freeStarts(world, wanted.toPlainDate(), 15, staffId).filter((startMs) => !gone.has(startMs))
        const expected = inOrder(free, wanted).slice(0, 3)
        expect(offers.map((offer) => offer.startsAt.epochMilliseconds)).toEqual(expected)
        for (const { id, startsAt } of offers) {
          gone.add(startsAt.epochMilliseconds)
          if (says === 'id') refused.push({ offerId: id, time: null })
          if (says === 'time') {
            refused.push({ offerId: 'none', time: { kind: 'point', at: wallOf(startsAt.epochMilliseconds) } })
          }
        }
        const others = offers.map(({ id }) => id)
        if (says === 'transcript') heard.push({ said: 'Nein, das passt mir nicht.', main: null, others })
      }
    }),
    { numRuns: 30 },
  )
})

test('of a stretch of time lie in it first, and nobody’s time is held for them', async () => {
  const { deps, wish, another } = await openTwoWeeks(database, {
    taken: [
      { staff: 0, day: 1, quarter: 36, quarters: 10 },
      { staff: 1, day: 1, quarter: 36, quarters: 10 },
    ],
  })
  const [from, to] = ['2030-06-04T00:00', '2030-06-04T12:00'].map((wall) => Temporal.PlainDateTime.from(wall))
  if (from === undefined || to === undefined) throw new Error('unreachable')
  const when = { kind: 'window', from, to } as const
  expect(wallsOf(await alternativesTo(deps, wish, '2030-06-04T10:00', { when }))).toEqual([
    '2030-06-04T11:30',
    '2030-06-04T11:45',
    '2030-06-04T12:00',
  ])
  const morning = { offerId: '', time: when }
  expect(wallsOf(await alternativesTo(deps, wish, '2030-06-04T10:00', { refused: [morning] }))).toEqual([
    '2030-06-04T12:00',
    '2030-06-04T12:15',
    '2030-06-04T12:30',
  ])
  const others = await Promise.all([another(), another(), another()])
  const told = await Promise.all(others.map((other) => alternativesTo(deps, other, '2030-06-04T10:00')))
  for (const offers of told) expect(wallsOf(offers)[0]).toBe('2030-06-04T11:30')
})

test('come back when the caller does, and with somebody else when that is who is asked for', async () => {
  const { company, deps, wish } = await openTwoWeeks(database)
  const first = await alternativesTo(deps, wish, '2030-06-04T10:00')
  const others = first.map(({ id }) => id)
  const no = { said: 'Nein, nichts davon.', main: null, others }
  const yes = { said: 'Ach doch, Viertel nach zehn passt.', main: null, others }
  const again = await alternativesTo(deps, wish, '2030-06-04T10:00', { heard: [no, yes] })
  expect(wallsOf(again)).toEqual(['2030-06-04T10:15', '2030-06-04T09:30', '2030-06-04T10:45'])
  const colleague = company.staffIds.find((id) => id !== first[0]?.staffId) ?? null
  const withOther = await alternativesTo(deps, { ...wish, staffId: colleague }, '2030-06-04T10:00', { heard: [no] })
  expect(wallsOf(withOther)).toEqual(wallsOf(first))
})

test('may lie beside the caller’s own where the house wants it so', async () => {
  const { company, deps, wish, another } = await openTwoWeeks(database, { own: [{ day: 1, quarter: 41 }] })
  expect(wallsOf(await alternativesTo(deps, wish, '2030-06-04T10:00'))[0]).toBe('2030-06-04T09:45')
  await database.db.inCompany(company.id, (tx) => setRules(tx, deps, company.id, { offersBesideOwn: true }))
  const { house } = await another()
  expect(wallsOf(await alternativesTo(deps, { ...wish, house }, '2030-06-04T10:00'))[0]).toBe('2030-06-04T10:15')
})

test('are not looked for in a calendar that cannot be asked', async () => {
  const { deps, wish } = await openTwoWeeks(database)
  const asked = alternativesTo({ ...deps, calendar: failingCalendar() }, wish, '2030-06-04T10:00')
  await expect(asked).rejects.toThrow(CalendarUnavailableError)
})

test('of a single check are clear of the caller’s own as well; the very time they ask for is theirs to have', async () => {
  const own = [{ day: 1, quarter: 41 }]
  const { deps, wish } = await openTwoWeeks(database, { own })
  const at = Temporal.PlainDateTime.from('2030-06-04T10:00')
  const outcome = await checkAvailability(deps, { ...wish, when: { kind: 'point', at } }, signal)
  expect(outcome.kind).toBe('available')
  const offers = 'alternatives' in outcome ? outcome.alternatives : []
  expect(wallsOf(offers)).toEqual(['2030-06-04T09:45', '2030-06-04T09:30', '2030-06-04T10:45'])
  const day = { kind: 'window', from: at, to: Temporal.PlainDateTime.from('2030-06-04T11:00') } as const
  const window = await checkAvailability(deps, { ...wish, when: day }, signal)
  expect(wallsOf('alternatives' in window ? window.alternatives : [])).toEqual(['2030-06-04T10:45'])
})
