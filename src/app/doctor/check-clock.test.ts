import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { type TestDatabase, createTestDatabase } from '../../../test/harness/database.ts'
import { systemClock } from '../../infra/clock.ts'
import { checkDatabase } from './check-database.ts'
import { checkRetell } from './check-retell.ts'

let database: TestDatabase
let retellUrl = ''
const retell = createServer((_request, response) => response.end())

beforeAll(async () => {
  database = await createTestDatabase()
  retell.listen(0, '127.0.0.1')
  await once(retell, 'listening')
  retellUrl = `http://127.0.0.1:${(retell.address() as AddressInfo).port}`
})

afterAll(() => retell.close())

const clockOff = (seconds: number) => ({ now: () => systemClock.now().add({ seconds }) })

async function clockFinding(seconds: number) {
  const { findings, db } = await checkDatabase(database.appUrl, clockOff(seconds))
  await db?.close()
  return findings.find((finding) => finding.check === 'Clock')
}

test('a clock that agrees with the database and with Retell is good', async () => {
  expect(await clockFinding(0)).toMatchObject({ state: 'good' })
  expect(await checkRetell(retellUrl, systemClock)).toMatchObject({ state: 'good' })
})

test('a clock that is off is bad, and worse where signatures would be refused', async () => {
  expect(await clockFinding(30)).toMatchObject({ state: 'bad', detail: "30 s ahead of the database's" })
  expect(await clockFinding(-600)).toMatchObject({
    state: 'bad',
    detail: "600 s behind the database's; signatures are refused beyond 300 s",
  })
  expect(await checkRetell(retellUrl, clockOff(-600))).toMatchObject({
    state: 'bad',
    detail: expect.stringMatching(/^ours is \d+ s behind: every request is refused$/),
  })
})

test('a Retell that cannot be asked is no fault', async () => {
  expect(await checkRetell('http://127.0.0.1:1', systemClock)).toMatchObject({ state: 'skipped' })
})
