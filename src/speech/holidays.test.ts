import { describe, expect, test } from 'vitest'

import { GERMAN_STATES, holidaysOn } from './holidays.ts'

const date = (iso: string) => Temporal.PlainDate.from(iso)

describe('public holidays', () => {
  test('the nationwide ones are known in every state, in both languages', () => {
    for (const state of GERMAN_STATES) {
      expect(holidaysOn(date('2026-04-03'), state)).toBe('Karfreitag')
      expect(holidaysOn(date('2026-10-03'), state, 'en')).toBe('German Unity Day')
      expect(holidaysOn(date('2026-12-26'), state)).toBe('Zweiter Weihnachtsfeiertag')
      expect(holidaysOn(date('2026-08-04'), state)).toBeUndefined()
    }
  })

  test('a holiday of one state is a working day in another', () => {
    expect(holidaysOn(date('2026-06-04'), 'BY')).toBe('Fronleichnam')
    expect(holidaysOn(date('2026-06-04'), 'BE')).toBeUndefined()
    expect(holidaysOn(date('2026-11-18'), 'SN')).toBe('Buß- und Bettag')
    expect(holidaysOn(date('2026-11-18'), 'BY')).toBeUndefined()
    expect(holidaysOn(date('2026-10-31'), 'HH')).toBe('Reformationstag')
  })
})
