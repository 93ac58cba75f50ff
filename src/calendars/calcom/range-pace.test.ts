import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createRangePace } from './range-pace.ts'

test('a server that answers quickly is asked for up to five weeks at once', () => {
  const pace = createRangePace()
  const asked = [1, 2].map(() => {
    const days = pace.days()
    pace.took(days, 550)
    return days
  })
  expect([...asked, pace.days()]).toEqual([14, 35, 35])
})

test('questions that were under way together count as one', () => {
  const pace = createRangePace()
  pace.took(14, 2_000)
  for (let time = 0; time < 9; time += 1) pace.took(7, 550)
  expect(pace.days()).toBe(14)
})

test.each([2_000, undefined])('after an answer that took %s ms fewer days are asked for', (elapsedMs) => {
  const pace = createRangePace()
  pace.took(14, elapsedMs)
  expect(pace.days()).toBe(7)
  pace.took(7, elapsedMs)
  expect(pace.days()).toBe(7)
})

test('whatever the answers are like, one, two or five whole weeks are asked for, and a single day teaches nothing', () => {
  const answer = fc.tuple(fc.constantFrom(1, 5, 7, 12, 14, 26, 35), fc.option(fc.nat(4_000), { nil: undefined }))
  fc.assert(
    fc.property(fc.array(answer), (answers) => {
      const pace = createRangePace()
      for (const [days, elapsedMs] of answers) {
        const before = pace.days()
        pace.took(days, elapsedMs)
        expect([7, 14, 35]).toContain(pace.days())
        expect(days === 1 ? pace.days() : before).toBe(before)
      }
    }),
  )
})
