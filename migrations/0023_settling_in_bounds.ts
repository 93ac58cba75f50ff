import { type Kysely, sql } from 'kysely'

/** What the settling of what a calendar elsewhere has not answered for does only so often. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // how often taking off what should not stand over there may have been sent
  await sql`alter table calendar_attempts add column clean_ups integer not null default 0 check (clean_ups >= 0)`.execute(
    db,
  )
  // when the front desk was told that nobody knows yet: once, however often it is looked at after that
  await sql`alter table calendar_attempts add column desk_told_at timestamptz`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table calendar_attempts drop column desk_told_at, drop column clean_ups`.execute(db)
}
