import { expect, test } from 'vitest'

import { createTestDatabase } from '../harness/database.ts'
import { changeThere } from './change-there.ts'

test('after hundreds of changes, with webhooks lost, tripled and in any order, one look makes both sides the same', async () => {
  const stage = await createTestDatabase()
  const { findings, anotherPoll, flagged, ...figures } = await changeThere(stage, {
    changes: 600,
    staffCount: 2,
    days: 5,
    seed: 1,
  })
  expect(findings).toEqual([])
  expect(anotherPoll).toEqual({})
  // It was worth looking: some overlap, and the look had something to find.
  expect(flagged).toBeGreaterThan(10)
  expect(figures.standing).toBeGreaterThan(50)
  expect(figures.webhooks['lost']).toBeGreaterThan(50)
  expect(Object.keys(figures.lastPoll)).toEqual(expect.arrayContaining(['changed', 'made']))
})
