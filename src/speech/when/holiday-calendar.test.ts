import { getHolidays } from 'feiertagejs'
import { describe, expect, test } from 'vitest'

import { easterSunday, firstAdvent, holidayIn, nthWeekday } from './holiday-calendar.ts'
import { HOLIDAY_NAMES } from './holiday-names.ts'

const day = (year: number, key: string) => holidayIn(year, key)?.from.toString()

describe('the holiday calendar', () => {
  test('Easter agrees with the library that knows the German holidays, for two centuries', () => {
    for (let year = 1900; year < 2100; year += 1) {
      const known = getHolidays(year, 'ALL').find((holiday) => holiday.name === 'OSTERSONNTAG')
      expect(easterSunday(year).toString()).toBe(known?.dateString)
    }
  })

  test('Advent begins on the fourth Sunday before Christmas', () => {
    expect(firstAdvent(2026).toString()).toBe('2026-11-29')
    expect(firstAdvent(2022).toString()).toBe('2022-11-27')
    expect(day(2026, 'advent-11')).toBe('2026-11-18')
  })

  test('the nth weekday of a month is counted from either end', () => {
    expect(nthWeekday(2026, 12, 1, 1).toString()).toBe('2026-12-07')
    expect(nthWeekday(2026, 11, 5, -1).toString()).toBe('2026-11-27')
    expect(day(2026, 'nth-05-7-2')).toBe('2026-05-10')
  })

  test('Jewish feasts begin on their eve, Islamic ones on their day, and Ramadan lasts its month', () => {
    expect(day(2026, 'hebrew-M07-15')).toBe('2026-04-01')
    expect(day(2026, 'hebrew-M01-10')).toBe('2026-09-20')
    expect(holidayIn(2026, 'hebrew-M03-25')?.days).toBe(8)
    expect(day(2026, 'islamic-M12-10')).toBe('2026-05-27')
    expect(holidayIn(2026, 'islamic-M09-01')).toMatchObject({ days: 30 })
  })

  test('feasts of other calendars are computed from moon and sun', () => {
    expect(day(2026, 'moon-diwali')).toBe('2026-11-08')
    expect(day(2025, 'moon-diwali')).toBe('2025-10-20')
    expect(day(2024, 'moon-holi')).toBe('2024-03-25')
    expect(day(2024, 'moon-makara')).toMatch(/^2024-01-1[45]$/)
    expect(day(2026, 'chinese-new')).toBe('2026-02-17')
    expect(day(2026, 'orthodox-0')).toBe('2026-04-12')
  })

  test('every name leads to a holiday that nearly every year has', () => {
    for (const key of new Set(HOLIDAY_NAMES.values())) {
      const years = [2025, 2026, 2027, 2028].filter((year) => holidayIn(year, key) !== undefined)
      expect(`${key}: ${years.length >= 3 ? 'kept' : 'missing'}`).toBe(`${key}: kept`)
    }
  })
})
