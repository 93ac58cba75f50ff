import { type Kysely, sql } from 'kysely'

/** Of each message whether its customer waits for it, and whether the front desk was asked to call them instead. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table messages
      add column is_awaited boolean not null default false,
      add column is_desk_told boolean not null default false`.execute(db)
  await sql`
    update messages set is_awaited = true
      where kind in ('booked_after_call', 'settled', 'not_settled', 'unchanged', 'declined', 'reply_refused')`.execute(
    db,
  )
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table messages drop column is_awaited, drop column is_desk_told`.execute(db)
}
