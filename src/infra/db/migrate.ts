import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Migration, type MigrationResultSet, Migrator, NO_MIGRATIONS } from 'kysely/migration'
import { PgBoss } from 'pg-boss'

import { APP_ROLE } from './database.ts'
import { createPool } from './pool.ts'

/** Where a database stands. */
export type MigrationStatus = {
  /** Migrations the database has. */
  applied: string[]
  /** Migrations this version of Ringbook brings and the database lacks. */
  pending: string[]
  /** Migrations the database has and this version does not know: it belongs to a newer one. */
  unknown: string[]
}

/** The schema the job queue keeps its tables in. */
export const JOBS_SCHEMA = 'pgboss'

const FOLDER = new URL('../../../migrations/', import.meta.url)
/** Building an index on a full table takes longer than any statement of a running gateway may. */
const STATEMENT_TIMEOUT_MS = 600_000

/** The names of the migrations in the repository, in the order they run. */
export function knownMigrations(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => /^\d{4}_[a-z0-9_]+\.ts$/.test(file))
    .map((file) => file.slice(0, -'.ts'.length))
    .toSorted()
}

/**
 * Brings a database up to date, and the job queue's tables with it; gives the names of the migrations that ran. All of
 * them run in one transaction; of several processes that try at once one does it and the others wait.
 *
 * @param ownerUrl the owner of the tables, never the app's role
 * @throws what the failing migration threw; the database is then as it was
 */
export async function migrateUp(ownerUrl: string): Promise<string[]> {
  return await alone(ownerUrl, async () => {
    const ran = await withMigrator(ownerUrl, async (migrator) => ranOrThrow(await migrator.migrateToLatest()))
    await createJobsSchema(ownerUrl)
    await withOwner(ownerUrl, grantRuntime)
    return ran
  })
}

/** Takes back the last migration, or every one (`all`, the job queue with them); gives the names of those taken back. */
export async function migrateDown(ownerUrl: string, options: { all: boolean }): Promise<string[]> {
  return await alone(ownerUrl, async () => {
    if (options.all) await withOwner(ownerUrl, (db) => sql`drop schema if exists pgboss cascade`.execute(db))
    return await withMigrator(ownerUrl, async (migrator) =>
      ranOrThrow(options.all ? await migrator.migrateTo(NO_MIGRATIONS) : await migrator.migrateDown()),
    )
  })
}

/** Where the database stands, asked as its owner. The running gateway compares `appliedMigrations` over its own pool. */
export async function migrationStatus(ownerUrl: string): Promise<MigrationStatus> {
  return await withOwner(ownerUrl, async (db) => compareMigrations(await appliedMigrations(db)))
}

/** Which migrations are missing or unknown, given those a database has. */
export function compareMigrations(applied: string[]): MigrationStatus {
  const known = knownMigrations()
  return {
    applied,
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  }
}

/** The migrations a database has; none when it never saw one. */
export async function appliedMigrations<T>(db: Kysely<T>): Promise<string[]> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
    return rows.map((row) => row.name)
  } catch (error) {
    // undefined_table: nobody migrated here yet.
    if (error instanceof Error && 'code' in error && error.code === '42P01') return []
    throw error
  }
}

async function loadMigrations(): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {}
  for (const name of knownMigrations()) {
    migrations[name] = (await import(fileURLToPath(new URL(`${name}.ts`, FOLDER)))) as Migration
  }
  return migrations
}

function ranOrThrow({ error, results = [] }: MigrationResultSet): string[] {
  if (error !== undefined) {
    const failed = results.find((result) => result.status === 'Error')
    const reason = error instanceof Error ? error.message : 'for no reason it gave'
    throw new Error(failed ? `Migration ${failed.migrationName} failed: ${reason}` : reason, { cause: error })
  }
  return results.map((result) => result.migrationName)
}

/** One migrating process at a time: kysely locks its own part, but the queue's tables and the grants come after it. */
async function alone<T>(ownerUrl: string, work: () => Promise<T>): Promise<T> {
  return await withOwner(ownerUrl, async (db) =>
    db.connection().execute(async (connection) => {
      await sql`select pg_advisory_lock(hashtext('ringbook migrate'))`.execute(connection)
      try {
        return await work()
      } finally {
        await sql`select pg_advisory_unlock(hashtext('ringbook migrate'))`.execute(connection)
      }
    }),
  )
}

async function withMigrator<T>(ownerUrl: string, work: (migrator: Migrator) => Promise<T>): Promise<T> {
  return await withOwner(ownerUrl, (db) => work(new Migrator({ db, provider: { getMigrations: loadMigrations } })))
}

async function withOwner<T>(url: string, work: (db: Kysely<unknown>) => Promise<T>): Promise<T> {
  const pool = createPool({
    url,
    applicationName: 'ringbook migrate',
    size: { min: 0, max: 2 },
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  })
  try {
    return await work(new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }))
  } finally {
    await pool.end()
  }
}

/** The queue's tables are its package's business; made here by the owner, so that the running gateway never does DDL. */
async function createJobsSchema(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    application_name: 'ringbook migrate',
    schema: JOBS_SCHEMA,
    max: 2,
    supervise: false,
    schedule: false,
  })
  const faults: Error[] = []
  boss.on('error', (error) => faults.push(error))
  await boss.start()
  await boss.stop({ graceful: false })
  if (faults[0]) throw faults[0]
}

/** What the running gateway needs besides the tables of the migrations: the job queue, and to see where it stands. */
async function grantRuntime(db: Kysely<unknown>): Promise<void> {
  const app = sql.ref(APP_ROLE)
  const jobs = sql.ref(JOBS_SCHEMA)
  await sql`grant select on kysely_migration to ${app}`.execute(db)
  await sql`grant usage on schema ${jobs} to ${app}`.execute(db)
  await sql`grant select, insert, update, delete on all tables in schema ${jobs} to ${app}`.execute(db)
  await sql`grant usage on all sequences in schema ${jobs} to ${app}`.execute(db)
  await sql`grant execute on all functions in schema ${jobs} to ${app}`.execute(db)
}
