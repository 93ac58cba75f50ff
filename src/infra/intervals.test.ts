import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  coversInterval,
  type Intervals,
  intersectIntervals,
  overlapsInterval,
  sortIntervals,
  subtractIntervals,
  unionIntervals,
} from './intervals.ts'

const END = 40

/** Short stretches of small numbers, so that they touch, nest and coincide all the time. */
const anyIntervals = fc
  .array(fc.tuple(fc.nat({ max: END }), fc.nat({ max: 8 })), { maxLength: 12 })
  .map((pairs) => pairs.map(([startMs, length]) => ({ startMs, endMs: Math.min(startMs + length, END) })))
const intervals = anyIntervals.map(sortIntervals)

const momentsOf = (stretches: Intervals): boolean[] =>
  Array.from({ length: END }, (_, moment) =>
    stretches.some((stretch) => stretch.startMs <= moment && moment < stretch.endMs),
  )

function expectSorted(stretches: Intervals): void {
  for (const [index, stretch] of stretches.entries()) {
    expect(stretch.startMs).toBeLessThan(stretch.endMs)
    expect(stretches[index - 1]?.endMs ?? -1).toBeLessThan(stretch.startMs)
  }
}

test('sorting keeps every moment and leaves nothing that touches', () => {
  fc.assert(
    fc.property(anyIntervals, (stretches) => {
      const sorted = sortIntervals(stretches)
      expectSorted(sorted)
      expect(momentsOf(sorted)).toEqual(momentsOf(stretches))
    }),
  )
})

test.each([
  ['union', unionIntervals, (left: boolean, right: boolean) => left || right],
  ['intersection', intersectIntervals, (left: boolean, right: boolean) => left && right],
  ['difference', subtractIntervals, (left: boolean, right: boolean) => left && !right],
] as const)('the %s of two lists is right at every moment', (_name, combine, rule) => {
  fc.assert(
    fc.property(intervals, intervals, (left, right) => {
      const combined = combine(left, right)
      expectSorted(combined)
      const [inLeft, inRight] = [momentsOf(left), momentsOf(right)]
      expect(momentsOf(combined)).toEqual(inLeft.map((is, moment) => rule(is, inRight[moment] ?? false)))
    }),
    { numRuns: 500 },
  )
})

test('a stretch is covered when nothing of it is missing, and overlapped when anything is shared', () => {
  fc.assert(
    fc.property(intervals, fc.nat({ max: END - 2 }), fc.integer({ min: 1, max: 6 }), (stretches, startMs, length) => {
      const wanted = { startMs, endMs: Math.min(startMs + length, END) }
      const moments = momentsOf(stretches).slice(wanted.startMs, wanted.endMs)
      expect(coversInterval(stretches, wanted)).toBe(moments.every(Boolean))
      expect(overlapsInterval(stretches, wanted)).toBe(moments.some(Boolean))
    }),
  )
})
