import { expect, test } from 'vitest'

import { deepFreeze } from './deep-freeze.ts'

test('what is frozen cannot be changed anywhere within, and is the same value', () => {
  const house = { name: 'Haus', staff: [{ hours: [[1, 2]] }], nothing: null, missing: undefined, count: 1 }
  expect(deepFreeze(house)).toBe(house)
  expect(
    [house, house.staff, house.staff[0], house.staff[0]?.hours, house.staff[0]?.hours[0]].every(Object.isFrozen),
  ).toBe(true)
})

test('values that are no plain objects are given back as they are', () => {
  const opaque = new Map([['inner', { open: true }]])
  const date = Temporal.PlainDate.from('2030-06-04')
  expect(deepFreeze({ opaque, date, nothing: null, text: 'text' })).toEqual({
    opaque,
    date,
    nothing: null,
    text: 'text',
  })
  expect(Object.isFrozen(opaque)).toBe(false)
  expect(deepFreeze(null)).toBe(null)
  expect(deepFreeze('text')).toBe('text')
})

test('what is frozen already is not gone into again, so that a value that holds itself does not hang', () => {
  const inner = { open: true }
  expect(deepFreeze(Object.freeze({ inner }))).toEqual({ inner })
  expect(Object.isFrozen(inner)).toBe(false)
})
