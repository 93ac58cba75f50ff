import { expect, test } from 'vitest'

import { weeklyHours } from '../infra/weekly-hours.ts'
import type { Branch, Company } from './company.ts'
import { closedReason, isOpenAt, openIntervals } from './opening-hours.ts'

const branch: Branch = {
  id: 'mitte',
  name: 'Mitte',
  street: '',
  postalCode: '',
  city: 'Berlin',
  germanState: 'BE',
  closedOnHolidays: true,
  hours: weeklyHours([1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 9 * 60, toMinute: 18 * 60 }))),
}
const munich: Branch = { ...branch, id: 'muenchen', germanState: 'BY' }

const closure = (given: Partial<Company['closures'][number]>) => ({
  branchId: null,
  firstDate: Temporal.PlainDate.from('2026-08-03'),
  lastDate: Temporal.PlainDate.from('2026-08-05'),
  reason: 'Betriebsferien',
  ...given,
})

const company: Company = {
  id: 'company',
  slug: 'company',
  name: 'Company',
  zone: 'Europe/Berlin',
  languages: ['de'],
  currency: 'EUR',
  country: 'DE',
  calendar: 'builtin',
  checksConfirmation: true,
  policies: {},
  branches: [branch, munich],
  closures: [closure({}), closure({ branchId: 'muenchen', firstDate: Temporal.PlainDate.from('2026-08-01') })],
  rules: [],
  forwardingNumbers: [],
}

const on = (date: string) => Temporal.PlainDate.from(date)

test('a branch is open during its hours', () => {
  expect(closedReason(company, branch, on('2026-07-01'))).toBeNull()
  expect(openIntervals(company, branch, on('2026-07-01'))).toEqual([
    {
      startMs: Temporal.Instant.from('2026-07-01T09:00+02:00').epochMilliseconds,
      endMs: Temporal.Instant.from('2026-07-01T18:00+02:00').epochMilliseconds,
    },
  ])
})

test.each([
  ['2026-07-05', branch, { kind: 'weekday' }],
  ['2026-08-03', branch, { kind: 'closure', reason: 'Betriebsferien' }],
  ['2026-08-05', branch, { kind: 'closure', reason: 'Betriebsferien' }],
  [
    '2026-03-08',
    { ...branch, hours: munich.hours },
    { kind: 'holiday', name: { de: 'Internationaler Frauentag', en: "International Women's Day" } },
  ],
  ['2026-01-06', munich, { kind: 'holiday', name: { de: 'Heilige Drei Könige', en: 'Epiphany' } }],
] as const)('%s is closed, and why is known', (date, where, reason) => {
  expect(closedReason(company, where, on(date))).toEqual(reason)
  expect(openIntervals(company, where, on(date))).toEqual([])
})

test('closures and holidays of elsewhere do not close a branch', () => {
  expect(closedReason(company, branch, on('2026-08-06'))).toBeNull()
  expect(closedReason(company, branch, on('2026-01-06'))).toBeNull()
  expect(closedReason(company, { ...munich, closedOnHolidays: false }, on('2026-01-06'))).toBeNull()
})

const open = (wall: string) => isOpenAt(company, branch, Temporal.PlainDateTime.from(wall))

test('open is from the first minute until before the last', () => {
  expect(['08:59', '09:00', '17:59', '18:00'].map((time) => open(`2026-07-01T${time}`))).toEqual([
    false,
    true,
    true,
    false,
  ])
})
