import { beforeAll, expect, test } from 'vitest'

import { type TestDatabase, createTestDatabase, queryAsOwner } from '../../../test/harness/database.ts'
import { RolledBackError, withCommit } from './database.ts'
import { joinTransaction, SpoiledTransactionError } from './join-transaction.ts'

const COMPANY = '01900000-0000-7000-8000-000000000001'
const OTHER = '01900000-0000-7000-8000-000000000002'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await queryAsOwner(
    database.ownerUrl,
    `insert into companies (id, slug, name, zone, languages) values ($1, 'one', 'A', 'Europe/Berlin', '{de}')`,
    [COMPANY],
  )
})

async function names(): Promise<string[]> {
  const rows = await queryAsOwner<{ name: string }>(database.ownerUrl, 'select name from branches order by name', [])
  return rows.map((row) => row.name)
}

type Work = Parameters<Parameters<TestDatabase['db']['inCompany']>[1]>[0]

/** Writes a branch of this name. */
async function open(tx: Work, name: string): Promise<void> {
  const id = crypto.randomUUID()
  await tx.insertInto('branches').values({ id, company_id: COMPANY, name }).execute()
}

test('what is done in joined transactions is there when the one they joined is committed, and not before', async () => {
  const seenInBetween = await database.db.inCompany(COMPANY, async (tx) => {
    const joined = joinTransaction(tx, COMPANY)
    await joined.inCompany(COMPANY, (inner) => open(inner, 'first'))
    await joined.inCompany(COMPANY, (inner) => open(inner, 'second'))
    return await names()
  })
  expect(seenInBetween).toEqual([])
  expect(await names()).toEqual(['first', 'second'])
})

test('once a part has failed, nothing more is done', async () => {
  const before = await names()
  const outcome = database.db.inCompany(COMPANY, async (tx) => {
    const joined = joinTransaction(tx, COMPANY)
    await joined.inCompany(COMPANY, (inner) => open(inner, 'third'))
    await expect(joined.inCompany(COMPANY, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(joined.isSpoiled).toBe(true)
    await joined.inCompany(COMPANY, (inner) => open(inner, 'fourth'))
  })
  await expect(outcome).rejects.toBeInstanceOf(SpoiledTransactionError)
  expect(await names()).toEqual(before)
})

test('a transaction is for one company', async () => {
  const outcome = database.db.inCompany(COMPANY, (tx) => joinTransaction(tx, COMPANY).inCompany(OTHER, async () => 1))
  await expect(outcome).rejects.toThrow(TypeError)
})

test('a joined transaction does not begin for somebody who has hung up', async () => {
  const reason = new Error('hung up')
  const outcome = database.db.inCompany(COMPANY, (tx) =>
    joinTransaction(tx, COMPANY).inCompany(COMPANY, async () => 1, { signal: AbortSignal.abort(reason) }),
  )
  await expect(outcome).rejects.toBe(reason)
})

test('a statement sent with the commit is written with it; when it fails, nothing is', async () => {
  const before = await names()
  await database.db.inCompany(COMPANY, async (tx) => withCommit(open(tx, 'with the commit')))
  expect(await names()).toEqual([...before, 'with the commit'].toSorted())

  const failing = database.db.inCompany(COMPANY, async (tx) => {
    await open(tx, 'not at all')
    withCommit(tx.insertInto('branches').values({ id: crypto.randomUUID(), company_id: OTHER, name: 'x' }).execute())
  })
  await expect(failing).rejects.toBeInstanceOf(RolledBackError)
  expect(await names()).toEqual([...before, 'with the commit'].toSorted())
})
