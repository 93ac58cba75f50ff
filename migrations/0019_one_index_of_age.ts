import { type Kysely, sql } from 'kysely'

/** The age of calls had two indexes, and every call wrote both. `calls_recent` stays. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index calls_age`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`create index calls_age on calls (company_id, created_at)`.execute(db)
}
