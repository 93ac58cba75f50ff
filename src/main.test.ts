import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeAll, expect, test } from 'vitest'

import { type TestDatabase, createTestDatabase, queryAsOwner } from '../test/harness/database.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

let database: TestDatabase
const children: ChildProcess[] = []

beforeAll(async () => {
  database = await createTestDatabase()
})

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

type Started = { child: ChildProcess; out: () => string; err: () => string; exit: Promise<number | null> }

/** The program as a process of its own, with nothing of our environment. */
function start(args: string[], env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      RINGBOOK_SECRET_KEY: '5e'.repeat(32),
      PORT: '0',
      LOG_LEVEL: 'silent',
      ...env,
    },
  })
  children.push(child)
  const heard = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (heard.out += String(chunk)))
  child.stderr.on('data', (chunk) => (heard.err += String(chunk)))
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  return { child, out: () => heard.out, err: () => heard.err, exit }
}

async function urlOf(started: Started): Promise<string> {
  await expect.poll(started.out).toMatch(/answers at http/)
  return /http:\/\/[\d.:]+/.exec(started.out())?.[0] ?? ''
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it in good order', async (signal) => {
  const started = start(['all'])
  const url = await urlOf(started)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  started.child.kill(signal)
  expect(await started.exit).toBe(0)
  expect(started.err()).toBe('')
  const left = await queryAsOwner(
    database.ownerUrl,
    `select application_name from pg_stat_activity where datname = current_database() and application_name like 'ringbook all%'`,
  )
  expect(left).toEqual([])
})

test('a second signal does not wait for the request that still runs', async () => {
  const started = start(['serve'])
  const url = await urlOf(started)
  const { Client } = await import('pg')
  const blocker = new Client({ connectionString: database.ownerUrl })
  await blocker.connect()
  await blocker.query('begin; lock table kysely_migration in access exclusive mode')
  const running = fetch(`${url}/readyz`).catch(() => undefined)
  await expect
    .poll(() =>
      queryAsOwner(
        database.ownerUrl,
        `select 1 from pg_locks where relation = 'kysely_migration'::regclass and not granted`,
      ),
    )
    .toHaveLength(1)
  started.child.kill('SIGTERM')
  await expect.poll(async () => fetch(`${url}/healthz`).then(Boolean, () => false)).toBe(false)
  started.child.kill('SIGTERM')
  expect(await started.exit).toBe(1)
  await running
  await blocker.end()
})

test('a process that only works listens nowhere and ends as well', async () => {
  const started = start(['work'])
  await expect
    .poll(
      () =>
        queryAsOwner(
          database.ownerUrl,
          `select 1 from pg_stat_activity where application_name = 'ringbook work jobs' limit 1`,
        ),
      { timeout: 15_000 },
    )
    .toHaveLength(1)
  started.child.kill('SIGTERM')
  expect(await started.exit).toBe(0)
  expect(started.out()).toBe('')
})

test.each([
  ['a role that does not exist', ['play'], {}, 'ringbook: Say serve, work or all, not "play"\n'],
  ['a bad value', ['all'], { PORT: 'x' }, 'ringbook: PORT must be a whole number, not "x"\n'],
  [
    'no key in production',
    ['all'],
    { NODE_ENV: 'production' },
    'ringbook: RETELL_API_KEY must be set to the key of your Retell workspace when NODE_ENV is production\n',
  ],
  [
    'a database that is away',
    ['all'],
    { DATABASE_URL: 'postgresql://me:hunter2@127.0.0.1:1/x', DATABASE_OWNER_URL: '' },
    'ringbook: The database cannot be reached (127.0.0.1:1): is it running, is DATABASE_URL right?\n',
  ],
])('%s is one line on standard error and exit code 1', async (_what, args, env, line) => {
  const started = start(args, env)
  expect(await started.exit).toBe(1)
  expect(started.err()).toBe(line)
  expect(started.out()).toBe('')
})

test('a taken port is one line that names it', async () => {
  const other: Server = createServer()
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const started = start(['serve'], { PORT: String(port) })
  expect(await started.exit).toBe(1)
  expect(started.err()).toBe(
    `ringbook: Port ${port} on 127.0.0.1 is taken: set PORT to another, or stop what uses it\n`,
  )
  other.close()
})

test('serving a database that lacks migrations is refused with what to do', async () => {
  const empty = await createTestDatabase({ empty: true })
  const started = start(['serve'], { DATABASE_URL: empty.appUrl, DATABASE_OWNER_URL: empty.ownerUrl })
  expect(await started.exit).toBe(1)
  expect(started.err()).toMatch(/^ringbook: The database lacks \d+ migrations: run "ringbook migrate up" first\n$/)
})
