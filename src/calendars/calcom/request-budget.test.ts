import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createRequestBudget } from './request-budget.ts'

const MINUTE_MS = 60_000

test('whatever is asked when, no minute sees 120 requests, and there is always something left for who writes', () => {
  const asking = fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.nat(500)),
    purpose: fc.constantFrom('read' as const, 'write' as const),
  })
  fc.assert(
    fc.property(fc.array(asking, { minLength: 300, maxLength: 600 }), (askings) => {
      let nowMs = 0
      const budget = createRequestBudget(() => nowMs)
      const sent: number[] = []
      for (const { afterMs, purpose } of askings) {
        // Many come at once, as days are looked up together.
        nowMs += afterMs
        if (budget.take(purpose) === 0) sent.push(nowMs)
      }
      for (const atMs of sent)
        expect(sent.filter((one) => atMs <= one && one < atMs + MINUTE_MS).length).toBeLessThan(120)
    }),
    { numRuns: 60, endOnFailure: true },
  )
})

test('reading stops while some requests are left, and those go to bookings', () => {
  const budget = createRequestBudget(() => 0)
  let read = 0
  while (budget.take('read') === 0) read += 1
  expect(budget.take('write')).toBe(0)
  expect(budget.take('read')).toBeGreaterThan(0)
  expect(read).toBeGreaterThan(30)
})

test('who waits as long as was said may go ahead', () => {
  let nowMs = 0
  const budget = createRequestBudget(() => nowMs)
  let waitMs = 0
  for (let asked = 0; waitMs === 0 && asked < 500; asked += 1) waitMs = budget.take('read')
  nowMs += waitMs
  expect(budget.take('read')).toBe(0)
})

test('a key that was shut out asks nothing until its minute is over', () => {
  let nowMs = 0
  const budget = createRequestBudget(() => nowMs)
  budget.shutOut(MINUTE_MS)
  nowMs += 59_000
  expect(budget.take('write')).toBe(1_000)
  nowMs += 1_000
  expect(budget.take('write')).toBe(0)
})

test('what the answers say of the key is believed: other processes use it too', () => {
  let nowMs = 0
  const budget = createRequestBudget(() => nowMs)
  budget.told({ remaining: 3, resetMs: 20_000 })
  // An answer that was overtaken changes nothing.
  budget.told({ remaining: 40, resetMs: 20_000 })
  expect(budget.take('read')).toBe(20_000)
  expect([budget.take('write'), budget.take('write'), budget.take('write')]).toEqual([0, 0, 0])
  expect(budget.take('write')).toBe(20_000)
  nowMs += 20_000
  expect(budget.take('read')).toBe(0)
})
