import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { datesBetween } from '../../infra/wall-day.ts'
import { wholeWeeks } from './whole-weeks.ts'

const today = Temporal.PlainDate.from('2026-11-25')
const isWorkday = (date: Temporal.PlainDate) => date.dayOfWeek <= 5
const weeks = (dates: string[]) => new Set(dates.map((date) => Temporal.PlainDate.from(date).weekOfYear))
const text = (dates: readonly Temporal.PlainDate[]) => dates.map(String)

test('a week is asked for from today on, without its closed days', () => {
  expect(text(wholeWeeks([today.add({ days: 1 })], today, isWorkday))).toEqual([
    '2026-11-25',
    '2026-11-26',
    '2026-11-27',
  ])
  expect(wholeWeeks([], today, isWorkday)).toEqual([])
})

test('every open day that was asked for is among them, once and in order, and no other week is', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.integer({ min: 1, max: 30 }), (from, days) => {
      const firstDate = today.add({ days: from })
      const asked = datesBetween(firstDate, firstDate.add({ days }))
      const whole = text(wholeWeeks(asked, today, isWorkday))
      expect(whole).toEqual([...new Set(whole)].sort())
      expect(whole).toEqual(expect.arrayContaining(text(asked.filter(isWorkday))))
      expect([...weeks(whole)].every((week) => weeks(text(asked)).has(week))).toBe(true)
    }),
  )
})
