import { beforeEach, describe, expect, test } from 'vitest'

import { testIds } from '../../test/harness/company.ts'
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { systemRandom } from '../infra/random.ts'
import { createSealer } from '../infra/sealing.ts'
import {
  addWorkspace,
  DEMO_RETELL_API_KEY,
  dropPreviousKey,
  keepsDemoKey,
  loadKeyring,
  setWorkspaceKey,
} from './workspaces.ts'

const sealing = createSealer(systemRandom.bytes(32), [], systemRandom)
let database: TestDatabase
let id: string

beforeEach(async () => {
  database = await createTestDatabase()
  id = await addWorkspace(database.db.kysely, { ids: testIds, sealing }, { name: 'default', key: DEMO_RETELL_API_KEY })
})

const set = (key: string) => setWorkspaceKey(database.db.kysely, { sealing }, id, key)
const kept = () => keepsDemoKey(database.db.kysely, sealing)

async function good(production = false): Promise<readonly string[]> {
  return (await loadKeyring(database.db.kysely, sealing, { production })).flatMap(({ keys }) => keys)
}

/** Writes what a version before this one left behind. */
async function store(current: string, previous: string): Promise<void> {
  const seal = (key: string) => sealing.seal(key, `workspaces.sealed_key:${id}`)
  await database.db.kysely
    .updateTable('workspaces')
    .set({ sealed_key: seal(current), sealed_previous_key: seal(previous) })
    .where('id', '=', id)
    .execute()
}

describe('the key everybody knows', () => {
  test('is good while it is the only one, and never in production', async () => {
    expect(await good()).toEqual([DEMO_RETELL_API_KEY])
    expect(await good(true)).toEqual([])
  })

  test('is not kept when a key of one’s own follows it', async () => {
    await set('key_own')
    expect(await good()).toEqual(['key_own'])
    expect(await kept()).toBe(false)
  })

  test('never takes the place of another, nor that of the one before during an exchange', async () => {
    for (const key of ['key_old', 'key_new', DEMO_RETELL_API_KEY]) await set(key)
    expect(await good()).toEqual(['key_new', 'key_old'])
    expect(await kept()).toBe(false)
  })

  test('is no longer good once another workspace has a key', async () => {
    await addWorkspace(database.db.kysely, { ids: testIds, sealing }, { name: 'agency', key: 'key_agency' })
    expect(await good()).toEqual(['key_agency'])
  })

  test('stays where it is the only one when the one before is dropped', async () => {
    expect(await dropPreviousKey(database.db.kysely, { sealing }, id)).toBe(false)
    expect(await good()).toEqual([DEMO_RETELL_API_KEY])
  })
})

describe.each([
  ['before a key of one’s own', 'key_own', DEMO_RETELL_API_KEY],
  ['over a key of one’s own', DEMO_RETELL_API_KEY, 'key_own'],
])('a store that has the key everybody knows %s', (_name, current, previous) => {
  beforeEach(() => store(current, previous))

  test('takes the own key alone, with nothing done by hand', async () => {
    expect(await good()).toEqual(['key_own'])
    expect(await kept()).toBe(true)
  })

  test('loses it when a server starts with the own key', async () => {
    await set('key_own')
    expect(await kept()).toBe(false)
    expect(await good()).toEqual(['key_own'])
  })

  test('keeps the own key during an exchange', async () => {
    await set('key_next')
    expect(await good()).toEqual(['key_next', 'key_own'])
  })

  test('keeps the own key when the one before is dropped', async () => {
    expect(await dropPreviousKey(database.db.kysely, { sealing }, id)).toBe(true)
    expect(await good()).toEqual(['key_own'])
    expect(await kept()).toBe(false)
  })
})
