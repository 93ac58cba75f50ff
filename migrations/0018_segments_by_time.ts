import { type Kysely, sql } from 'kysely'

/**
 * When a segment begins and ends, as columns. Row-level security lets an index be searched only by comparisons that cannot tell
 * anything of a row they turn down: those of instants, not whether ranges overlap. By the range alone everything somebody was ever
 * taken for is read to find the one day that is asked about, and more of it every week.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table segments
      add column starts_at timestamptz generated always as (lower(during)) stored,
      add column ends_at timestamptz generated always as (upper(during)) stored`.execute(db)
  // what somebody is taken for from a moment on: what is over is the most, and is not looked at
  await sql`create index segments_by_end on segments (company_id, resource_id, ends_at) include (starts_at) where active`.execute(
    db,
  )
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table segments drop column starts_at, drop column ends_at`.execute(db)
}
