import { type Kysely, sql } from 'kysely'

/** What the settling of what a calendar elsewhere has not answered for does only so often. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // how often taking off what should not stand over there may have been sent
  await sql`alter table calendar_attempts add column clean_ups integer not null default 0 check (clean_ups >= 0)`.execute(
    db,
  )
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table calendar_attempts drop column clean_ups`.execute(db)
}
