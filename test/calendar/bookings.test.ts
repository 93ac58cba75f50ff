import { expect, test } from 'vitest'

import { createTestDatabase } from '../harness/database.ts'
import { bookUnderFaults } from './book-under-faults.ts'

test('whatever breaks while many book, in the end both places have the same, and nobody was told "booked" without it', async () => {
  const stage = await createTestDatabase()
  const run = { salons: 2, callers: 90, staffCount: 2, atOnce: 8, days: 3, seed: 7, pace: 'quick' } as const
  const { findings, told, struck, ...figures } = await bookUnderFaults(stage, run)
  expect(findings).toEqual([])
  // It was worth looking: all of it happened.
  expect(figures.confirmed).toBeGreaterThan(60)
  expect(told['booked']).toBeGreaterThan(60)
  expect(told['unconfirmed']).toBeGreaterThan(5)
  expect(Object.keys(struck)).toEqual(expect.arrayContaining(['bookings.500-after', 'bookings.drop-after']))
})
