import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'

import { createTestCompany, type TestCompany } from '../../../test/harness/company.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { DEFAULT_RULES } from '../../companies/rules.ts'
import { setBranchHours } from '../../companies/set-up.ts'
import { systemClock } from '../../infra/clock.ts'
import { openDatabase } from '../../infra/db/database.ts'
import { intersectIntervals } from '../../infra/intervals.ts'
import { type WeeklyHours, hoursOnDay, weeklyHours } from '../../infra/weekly-hours.ts'
import { findOpenings } from '../../openings/find-openings.ts'
import type { House } from '../../openings/house.ts'
import { createHouses } from '../../openings/load-house.ts'
import { checkServices, neverFree } from './check-services.ts'

let database: TestDatabase
let company: TestCompany
let house: House

/** Every weekday from eight to twelve and from one to five. */
const withLunch = weeklyHours(
  [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, fromMinute: 480, toMinute: 720 },
    { weekday, fromMinute: 780, toMinute: 1020 },
  ]),
)

beforeAll(async () => {
  database = await createTestDatabase()
  company = await createTestCompany(database.db, { services: { Inspektion: 60, Zahnriemen: 240 }, staff: ['Eva Abel'] })
  const houses = createHouses({ clock: systemClock })
  const loaded = await database.db.inCompany(company.id, (tx) => houses.get(tx, company.id))
  if (loaded === undefined) throw new Error('There is no such house')
  house = loaded
})

test('what fits into the hours is no fault, and what fits into no stretch of them is named', async () => {
  expect(await checkServices(database.db, systemClock)).toMatchObject({
    state: 'good',
    detail: expect.stringMatching(/^2 /),
  })
  // From one o’clock it would fit until five; before lunch only from nine, when somebody is there.
  const afternoon = weeklyHours([{ weekday: 2, fromMinute: 780, toMinute: 1020 }])
  await database.db.inCompany(company.id, (tx) => setBranchHours(tx, company.id, company.branchId, afternoon))
  expect(await checkServices(database.db, systemClock)).toMatchObject({ state: 'good' })
  const short = weeklyHours([{ weekday: 2, fromMinute: 480, toMinute: 720 }])
  await database.db.inCompany(company.id, (tx) => setBranchHours(tx, company.id, company.branchId, short))
  expect(await checkServices(database.db, systemClock)).toMatchObject({
    state: 'bad',
    detail: 'never free: Zahnriemen (240 minutes) of Praxis Beispiel',
    mend: expect.stringMatching(/Lengthen the hours/),
  })
})

test('a database that cannot be read yet is no fault of the services', async () => {
  const empty = await createTestDatabase({ empty: true })
  const db = openDatabase({ url: empty.ownerUrl, applicationName: 'ringbook test', size: { min: 0, max: 1 } })
  expect(await checkServices(db, systemClock)).toMatchObject({ state: 'skipped' })
  await db.close()
})

test('what nobody of a branch does is not missed there', () => {
  const services = house.services.map((service) => ({ ...service, staffIds: [] }))
  expect(neverFree({ ...house, services })).toEqual([])
})

test('a time off the grid is none', () => {
  const [branch] = house.company.branches
  if (branch === undefined) throw new Error('There is no branch')
  const hours = weeklyHours([{ weekday: 1, fromMinute: 545, toMinute: 605 }])
  const oneHour = { ...house, company: { ...house.company, branches: [{ ...branch, hours }] } }
  expect(neverFree(oneHour).map(({ service }) => service.name)).toContain('Inspektion')
})

const minutes = fc.integer({ min: 0, max: 96 }).map((quarter) => quarter * 15)
const hours = fc
  .array(fc.record({ weekday: fc.integer({ min: 1, max: 7 }), fromMinute: minutes, toMinute: minutes }), {
    maxLength: 6,
  })
  .map((rows) => weeklyHours(rows.filter((row) => row.fromMinute < row.toMinute)))

test('it is never free exactly where an ordinary week with an empty diary has no opening', () => {
  const [branch] = house.company.branches
  const [person] = house.staff
  const [service] = house.services
  if (branch === undefined || person === undefined || service === undefined) throw new Error('The house is empty')
  const lengths = fc.integer({ min: 5, max: 600 })
  fc.assert(
    fc.property(fc.oneof(hours, fc.constant(withLunch)), hours, lengths, (open, present, durationMinutes) => {
      const odd: House = {
        ...house,
        company: { ...house.company, branches: [{ ...branch, hours: open }] },
        staff: [{ ...person, hours: present }],
        services: [{ ...service, durationMinutes }],
      }
      expect(neverFree(odd).length === 0).toBe(openingsOf(open, present, durationMinutes) > 0)
    }),
  )
})

function openingsOf(open: WeeklyHours, present: WeeklyHours, durationMinutes: number): number {
  const { zone } = house.company
  const firstDate = Temporal.PlainDate.from('2030-06-03')
  const days = Array.from({ length: 7 }, (_, day) => firstDate.add({ days: day }))
  const free = days.flatMap((date) => intersectIntervals(hoursOnDay(open, date, zone), hoursOnDay(present, date, zone)))
  return findOpenings({
    zone,
    nowMs: Temporal.Instant.from('2030-06-01T00:00Z').epochMilliseconds,
    firstDate,
    endDate: firstDate.add({ days: 7 }),
    durationMinutes,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    rules: DEFAULT_RULES,
    open: (date) => hoursOnDay(open, date, zone),
    free: new Map([['somebody', free]]),
    busy: new Map(),
  }).length
}
