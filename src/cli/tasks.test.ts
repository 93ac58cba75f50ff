import { beforeAll, expect, test } from 'vitest'

import { createTestCall, createTestCompany, type TestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { keepTask } from '../calls/tasks/keep-task.ts'
import { runCommandLine } from './ringbook.ts'

let database: TestDatabase
let company: TestCompany

beforeAll(async () => {
  database = await createTestDatabase()
  company = await createTestCompany(database.db, { slug: 'salon' })
})

async function tasks(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const env = {
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    RINGBOOK_SECRET_KEY: '5e'.repeat(32),
  }
  const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line), env, colours: false }
  const code = await runCommandLine(['tasks', ...args], { ...io, async *lines() {} })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

/** Somebody wants to be called back by ten o'clock in Berlin. */
async function askForCallback(phone: string, reason: string): Promise<string> {
  const call = await createTestCall(database.db, company)
  const time = {
    earliestAt: Temporal.Instant.from('2030-06-03T06:00:00Z'),
    dueAt: Temporal.Instant.from('2030-06-03T08:00:00Z'),
  }
  const task = await database.db.inCompany(company.id, (tx) =>
    keepTask(
      tx,
      { ids: testIds },
      {
        companyId: company.id,
        callId: call.id,
        customerId: null,
        kind: 'callback',
        said: { phone, reason, wishedTime: '', time: null },
        otherwise: { phone: null, time },
      },
    ),
  )
  return task.id
}

test('what is to be done is listed, and closed once', async () => {
  expect(await tasks('--company', 'salon')).toMatchObject({ code: 0, out: 'Nothing is to be done' })
  const first = await askForCallback('+4917604069071', 'Es geht um eine Rechnung')
  const second = await askForCallback('+4917604069072', '')
  const { out } = await tasks('--company', 'salon')
  expect(out).toContain(`${first}  2030-06-03 10:00  open   callback  +4917604069071       Es geht um eine Rechnung`)
  expect(out.split('\n')).toHaveLength(3)

  expect(await tasks('--company', 'salon', 'done', first)).toMatchObject({ code: 0, out: 'It is off the list.' })
  expect(await tasks('--company', 'salon', 'drop', first)).toMatchObject({
    code: 1,
    out: 'It was off the list before.',
  })
  expect(await tasks('--company', 'salon', 'drop', second, '--json')).toMatchObject({
    code: 0,
    out: JSON.stringify({ id: second, outcome: 'closed' }),
  })
  expect(await tasks('--company', 'salon', '--json')).toMatchObject({ code: 0, out: '[]' })
  const all = JSON.parse((await tasks('--company', 'salon', '--closed', '--json')).out) as { state: string }[]
  expect(all.map(({ state }) => state).toSorted()).toEqual(['done', 'dropped'])
  expect(await tasks('--company', 'salon', 'done', crypto.randomUUID())).toMatchObject({
    code: 1,
    out: 'There is no such task.',
  })
})

test('what it does not understand it says', async () => {
  expect(await tasks()).toMatchObject({ code: 2, err: expect.stringContaining('--company') })
  expect(await tasks('--company', 'salon', 'done', 'it')).toMatchObject({ code: 2 })
  expect(await tasks('--company', 'salon', 'forget')).toMatchObject({ code: 2 })
  expect(await tasks('--company', 'salon', '--limit', 'many')).toMatchObject({ code: 2 })
})
