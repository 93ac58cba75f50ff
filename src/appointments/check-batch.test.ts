import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { firstMonday, openTwoWeeks, type Stretch, wallsOf } from '../../test/harness/two-weeks.ts'
import { createBuiltinCalendar } from '../calendars/builtin/builtin-calendar.ts'
import type { Calendar } from '../calendars/calendar.ts'
import { checkAvailability, type WantedTime } from './check-availability.ts'
import { checkBatch, type SlotOutcome } from './check-batch.ts'
import type { AvailabilityOutcome } from './outcomes.ts'

const signal = new AbortController().signal
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

const pointAt = (wall: string): WantedTime => ({ kind: 'point', at: Temporal.PlainDateTime.from(wall) })

/** What a single check says, in the words of a batch. */
function inBrief(outcome: AvailabilityOutcome, slot: WantedTime): SlotOutcome['kind'] {
  switch (outcome.kind) {
    case 'available':
    case 'closed':
    case 'past':
    case 'too_soon':
    case 'too_far':
      return outcome.kind
    case 'alternatives':
      return slot.kind === 'window' && outcome.reason === 'window' ? 'available' : 'taken'
    case 'none':
      return 'taken'
  }
}

const anyStretch: fc.Arbitrary<Stretch> = fc.record({
  day: fc.integer({ min: 0, max: 15 }),
  quarter: fc.integer({ min: 34, max: 66 }),
  quarters: fc.integer({ min: 1, max: 30 }),
})
/** Days past, near, far and beyond the horizon; on the grid and off it. */
const anySlot: fc.Arbitrary<WantedTime> = fc
  .record({
    day: fc.oneof(fc.integer({ min: -2, max: 16 }), fc.integer({ min: 30, max: 95 })),
    minute: fc.oneof(
      fc.integer({ min: 34, max: 74 }).map((quarter) => quarter * 15),
      fc.integer({ min: 500, max: 1_100 }),
    ),
    hours: fc.constantFrom(0, 0, 0, 3, 30),
  })
  .map(({ day, minute, hours }): WantedTime => {
    const from = firstMonday.add({ days: day }).toPlainDateTime().add({ minutes: minute })
    return hours === 0 ? { kind: 'point', at: from } : { kind: 'window', from, to: from.add({ hours }) }
  })

test('a batch says of each time what a single check of it says', async () => {
  const anyCase = fc.record({
    taken: fc.array(fc.record({ staff: fc.nat(1), stretch: anyStretch }), { maxLength: 40 }),
    slots: fc.array(anySlot, { minLength: 1, maxLength: 10 }),
    asksForStaff: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ slots, ...given }) => {
      const taken = given.taken.map(({ staff, stretch }) => ({ staff, ...stretch }))
      const world = await openTwoWeeks(database, { taken })
      const staffId = given.asksForStaff ? (world.company.staffIds[1] ?? null) : null
      const wish = { ...world.wish, staffId }
      const batch = await checkBatch(world.deps, { ...wish, slots }, signal)
      const singles: SlotOutcome['kind'][] = []
      for (const when of slots)
        singles.push(inBrief(await checkAvailability(world.deps, { ...wish, when }, signal), when))
      expect(batch.slots.map((slot) => slot.kind)).toEqual(singles)
      const firstFree = batch.slots.find((slot) => slot.kind === 'available')
      expect(batch.first).toEqual(firstFree?.offer ?? null)
      for (const [index, slot] of batch.slots.entries()) {
        const asked = slots[index]
        if (slot.kind !== 'available' || asked?.kind !== 'point') continue
        expect(wallsOf([slot.offer])).toEqual([asked.at.toString({ smallestUnit: 'minute' })])
      }
    }),
    { numRuns: 40 },
  )
})

test('the first free one is held: the next caller is offered the one after it', async () => {
  const { company, deps, wish, another } = await openTwoWeeks(database)
  const slots = ['2030-06-04T10:00', '2030-06-04T11:00'].map(pointAt)
  const staffId = company.staffIds[0] ?? null
  const first = await checkBatch(deps, { ...wish, staffId, slots }, signal)
  expect(first.first && wallsOf([first.first])).toEqual(['2030-06-04T10:00'])
  const second = await checkBatch(deps, { ...(await another()), staffId, slots }, signal)
  expect(second.slots.map((slot) => slot.kind)).toEqual(['taken', 'available'])
  expect(second.first && wallsOf([second.first])).toEqual(['2030-06-04T11:00'])
})

test('of callers who ask for the same times at the same moment nobody is told of one that another holds', async () => {
  const { company, deps, another } = await openTwoWeeks(database)
  const slots = ['10:00', '11:00', '12:00'].map((time) => pointAt(`2030-06-04T${time}`))
  const staffId = company.staffIds[0] ?? null
  const wishes = await Promise.all(Array.from({ length: 3 }, () => another()))
  const told = await Promise.all(wishes.map((wish) => checkBatch(deps, { ...wish, staffId, slots }, signal)))
  const firsts = told.map((one) => one.first && wallsOf([one.first])[0])
  expect(new Set(firsts).size).toBe(3)
})

test('a calendar is asked once for near times, and about far ones at the same time', async () => {
  const { deps, wish } = await openTwoWeeks(database)
  const builtin = createBuiltinCalendar()
  const asked: string[] = []
  const calendar: Calendar = {
    async freeTimes(request, within) {
      asked.push(`${request.firstDate.toString()} ${request.endDate.toString()}`)
      return await builtin.freeTimes(request, within)
    },
  }
  const near = ['2030-06-12T10:00', '2030-06-04T10:00', '2030-06-05T10:00'].map(pointAt)
  const none = await checkBatch({ ...deps, calendar }, { ...wish, slots: near }, signal)
  expect(none.slots.map((slot) => slot.kind)).toEqual(['available', 'available', 'available'])
  expect(asked).toEqual(['2030-06-04 2030-06-19'])
  const far = await checkBatch(
    { ...deps, calendar },
    { ...wish, slots: [...near, pointAt('2030-08-05T10:00')] },
    signal,
  )
  expect(far.slots.at(-1)?.kind).toBe('available')
  expect(asked).toHaveLength(3)
})
