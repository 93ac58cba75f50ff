import { beforeEach, describe, expect, test } from 'vitest'

import { testIds } from '../../test/harness/company.ts'
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { ensureFirstWorkspace } from '../app/first-workspace.ts'
import { addWorkspace, DEMO_RETELL_API_KEY, loadKeyring } from '../companies/workspaces.ts'
import { systemRandom } from '../infra/random.ts'
import { createSealer } from '../infra/sealing.ts'
import { runCommandLine } from './ringbook.ts'

const sealing = createSealer(Buffer.from('5e'.repeat(32), 'hex'), [], systemRandom)
let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase()
})

/** What the start of a server does with the key of its environment. */
const startServer = (key: string) => ensureFirstWorkspace(database.db.kysely, { ids: testIds, sealing }, key)

const workspaces = () => loadKeyring(database.db.kysely, sealing, { production: false })
const keys = async () => (await workspaces()).flatMap((workspace) => workspace.keys)

/** A command in a shell that has nothing of the server's environment but its database. */
async function ringbook(args: string[], env: Record<string, string> = {}) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCommandLine(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    async *lines() {},
    env: {
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      RINGBOOK_SECRET_KEY: '5e'.repeat(32),
      PORT: '1',
      RETELL_API_URL: 'http://127.0.0.1:1',
      ...env,
    },
    colours: false,
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

/** What the doctor says of the key everybody knows. */
async function finding(env: Record<string, string> = {}) {
  const { findings } = JSON.parse((await ringbook(['doctor', '--json'], env)).out) as {
    findings: { check: string; state: string; detail: string; mend?: string }[]
  }
  return findings.find(({ check }) => check === 'Demo key')
}

describe('a command beside a server', () => {
  test.each([
    ['without a key in its shell', {}],
    ['with another key in its shell', { RETELL_API_KEY: 'key_of_long_ago' }],
  ])('%s leaves both keys of an exchange as they are', async (_name, env) => {
    for (const key of ['key_old', 'key_new']) await startServer(key)
    expect((await ringbook(['demo'], env)).code).toBe(0)
    expect((await ringbook(['flow', 'rollback', '--company', 'demo'], env)).err).toContain('Nothing was deployed yet')
    expect(await keys()).toEqual(['key_new', 'key_old'])
  })

  test('gives the first key where there is none, and takes the place of the demo’s', async () => {
    await ringbook(['demo'])
    expect(await keys()).toEqual([DEMO_RETELL_API_KEY])
    await ringbook(['demo'], { RETELL_API_KEY: 'key_own' })
    expect(await keys()).toEqual(['key_own'])
  })
})

describe('an exchange of keys', () => {
  test('is shown, and ended by dropping the one before', async () => {
    expect((await ringbook(['keys'])).out).toContain('There is no workspace yet')
    await startServer('key_old')
    await startServer('key_new')
    expect(JSON.parse((await ringbook(['keys', '--json'])).out)).toEqual([
      { workspace: 'default', current: true, previous: true },
    ])
    expect(await ringbook(['keys', 'drop-previous'])).toMatchObject({
      code: 0,
      out: 'The key before the current one of "default" is dropped',
    })
    expect(await keys()).toEqual(['key_new'])
    expect((await ringbook(['keys'])).out).toMatch(/^default +good +none$/m)
    expect((await ringbook(['keys', 'drop-previous'])).out).toBe('"default" has no key before its current one')
  })

  test('of a workspace nobody knows is refused', async () => {
    expect(await ringbook(['keys', 'drop-previous', '--workspace', 'salon'])).toMatchObject({
      code: 1,
      err: 'ringbook keys: There is no workspace "salon"',
    })
    expect((await ringbook(['keys', 'drop'])).code).toBe(2)
  })
})

describe('the doctor on the key everybody knows', () => {
  test('is content with a demo', async () => {
    await startServer(DEMO_RETELL_API_KEY)
    expect(await finding()).toMatchObject({ state: 'good' })
  })

  test('is alarmed in production and where there is a key of one’s own, until a server starts with that', async () => {
    await startServer(DEMO_RETELL_API_KEY)
    const own = { RETELL_API_KEY: 'key_own' }
    expect(await finding(own)).toMatchObject({ state: 'bad', mend: expect.stringContaining('RETELL_API_KEY') })
    expect(await finding({ ...own, NODE_ENV: 'production' })).toMatchObject({
      state: 'bad',
      detail: expect.stringContaining('in production'),
    })
    await addWorkspace(database.db.kysely, { ids: testIds, sealing }, { name: 'agency', key: 'key_agency' })
    expect(await finding()).toMatchObject({ state: 'bad', detail: expect.stringContaining('beside a key of your own') })
    await startServer('key_own')
    expect(await finding({ ...own, NODE_ENV: 'production' })).toMatchObject({ state: 'good', detail: 'not kept' })
  })
})
