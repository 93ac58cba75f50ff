import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { isOptimised, OPTIMISATIONS, readShares } from './optimisations.ts'

const optimisation = fc.constantFrom(...OPTIMISATIONS)

describe('an optimisation for a share of calls', () => {
  test('is on or off for a call for good, and stays on when the share grows', () => {
    fc.assert(
      fc.property(optimisation, fc.string(), fc.nat(100), fc.nat(100), (name, call, one, other) => {
        const isOn = (share: number) => isOptimised({ [name]: share }, name, call)
        expect(isOn(one)).toBe(isOn(one))
        expect(isOn(Math.min(one, other)) && !isOn(Math.max(one, other))).toBe(false)
      }),
    )
  })

  test('is on for all at a hundred percent or when nothing is said, and for nobody at none', () => {
    fc.assert(
      fc.property(optimisation, fc.string(), (name, call) => {
        expect([{}, { [name]: 100 }, { [name]: 0 }].map((shares) => isOptimised(shares, name, call))).toEqual([
          true,
          true,
          false,
        ])
      }),
    )
  })

  test.each([10, 50])('is on for about %i of a hundred calls', (share) => {
    const calls = Array.from({ length: 10_000 }, (_none, index) => `call_${index}`)
    const on = calls.filter((call) => isOptimised({ prefetch: share }, 'prefetch', call)).length
    expect(Math.abs(on / 100 - share)).toBeLessThan(2)
  })

  test('chooses other calls than another optimisation', () => {
    const shares = { prefetch: 50, calendar_cache: 50 }
    const calls = Array.from({ length: 1_000 }, (_none, index) => `call_${index}`)
    const both = calls.filter(
      (call) => isOptimised(shares, 'prefetch', call) && isOptimised(shares, 'calendar_cache', call),
    )
    expect(Math.abs(both.length - 250)).toBeLessThan(60)
  })
})

test('of what is stored only shares of what there is count', () => {
  expect(readShares({ prefetch: 10, warming: 101, calendar_cache: '50', teleport: 50 })).toEqual({ prefetch: 10 })
})
