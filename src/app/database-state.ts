import type { Db } from '../infra/db/database.ts'
import { appliedMigrations, compareMigrations, migrateUp, migrationStatus } from '../infra/db/migrate.ts'
import { WaitedTooLongError } from '../infra/db/turnstile.ts'

/** Codes by which the system and the database say that there is no database to talk to. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'ENOTFOUND',
  'ETIMEDOUT',
  'ECONNRESET',
  'EHOSTUNREACH',
  '57P01',
  '57P03',
  '53300',
])

/** Whether an error says that the database cannot be reached at all. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && AWAY.has(error.code)) return true
  if (error instanceof WaitedTooLongError) return true
  // pg gives no code when its own time to connect, or to wait for an answer, ran out.
  return /timeout exceeded when trying to connect|Query read timeout|Connection terminated/i.test(error.message)
}

/**
 * Makes sure that the database has what this version needs before anything is served.
 *
 * @throws Error in one sentence: away, refused, or migrations missing (unless `migrate`)
 */
export async function bringUpToDate(urls: { appUrl: string; ownerUrl: string }, migrate: boolean): Promise<void> {
  await explainAway(urls.ownerUrl, async () => {
    if (migrate) {
      await migrateUp(urls.ownerUrl)
      return
    }
    const { pending } = await migrationStatus(urls.ownerUrl)
    if (pending.length > 0) {
      throw new Error(`The database lacks ${pending.length} migrations: run "ringbook migrate up" first`)
    }
  })
}

/** Runs `work`; says in one sentence where the database was looked for when it turns out to be away. */
export async function explainAway<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isDatabaseAway(error)) throw error
    throw new Error(`The database cannot be reached (${whereIs(url)}): is it running, is DATABASE_URL right?`, {
      cause: error,
    })
  }
}

/** Host and port of an address, without who logs in. */
function whereIs(url: string): string {
  const host =
    /[?&]host=([^&]+)/.exec(url)?.[1] ?? /@?([^@/]+)(?:\/|$)/.exec(url.replace(/^postgres(ql)?:\/\//, ''))?.[1]
  return decodeURIComponent(host ?? 'unknown address')
}

/** Whether the database answers within `timeoutMs`, and has this version's migrations. */
export async function readDatabaseState(
  database: Db,
  timeoutMs: number,
): Promise<{ reachable: boolean; migrated: boolean }> {
  const timeout = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => timeout.resolve(undefined), timeoutMs)
  try {
    const applied = await Promise.race([appliedMigrations(database.kysely), timeout.promise])
    if (applied === undefined) return { reachable: false, migrated: false }
    return { reachable: true, migrated: compareMigrations(applied).pending.length === 0 }
  } catch {
    return { reachable: false, migrated: false }
  } finally {
    clearTimeout(timer)
  }
}
