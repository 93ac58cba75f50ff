import { expect, test } from 'vitest'

import { senseAt } from './answer-lexicon.ts'

test('the longest phrase counts', () => {
  expect(senseAt(['kein', 'problem'], 0)).toEqual({ sense: 'yes', used: 2 })
  expect(senseAt(['kein', 'termin'], 0)).toEqual({ sense: 'not', used: 1 })
  expect(senseAt(['doch', 'nicht'], 0)).toEqual({ sense: 'no', used: 2 })
})

test('a wish is not a yes', () => {
  expect(senseAt(['haette', 'gerne'], 0)?.sense).toBe('filler')
})

test('a word with a meaning of its own has no sense', () => {
  expect(senseAt(['zahnarzt'], 0)).toBeUndefined()
  expect(senseAt([], 0)).toBeUndefined()
})
