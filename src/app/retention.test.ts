import { beforeAll, expect, test } from 'vitest'

import { createTestCall, createTestCompany, type TestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { allCompanies } from '../companies/routing.ts'
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
const failed: unknown[] = []
const events = { deletingFailed: (where: object) => failed.push(where) }
const run = async (which: () => Promise<readonly { id: string }[]> = companies) =>
  await deleteOldData(
    { clock: systemClock, database: database.db, companies: which, events },
    new AbortController().signal,
  )

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

test('a company that is served no longer keeps nothing for longer', async () => {
  const gone = await createTestCompany(database.db)
  await addCall(gone, 91)
  await queryAsOwner(database.ownerUrl, 'update companies set active = false where id = $1', [gone.id])
  await run(() => allCompanies(database.db.kysely))
  const calls = await queryAsOwner(database.ownerUrl, 'select 1 from calls where company_id = $1', [gone.id])
  expect(calls).toHaveLength(0)
})

async function addTask(of: TestCompany, state: 'open' | 'done', daysAgo: number): Promise<string> {
  const id = testIds.uuid()
  await queryAsOwner(
    database.ownerUrl,
    `insert into tasks (id, company_id, kind, state, phone, reason, earliest_at, due_at, created_at, closed_at)
      select $1, $2, 'callback', $3, '+4917604069042', 'Rückruf', old.at, old.at, old.at,
        case when $3 = 'done' then old.at end
      from (select now() - make_interval(days => $4) as at) as old`,
    [id, of.id, state, daysAgo],
  )
  return id
}

test('a task that was closed long enough ago is deleted; one that is still to be done is not', async () => {
  const kept = [await addTask(company, 'open', 200), await addTask(company, 'done', 89)]
  await addTask(company, 'done', 91)
  expect(await run()).toBe(1)
  const tasks = await queryAsOwner<{ id: string }>(database.ownerUrl, 'select id from tasks order by created_at')
  expect(tasks.map(({ id }) => id)).toEqual(kept)
})

test('what cannot be deleted is told, and keeps nothing else from being deleted', async () => {
  await queryAsOwner(
    database.ownerUrl,
    `create function stay() returns trigger language plpgsql as $$ begin raise exception 'stays'; end $$;
    create trigger stays before delete on webhook_events for each row execute function stay()`,
  )
  const [mine, theirs] = [await addCall(company, 91), await addCall(other, 91)]
  await addDelivery(8)
  await expect(run(async () => [{ id: company.id }, { id: other.id }])).rejects.toThrow('1 times')
  expect(failed).toEqual([{ companyId: company.id, table: 'webhook_events' }])
  expect(await queryAsOwner(database.ownerUrl, 'select 1 from calls where id = any($1)', [[mine, theirs]])).toEqual([])
  // It is still there: the next run tries again.
  await queryAsOwner(database.ownerUrl, 'drop trigger stays on webhook_events')
  expect(await run()).toBe(1)
})

test('more than one batch is deleted in one run', async () => {
  await queryAsOwner(
    database.ownerUrl,
    `insert into webhook_events (id, company_id, source, identity, event, payload, received_at)
      select gen_random_uuid(), $1, 'retell', 'many ' || n, 'call_ended', '{}', now() - interval '8 days'
      from generate_series(1, 250) as n`,
    [company.id],
  )
  expect(await run()).toBe(250)
})

test('what hangs on a row that is deleted is found by an index', async () => {
  // Partial indexes count where they leave out only rows that hang on nothing.
  const unindexed = await queryAsOwner(
    database.ownerUrl,
    `select c.conname from pg_constraint c
      where c.contype = 'f' and c.confdeltype in ('c', 'n') and c.confrelid = any($1::text[]::regclass[])
        and not exists (select from pg_index i
          where i.indrelid = c.conrelid and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ '^\\(\\w+ IS NOT NULL\\)$')
            and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`,
    [KEPT_DATA.map(({ table }) => table)],
  )
  expect(unindexed).toEqual([])
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
