import { describe, expect, test } from 'vitest'

import { createBuiltinCalendar } from '../calendars/builtin/builtin-calendar.ts'
import { CalendarUnavailableError } from '../calendars/calendar.ts'
import { failingCalendar, slowCalendar } from '../calendars/faulty-calendars.ts'
import type { Service } from '../catalog/service.ts'
import type { Branch, RuleLevel } from '../companies/company.ts'
import { DEFAULT_RULES } from '../companies/rules.ts'
import type { Interval } from '../infra/intervals.ts'
import { weeklyHours } from '../infra/weekly-hours.ts'
import type { StaffMember } from '../staff/staff-member.ts'
import { type AskDeps, askCalendar, type OpeningsRequest } from './ask-calendar.ts'
import { findOpenings } from './find-openings.ts'
import type { House } from './house.ts'
import { judgeStart } from './judge-start.ts'

const zone = 'Europe/Berlin'
const everyDay = (fromMinute: number, toMinute: number) =>
  weeklyHours([1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute, toMinute })))
const instantMs = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds
const date = (text: string) => Temporal.PlainDate.from(text)

const branch: Branch = {
  id: 'mitte',
  name: 'Mitte',
  street: '',
  postalCode: '',
  city: '',
  germanState: 'BE',
  closedOnHolidays: true,
  hours: everyDay(9 * 60, 11 * 60),
}

const person = (id: string, given: Partial<StaffMember> = {}): StaffMember => ({
  id,
  branchId: 'mitte',
  title: '',
  firstName: id,
  lastName: '',
  hours: everyDay(9 * 60, 11 * 60),
  timeOff: [],
  calendarReference: null,
  ...given,
})

const service: Service = {
  id: 'schnitt',
  categoryId: null,
  name: 'Schnitt',
  nameEn: '',
  description: '',
  aliases: [],
  durationMinutes: 60,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  priceMinor: null,
  isDefault: false,
  staffIds: ['anna', 'berta', 'dora'],
  gaps: [],
  calendarReference: null,
}

const rules: RuleLevel = { branchId: null, serviceId: null, ...DEFAULT_RULES, slotGridMinutes: 60, horizonDays: 10 }

const house: House = {
  version: 1,
  company: {
    id: 'salon',
    slug: 'salon',
    name: 'Salon',
    zone,
    languages: ['de'],
    currency: 'EUR',
    country: 'DE',
    calendar: 'builtin',
    checksConfirmation: true,
    policies: {},
    branches: [branch],
    closures: [],
    rules: [rules],
    forwardingNumbers: [],
  },
  staff: [
    person('anna'),
    person('berta', { hours: everyDay(10 * 60, 18 * 60) }),
    person('clara'),
    person('dora', { branchId: 'nord' }),
  ],
  services: [service],
  categories: [],
}

const request: OpeningsRequest = {
  service,
  branch,
  firstDate: date('2026-12-01'),
  endDate: date('2026-12-02'),
}

function deps(given: Partial<AskDeps> = {}): AskDeps {
  return {
    house,
    calendar: createBuiltinCalendar(),
    clock: { now: () => Temporal.Instant.from('2026-11-30T12:00+01:00') },
    ...given,
  }
}

const never = new AbortController().signal

async function look(
  given: Partial<OpeningsRequest> = {},
  by: AskDeps = deps(),
  taken: Record<string, Interval[]> = {},
): Promise<[string, string[]][]> {
  const basis = await askCalendar(by, { ...request, ...given }, never)
  return findOpenings({ ...basis, busy: new Map(Object.entries(taken)) }).map(({ startMs, staffIds }) => [
    Temporal.Instant.fromEpochMilliseconds(startMs)
      .toZonedDateTimeISO(zone)
      .toPlainDateTime()
      .toString({ smallestUnit: 'minute' }),
    [...staffIds],
  ])
}

describe('the openings of a day', () => {
  test('are with everybody who works at the branch then and does the service', async () => {
    expect(await look()).toEqual([
      ['2026-12-01T09:00', ['anna']],
      ['2026-12-01T10:00', ['anna', 'berta']],
    ])
  })

  test('leave out what is taken', async () => {
    const taken = { anna: [{ startMs: instantMs('2026-12-01T10:30'), endMs: instantMs('2026-12-01T11:00') }] }
    expect(await look({}, deps(), taken)).toEqual([
      ['2026-12-01T09:00', ['anna']],
      ['2026-12-01T10:00', ['berta']],
    ])
  })

  test('are none on a public holiday', async () => {
    expect(await look({ firstDate: date('2026-12-25'), endDate: date('2026-12-27') })).toEqual([])
  })

  test('reach over midnight where the house does', async () => {
    const late = everyDay(0, 24 * 60)
    const bar: Branch = { ...branch, hours: late, closedOnHolidays: false }
    const by = deps({ house: { ...house, staff: [person('anna', { hours: late })] } })
    const found = await look({ branch: bar, service: { ...service, durationMinutes: 90 } }, by)
    expect(found.at(-1)).toEqual(['2026-12-01T23:00', ['anna']])
  })
})

describe('days that no rule would let anybody book', () => {
  test.each([
    ['the past', '2026-11-20', '2026-11-30'],
    ['beyond the horizon', '2026-12-11', '2026-12-20'],
    ['no day at all', '2026-12-01', '2026-12-01'],
  ])('are not asked about: %s', async (_name, first, end) => {
    const by = deps({ calendar: failingCalendar() })
    expect(await look({ firstDate: date(first), endDate: date(end) }, by)).toEqual([])
  })

  test('are left out of a range that has others too; the last day of the horizon is in', async () => {
    const found = await look({ firstDate: date('2026-11-01'), endDate: date('2027-12-31') })
    expect(found[0]?.[0]).toBe('2026-12-01T09:00')
    expect(found.at(-1)?.[0]).toBe('2026-12-10T10:00')
  })

  test('are still judged', async () => {
    const days = { firstDate: date('2026-12-20'), endDate: date('2026-12-21') }
    const basis = await askCalendar(deps(), { ...request, ...days }, never)
    expect(judgeStart(basis, instantMs('2026-12-20T09:00'))).toBe('too_far')
  })
})

describe('a calendar', () => {
  test('that cannot be asked is not taken for a full one', async () => {
    await expect(look({}, deps({ calendar: failingCalendar() }))).rejects.toThrow(CalendarUnavailableError)
  })

  test('that does not answer is left when the time is up', async () => {
    const silent = slowCalendar(createBuiltinCalendar(), () => new Promise<never>(() => undefined))
    const controller = new AbortController()
    const answer = askCalendar(deps({ calendar: silent }), request, controller.signal)
    const reason = new Error('time is up')
    controller.abort(reason)
    await expect(answer).rejects.toBe(reason)
  })

  test('tells who could work, and nothing is taken yet', async () => {
    const basis = await askCalendar(deps(), request, new AbortController().signal)
    expect([...basis.free.keys()]).toEqual(['anna', 'berta'])
    expect(basis.busy.size).toBe(0)
  })
})
