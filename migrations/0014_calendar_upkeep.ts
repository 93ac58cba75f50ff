import { type Kysely, sql } from 'kysely'

/** What keeping a calendar elsewhere, and the people who agree to appointments, look for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // those that overlap another and may get their time (resolve-conflicts.ts)
  await sql`create index appointments_conflicts on appointments (company_id, starts_at) where conflicts`.execute(db)
  // those somebody has to agree to (approvals.ts)
  await sql`create index appointments_pending_approval on appointments (company_id, starts_at)
    where state = 'pending_approval'`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index appointments_pending_approval`.execute(db)
  await sql`drop index appointments_conflicts`.execute(db)
}
