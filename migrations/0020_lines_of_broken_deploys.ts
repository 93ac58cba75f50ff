import { type Kysely, sql } from 'kysely'

/**
 * A deploy that broke off while its numbers moved left a version without any, and those after it inherited that. They get
 * those of the last one before that had some: the next deploy then finds what does not reach it, and moves it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Whoever migrates need not be one whom row-level security lets past: without this nothing would be found to mend.
  await sql`alter table agent_versions no force row level security`.execute(db)
  await sql`
    update agent_versions broken set lines = whole.lines
    from agent_versions whole
    where cardinality(broken.lines) = 0 and cardinality(whole.lines) > 0
      and whole.company_id = broken.company_id and whole.language = broken.language
      and whole.number = (
        select max(earlier.number) from agent_versions earlier
        where earlier.company_id = broken.company_id and earlier.language = broken.language
          and earlier.number < broken.number and cardinality(earlier.lines) > 0
      )`.execute(db)
  await sql`alter table agent_versions force row level security`.execute(db)
}

/** What was lost stays found. */
export async function down(_db: Kysely<unknown>): Promise<void> {}
