import { expect, test } from 'vitest'

import { systemRandom } from './random.ts'

test('gives as many bytes as asked for, never the same ones again', () => {
  const given = Array.from({ length: 2_000 }, () => systemRandom.bytes(16).toHex())
  expect(new Set(given).size).toBe(2_000)
  expect(given.every((hex) => hex.length === 32)).toBe(true)
  expect([0, 1, 4_096, 10_000].map((length) => systemRandom.bytes(length).length)).toEqual([0, 1, 4_096, 10_000])
})
