import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where the parts of an embedded server lie in Ringbook's data directory. */
export type PostgresFiles = {
  /** The cluster itself. */
  data: string
  /** What the server wrote to its log since its last start. */
  log: string
  /** Taken while the server is started or stopped. */
  lock: string
  /** One file per process that uses the server. */
  users: string
  /** Remembers a socket directory that had to be made elsewhere. */
  socketMemo: string
}

/** The port only names the socket's file; nothing listens on it. */
export const SOCKET_PORT = 5432

/** A socket's path may have 107 bytes on Linux and 103 on macOS; past 100 the socket goes to the temporary directory. */
const SOCKET_PATH_LIMIT_BYTES = 100

/** The files of the server whose data belongs under `dataDir`; makes the directory, readable by us alone. */
export function postgresFiles(dataDir: string): PostgresFiles {
  const root = resolve(dataDir)
  mkdirSync(root, { recursive: true })
  const files = {
    data: join(root, 'postgres'),
    log: join(root, 'postgres.log'),
    lock: join(root, 'postgres.lock'),
    users: join(root, 'postgres-users'),
    socketMemo: join(root, 'postgres-socket-path'),
  }
  mkdirSync(files.users, { recursive: true, mode: 0o700 })
  return files
}

/**
 * The directory of the server's socket, made with mode 0700: whoever may not enter it cannot connect, and so nobody
 * needs a password. Beside the data if the path is short enough for a socket, else in the temporary directory.
 */
export function socketDirectory(files: PostgresFiles): string {
  const beside = `${files.data}-socket`
  if (Buffer.byteLength(socketPath(beside)) <= SOCKET_PATH_LIMIT_BYTES) return ownDirectory(beside)
  const remembered = existsSync(files.socketMemo) ? readFileSync(files.socketMemo, 'utf8') : ''
  if (remembered !== '' && existsSync(remembered)) return ownDirectory(remembered)
  const made = mkdtempSync(join(tmpdir(), 'ringbook-'))
  writeFileSync(files.socketMemo, made)
  return made
}

function ownDirectory(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
  return path
}

function socketPath(directory: string): string {
  return join(directory, `.s.PGSQL.${SOCKET_PORT}`)
}

/** What the server's lock file says: its process and the directory of its socket. Undefined when there is none. */
export function readPostmaster(files: PostgresFiles): { pid: number; socketDirectory: string } | undefined {
  try {
    const lines = readFileSync(join(files.data, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    return Number.isInteger(pid) && pid > 0 ? { pid, socketDirectory: (lines[4] ?? '').trim() } : undefined
  } catch {
    return undefined
  }
}

/** Removes what a server that is gone left behind and a new one would stumble over. */
export function removeRemains(files: PostgresFiles, socketDirectory: string): void {
  rmSync(join(files.data, 'postmaster.pid'), { force: true })
  for (const name of readdirSync(socketDirectory)) {
    if (name.startsWith('.s.PGSQL.')) rmSync(join(socketDirectory, name), { force: true })
  }
}

/** The last lines of the server's log, for a message about why it does not start. */
export function logTail(files: PostgresFiles): string {
  try {
    return readFileSync(files.log, 'utf8').trim().split('\n').slice(-4).join(' | ').slice(-600)
  } catch {
    return ''
  }
}
