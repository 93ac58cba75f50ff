import { sql } from 'kysely'

import type { Clock } from '../../infra/clock.ts'
import { type Db, openDatabase } from '../../infra/db/database.ts'
import { appliedMigrations, compareMigrations } from '../../infra/db/migrate.ts'
import { isDatabaseAway } from '../database-state.ts'
import { type Finding, bad, firstLine, good, skipped } from './finding.ts'

/** The first version with everything the migrations use. */
const POSTGRES_MAJOR = 15
/** More than a request takes; less than anything that compares two clocks here can bear. */
const SKEW_LIMIT_MS = 2_000
/** How far the time in a signature may be from ours. */
const SIGNATURE_WINDOW_MS = 300_000
const MS_PER_SECOND = 1_000

/** All checks that need the database; one finding alone when it is away. */
export async function checkDatabase(appUrl: string, clock: Clock): Promise<{ findings: Finding[]; db?: Db }> {
  const db = openDatabase({ url: appUrl, applicationName: 'ringbook doctor', size: { min: 0, max: 1 } })
  try {
    const findings = [
      await checkVersion(db),
      await checkMigrations(db),
      await checkRole(db),
      await checkRowSecurity(db),
      await checkClock(db, clock),
    ]
    return { findings, db }
  } catch (error) {
    await db.close()
    return { findings: [awayOrFaulty(error)] }
  }
}

function awayOrFaulty(error: unknown): Finding {
  const check = 'Database'
  if (isDatabaseAway(error)) {
    return bad(check, `cannot be reached: ${firstLine(error)}`, 'Start it, and see whether DATABASE_URL names it')
  }
  if (error instanceof Error && 'code' in error && error.code === '22023') {
    return bad(check, 'has no role ringbook_app', 'Run "ringbook migrate up" as the owner of the database')
  }
  return bad(check, `refuses: ${firstLine(error)}`, 'See whether user and password in DATABASE_URL are right')
}

async function checkVersion(db: Db): Promise<Finding> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(
    db.kysely,
  )
  const version = rows[0]?.version ?? ''
  if (Number.parseInt(version, 10) >= POSTGRES_MAJOR) return good('Database', `PostgreSQL ${version}`)
  return bad('Database', `PostgreSQL ${version}`, `Move to PostgreSQL ${POSTGRES_MAJOR} or newer`)
}

async function checkMigrations(db: Db): Promise<Finding> {
  const { applied, pending, unknown } = compareMigrations(await appliedMigrations(db.kysely))
  if (pending.length > 0) return bad('Migrations', `${pending.length} missing`, 'Run "ringbook migrate up"')
  if (unknown.length > 0) {
    return bad(
      'Migrations',
      `${unknown.join(', ')} unknown here`,
      'This database was updated by a newer Ringbook: run that one',
    )
  }
  return good('Migrations', `${applied.length} applied`)
}

async function checkRole(db: Db): Promise<Finding> {
  const { rows } = await sql<{ name: string; superuser: boolean; bypass: boolean; owned: number }>`
    select rolname as name, rolsuper as superuser, rolbypassrls as bypass,
      (select count(*) from pg_class c where c.relowner = r.oid) as owned
    from pg_roles r where rolname = current_user`.execute(db.kysely)
  const [role] = rows
  if (role && !role.superuser && !role.bypass && role.owned === 0) return good('Database role', role.name)
  return bad(
    'Database role',
    `${role?.name} may see more than one company`,
    'Let DATABASE_URL log in as a plain member of ringbook_app; the owner belongs into DATABASE_OWNER_URL',
  )
}

async function checkRowSecurity(db: Db): Promise<Finding> {
  const { rows } = await sql<{ name: string; safe: boolean }>`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity
        and exists (select from pg_policy p where p.polrelid = c.oid) as safe
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`.execute(db.kysely)
  const open = rows.filter((row) => !row.safe).map((row) => row.name)
  if (open.length === 0) return good('Row-level security', `forced on ${rows.length} tables`)
  return bad(
    'Row-level security',
    `not forced on ${open.join(', ')}`,
    'Somebody changed these tables by hand: force it again',
  )
}

async function checkClock(db: Db, clock: Clock): Promise<Finding> {
  const before = clock.now()
  const { rows } = await sql<{ now: Temporal.Instant }>`select clock_timestamp() as now`.execute(db.kysely)
  const middle = before.add({
    milliseconds: Math.round((clock.now().epochMilliseconds - before.epochMilliseconds) / 2),
  })
  const theirs = rows[0]?.now
  if (theirs === undefined) return skipped('Clock', 'the database gives no time')
  const skewMs = middle.epochMilliseconds - theirs.epochMilliseconds
  if (Math.abs(skewMs) <= SKEW_LIMIT_MS) return good('Clock', `${Math.abs(skewMs)} ms from the database's`)
  const apart = `${Math.round(Math.abs(skewMs) / MS_PER_SECOND)} s ${skewMs > 0 ? 'ahead of' : 'behind'} the database's`
  const harm = Math.abs(skewMs) > SIGNATURE_WINDOW_MS ? '; signatures are refused beyond 300 s' : ''
  return bad('Clock', `${apart}${harm}`, 'Set both machines by the same time server (chrony, systemd-timesyncd)')
}
