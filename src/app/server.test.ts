import { connect } from 'node:net'

import { beforeAll, expect, test } from 'vitest'

import { queryAsOwner } from '../../test/harness/database.ts'
import { type TestServer, startTestServer } from '../../test/harness/server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

test('it says that it is alive, and who it is', async () => {
  const response = await fetch(`${server.url}/healthz`)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ status: 'ok', product: 'ringbook' })
})

test('every answer carries a request id, its time in ms and where the time went', async () => {
  for (const path of ['/healthz', '/readyz', '/nothing', '/openapi.json']) {
    const { headers } = await fetch(`${server.url}${path}`)
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('x-response-time')).toMatch(/^\d+\.\d{1,3}$/)
    expect(headers.get('server-timing')).toMatch(
      /^total;dur=[\d.]+, db;dur=[\d.]+;desc="\d+ queries", cache;desc="0 hits, 0 misses"$/,
    )
  }
})

test('queries are counted in the answer and in the log of the request that sent them', async () => {
  const response = await fetch(`${server.url}/readyz`)
  expect(response.headers.get('server-timing')).toContain('desc="1 queries"')
  const requestId = response.headers.get('x-request-id')
  await expect
    .poll(() => server.logged.find((line) => line['requestId'] === requestId))
    .toMatchObject({
      route: '/readyz',
      queryCount: 1,
      statusCode: 200,
    })
})

test.each([
  ['an address that leads nowhere', '/nothing', { method: 'GET' }, 404, 'not_found'],
  ['an address that cannot be read', '/%zz', { method: 'GET' }, 400, 'bad_request'],
  [
    'a body that is not JSON',
    '/nothing',
    { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } },
    400,
    'bad_request',
  ],
  [
    'a body over 2 MB',
    '/nothing',
    { method: 'POST', body: JSON.stringify('x'.repeat(3e6)), headers: { 'content-type': 'application/json' } },
    413,
    'too_large',
  ],
])('%s is answered in the one shape of errors', async (_what, path, request, status, error) => {
  const response = await fetch(`${server.url}${path}`, request)
  expect(response.status).toBe(status)
  const body = (await response.json()) as Record<string, string>
  expect(Object.keys(body)).toEqual(['error', 'message', 'request_id'])
  expect(body['error']).toBe(error)
  expect(body['request_id']).toBe(response.headers.get('x-request-id'))
})

test('the address somebody asks for is kept out of log and counters', async () => {
  await fetch(`${server.url}/call/+4917604069001`)
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  expect(metrics).toContain('ringbook_http_request_seconds_bucket')
  expect(metrics).toContain('ringbook_pool_connections{pool="callers",state="limit"} 20')
  expect(metrics).not.toContain('17604069001')
  expect(JSON.stringify(server.logged)).not.toContain('17604069001')
})

test('the description names every operation, and people can read it', async () => {
  const description = (await (await fetch(`${server.url}/openapi.json`)).json()) as { paths: object }
  expect(Object.keys(description.paths)).toEqual(expect.arrayContaining(['/healthz', '/readyz']))
  const page = await fetch(`${server.url}/docs`)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe-inline|upgrade-insecure|swagger\.io/)
})

test('it is not ready while the database lacks a migration', async () => {
  const own = await startTestServer()
  expect((await fetch(`${own.url}/readyz`)).status).toBe(200)
  await queryAsOwner(own.database.ownerUrl, `update kysely_migration set name = '0000_other' where name like '0001%'`)
  const response = await fetch(`${own.url}/readyz`)
  expect(response.status).toBe(503)
  expect(await response.json()).toEqual({
    status: 'not_ready',
    database: true,
    migrations: false,
    starting: false,
    draining: false,
  })
})

test('it is alive but not ready while the database is away, and ready again when it is back', async () => {
  const own = await startTestServer()
  const database = /\/(test_\w+)/.exec(own.database.ownerUrl)?.[1]
  const elsewhere = own.database.ownerUrl.replace(`/${database}`, '/postgres')
  await queryAsOwner(elsewhere, `alter database ${database} allow_connections false`)
  await queryAsOwner(elsewhere, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`)
  await expect.poll(async () => (await fetch(`${own.url}/readyz`)).status).toBe(503)
  expect((await fetch(`${own.url}/healthz`)).status).toBe(200)
  await queryAsOwner(elsewhere, `alter database ${database} allow_connections true`)
  await expect.poll(async () => (await fetch(`${own.url}/readyz`)).status).toBe(200)
})

test('stopping finishes the request that runs, refuses new ones, and lets the port go', async () => {
  const own = await startTestServer()
  const lock = await lockMigrationsTable(own)
  const running = fetch(`${own.url}/readyz`)
  await expect.poll(() => lock.waiting()).toBe(1)
  const stopped = own.stop()
  await expect.poll(() => canConnect(own.url)).toBe(false)
  await lock.release()
  const answer = await running
  expect(answer.headers.get('connection')).toBe('close')
  expect(await answer.json()).toMatchObject({ database: true, draining: true })
  await stopped
})

async function canConnect(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url)
  const connected = Promise.withResolvers<boolean>()
  const socket = connect(Number(port), hostname)
  socket.once('connect', () => connected.resolve(true))
  socket.once('error', () => connected.resolve(false))
  const answer = await connected.promise
  socket.destroy()
  return answer
}

/** Makes whoever reads the list of migrations wait. */
async function lockMigrationsTable({ database }: TestServer) {
  const { Client } = await import('pg')
  const client = new Client({ connectionString: database.ownerUrl })
  await client.connect()
  await client.query('begin; lock table kysely_migration in access exclusive mode')
  return {
    async waiting(): Promise<number> {
      const rows = await queryAsOwner<{ count: number }>(
        database.ownerUrl,
        `select count(*)::int as count from pg_locks where relation = 'kysely_migration'::regclass and not granted`,
      )
      return rows[0]?.count ?? 0
    },
    async release(): Promise<void> {
      await client.query('rollback')
      await client.end()
    },
  }
}
