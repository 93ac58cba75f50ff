import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

import { commandLineOf } from '../process-identity.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { postgresFiles, readPostmaster } from './postgres-files.ts'

const directories: string[] = []
const servers: EmbeddedPostgres[] = []
const children: ChildProcess[] = []
let clusterToCopy = ''

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const server of servers.splice(0)) await server.stop()
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true })
})

/** An empty data directory, or one with a cluster that was never started: making one takes most of a second. */
function freshDirectory(options: { name?: string; withCluster?: boolean } = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'ringbook-pg-'))
  directories.push(root)
  const directory = join(root, options.name ?? 'data')
  if (options.withCluster ?? true)
    cpSync(join(clusterToCopy, 'postgres'), join(directory, 'postgres'), { recursive: true })
  return directory
}

beforeAll(async () => {
  clusterToCopy = mkdtempSync(join(tmpdir(), 'ringbook-pg-'))
  await (await startEmbeddedPostgres({ dataDir: clusterToCopy })).stop()
})

afterAll(() => rmSync(clusterToCopy, { recursive: true, force: true }))

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } })
  servers.push(server)
  return server
}

/** A process of its own that starts or adopts the server and then waits to be killed. */
async function startInAnotherProcess(dataDir: string): Promise<ChildProcess> {
  const module = JSON.stringify(new URL('embedded-postgres.ts', import.meta.url).href)
  const program = `
    const { startEmbeddedPostgres } = await import(${module})
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, settings: { fsync: 'off' } })
    console.log('up')
    process.stdin.once('data', async () => { await server.stop(); process.exit() })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  await once(child.stdout, 'data')
  return child
}

/** The first value of the first row. */
async function ask(url: string, text: string): Promise<unknown> {
  const role = url.includes('ringbook_login') ? { options: '-c role=ringbook_app' } : {}
  const client = new Client({ connectionString: url, ...role })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(text)
    return Object.values(rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}

function serverPid(dataDir: string): number {
  return readPostmaster(postgresFiles(dataDir))?.pid ?? 0
}

test('a first start makes a cluster that is reached by a socket alone, in a directory for us alone', async () => {
  const dataDir = freshDirectory({ withCluster: false })
  const server = await start(dataDir)
  expect(server.adopted).toBe(false)
  expect(await ask(server.appUrl, 'show listen_addresses')).toBe('')
  expect(await ask(server.appUrl, 'show server_encoding')).toBe('UTF8')
  const socket = String(await ask(server.ownerUrl, 'show unix_socket_directories'))
  expect(statSync(socket).mode & 0o777).toBe(0o700)
})

test('the login of the app is no superuser and can become ringbook_app alone', async () => {
  const server = await start(freshDirectory())
  expect(await ask(server.appUrl, 'select rolsuper from pg_roles where rolname = session_user')).toBe(false)
  expect(await ask(server.appUrl, 'select current_user')).toBe('ringbook_app')
  await expect(ask(server.appUrl, 'set role ringbook_owner')).rejects.toThrow('permission denied to set role')
})

test('data survives stopping and starting', async () => {
  const dataDir = freshDirectory()
  const first = await start(dataDir)
  await ask(first.ownerUrl, 'create table kept as select 7 as n')
  await first.stop()
  expect(commandLineOf(serverPid(dataDir))).toBeUndefined()
  const second = await start(dataDir)
  expect(second.adopted).toBe(false)
  expect(await ask(second.ownerUrl, 'select n from kept')).toBe(7)
})

test('a second process adopts the server, and stops it only when it is the last to leave', async () => {
  const dataDir = freshDirectory()
  const starter = await start(dataDir)
  const other = await startInAnotherProcess(dataDir)
  const pid = serverPid(dataDir)
  await starter.stop()
  expect(commandLineOf(pid)).toContain('postgres')
  other.stdin?.write('stop\n')
  await once(other, 'exit')
  await expect.poll(() => commandLineOf(pid)).toBeUndefined()
})

test('two starts at the same moment end with one server', async () => {
  const dataDir = freshDirectory()
  const both = await Promise.all([start(dataDir), start(dataDir)])
  expect(both.filter((server) => server.adopted)).toHaveLength(1)
})

test('the orphan of a killed process is adopted, and stopped by who adopted it', async () => {
  const dataDir = freshDirectory()
  const starter = await startInAnotherProcess(dataDir)
  const pid = serverPid(dataDir)
  starter.kill('SIGKILL')
  await once(starter, 'exit')
  const adopter = await start(dataDir)
  expect(adopter.adopted).toBe(true)
  expect(serverPid(dataDir)).toBe(pid)
  await adopter.stop()
  await expect.poll(() => commandLineOf(pid)).toBeUndefined()
})

test('a killed server is started again, though its lock file names a process that lives', async () => {
  const dataDir = freshDirectory()
  const first = await start(dataDir)
  const lockFile = join(dataDir, 'postgres', 'postmaster.pid')
  const [pid, ...rest] = readFileSync(lockFile, 'utf8').split('\n')
  process.kill(Number(pid), 'SIGKILL')
  await expect.poll(() => commandLineOf(Number(pid))).toBeUndefined()
  // The process id came back as somebody else's.
  const somebody = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  children.push(somebody)
  writeFileSync(lockFile, [somebody.pid, ...rest].join('\n'))
  await first.stop()
  expect(commandLineOf(somebody.pid ?? 0)).toBeDefined()
  const second = await start(dataDir)
  expect(second.adopted).toBe(false)
  expect(await ask(second.appUrl, 'select 1')).toBe(1)
})

test('a server on other data is not taken for ours, whatever the lock file says', async () => {
  const theirs = freshDirectory()
  const other = await start(theirs)
  const ours = freshDirectory()
  cpSync(join(theirs, 'postgres', 'postmaster.pid'), join(ours, 'postgres', 'postmaster.pid'))
  const server = await start(ours)
  expect(server.adopted).toBe(false)
  expect(server.ownerUrl).not.toBe(other.ownerUrl)
  await server.stop()
  expect(await ask(other.appUrl, 'select 1')).toBe(1)
})

test('a directory too deep for a socket gets its socket elsewhere, and the same one again', async () => {
  const dataDir = freshDirectory({ name: 'd'.repeat(90) })
  const first = await start(dataDir)
  await first.stop()
  const second = await start(dataDir)
  directories.push(readFileSync(postgresFiles(dataDir).socketMemo, 'utf8'))
  expect(second.ownerUrl).toBe(first.ownerUrl)
  expect(await ask(second.appUrl, 'select 1')).toBe(1)
})

test('data of another major version is refused in one line that says what to do', async () => {
  const dataDir = freshDirectory()
  await (await start(dataDir)).stop()
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '13\n')
  await expect(start(dataDir)).rejects.toThrow(/is of PostgreSQL 13, the bundled one is \d+: .*DATABASE_URL/)
})
