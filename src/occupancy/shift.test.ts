import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'

import { createTestCall, createTestCompany, type TestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { placeHold } from './holds.ts'
import { readOccupied, shift, widen, withoutOwn } from './shift.ts'
import type { Stretch } from './stretch.ts'

let database: TestDatabase
let company: TestCompany

beforeAll(async () => {
  database = await createTestDatabase()
  company = await createTestCompany(database.db, { staff: ['Anna Abel', 'Bert Busch'] })
})

const nine = Temporal.Instant.from('2030-06-03T07:00:00Z').epochMilliseconds
const minutes = (count: number) => nine + count * 60_000
const deps = { ids: testIds }

function stretch(staff: number, from: number, to: number): Stretch {
  return { resourceId: company.staffIds[staff] ?? '', startMs: minutes(from), endMs: minutes(to) }
}

let days = 0

/** An appointment on a day of its own that occupies nothing yet. */
async function appointmentOn(): Promise<{ id: string; later: (stretches: readonly Stretch[]) => readonly Stretch[] }> {
  days += 1
  const offset = days * 86_400_000
  const id = testIds.uuid()
  const customerId = testIds.uuid()
  const [staffId] = company.staffIds
  await queryAsOwner(database.ownerUrl, `insert into customers (id, company_id) values ($1, $2)`, [
    customerId,
    company.id,
  ])
  await queryAsOwner(
    database.ownerUrl,
    `insert into appointments (id, company_id, branch_id, customer_id, service_id, staff_id, attendee_name, attendee_key,
       starts_at, ends_at, zone, wall_start, state, code, currency, source, confirmed_by, reference)
     values ($1::uuid, $2, $3, $4, $5, $6, 'A', 'a', now(), now() + interval '1 hour', 'Europe/Berlin', now(), 'confirmed',
       lpad($7::text, 6, '0'), 'EUR', 'phone', 'agent', $1::uuid::text)`,
    [id, company.id, company.branchId, customerId, company.serviceIds['Haarschnitt'], staffId, days],
  )
  const later = (stretches: readonly Stretch[]) =>
    stretches.map((one) => ({ ...one, startMs: one.startMs + offset, endMs: one.endMs + offset }))
  return { id, later }
}

const inCompany: TestDatabase['db']['inCompany'] = (id, work) => database.db.inCompany(id, work)
const occupied = (id: string) => inCompany(company.id, (tx) => readOccupied(tx, company.id, id))

describe('what an appointment occupies', () => {
  test('shifts to what it overlaps itself, in one transaction', async () => {
    const { id, later } = await appointmentOn()
    const first = later([stretch(0, 0, 60), stretch(1, 60, 90)])
    const second = later([stretch(0, 30, 90), stretch(1, 90, 120)])
    const to = (stretches: readonly Stretch[]) =>
      inCompany(company.id, (tx) => shift(tx, deps, { companyId: company.id, appointmentId: id, to: stretches }))
    expect(await to(first)).toBe(true)
    expect(await occupied(id)).toEqual(first)
    expect(await to(second)).toBe(true)
    expect(await occupied(id)).toEqual(second)
    expect(await to([])).toBe(true)
    expect(await occupied(id)).toEqual([])
  })

  test('is not shifted to what somebody else has any of', async () => {
    const { id, later } = await appointmentOn()
    const other = await appointmentOn()
    const [theirs] = later([stretch(1, 45, 75)])
    if (theirs === undefined) throw new Error('nothing')
    await inCompany(company.id, (tx) =>
      shift(tx, deps, { companyId: company.id, appointmentId: other.id, to: [theirs] }),
    )
    const wanted = { companyId: company.id, appointmentId: id, to: later([stretch(0, 0, 60), stretch(1, 60, 90)]) }
    expect(await inCompany(company.id, (tx) => shift(tx, deps, wanted))).toBe(false)
    expect(await occupied(other.id)).toEqual([theirs])
  })

  test('is widened by what it does not keep already, and then keeps both', async () => {
    const { id, later } = await appointmentOn()
    const wanted = (to: readonly Stretch[]) => ({ companyId: company.id, appointmentId: id, to })
    await inCompany(company.id, (tx) => shift(tx, deps, wanted(later([stretch(0, 0, 60)]))))
    const more = later([stretch(0, 30, 90), stretch(1, 0, 30)])
    expect(await inCompany(company.id, (tx) => widen(tx, deps, wanted(more)))).toBe(true)
    expect(await occupied(id)).toHaveLength(3)
    expect(await occupied(id)).toEqual(
      expect.arrayContaining([...later([stretch(0, 0, 60), stretch(0, 60, 90), stretch(1, 0, 30)])]),
    )
    const call = await createTestCall(database.db, company)
    const [during] = later([stretch(0, 75, 105)])
    if (during === undefined) throw new Error('nothing')
    const hold = { companyId: company.id, callId: call.id, offerId: 'abcd', caller: null, staffAskedFor: false }
    expect(await inCompany(company.id, (tx) => placeHold(tx, deps, { ...hold, stretches: [during] }))).toBe('taken')
  })
})

const momentsOf = (stretches: readonly Stretch[]) =>
  new Set(
    stretches.flatMap((one) =>
      Array.from({ length: one.endMs - one.startMs }, (_, index) => `${one.resourceId} ${one.startMs + index}`),
    ),
  )

test('what is not one’s own of a wish is the wish without it, resource by resource', () => {
  const anyStretch = fc
    .record({ resource: fc.nat({ max: 1 }), from: fc.nat({ max: 20 }), length: fc.integer({ min: 1, max: 8 }) })
    .map(({ resource, from, length }) => ({ resourceId: `r${resource}`, startMs: from, endMs: from + length }))
  fc.assert(
    fc.property(fc.array(anyStretch, { maxLength: 1 }), fc.array(anyStretch, { maxLength: 4 }), (wanted, own) => {
      const rest = withoutOwn(wanted, own)
      expect(momentsOf(rest)).toEqual(momentsOf(wanted).difference(momentsOf(own)))
    }),
  )
})
