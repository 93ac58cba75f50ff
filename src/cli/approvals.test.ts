import { beforeAll, expect, test } from 'vitest'

import { callAndBook } from '../../test/calendar/caller.ts'
import { openSalon, type Salon } from '../../test/calendar/salon.ts'
import { testIds } from '../../test/harness/company.ts'
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { setRules } from '../companies/set-up.ts'
import { runCommandLine } from './ringbook.ts'

let database: TestDatabase
let salon: Salon
let slug = ''

beforeAll(async () => {
  database = await createTestDatabase()
  const clock = { now: () => Temporal.Instant.from('2030-06-03T02:00:00Z') }
  salon = await openSalon(database, { clock, staffCount: 1, seed: 1, faults: '' })
  const { id } = salon.company
  await database.db.inCompany(id, async (tx) => {
    await setRules(tx, { ids: testIds }, id, { needsApproval: true })
    await tx.updateTable('companies').set({ calendar: 'builtin' }).where('id', '=', id).execute()
    slug = (await tx.selectFrom('companies').select('slug').executeTakeFirstOrThrow()).slug
  })
})

async function approvals(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const env = {
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    RINGBOOK_SECRET_KEY: '5e'.repeat(32),
  }
  const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line), env, colours: false }
  const code = await runCommandLine(['approvals', ...args], { ...io, async *lines() {} })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

/** Somebody books that hour of a Tuesday. */
async function book(number: number, hour: number): Promise<string> {
  const at = Temporal.PlainDateTime.from('2030-06-04T00:00').add({ hours: hour })
  return (await callAndBook(salon, { number, at })).reference ?? ''
}

test('what waits is listed, agreed to and refused from the command line', async () => {
  expect(await approvals('--company', slug)).toEqual({ code: 0, out: 'Nothing waits.', err: '' })
  const [first, second] = [await book(1, 10), await book(2, 11)]
  const { out } = await approvals('--company', slug, 'list')
  expect(out.split('\n')).toEqual([
    `${first}  2030-06-04 10:00  Guest 1  Haarschnitt with Anna Abel1`,
    `${second}  2030-06-04 11:00  Guest 2  Haarschnitt with Anna Abel1`,
  ])
  expect(await approvals('--company', slug, 'approve', first)).toMatchObject({ code: 0, out: 'It stands.' })
  expect(await approvals('--company', slug, 'reject', second, '--json')).toMatchObject({
    code: 0,
    out: JSON.stringify({ id: second, outcome: 'rejected' }),
  })
  expect(await approvals('--company', slug, 'approve', second)).toMatchObject({ code: 1, out: 'It waits for nobody.' })
  expect(await approvals('--company', slug, '--json')).toMatchObject({ code: 0, out: '[]' })
})

test('what it does not understand it says', async () => {
  expect(await approvals()).toMatchObject({ code: 2, err: expect.stringContaining('--company') })
  expect(await approvals('--company', slug, 'approve', 'it')).toMatchObject({ code: 2 })
  expect(await approvals('--company', slug, 'forget')).toMatchObject({ code: 2 })
  expect(await approvals('--company', 'nobody')).toMatchObject({ code: 1, err: expect.stringContaining('no company') })
})
