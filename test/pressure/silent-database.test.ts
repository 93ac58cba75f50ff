import { join } from 'node:path'

import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'

import type { ToolAnswer } from '../../sim/caller/phone-call.ts'
import { type FaultProxy, startFaultProxy } from '../../sim/chaos/fault-proxy.ts'
import { openDatabase } from '../../src/infra/db/database.ts'
import { SOCKET_PORT } from '../../src/infra/db/postgres-files.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../harness/database.ts'
import { createRetellLine, type RetellLine } from '../harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../harness/server.ts'

const clock = clockAt('2026-11-23T08:00:00Z')
/** More than the pool has connections. */
const CALLERS = 30
/** What the flow waits for `initialize_call` is two seconds; the machine may be busy besides. */
const IN_TIME_MS = 3_000
/** What is asked of a silent connection is given up after eight seconds, a new one after five. */
const SOON_MS = 20_000

let proxy: FaultProxy
let database: TestDatabase
let server: TestServer
let line: RetellLine

beforeAll(async () => {
  proxy = await startFaultProxy(join(inject('socketDirectory'), `.s.PGSQL.${SOCKET_PORT}`))
  const direct = await createTestDatabase()
  const [named] = await queryAsOwner<{ name: string }>(direct.ownerUrl, 'select current_database() as name')
  database = { ...direct, appUrl: `postgresql://ringbook_login@127.0.0.1:${proxy.port}/${named?.name ?? ''}` }
  server = await startTestServer({ clock, database })
  line = await createRetellLine(server)
  return () => server.stop()
})

afterAll(() => proxy.close())

beforeEach(() => proxy.heal())

/** Has the pool open every connection it may. */
async function openAll(): Promise<void> {
  const { database: db } = server.context
  const everybody = Promise.withResolvers<void>()
  let inside = 0
  await Promise.all(
    Array.from({ length: db.pool.options.max }, () =>
      db.inCompany(line.id, async () => {
        inside += 1
        if (inside === db.pool.options.max) everybody.resolve()
        await everybody.promise
      }),
    ),
  )
}

async function begin(): Promise<ToolAnswer> {
  return await line.call().callTool('initialize_call', {}, { timeoutMs: IN_TIME_MS })
}

test('while the database is silent callers hear an apology in time, and once another answers they are served', async () => {
  expect(await begin()).toMatchObject({ statusCode: 200, reply: { status: 'ok' } })
  await openAll()
  // The keys have to be read again.
  clock.set('2026-11-23T08:00:11Z')
  proxy.arm({ kind: 'stall', forMs: 600_000 })
  const answers = await Promise.all(Array.from({ length: CALLERS }, begin))
  expect(answers.map(({ statusCode, reply }) => ({ statusCode, status: reply?.['status'] }))).toEqual(
    Array.from({ length: CALLERS }, () => ({ statusCode: 200, status: 'error' })),
  )
  // The connections of before stay silent for ever.
  proxy.arm({ kind: 'silence' })
  proxy.heal()
  await expect.poll(async () => (await begin()).reply?.['status'], { timeout: SOON_MS }).toBe('ok')
})

test('a call that was known before is answered in time too, though its fault cannot be written down', async () => {
  const call = line.call()
  expect((await call.callTool('initialize_call', {})).reply).toMatchObject({ status: 'ok' })
  await queryAsOwner(
    database.ownerUrl,
    `create or replace function fall_silent() returns trigger language plpgsql as $$
    begin perform pg_sleep(4); return new; end $$`,
  )
  await queryAsOwner(
    database.ownerUrl,
    'create trigger silent before insert on call_steps for each row execute function fall_silent()',
  )
  try {
    const answer = await call.callTool('update_call', { notes: 'nothing' }, { timeoutMs: IN_TIME_MS })
    expect(answer.reply).toMatchObject({ status: 'error' })
  } finally {
    await queryAsOwner(database.ownerUrl, 'drop trigger silent on call_steps')
  }
})

test('a COMMIT nobody answers rejects, is not sent again, and its connection is not used again', async () => {
  const db = openDatabase({
    url: database.appUrl,
    applicationName: 'ringbook silent',
    size: { min: 0, max: 1 },
    statementTimeoutMs: 100,
  })
  let runs = 0
  const backends: (number | undefined)[] = []
  const work = async () => {
    runs += 1
    proxy.arm({ kind: 'silence' })
  }
  db.pool.on('acquire', (client) => backends.push('processID' in client ? Number(client.processID) : undefined))
  await expect(db.inCompany(line.id, work, { retries: 3 })).rejects.toThrow('Query read timeout')
  expect(runs).toBe(1)
  const seen = await db.inCompany(line.id, (tx) => tx.selectFrom('companies').select('id').execute())
  expect(seen).toEqual([{ id: line.id }])
  expect(new Set(backends).size).toBe(2)
  await db.close()
})
