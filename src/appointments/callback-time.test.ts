import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Branch, Company } from '../companies/company.ts'
import { isOpenAt } from '../companies/opening-hours.ts'
import { weeklyHours } from '../infra/weekly-hours.ts'
import { type CallbackWish, callbackTime } from './callback-time.ts'

const zone = 'Europe/Berlin'

function branch(id: string, hours: Branch['hours']): Branch {
  const address = { street: '', postalCode: '', city: '' }
  return { id, name: id, ...address, germanState: 'BE', closedOnHolidays: true, hours }
}

const on = (weekdays: readonly number[], from: number, to: number) =>
  weekdays.map((weekday) => ({ weekday, fromMinute: from * 60, toMinute: to * 60 }))

const mitte = branch('mitte', weeklyHours([...on([1, 2, 3, 4, 5], 9, 12), ...on([1, 2, 3, 4, 5], 13, 18)]))
const west = branch('west', weeklyHours(on([6], 10, 14)))
const shut = branch('shut', weeklyHours([]))

function house(...branches: readonly Branch[]): Company {
  return {
    id: '',
    slug: '',
    name: '',
    zone,
    languages: ['de'],
    currency: 'EUR',
    country: 'DE',
    calendar: 'builtin',
    checksConfirmation: true,
    policies: {},
    branches,
    closures: [],
    rules: [],
    forwardingNumbers: [],
  }
}

const instant = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant()
const wall = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDateTime().toString().slice(0, 16)
const at = (wish: string): CallbackWish => ({ kind: 'point', at: Temporal.PlainDateTime.from(wish) })
const within = (from: string, to: string, daily?: [string, string]): CallbackWish => ({
  kind: 'window',
  from: Temporal.PlainDateTime.from(from),
  to: Temporal.PlainDateTime.from(to),
  grain: 'day',
  ...(daily && { daily: { from: Temporal.PlainTime.from(daily[0]), to: Temporal.PlainTime.from(daily[1]) } }),
})

function stretch(now: string, wish: CallbackWish | null, branches: readonly Branch[] = [mitte]) {
  const time = callbackTime(house(...branches), branches, wish, instant(now))
  return [wall(time.earliestAt), wall(time.dueAt), time.isAsWished]
}

describe('a callback', () => {
  // A Monday.
  test.each([
    ['is due within the hour while the house is open', '2026-11-23T09:30', '2026-11-23T09:30', '2026-11-23T10:30'],
    ['goes over lunch', '2026-11-23T11:40', '2026-11-23T11:40', '2026-11-23T13:40'],
    ['goes over night', '2026-11-23T17:45', '2026-11-23T17:45', '2026-11-24T09:45'],
    ['waits for the morning', '2026-11-23T22:00', '2026-11-24T09:00', '2026-11-24T10:00'],
    ['waits for Monday', '2026-11-28T11:00', '2026-11-30T09:00', '2026-11-30T10:00'],
  ])('%s', (_, now, from, to) => {
    expect(stretch(now, null)).toEqual([from, to, false])
  })

  test.each([
    ['at a time', at('2026-11-24T10:00'), ['2026-11-24T10:00', '2026-11-24T10:30', true]],
    ['just before lunch', at('2026-11-24T11:45'), ['2026-11-24T11:45', '2026-11-24T12:00', true]],
    ['before the door opens', at('2026-11-24T08:45'), ['2026-11-24T09:00', '2026-11-24T10:00', false]],
    ['over lunch', at('2026-11-24T12:15'), ['2026-11-24T13:00', '2026-11-24T14:00', false]],
    ['at night', at('2026-11-24T22:00'), ['2026-11-25T09:00', '2026-11-25T10:00', false]],
    ['on a day', within('2026-11-24T00:00', '2026-11-25T00:00'), ['2026-11-24T09:00', '2026-11-24T18:00', true]],
    ['of an afternoon', within('2026-11-24T12:00', '2026-11-24T18:00'), ['2026-11-24T13:00', '2026-11-24T18:00', true]],
    ['on a Saturday', within('2026-11-28T00:00', '2026-11-29T00:00'), ['2026-11-30T09:00', '2026-11-30T10:00', false]],
    [
      'of the mornings of a week',
      within('2026-11-30T00:00', '2026-12-07T00:00', ['08:00', '11:00']),
      ['2026-11-30T09:00', '2026-12-04T11:00', true],
    ],
    [
      'of a day that has begun',
      within('2026-11-23T00:00', '2026-11-24T00:00'),
      ['2026-11-23T14:00', '2026-11-23T18:00', true],
    ],
    ['of a time gone by', at('2026-11-23T10:00'), ['2026-11-23T14:00', '2026-11-23T15:00', false]],
    ['on a public holiday', at('2026-12-25T10:00'), ['2026-12-28T09:00', '2026-12-28T10:00', false]],
  ] as const)('wished %s', (_, wish, expected) => {
    expect(stretch('2026-11-23T14:00', wish)).toEqual(expected)
  })

  test('may be made by whichever branch is open', () => {
    expect(stretch('2026-11-28T09:00', null, [mitte, west])).toEqual(['2026-11-28T10:00', '2026-11-28T11:00', false])
  })

  test('of a house that never opens is due within an hour of the clock', () => {
    expect(stretch('2026-11-23T22:00', null, [shut])).toEqual(['2026-11-23T22:00', '2026-11-23T23:00', false])
  })

  test('is always ahead, while somebody is in, and within the wish where it says so', () => {
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 50 })
    const wishes = fc.option(
      fc.oneof(
        minutes.map((ahead) => ({ ahead, length: 0 })),
        fc.record({ ahead: minutes, length: fc.integer({ min: 1, max: 60 * 24 * 9 }) }),
      ),
    )
    fc.assert(
      fc.property(minutes, wishes, (passed, wished) => {
        const now = instant('2026-03-01T00:00').add({ minutes: passed })
        const start = now
          .toZonedDateTimeISO(zone)
          .toPlainDateTime()
          .add({ minutes: wished?.ahead ?? 0 })
        const wish: CallbackWish | null =
          wished === null
            ? null
            : wished.length === 0
              ? { kind: 'point', at: start }
              : { kind: 'window', from: start, to: start.add({ minutes: wished.length }), grain: 'time' }
        const company = house(mitte, west)
        const { earliestAt, dueAt, isAsWished } = callbackTime(company, company.branches, wish, now)
        expect(Temporal.Instant.compare(now, earliestAt)).toBeLessThanOrEqual(0)
        expect(Temporal.Instant.compare(earliestAt, dueAt)).toBeLessThan(0)
        const isOpen = (moment: Temporal.Instant) =>
          company.branches.some((one) => isOpenAt(company, one, moment.toZonedDateTimeISO(zone).toPlainDateTime()))
        expect(isOpen(earliestAt) && isOpen(dueAt.subtract({ milliseconds: 1 }))).toBe(true)
        const latest = wish?.kind === 'window' ? wish.to.toZonedDateTime(zone).toInstant() : dueAt
        expect(isAsWished && (wish === null || Temporal.Instant.compare(dueAt, latest) > 0)).toBe(false)
      }),
    )
  })
})
