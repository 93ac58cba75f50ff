import { expect, test } from 'vitest'

import { createTestDatabase } from '../harness/database.ts'
import { raceForTimes } from './race-for-times.ts'

test('nobody shares a time with anybody, although the calendar elsewhere would let them', async () => {
  const stage = await createTestDatabase()
  const { findings, told, confirmed } = await raceForTimes(stage, { callers: 75, times: 15, staffCount: 1 })
  expect(findings).toEqual([])
  // Fifteen starts a quarter of an hour apart are room for eight half hours; what is offered instead lies beside them.
  expect(confirmed).toBeGreaterThan(5)
  expect(told['booked']).toBe(confirmed)
  expect(told['taken']).toBeGreaterThan(20)
})
