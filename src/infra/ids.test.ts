import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createIds, isUuid } from './ids.ts'
import { systemRandom } from './random.ts'

const at = (epochMs: number) => ({ now: () => Temporal.Instant.fromEpochMilliseconds(epochMs) })

test('an id says when it was made', () => {
  const id = createIds(at(0x0123_4567_89ab), systemRandom).uuid()
  expect(id.slice(0, 15)).toBe('01234567-89ab-7')
})

test('ids are unique uuids that sort in the order they were made, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 2 ** 41 }), { minLength: 2, maxLength: 50 }), (times) => {
      let index = 0
      const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(times[index++] ?? 0) }
      const ids = createIds(clock, systemRandom)
      const made = times.map(() => ids.uuid())
      expect(made.toSorted()).toEqual(made)
      expect(new Set(made).size).toBe(made.length)
      for (const id of made) expect(isUuid(id)).toBe(true)
    }),
  )
})

test('ten thousand ids within one millisecond still sort', () => {
  const ids = createIds(at(1_000), systemRandom)
  const made = Array.from({ length: 10_000 }, () => ids.uuid())
  expect(made.toSorted()).toEqual(made)
})

test.each(['', 'abc', '0190d3c2-1f7a-7abc-8def-0123456789AB', "0190d3c2-1f7a-7abc-8def-0123456789ab'"])(
  '%j is not a uuid',
  (text) => {
    expect(isUuid(text)).toBe(false)
  },
)
