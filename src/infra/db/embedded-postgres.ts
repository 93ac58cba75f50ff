import { spawn, spawnSync } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { withFileLock } from '../file-lock.ts'
import { commandLineOf } from '../process-identity.ts'
import { type PostgresBinaries, findPostgresBinaries } from './postgres-binaries.ts'
import {
  type PostgresFiles,
  SOCKET_PORT,
  logTail,
  postgresFiles,
  readPostmaster,
  removeRemains,
  socketDirectory,
} from './postgres-files.ts'
import { askOwner, prepareDatabase, socketUrl } from './postgres-owner.ts'
import { countUsers, enter, leave } from './postgres-users.ts'

/** A running server of our own. */
export type EmbeddedPostgres = {
  /** As its owner, a superuser: for migrations only. */
  ownerUrl: string
  /** As `ringbook_login`, which may do nothing but become `ringbook_app`: for everything else. */
  appUrl: string
  /** Whether the server was running already. */
  adopted: boolean
  /** Says that this process needs it no longer; the last one to say so stops it (fast: open transactions are undone). */
  stop(): Promise<void>
}

export type EmbeddedPostgresOptions = {
  /** Ringbook's data directory; the server's own files go below it. */
  dataDir: string
  /** Server settings by name, besides ours. Only used when this call starts the server. */
  settings?: Record<string, string>
}

/** The first start makes a cluster (a second or two on a slow disk); a recovery after a power cut may take longer. */
const PATIENCE_MS = 60_000
/** A server answers within milliseconds of being ready; looking more often would only warm the room. */
const LOOK_AGAIN_MS = 20
/** The server needs none of our variables: not our keys, not the PG… settings of somebody's shell. */
const OWN_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', TZ: 'UTC', LC_ALL: 'C' }
/** Long enough to write a checkpoint; after it the server is stopped without one and recovers at its next start. */
const FAST_SHUTDOWN_MS = 10_000

/**
 * Starts the embedded server on the data below `dataDir`, or adopts the one that runs on it already: another process's,
 * or the orphan of one that was killed. It is reached by a socket in a directory only this user may enter, never by TCP.
 *
 * A server is adopted only after connecting and hearing from it that it serves this directory.
 *
 * @throws Error in one sentence: no programs for this platform, data of another major version, a server that holds the
 * directory but does not answer, or what the server said when it would not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const files = postgresFiles(options.dataDir)
  return await withFileLock(files.lock, PATIENCE_MS, async () => {
    const running = await findRunning(files)
    const socket = running ?? (await startServer(files, options.settings ?? {}))
    await prepareDatabase(socket)
    const user = enter(files.users)
    let stopped: Promise<void> | undefined
    return {
      ownerUrl: socketUrl(socket, 'ringbook_owner', 'ringbook'),
      appUrl: socketUrl(socket, 'ringbook_login', 'ringbook'),
      adopted: running !== undefined,
      stop: () => (stopped ??= withFileLock(files.lock, PATIENCE_MS, () => leaveServer(files, user))),
    }
  })
}

/** The socket directory of a server that runs on these files and answers; clears away one that is gone. */
async function findRunning(files: PostgresFiles): Promise<string | undefined> {
  for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
    const postmaster = readPostmaster(files)
    if (postmaster === undefined) return undefined
    if (await servesData(postmaster.socketDirectory, files)) return postmaster.socketDirectory
    if (!isServerOf(files, postmaster.pid)) {
      // A process id that came back as somebody else: the server itself would refuse to start beside it.
      removeRemains(files, socketDirectory(files))
      return undefined
    }
    if (waitedMs >= PATIENCE_MS) {
      throw new Error(
        `Postgres process ${postmaster.pid} holds ${files.data} but does not answer: stop it and try again`,
      )
    }
    await wait(LOOK_AGAIN_MS)
  }
}

async function servesData(socket: string, files: PostgresFiles): Promise<boolean> {
  if (socket === '' || !existsSync(socket)) return false
  try {
    const served = await askOwner(socket, 'postgres', async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('show data_directory')
      return rows[0]?.data_directory ?? ''
    })
    return realpathSync(served) === realpathSync(files.data)
  } catch {
    return false
  }
}

async function startServer(files: PostgresFiles, settings: Record<string, string>): Promise<string> {
  const binaries = findPostgresBinaries()
  makeCluster(files, binaries)
  const socket = socketDirectory(files)
  if (binaries.runAs) chownSync(socket, binaries.runAs.uid, binaries.runAs.gid)
  const all: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socket,
    unix_socket_permissions: '0700',
    port: String(SOCKET_PORT),
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The log is one file, begun anew at each start: it stays small only while the server has little to say. Failed
    // statements are for the gateway to report, which knows what in them is personal.
    log_min_messages: 'log',
    log_checkpoints: 'off',
    log_error_verbosity: 'terse',
    // A new house's tables are empty, and plans made for them go by any index; this is how soon they are made anew.
    autovacuum_naptime: '15s',
    ...settings,
  }
  const assignments = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [file, argv] = binaries.command('postgres', ['-D', files.data, ...assignments])
  const log = openSync(files.log, 'w', 0o600)
  // A session of its own: an interrupt typed at the terminal goes to Ringbook, which stops the server when it is done.
  const server = spawn(file, argv, {
    ...binaries.runAs,
    env: OWN_ENVIRONMENT,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  let gone = false
  server.once('exit', () => (gone = true))
  server.once('error', () => (gone = true))
  server.unref()
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += LOOK_AGAIN_MS) {
    if (gone) break
    if (await servesData(socket, files)) return socket
    await wait(LOOK_AGAIN_MS)
  }
  throw new Error(`The embedded Postgres does not start: ${logTail(files) || 'it said nothing'}`)
}

/** Makes the cluster unless there is one; made aside and moved, so that a half-made one is never taken for whole. */
function makeCluster(files: PostgresFiles, binaries: PostgresBinaries): void {
  const versionFile = join(files.data, 'PG_VERSION')
  if (existsSync(versionFile)) {
    const version = readFileSync(versionFile, 'utf8').trim()
    if (Number(version) === binaries.majorVersion) return
    throw new Error(
      `The data in ${files.data} is of PostgreSQL ${version}, the bundled one is ${binaries.majorVersion}: ` +
        `move it over with pg_dump and pg_restore, or run PostgreSQL ${version} yourself and set DATABASE_URL`,
    )
  }
  const fresh = `${files.data}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  if (binaries.runAs) chownSync(fresh, binaries.runAs.uid, binaries.runAs.gid)
  const [file, argv] = binaries.command('initdb', [
    `--pgdata=${fresh}`,
    '--username=ringbook_owner',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-instructions',
  ])
  const made = spawnSync(file, argv, { ...binaries.runAs, env: OWN_ENVIRONMENT, cwd: '/', encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb failed: ${(made.stderr || String(made.error)).trim().slice(-600)}`)
  renameSync(fresh, files.data)
}

async function leaveServer(files: PostgresFiles, user: string): Promise<void> {
  leave(user)
  if (countUsers(files.users) > 0) return
  const postmaster = readPostmaster(files)
  if (postmaster === undefined) return
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!isServerOf(files, postmaster.pid)) return
    process.kill(postmaster.pid, signal)
    for (let waitedMs = 0; waitedMs < FAST_SHUTDOWN_MS; waitedMs += LOOK_AGAIN_MS) {
      if (!isServerOf(files, postmaster.pid) || readPostmaster(files) === undefined) return
      await wait(LOOK_AGAIN_MS)
    }
  }
}

/** Whether a process is a server on these files, by its command line: an id may have come back as anything's. */
function isServerOf(files: PostgresFiles, pid: number): boolean {
  return commandLineOf(pid)?.includes(` -D ${files.data} `) ?? false
}
