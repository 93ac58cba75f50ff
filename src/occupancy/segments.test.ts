import { beforeAll, expect, test } from 'vitest'

import { createTestCall, createTestCompany, type TestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { placeHold, readHold, releaseHold } from './holds.ts'
import { lockClaim } from './lock-claim.ts'
import { rangeOf } from './segments.ts'

let database: TestDatabase
let company: TestCompany

beforeAll(async () => {
  database = await createTestDatabase()
  company = await createTestCompany(database.db)
})

const startMs = Temporal.Instant.from('2030-06-03T23:30:00Z').epochMilliseconds
const acrossMidnight = { startMs, endMs: startMs + 3_600_000 }

/** How many advisory locks a claim takes. */
async function locksOf(claim: Partial<Parameters<typeof lockClaim>[1]>): Promise<number> {
  return await database.db.inCompany(company.id, async (tx) => {
    const whole = { companyId: company.id, resourceIds: ['anna'], callId: null, caller: null, ...acrossMidnight }
    await lockClaim(tx, { ...whole, ...claim })
    const { pid } = await tx.selectNoFrom((of) => of.fn<number>('pg_backend_pid').as('pid')).executeTakeFirstOrThrow()
    const rows = await queryAsOwner<{ locks: number }>(
      database.ownerUrl,
      `select count(*)::int as locks from pg_locks where locktype = 'advisory' and pid = $1`,
      [pid],
    )
    return rows[0]?.locks ?? -1
  })
}

test('a claim locks each resource for each day it touches, the call and the number', async () => {
  expect(await locksOf({})).toBe(2)
  expect(await locksOf({ endMs: startMs + 1_800_000 })).toBe(1)
  expect(await locksOf({ endMs: startMs + 1_800_001 })).toBe(2)
  expect(await locksOf({ resourceIds: ['anna', 'bert'] })).toBe(4)
  expect(await locksOf({ resourceIds: ['anna', 'anna'] })).toBe(2)
  expect(await locksOf({ resourceIds: [], callId: 'a' })).toBe(1)
  expect(await locksOf({ resourceIds: [], caller: '+494066969001' })).toBe(1)
  expect(await locksOf({ callId: 'a', caller: '+494066969001' })).toBe(4)
  expect(await locksOf({ resourceIds: [] })).toBe(0)
})

test('a range is written with its first moment inside and its last outside', () => {
  expect(rangeOf(acrossMidnight)).toBe('[2030-06-03T23:30:00Z,2030-06-04T00:30:00Z)')
})

test('a hold is read with what it keeps and since when, and is gone once it is let go', async () => {
  const call = await createTestCall(database.db, company)
  const [resourceId = ''] = company.staffIds
  const wanted = { companyId: company.id, callId: call.id, offerId: 'abcd', caller: null, staffAskedFor: false }
  const placed = await database.db.inCompany(company.id, (tx) =>
    placeHold(tx, { ids: testIds }, { ...wanted, stretches: [{ resourceId, ...acrossMidnight }] }),
  )
  expect(placed).toBe('held')
  const read = () => database.db.inCompany(company.id, (tx) => readHold(tx, company.id, call.id))
  const held = await read()
  const stretches = [{ resourceId, ...acrossMidnight }]
  expect(held).toEqual({ id: expect.any(String), offerId: 'abcd', stretches, ageMs: expect.any(Number) })
  expect(held?.ageMs).toBeGreaterThanOrEqual(0)
  await database.db.inCompany(company.id, (tx) => releaseHold(tx, company.id, call.id))
  expect(await read()).toBeUndefined()
})
