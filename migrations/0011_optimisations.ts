import { type Kysely, sql } from 'kysely'

/** What makes calls faster can be turned off, for a company or for a share of its calls: percent by name, missing is all. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table companies
      add column optimisation_shares jsonb not null default '{}'
        check (jsonb_typeof(optimisation_shares) = 'object')`.execute(db)
  // calls of the last minutes: what they asked for is fetched ahead
  await sql`create index calls_recent on calls (company_id, created_at)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index calls_recent`.execute(db)
  await sql`alter table companies drop column optimisation_shares`.execute(db)
}
