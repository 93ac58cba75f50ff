import { type Kysely, sql } from 'kysely'

/**
 * Roles, the two procedures every later table is put under, and the companies with what routes a call to them.
 *
 * Three roles: the owner who migrates; `ringbook_app`, as which the gateway runs: it owns nothing and row-level
 * security binds it; `ringbook_routing`, which nobody runs as: it owns the few functions that must look across
 * companies before one is known, and may read only the columns those need.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create extension if not exists btree_gist`.execute(db)
  await sql`create extension if not exists pg_trgm`.execute(db)

  // Roles belong to the whole server: another Ringbook database beside this one may have made them already.
  await sql`
    do $$
    declare wanted text;
    begin
      foreach wanted in array array['ringbook_app', 'ringbook_routing'] loop
        begin
          execute format('create role %I nologin', wanted);
        exception when duplicate_object or unique_violation then null;
        end;
        execute format('grant %I to current_user', wanted);
      end loop;
    end $$`.execute(db)
  await sql`grant usage on schema public to ringbook_app, ringbook_routing`.execute(db)

  // Forced, so that not even the owner reads past it; unset company means no rows, never all rows.
  await sql`
    create procedure protect_company_table(company_table regclass, company_column text default 'company_id')
    language plpgsql as $$
    begin
      execute format('alter table %s enable row level security', company_table);
      execute format('alter table %s force row level security', company_table);
      execute format(
        'create policy own_company on %s to ringbook_app using (%I = (select nullif(current_setting(''app.company_id'', true), '''')::uuid))',
        company_table, company_column);
      execute format('grant select, insert, update, delete on %s to ringbook_app', company_table);
    end $$`.execute(db)

  await sql`
    create table companies (
      id uuid primary key,
      slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
      name text not null check (length(name) between 1 and 120),
      zone text not null,
      languages text[] not null check (cardinality(languages) > 0 and languages <@ array['de', 'en']),
      country char(2) not null default 'DE',
      currency char(3) not null default 'EUR',
      calendar text not null default 'builtin' check (calendar in ('builtin', 'calcom')),
      checks_confirmation boolean not null default true,
      policies jsonb not null default '{}',
      active boolean not null default true,
      facts_version bigint not null default 1,
      created_at timestamptz not null default now()
    )`.execute(db)
  await sql`call protect_company_table('companies', 'id')`.execute(db)

  // What a company offers is read on every tool call and changes a few times a day: its version lets a process keep
  // what it read until it changed. Counted per statement, so that importing ten thousand rows counts once.
  await sql`
    create function count_facts_change() returns trigger language plpgsql as $$
    begin
      update companies set facts_version = facts_version + 1 where id in (select distinct company_id from changed_rows);
      return null;
    end $$`.execute(db)
  await sql`
    create procedure watch_facts_table(facts_table regclass) language plpgsql as $$
    begin
      execute format('create trigger facts_inserted after insert on %s referencing new table as changed_rows
        for each statement execute function count_facts_change()', facts_table);
      execute format('create trigger facts_updated after update on %s referencing new table as changed_rows
        for each statement execute function count_facts_change()', facts_table);
      execute format('create trigger facts_deleted after delete on %s referencing old table as changed_rows
        for each statement execute function count_facts_change()', facts_table);
    end $$`.execute(db)
  await sql`
    create function count_company_change() returns trigger language plpgsql as $$
    begin
      new.facts_version := greatest(new.facts_version, old.facts_version + 1);
      return new;
    end $$`.execute(db)
  await sql`
    create trigger company_changed before update on companies
      for each row execute function count_company_change()`.execute(db)

  await sql`
    create table branches (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      name text not null check (length(name) between 1 and 120),
      street text not null default '',
      postal_code text not null default '',
      city text not null default '',
      german_state char(2),
      closed_on_holidays boolean not null default true,
      position integer not null default 0,
      active boolean not null default true,
      unique (company_id, id)
    )`.execute(db)
  await sql`
    create table branch_hours (
      company_id uuid not null,
      branch_id uuid not null,
      weekday smallint not null check (weekday between 1 and 7),
      opens_minute smallint not null check (opens_minute between 0 and 1439),
      closes_minute smallint not null check (closes_minute between 1 and 1440),
      primary key (company_id, branch_id, weekday, opens_minute),
      foreign key (company_id, branch_id) references branches (company_id, id) on delete cascade,
      check (opens_minute < closes_minute)
    )`.execute(db)
  await sql`
    create table closures (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      branch_id uuid,
      first_date date not null,
      last_date date not null,
      reason text not null default '',
      foreign key (company_id, branch_id) references branches (company_id, id) on delete cascade,
      check (first_date <= last_date)
    )`.execute(db)
  // the whole calendar of closures of a company, read with its facts
  await sql`create index closures_company on closures (company_id, last_date)`.execute(db)

  // Keys belong to workspaces, not to companies: an agency's one Retell workspace may answer for many companies.
  await sql`
    create table workspaces (
      id uuid primary key,
      name text not null unique check (length(name) between 1 and 80),
      sealed_key bytea,
      sealed_previous_key bytea,
      created_at timestamptz not null default now()
    )`.execute(db)
  await sql`grant select, insert, update on workspaces to ringbook_app`.execute(db)

  await sql`
    create table phone_numbers (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      branch_id uuid,
      workspace_id uuid references workspaces,
      number text not null unique check (number ~ '^\\+[1-9][0-9]{4,14}$'),
      kind text not null default 'line' check (kind in ('line', 'forwarding')),
      foreign key (company_id, branch_id) references branches (company_id, id) on delete cascade,
      check (kind = 'forwarding' or workspace_id is not null)
    )`.execute(db)
  await sql`create index phone_numbers_company on phone_numbers (company_id)`.execute(db)

  await sql`
    create table agents (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      branch_id uuid,
      workspace_id uuid not null references workspaces,
      retell_agent_id text not null unique check (length(retell_agent_id) between 1 and 120),
      language text not null check (language in ('de', 'en')),
      foreign key (company_id, branch_id) references branches (company_id, id) on delete cascade
    )`.execute(db)
  await sql`create index agents_company on agents (company_id)`.execute(db)

  for (const table of ['branches', 'branch_hours', 'closures', 'phone_numbers', 'agents']) {
    await sql`call protect_company_table(${sql.lit(table)})`.execute(db)
    await sql`call watch_facts_table(${sql.lit(table)})`.execute(db)
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['agents', 'phone_numbers', 'workspaces', 'closures', 'branch_hours', 'branches', 'companies']) {
    await sql`drop table ${sql.table(table)}`.execute(db)
  }
  await sql`drop function count_company_change`.execute(db)
  await sql`drop function count_facts_change`.execute(db)
  await sql`drop procedure watch_facts_table`.execute(db)
  await sql`drop procedure protect_company_table`.execute(db)
  // The roles stay: another database of the same server may be using them. The extensions stay: they were anybody's.
  await sql`revoke usage on schema public from ringbook_app, ringbook_routing`.execute(db)
}
