import { type Kysely, sql } from 'kysely'

/** Every delivery of an outside system, once, whatever it says and however often it comes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table webhook_events (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      source text not null check (source in ('retell', 'calcom')),
      identity text not null check (length(identity) between 1 and 200),
      event text not null,
      payload jsonb not null,
      received_at timestamptz not null default now(),
      worked_at timestamptz
    )`.execute(db)
  await sql`create unique index webhook_events_identity on webhook_events (company_id, source, identity)`.execute(db)
  await sql`call protect_company_table('webhook_events')`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table webhook_events`.execute(db)
}
