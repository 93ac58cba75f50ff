import { beforeAll, expect, test } from 'vitest'

import { createTestCall, createTestCompany, type TestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { systemClock } from '../infra/clock.ts'
import { deleteOldData, KEPT_DATA } from './retention.ts'

let database: TestDatabase
let company: TestCompany
let other: TestCompany

beforeAll(async () => {
  database = await createTestDatabase()
  company = await createTestCompany(database.db)
  other = await createTestCompany(database.db)
})

const companies = async () => [{ id: company.id }]
const run = async () =>
  await deleteOldData({ clock: systemClock, database: database.db, companies }, new AbortController().signal)

async function addCall(of: TestCompany, daysAgo: number): Promise<string> {
  const call = await createTestCall(database.db, of, '+4917604069042')
  await queryAsOwner(
    database.ownerUrl,
    `update calls set created_at = now() - make_interval(days => $2) where id = $1`,
    [call.id, daysAgo],
  )
  return call.id
}

async function addDelivery(daysAgo: number): Promise<void> {
  await queryAsOwner(
    database.ownerUrl,
    `insert into webhook_events (id, company_id, source, identity, event, payload, received_at)
      values ($1, $2, 'retell', $3, 'call_ended', '{}', now() - make_interval(days => $4))`,
    [testIds.uuid(), company.id, testIds.uuid(), daysAgo],
  )
}

test('what has been kept long enough is deleted, with all that hangs on it, and nothing else', async () => {
  const kept = await addCall(company, 89)
  await addCall(company, 91)
  const theirs = await addCall(other, 200)
  for (const days of [1, 6, 8, 100]) await addDelivery(days)
  expect(await run()).toBe(3)
  const calls = await queryAsOwner<{ id: string }>(database.ownerUrl, 'select id from calls order by created_at desc')
  expect(calls.map(({ id }) => id)).toEqual([kept, theirs])
  const events = await queryAsOwner(database.ownerUrl, 'select 1 from webhook_events')
  expect(events).toHaveLength(2)
  expect(await run()).toBe(0)
})

test('what is deleted has the columns it is judged by, and a company', async () => {
  for (const { table, column } of KEPT_DATA) {
    const columns = await queryAsOwner<{ column_name: string }>(
      database.ownerUrl,
      `select column_name from information_schema.columns where table_name = $1`,
      [table],
    )
    expect(columns.map(({ column_name }) => column_name)).toEqual(expect.arrayContaining(['company_id', column]))
  }
})
