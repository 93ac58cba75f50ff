import { beforeAll, describe, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { systemClock } from '../infra/clock.ts'
import { createIds } from '../infra/ids.ts'
import { systemRandom } from '../infra/random.ts'
import { createSealer, SealError, SEALING_KEY_BYTES } from '../infra/sealing.ts'
import { activeCompanies, type CallMarks, routeCall } from './routing.ts'
import { addAgent, addBranch, addPhoneNumber, createCompany, InvalidSettingError, setRules } from './set-up.ts'
import { loadCompany } from './store.ts'
import { addWorkspace, dropPreviousKey, loadKeyring, setWorkspaceKey } from './workspaces.ts'

const ids = createIds(systemClock, systemRandom)
let database: TestDatabase
let workspaceId = ''

const sealing = createSealer(systemRandom.bytes(SEALING_KEY_BYTES), [], systemRandom)

beforeAll(async () => {
  database = await createTestDatabase()
  workspaceId = await addWorkspace(database.db.kysely, { ids, sealing }, { name: 'Agency', key: 'key_one' })
})

async function company(slug: string, country = 'DE'): Promise<string> {
  const id = ids.uuid()
  await database.db.inCompany(id, (tx) =>
    createCompany(tx, { id, slug, name: slug, zone: 'Europe/Berlin', languages: ['de'], country }),
  )
  return id
}

const add = (id: string, number: string) =>
  database.db.inCompany(id, (tx) => addPhoneNumber(tx, { ids }, id, { number, kind: 'line', workspaceId }))

describe('a company', () => {
  test('is in a time zone that exists', async () => {
    const id = ids.uuid()
    const mistaken = { id, slug: 'mars', name: 'Mars', zone: 'Mars/Olympus', languages: ['de'] as const }
    const answer = database.db.inCompany(id, (tx) => createCompany(tx, mistaken))
    await expect(answer).rejects.toThrow(InvalidSettingError)
  })

  test('is written by its own transaction and by no other', async () => {
    const id = ids.uuid()
    const wanted = { id, slug: 'foreign', name: 'Foreign', zone: 'Europe/Berlin', languages: ['de'] as const }
    await expect(database.db.inCompany(ids.uuid(), (tx) => createCompany(tx, wanted))).rejects.toThrow(/row-level/)
  })

  test('has its numbers in one spelling, however they were written', async () => {
    const berlin = await company('berlin')
    const vienna = await company('vienna', 'AT')
    expect(await add(berlin, '(030) 231 25 101')).toBe('+493023125101')
    expect(await add(vienna, '01 5131234')).toBe('+4315131234')
    await expect(add(berlin, 'call me')).rejects.toThrow(InvalidSettingError)
    await expect(add(vienna, '+49 30 23125101')).rejects.toThrow(/phone_numbers_number_key/)
  })

  test('has one set of rules per level: setting them again replaces them', async () => {
    const id = await company('rules')
    const rules = await database.db.inCompany(id, async (tx) => {
      await setRules(tx, { ids }, id, { horizonDays: 10, slotGridMinutes: 20 })
      await setRules(tx, { ids }, id, { horizonDays: 20 })
      return (await loadCompany(tx, id))?.rules
    })
    expect(rules).toMatchObject([{ horizonDays: 20, slotGridMinutes: null }])
  })
})

describe('a call', () => {
  let routed = ''
  let branchId = ''
  let agentId = ''
  const nothing: CallMarks = { retellCallId: null, metadataCompanyId: null, ourNumber: null, retellAgentId: null }
  const route = (marks: Partial<CallMarks>) => routeCall(database.db.kysely, { ...nothing, ...marks })

  beforeAll(async () => {
    routed = await company('routed')
    await database.db.inCompany(routed, async (tx) => {
      branchId = await addBranch(tx, { ids }, routed, { name: 'Nord' })
      await addPhoneNumber(tx, { ids }, routed, { number: '+493023125201', kind: 'line', branchId, workspaceId })
      await addPhoneNumber(tx, { ids }, routed, { number: '+493023125202', kind: 'forwarding' })
      agentId = await addAgent(tx, { ids }, routed, { retellAgentId: 'agent_en', workspaceId, language: 'en' })
    })
  })

  test('is known by our number, with its branch', async () => {
    expect(await route({ ourNumber: '+493023125201' })).toEqual({
      companyId: routed,
      branchId,
      workspaceId,
      agentId: null,
      language: null,
      knownBy: 'number',
    })
  })

  test('is known by the agent, with its language', async () => {
    expect(await route({ retellAgentId: 'agent_en' })).toMatchObject({ agentId, language: 'en', knownBy: 'agent' })
    expect(await route({ ourNumber: '+493023125201', retellAgentId: 'agent_en' })).toMatchObject({
      agentId,
      branchId,
      language: 'en',
      knownBy: 'number',
    })
  })

  test('is known by the metadata we set before anything else it brings', async () => {
    const marks = { metadataCompanyId: routed, ourNumber: '+493000000000' }
    expect(await route(marks)).toMatchObject({ companyId: routed, knownBy: 'metadata' })
  })

  test.each<[string, Partial<CallMarks>]>([
    ['of nothing at all', {}],
    ['to a number that only forwards', { ourNumber: '+493023125202' }],
    ['with strange metadata', { metadataCompanyId: "'; drop table companies; --" }],
    ['of an agent nobody knows', { retellAgentId: 'agent_other', retellCallId: 'call_other' }],
  ])('%s is nobody’s', async (_name, marks) => {
    expect(await route(marks)).toBeUndefined()
  })

  test('finds no company that is not served any more', async () => {
    const gone = await company('gone')
    await database.db.inCompany(gone, async (tx) => {
      await addPhoneNumber(tx, { ids }, gone, { number: '+493023125203', kind: 'line', workspaceId })
      await tx.updateTable('companies').set({ active: false }).where('id', '=', gone).execute()
    })
    expect(await route({ ourNumber: '+493023125203' })).toBeUndefined()
    const served = await activeCompanies(database.db.kysely)
    expect(served.map(({ slug }) => slug)).toContain('routed')
    expect(served.map(({ slug }) => slug)).not.toContain('gone')
  })
})

const keysOf = async (id: string) =>
  (await loadKeyring(database.db.kysely, sealing, { production: false })).find(
    (workspace) => workspace.workspaceId === id,
  )?.keys

describe('a workspace', () => {
  test('keeps its key sealed', async () => {
    const rows = await database.db.kysely.selectFrom('workspaces').select('sealed_key').execute()
    expect(rows.map(({ sealed_key }) => sealed_key?.toString()).join()).not.toContain('key_one')
    expect(await keysOf(workspaceId)).toEqual(['key_one'])
  })

  test('takes the old key and the new one while they change, and setting one twice loses none', async () => {
    const id = await addWorkspace(database.db.kysely, { ids, sealing }, { name: 'Rotating' })
    expect(await keysOf(id)).toEqual([])
    for (const key of ['key_a', 'key_b', 'key_b']) await setWorkspaceKey(database.db.kysely, { sealing }, id, key)
    expect(await keysOf(id)).toEqual(['key_b', 'key_a'])
    await dropPreviousKey(database.db.kysely, { sealing }, id)
    expect(await keysOf(id)).toEqual(['key_b'])
  })

  test('that is not there gets no key', async () => {
    await expect(setWorkspaceKey(database.db.kysely, { sealing }, ids.uuid(), 'key')).rejects.toThrow(/no workspace/)
  })

  test('does not open the key of another', async () => {
    const id = await addWorkspace(database.db.kysely, { ids, sealing }, { name: 'Copied' })
    const stolen = database.db.kysely.selectFrom('workspaces').select('sealed_key').where('id', '=', workspaceId)
    await database.db.kysely.updateTable('workspaces').set({ sealed_key: stolen }).where('id', '=', id).execute()
    await expect(loadKeyring(database.db.kysely, sealing, { production: false })).rejects.toThrow(SealError)
    await database.db.kysely.updateTable('workspaces').set({ sealed_key: null }).where('id', '=', id).execute()
  })
})
