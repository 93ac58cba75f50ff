import { beforeAll, expect, test } from 'vitest'

import { createTestCall, createTestCompany, type TestCompany } from '../../test/harness/company.ts'
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { writeCosts } from '../calls/costs.ts'
import { runCommandLine } from './ringbook.ts'

let database: TestDatabase
let company: TestCompany

beforeAll(async () => {
  database = await createTestDatabase()
  company = await createTestCompany(database.db, { slug: 'salon' })
})

async function ringbook(line: string) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCommandLine(line.split(' '), {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    async *lines() {},
    env: {
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      RINGBOOK_SECRET_KEY: '5e'.repeat(32),
    },
    colours: false,
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('what is not said stays as it is', async () => {
  const first = await ringbook('calls settings --company salon --withheld refuse --charge 35 --us-cent 0.9 --json')
  expect(JSON.parse(first.out)).toEqual({
    refusesWithheld: true,
    chargePerMinuteMinor: 35,
    chargeStepSeconds: 60,
    telephonyPerMinuteMinor: 0,
    minorPerUsCent: 0.9,
  })
  const second = await ringbook('calls settings --company salon --telephony 1.2')
  expect(second.out).toMatch(
    /Calls without a number +turned away\nCharged per minute +35, in steps of 60 s\nLine per minute +1\.2\n/,
  )
})

test('what calls cost and brought is summed up', async () => {
  await ringbook('calls settings --company salon --charge 35 --us-cent 0.9 --telephony 1.2')
  const call = await createTestCall(database.db, company)
  const of = { companyId: company.id, callId: call.id }
  await database.db.inCompany(company.id, (tx) => writeCosts(tx, of, { durationMs: 61_000, usCents: 20 }))
  const { out } = await ringbook('calls costs --company salon --days 1')
  expect(out).toBe('Calls    1\nRetell   18.00 (20.00 US cents)\nLine     1.22\nCharged  70.00\nMargin   50.78')
})

test('calls are listed with what came of them', async () => {
  const salon = await createTestCompany(database.db, { slug: 'list' })
  expect(await ringbook('calls list --company list')).toMatchObject({ code: 0, out: 'Nobody has called' })
  const call = await createTestCall(database.db, salon)
  await database.db.inCompany(salon.id, (tx) =>
    tx
      .updateTable('calls')
      .set({ started_at: '2030-06-03T07:00:00Z', result: 'failed', result_step: 'book_appointment' })
      .set({ result_reason: 'policy', duration_ms: 65_400, state: 'ended', ended_at: '2030-06-03T07:01:05Z' })
      .execute(),
  )
  const { out } = await ringbook('calls list --company list')
  expect(out.split('\n')[1]).toMatch(/^2030-06-03 09:00:00 .* 1:05 +failed +book_appointment: policy/)
  const [listed] = JSON.parse((await ringbook('calls list --company list --json')).out) as { id: string }[]
  expect(listed).toMatchObject({ id: call.id, result: 'failed', durationMs: 65_400, sentiment: null })
})

test.each([
  'calls list --company salon --limit 0',
  'calls settings --company salon --charge much',
  'calls settings --company salon --withheld maybe',
  'calls costs --company salon --days 0',
  'calls --company salon',
])('%s is not understood', async (line) => {
  expect(await ringbook(line)).toMatchObject({ code: 2, out: '' })
})
