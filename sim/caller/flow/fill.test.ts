import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { bracesIn, fill, valueAt, variableOf } from './fill.ts'

describe('filling a text', () => {
  test('puts variables in, and leaves what is unset to be heard', () => {
    const variables = new Map([['first_name', 'Anna']])
    expect(fill('Hallo {{first_name}}, am {{ new_date }}.', variables)).toBe('Hallo Anna, am {{ new_date }}.')
    expect(bracesIn('Hallo Anna, am {{ new_date }}.')).toEqual(['new_date'])
  })

  test('leaves no braces when every variable is set', () => {
    const name = fc.stringMatching(/^[a-z_]{1,8}$/)
    fc.assert(
      fc.property(fc.array(name, { maxLength: 5 }), (names) => {
        const variables = new Map(names.map((one) => [one, 'x']))
        expect(bracesIn(fill(names.map((one) => `{{${one}}} und`).join(' '), variables))).toEqual([])
      }),
    )
  })

  test('finds values by path, and says when there are none', () => {
    const answer = { data: { user: { name: 'Anna' } }, slots: [{ time: '10:00' }], none: null }
    expect(valueAt(answer, '$.data.user.name')).toBe('Anna')
    expect(valueAt(answer, 'slots[0].time')).toBe('10:00')
    expect(valueAt(answer, 'slots[1].time')).toBeUndefined()
    expect(variableOf(valueAt(answer, 'none'))).toBeUndefined()
    expect([variableOf(42), variableOf(true), variableOf('')]).toEqual(['42', 'true', ''])
  })
})
