import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { datesBetween } from '../../infra/wall-day.ts'
import { daysTogether } from './days-together.ts'

/** A Wednesday. */
const today = Temporal.PlainDate.from('2026-11-25')
const isWorkday = (date: Temporal.PlainDate) => date.dayOfWeek <= 5
const text = (dates: readonly Temporal.PlainDate[]) => dates.map(String)

test('a week is asked for from today on, without its closed days', () => {
  expect(text(daysTogether([today.add({ days: 1 })], { today, weeks: 1 }, isWorkday))).toEqual([
    '2026-11-25',
    '2026-11-26',
    '2026-11-27',
  ])
  expect(daysTogether([], { today, weeks: 4 }, isWorkday)).toEqual([])
})

test('four weeks are asked for from today on, counted from this Monday', () => {
  const days = text(daysTogether([today.add({ days: 9 })], { today, weeks: 4 }, isWorkday))
  expect([days[0], days.at(-1), days.length]).toEqual(['2026-11-25', '2026-12-18', 18])
})

test('every day that was asked for and has something to tell is among them, once and in order, and they fill whole stretches', () => {
  const anything = fc.record({
    from: fc.nat(60),
    days: fc.integer({ min: 1, max: 30 }),
    weeks: fc.constantFrom(1, 2, 4),
  })
  fc.assert(
    fc.property(anything, ({ from, days, weeks }) => {
      const firstDate = today.add({ days: from })
      const asked = datesBetween(firstDate, firstDate.add({ days }))
      const together = daysTogether(asked, { today, weeks }, isWorkday)
      expect(text(together)).toEqual([...new Set(text(together))].sort())
      expect(text(together)).toEqual(expect.arrayContaining(text(asked.filter(isWorkday))))
      expect(text(daysTogether(together, { today, weeks }, isWorkday))).toEqual(text(together))
      expect(together.length).toBeLessThanOrEqual((Math.ceil(days / (weeks * 7)) + 1) * weeks * 5)
    }),
  )
})
