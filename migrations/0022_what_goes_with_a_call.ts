import { type Kysely, sql } from 'kysely'

/**
 * What a call held and what its requests did go when the call does, and are found by it. Without these every hold of the company was
 * read for each call that was deleted.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index holds_call on holds (company_id, call_id)`.execute(db)
  await sql`create index effects_call on effects (company_id, call_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index effects_call`.execute(db)
  await sql`drop index holds_call`.execute(db)
}
