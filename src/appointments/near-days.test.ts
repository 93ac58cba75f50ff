import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { firstMonday, openTwoWeeks } from '../../test/harness/two-weeks.ts'
import { silentMirror } from '../calendars/faulty-calendars.ts'
import { findAlternatives } from './alternatives.ts'
import { checkAvailability } from './check-availability.ts'
import { findNext } from './find-next.ts'

const signal = new AbortController().signal
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

/** The second week is left alone: many days are full, and some are not. */
const anyStretch = fc.record({
  staff: fc.nat(1),
  day: fc.integer({ min: 0, max: 6 }),
  quarter: fc.integer({ min: 34, max: 60 }),
  quarters: fc.integer({ min: 1, max: 40 }),
})

const anyCase = fc.record({
  taken: fc.array(anyStretch, { maxLength: 40 }),
  own: fc.array(fc.record({ day: fc.nat(5), quarter: fc.integer({ min: 36, max: 60 }) }), { maxLength: 4 }),
  quarterAsked: fc.integer({ min: -96, max: 5 * 96 }),
  asksForStaff: fc.boolean(),
})

/** An outcome without what is only kept with an offer: when it was made, and asked about. */
function withoutNotes(outcome: object): unknown {
  const notes = new Set(['createdAt', 'confirmationAskedAt', 'confirmationAskedBy', 'confirmationAskedUnclear'])
  return JSON.parse(JSON.stringify(outcome, (key, value: unknown) => (notes.has(key) ? undefined : value)))
}

test('looking at the days that come first before the others finds what looking at all of them finds', async () => {
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ taken, own, quarterAsked, asksForStaff }) => {
      const world = await openTwoWeeks(database, { taken, own })
      // A calendar elsewhere is asked about all days at once.
      const elsewhere = { ...world.deps, calendar: { ...world.deps.calendar, mirror: silentMirror() } }
      const at = firstMonday.toPlainDateTime().add({ minutes: quarterAsked * 15 })
      const staffId = asksForStaff ? (world.company.staffIds[0] ?? null) : null
      const wish = { ...world.wish, staffId }
      const ask = async (deps: typeof world.deps) => ({
        checked: await checkAvailability(deps, { ...wish, when: { kind: 'point', at } }, signal),
        others: await findAlternatives(deps, { ...wish, when: { kind: 'point', at }, refused: [], heard: [] }, signal),
        next: await findNext(deps, { ...wish, from: at, daily: null, heard: [] }, signal),
      })
      const [soon, all] = [await ask(world.deps), await ask(elsewhere)]
      expect(withoutNotes(soon)).toEqual(withoutNotes(all))
    }),
    { numRuns: 40 },
  )
})
