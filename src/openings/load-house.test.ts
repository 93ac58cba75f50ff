import { beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { addCategory, addService, deactivateService, setServiceStaff } from '../catalog/set-up.ts'
import { addBranch, addClosure, addPhoneNumber, createCompany, setBranchHours, setRules } from '../companies/set-up.ts'
import { systemClock } from '../infra/clock.ts'
import { newTally, tallyQueries } from '../infra/db/query-tally.ts'
import { createIds } from '../infra/ids.ts'
import { systemRandom } from '../infra/random.ts'
import { weeklyHours } from '../infra/weekly-hours.ts'
import { addStaffMember, addTimeOff, deactivateStaffMember, setStaffHours } from '../staff/set-up.ts'
import type { House } from './house.ts'
import { createHouses, type Houses } from './load-house.ts'

const ids = createIds(systemClock, systemRandom)
const clock = { now: () => Temporal.Instant.from('2026-12-01T08:00Z') }
const weekdays = weeklyHours([1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1080 })))

let database: TestDatabase
let houses: Houses
let companyId = ''
let made = { branchId: '', annaId: '', bertaId: '', serviceId: '', categoryId: '' }

beforeAll(async () => {
  database = await createTestDatabase()
})

beforeEach(async () => {
  houses = createHouses({ clock })
  companyId = ids.uuid()
  await database.db.inCompany(companyId, async (tx) => {
    const slug = `salon-${companyId.slice(-12)}`
    await createCompany(tx, { id: companyId, slug, name: 'Salon', zone: 'Europe/Berlin', languages: ['de', 'en'] })
    const branchId = await addBranch(tx, { ids }, companyId, { name: 'Mitte', germanState: 'BE' })
    await setBranchHours(tx, companyId, branchId, weekdays)
    const annaId = await addStaffMember(tx, { ids }, companyId, { branchId, firstName: 'Anna', position: 2 })
    const bertaId = await addStaffMember(tx, { ids }, companyId, { branchId, firstName: 'Berta', position: 1 })
    await setStaffHours(tx, companyId, annaId, weekdays)
    const categoryId = await addCategory(tx, { ids }, companyId, { name: 'Haare', nameEn: 'Hair' })
    const service = {
      name: 'Schnitt',
      aliases: ['Haare schneiden'],
      durationMinutes: 45,
      priceMinor: 4_900,
      categoryId,
    }
    const serviceId = await addService(tx, { ids }, companyId, { ...service, staffIds: [annaId, bertaId] })
    made = { branchId, annaId, bertaId, serviceId, categoryId }
  })
})

const get = (): Promise<House | undefined> => database.db.inCompany(companyId, (tx) => houses.get(tx, companyId))

async function house(): Promise<House> {
  const found = await get()
  if (found === undefined) throw new Error('There is no house')
  return found
}

describe('a house', () => {
  test('is the company with branches, staff in its order, services and categories', async () => {
    await database.db.inCompany(companyId, async (tx) => {
      await addClosure(tx, { ids }, companyId, { firstDate: Temporal.PlainDate.from('2026-12-24'), reason: 'Inventur' })
      await setRules(tx, { ids }, companyId, { horizonDays: 30 })
      await addPhoneNumber(tx, { ids }, companyId, { number: '030 23125009', kind: 'forwarding' })
    })
    const { company, staff, services, categories } = await house()
    expect(company).toMatchObject({ name: 'Salon', languages: ['de', 'en'], currency: 'EUR', checksConfirmation: true })
    expect(company.branches).toMatchObject([{ id: made.branchId, name: 'Mitte', germanState: 'BE', hours: weekdays }])
    expect(company.closures).toEqual([
      {
        branchId: null,
        firstDate: Temporal.PlainDate.from('2026-12-24'),
        lastDate: Temporal.PlainDate.from('2026-12-24'),
        reason: 'Inventur',
      },
    ])
    expect(company.rules).toMatchObject([{ branchId: null, serviceId: null, horizonDays: 30, slotGridMinutes: null }])
    expect(company.forwardingNumbers).toEqual(['+493023125009'])
    expect(staff.map(({ firstName }) => firstName)).toEqual(['Berta', 'Anna'])
    expect(staff[1]?.hours).toEqual(weekdays)
    expect(services).toMatchObject([
      { name: 'Schnitt', durationMinutes: 45, priceMinor: 4_900, staffIds: [made.bertaId, made.annaId] },
    ])
    expect(categories).toMatchObject([{ id: made.categoryId, parentId: null, name: 'Haare', nameEn: 'Hair' }])
  })

  test('has only the time off that is not over, and nobody and nothing that is inactive', async () => {
    await database.db.inCompany(companyId, async (tx) => {
      const days = [
        ['2026-11-01T00:00Z', '2026-12-01T08:00Z'],
        ['2026-12-24T00:00Z', '2026-12-27T00:00Z'],
        ['2026-12-26T00:00Z', '2026-12-28T00:00Z'],
      ] as const
      for (const [from, to] of days) {
        const timeOff = { startsAt: Temporal.Instant.from(from), endsAt: Temporal.Instant.from(to) }
        await addTimeOff(tx, { ids }, companyId, { staffId: made.annaId, ...timeOff })
      }
      await deactivateStaffMember(tx, companyId, made.bertaId)
      const gone = await addService(tx, { ids }, companyId, { name: 'Dauerwelle', durationMinutes: 90 })
      await deactivateService(tx, companyId, gone)
    })
    const { staff, services } = await house()
    expect(staff.map(({ firstName, timeOff }) => [firstName, timeOff])).toEqual([
      [
        'Anna',
        [
          {
            startMs: Temporal.Instant.from('2026-12-24T00:00Z').epochMilliseconds,
            endMs: Temporal.Instant.from('2026-12-28T00:00Z').epochMilliseconds,
          },
        ],
      ],
    ])
    expect(services.map(({ name, staffIds }) => [name, staffIds])).toEqual([['Schnitt', [made.annaId]]])
  })

  test('cannot be changed by who was given it', async () => {
    const { company, staff } = await house()
    expect(() => Object.assign(company, { name: 'Other' })).toThrow(TypeError)
    expect(() => Object.assign(staff[0]?.hours[1] ?? {}, { 0: null })).toThrow(TypeError)
    expect(Object.isFrozen(company.branches)).toBe(true)
  })

  test('of nobody is undefined, and so is a company seen from another', async () => {
    const stranger = ids.uuid()
    expect(await database.db.inCompany(stranger, (tx) => houses.get(tx, stranger))).toBeUndefined()
    await get()
    expect(await database.db.inCompany(stranger, (tx) => houses.get(tx, companyId))).toBeUndefined()
  })
})

describe('a house that was read', () => {
  test('is the same value until something changes, for one small read', async () => {
    const first = await house()
    const tally = newTally()
    expect(await tallyQueries(tally, get)).toBe(first)
    // begin, the company's setting, the version, commit
    expect(tally.count).toBe(4)
  })

  test.each<[string, () => Promise<void>]>([
    ['a service gets another person', () => change((tx) => setServiceStaff(tx, companyId, made.serviceId, []))],
    ['somebody gets other hours', () => change((tx) => setStaffHours(tx, companyId, made.annaId, weeklyHours([])))],
    ['a rule is set', () => change((tx) => setRules(tx, { ids }, companyId, { slotGridMinutes: 20 }))],
    ['a branch closes', () => change((tx) => setBranchHours(tx, companyId, made.branchId, weeklyHours([])))],
    [
      'the company is renamed',
      () =>
        change(async (tx) => {
          await tx.updateTable('companies').set({ name: 'Friseur' }).where('id', '=', companyId).execute()
        }),
    ],
  ])('is read anew when %s', async (_name, act) => {
    const before = await house()
    await act()
    const after = await house()
    expect(after).not.toBe(before)
    expect(after).not.toEqual({ ...before, version: after.version })
    expect(after.version).toBeGreaterThan(before.version)
  })

  test('from a change that was rolled back is not taken for the next one of the same number', async () => {
    const rolledBack = new Error('never mind')
    const renamed = (name: string, fail: boolean) =>
      change(async (tx) => {
        await tx.updateTable('companies').set({ name }).where('id', '=', companyId).execute()
        expect((await houses.get(tx, companyId))?.company.name).toBe(name)
        if (fail) throw rolledBack
      })
    await expect(renamed('Never', true)).rejects.toBe(rolledBack)
    await renamed('Always', false)
    expect((await house()).company.name).toBe('Always')
  })

  test('is read once however many ask at the same moment', async () => {
    const tally = newTally()
    const found = await tallyQueries(tally, () => Promise.all(Array.from({ length: 8 }, get)))
    expect(new Set(found).size).toBe(1)
    const reads = [...tally.byStatement].filter(([statement]) => statement.includes('"service_staff"'))
    expect(reads.map(([, times]) => times)).toEqual([1])
  })

  test('makes room for others, the one least lately asked for first', async () => {
    houses = createHouses({ clock, capacity: 1 })
    const first = await house()
    const other = ids.uuid()
    await database.db.inCompany(other, async (tx) => {
      const slug = `other-${other.slice(-12)}`
      await createCompany(tx, { id: other, slug, name: 'Other', zone: 'Europe/Berlin', languages: ['de'] })
      await houses.get(tx, other)
    })
    expect(await house()).not.toBe(first)
  })
})

async function change(act: (tx: Parameters<Parameters<typeof database.db.inCompany>[1]>[0]) => Promise<void>) {
  await database.db.inCompany(companyId, act)
}
