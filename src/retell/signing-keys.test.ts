import { beforeAll, expect, test } from 'vitest'

import { testIds } from '../../test/harness/company.ts'
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { clockAt } from '../../test/harness/server.ts'
import { addWorkspace, DEMO_RETELL_API_KEY } from '../companies/workspaces.ts'
import { openDatabase } from '../infra/db/database.ts'
import { createSigningKeys } from './signing-keys.ts'

const sealing = { seal: (text: string) => Buffer.from(text), open: (sealed: Buffer) => sealed.toString() }
const config = { production: false }
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await addWorkspace(database.db.kysely, { ids: testIds, sealing }, { name: 'first', key: 'key_first' })
})

test('a new key is known after ten seconds, and the last known ones stay good while the database is away', async () => {
  const clock = clockAt('2026-11-23T08:00:00Z')
  const db = openDatabase({ url: database.appUrl, applicationName: 'keys' })
  const signingKeys = createSigningKeys({ database: db, sealing, clock, config })
  const keys = async () => (await signingKeys()).map(({ key }) => key)
  expect(await keys()).toEqual(['key_first'])
  await addWorkspace(db.kysely, { ids: testIds, sealing }, { name: 'second', key: 'key_second' })
  expect(await keys()).toEqual(['key_first'])
  clock.set('2026-11-23T08:00:10Z')
  expect(await keys()).toEqual(['key_first', 'key_second'])
  await db.close()
  clock.set('2026-11-23T08:01:00Z')
  expect(await keys()).toEqual(['key_first', 'key_second'])
})

test('without one good read nobody can be believed', async () => {
  const db = openDatabase({ url: database.appUrl, applicationName: 'keys' })
  await db.close()
  const signingKeys = createSigningKeys({ database: db, sealing, config, clock: clockAt('2026-11-23T08:00:00Z') })
  await expect(signingKeys()).rejects.toThrow('pool')
})

test('the key everybody knows signs nothing in production, though it is the only one there is', async () => {
  const { db } = await createTestDatabase()
  await addWorkspace(db.kysely, { ids: testIds, sealing }, { name: 'demo', key: DEMO_RETELL_API_KEY })
  const clock = clockAt('2026-11-23T08:00:00Z')
  const keysWhere = async (production: boolean) =>
    (await createSigningKeys({ database: db, sealing, clock, config: { production } })()).map(({ key }) => key)
  expect(await keysWhere(true)).toEqual([])
  expect(await keysWhere(false)).toEqual([DEMO_RETELL_API_KEY])
})
