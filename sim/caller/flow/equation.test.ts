import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { holds } from './equation.ts'

const variables = new Map([
  ['status', 'booked'],
  ['first_name', ''],
  ['count', '12'],
])

function check(left: string, operator: string, right: string | null): boolean {
  return holds({ kind: 'equation', equations: [{ left, operator, right }], all: true }, variables)
}

describe('an equation', () => {
  test.each([
    ['{{status}}', '==', 'booked', true],
    ['{{status}}', '==', 'taken', false],
    ['status', '==', 'booked', true],
    ['{{status}}', '!=', 'taken', true],
    ['{{status}}', 'contains', 'ook', true],
    ['{{status}}', 'not_contains', 'ook', false],
    ['{{count}}', '>', '9', true],
    ['{{count}}', '<=', '12', true],
    ['{{status}}', '>', '9', false],
    ['{{first_name}}', 'exists', null, true],
    ['{{nobody}}', 'exists', null, false],
    ['{{nobody}}', 'not_exist', null, true],
    ['{{nobody}}', '==', '', false],
    ['{{nobody}}', '!=', 'x', true],
    ['{{status}}', 'sounds like', 'booked', false],
  ])('%s %s %s is %s', (left, operator, right, expected) => {
    expect(check(left, operator, right)).toBe(expected)
  })

  test('with others: all of them, or one of them', () => {
    const equations = [
      { left: '{{status}}', operator: '==', right: 'booked' },
      { left: '{{status}}', operator: '==', right: 'taken' },
    ]
    expect(holds({ kind: 'equation', equations, all: false }, variables)).toBe(true)
    expect(holds({ kind: 'equation', equations, all: true }, variables)).toBe(false)
    expect(holds({ kind: 'equation', equations: [], all: true }, variables)).toBe(false)
  })

  test('is either equal or not, whatever is in the variable', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, other) => {
        const set = new Map([['v', value]])
        const is = (operator: string) =>
          holds({ kind: 'equation', equations: [{ left: 'v', operator, right: other }], all: true }, set)
        expect(is('==')).not.toBe(is('!='))
        expect(is('contains')).not.toBe(is('not_contains'))
      }),
    )
  })
})
