import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { daysFrom } from './days.ts'

const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => Temporal.PlainDate.from('2020-01-01').add({ days }))
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

describe('the days of a scenario', () => {
  test('are the weekday asked for, two days off or later, and another one a week on', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 6 }), (today, index) => {
        const days = daysFrom(today)
        const [first, next] = ['', '+1'].map((later) => days.at(`${weekdays[index]}${later} 10:00`).toPlainDate())
        expect(first?.dayOfWeek).toBe(index + 1)
        expect(next?.dayOfWeek).toBe(index + 1)
        expect(today.until(first ?? today).days).toBeGreaterThanOrEqual(2)
        expect(Temporal.PlainDate.compare(next ?? today, first ?? today)).toBe(1)
      }),
    )
  })

  test.each([
    ['2026-04-04', 'monday', '2026-04-13', 'Easter Monday'],
    ['2026-03-31', 'friday', '2026-04-10', 'Good Friday'],
    ['2027-05-14', 'monday', '2027-05-24', 'Whit Monday'],
    ['2024-05-07', 'thursday', '2024-05-16', 'Ascension Day'],
    ['2026-12-22', 'friday', '2027-01-08', 'Christmas and New Year'],
  ])('pass over holidays: from %s, %s is %s (%s)', (today, weekday, expected) => {
    expect(daysFrom(Temporal.PlainDate.from(today)).at(`${weekday} 10:00`).toPlainDate().toString()).toBe(expected)
  })

  test('are said as people say them', () => {
    const days = daysFrom(Temporal.PlainDate.from('2026-11-21'))
    expect(days.fill('am {tuesday}', 'de')).toBe('am Dienstag, dem 24. November')
    expect(days.fill('on {tuesday}', 'en')).toBe('on Tuesday the 24th of November')
    expect(days.fill('{tuesday+1 figures} {monday name}', 'de')).toBe('01.12.2026 Montag')
    expect(() => days.at('someday 10:00')).toThrow('someday')
  })
})
