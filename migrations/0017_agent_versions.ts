import { type Kysely, sql } from 'kysely'

/**
 * The agents as code: what a company decides about its agent of a language, every version that was deployed, word for word,
 * and what the last look at the platform found changed there.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table agent_settings (
      company_id uuid not null references companies on delete cascade,
      language text not null check (language in ('de', 'en')),
      settings jsonb not null check (jsonb_typeof(settings) = 'object'),
      primary key (company_id, language)
    )`.execute(db)
  // Texts, not jsonb: what is restored must be what was deployed to the letter. The primary key reads the latest as well.
  await sql`
    create table agent_versions (
      company_id uuid not null references companies on delete cascade,
      language text not null check (language in ('de', 'en')),
      number integer not null check (number > 0),
      agent text not null,
      flow text not null,
      lines text[] not null default '{}',
      retell_agent_id text not null check (length(retell_agent_id) between 1 and 120),
      retell_agent_version integer not null,
      retell_flow_id text not null check (length(retell_flow_id) between 1 and 120),
      retell_flow_version integer not null,
      restores integer,
      deployed_at timestamptz not null,
      checked_at timestamptz,
      differences text[] not null default '{}',
      primary key (company_id, language, number)
    )`.execute(db)
  for (const table of ['agent_settings', 'agent_versions']) {
    await sql`call protect_company_table(${sql.lit(table)})`.execute(db)
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table agent_versions`.execute(db)
  await sql`drop table agent_settings`.execute(db)
}
