import { type Kysely, sql } from 'kysely'

/** How often what a webhook told of was looked for in vain. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table webhook_events add column tries smallint not null default 0 check (tries >= 0)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table webhook_events drop column tries`.execute(db)
}
