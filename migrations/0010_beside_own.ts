import { type Kysely, sql } from 'kysely'

/** Whether a customer is offered times at which they have another appointment: who brings two children wants just that. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table booking_rules add column offers_beside_own boolean`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table booking_rules drop column offers_beside_own`.execute(db)
}
