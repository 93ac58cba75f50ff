import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { buildTrigramIndex, similarTexts, trigramsOf } from './trigram.ts'

const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 8 }), { maxLength: 30 })

test('the edges of a text are part of its trigrams', () => {
  expect(trigramsOf('ab')).toHaveLength(3)
  expect(trigramsOf('ab').filter((trigram) => trigramsOf('abc').includes(trigram))).toHaveLength(2)
  expect(trigramsOf('aaaa')).toHaveLength(4)
})

test('a text is found by itself whatever share is asked for', () => {
  fc.assert(
    fc.property(texts, fc.nat(), (list, pick) => {
      const index = buildTrigramIndex(list)
      const number = list.length === 0 ? -1 : pick % list.length
      const found = similarTexts(index, list[number] ?? 'zzz', 1)
      expect(found.includes(number)).toBe(number >= 0)
    }),
  )
})

test('exactly those are found that share enough, by count', () => {
  fc.assert(
    fc.property(
      texts,
      fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 8 }),
      (list, asked) => {
        const wanted = new Set(trigramsOf(asked))
        const expected = list.flatMap((text, number) => {
          const own = trigramsOf(text)
          const shared = own.filter((trigram) => wanted.has(trigram)).length
          return shared > 0 && (2 * shared) / (own.length + wanted.size) >= 0.5 ? [number] : []
        })
        expect([...similarTexts(buildTrigramIndex(list), asked, 0.5)].sort((one, other) => one - other)).toEqual(
          expected,
        )
      },
    ),
  )
})

test('a look-up leaves nothing behind for the next', () => {
  const index = buildTrigramIndex(['anna', 'anne', 'otto'])
  expect(similarTexts(index, 'anna', 0.4)).toEqual(similarTexts(index, 'anna', 0.4))
})
