import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { beforeAll, expect, test } from 'vitest'

import { type TestDatabase, createTestDatabase, queryAsOwner } from '../../test/harness/database.ts'
import { startTestServer } from '../../test/harness/server.ts'
import { runCommandLine } from './ringbook.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

/** Runs a command line against the test's database and gives what it said. */
async function ringbook(args: string[], env: Record<string, string> = {}, input: string[] = []) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCommandLine(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    async *lines() {
      yield* input
    },
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

test('without a command it lists them, each with what it does', async () => {
  for (const args of [[], ['--help'], ['help']]) {
    const { code, out } = await ringbook(args)
    expect(code).toBe(0)
    for (const name of ['serve', 'work', 'migrate', 'doctor']) expect(out).toMatch(new RegExp(`^  ${name} +[A-Z]`, 'm'))
  }
})

test('every command explains itself with examples', async () => {
  const { out: list } = await ringbook(['--help'])
  const names = [...list.matchAll(/^ {2}(\w+) /gm)].map((match) => match[1] ?? '')
  expect(names.length).toBeGreaterThan(3)
  for (const name of names) {
    const { code, out } = await ringbook([name, '--help'])
    expect(code).toBe(0)
    expect(out).toContain('Examples')
    expect(out).toMatch(/json/i)
  }
})

test('what it does not understand is one line and exit code 2', async () => {
  expect(await ringbook(['constructor'])).toMatchObject({
    code: 2,
    err: 'ringbook: there is no command "constructor". See: ringbook --help',
  })
  expect(await ringbook(['migrate', 'sideways'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('ringbook migrate --help'),
  })
  expect(await ringbook(['doctor', '--loud'])).toMatchObject({ code: 2, err: expect.stringContaining("'--loud'") })
})

test('a fault is one line, or one JSON value where JSON was asked for', async () => {
  const away = { DATABASE_URL: 'postgresql://127.0.0.1:1/x', DATABASE_OWNER_URL: '' }
  const line = await ringbook(['migrate', 'status'], away)
  expect(line).toMatchObject({ code: 1, out: '', err: expect.stringContaining('cannot be reached (127.0.0.1:1)') })
  const json = await ringbook(['migrate', 'status', '--json'], away)
  expect(JSON.parse(json.out)).toEqual({ error: expect.stringContaining('cannot be reached') })
})

test('migrations go down, are seen missing, and go up', async () => {
  expect((await ringbook(['migrate', 'down'])).out).toMatch(/^\d{4}_\w+ taken back$/)
  expect((await ringbook(['migrate', 'status'])).out).toMatch(/missing$/)
  expect((await ringbook(['migrate', 'up'])).out).toMatch(/applied$/)
  expect(JSON.parse((await ringbook(['migrate', 'status', '--json'])).out)).toMatchObject({ pending: [], unknown: [] })
})

test('the doctor finds nothing wrong beside a running server', async () => {
  const server = await startTestServer({ database })
  const { code, out } = await ringbook(['doctor', '--json'], { PORT: new URL(server.url).port })
  const { healthy, findings } = JSON.parse(out) as { healthy: boolean; findings: { check: string; state: string }[] }
  expect(findings.filter((finding) => finding.state === 'bad')).toEqual([])
  expect(findings).toContainEqual({ check: 'Server', state: 'good', detail: `ready at ${server.url}` })
  expect({ healthy, code }).toEqual({ healthy: true, code: 0 })
})

test('the doctor names what is wrong and how to mend it', async () => {
  const other = createServer((_request, response) => response.end('hello'))
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  const port = String((other.address() as AddressInfo).port)
  const taken = await ringbook(['doctor'], { PORT: port })
  expect(taken.code).toBe(1)
  expect(taken.out).toContain(`✗ Port: ${port} is taken by something that is not Ringbook\n    Stop it, or set PORT`)
  other.close()

  const away = await ringbook(['doctor'], { DATABASE_URL: 'postgresql://127.0.0.1:1/x', DATABASE_OWNER_URL: '' })
  expect(away).toMatchObject({ code: 1, out: expect.stringContaining('✗ Database: cannot be reached') })

  const keyless = await ringbook(['doctor'], { NODE_ENV: 'production' })
  expect(keyless).toMatchObject({ code: 1, out: expect.stringContaining('✗ Settings: RETELL_API_KEY must be set') })

  const asOwner = await ringbook(['doctor'], { DATABASE_URL: database.ownerUrl.replace('?', '?x=1&') })
  expect(asOwner.out).toContain('✓ Database role: ringbook_app')
})

test('the doctor sees a table whose rows are no longer kept apart', async () => {
  await queryAsOwner(database.ownerUrl, 'alter table customers no force row level security')
  const { code, out } = await ringbook(['doctor'])
  await queryAsOwner(database.ownerUrl, 'alter table customers force row level security')
  expect(out).toContain('✗ Row-level security: not forced on customers')
  expect(code).toBe(1)
})

test('the doctor sees keys that were sealed with another secret', async () => {
  await startTestServer({ database })
  await queryAsOwner(
    database.ownerUrl,
    `insert into workspaces (id, name, sealed_key) values (gen_random_uuid(), 'other', '\\x01')`,
  )
  const { out } = await ringbook(['doctor'])
  await queryAsOwner(database.ownerUrl, `delete from workspaces where name = 'other'`)
  expect(out).toContain('✗ Sealed keys: cannot be opened with this secret key')
})
