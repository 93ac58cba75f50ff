import { type Kysely, sql } from 'kysely'

/**
 * What the caller was asked when they were asked for a clear yes: by which request, by its effect key, as its repeat is no
 * answer; and whether they had said something unclear by then.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table offers
      add column confirmation_asked_by text,
      add column confirmation_asked_unclear boolean not null default false`.execute(db)
  await sql`alter table change_questions add column was_unclear boolean not null default false`.execute(db)
  // Whose request counted last, where it can be told: delivered again it is no second try.
  await sql`alter table verification_tries add column last_request text`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table verification_tries drop column last_request`.execute(db)
  await sql`alter table change_questions drop column was_unclear`.execute(db)
  await sql`alter table offers drop column confirmation_asked_unclear, drop column confirmation_asked_by`.execute(db)
}
