import { type Kysely, sql } from 'kysely'

/** Who works when, what is offered, who does it, and the rules a company, branch or service sets for booking. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table staff (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      branch_id uuid not null,
      title text not null default '',
      first_name text not null check (length(first_name) between 1 and 80),
      last_name text not null default '' check (length(last_name) <= 80),
      folded_name text not null,
      first_name_cologne text not null,
      last_name_cologne text not null,
      last_name_soundex text not null,
      last_name_metaphone text not null,
      calendar_reference text,
      position integer not null default 0,
      active boolean not null default true,
      unique (company_id, id),
      foreign key (company_id, branch_id) references branches (company_id, id)
    )`.execute(db)
  // the staff of a branch; who is meant by a spoken first or last name
  await sql`create index staff_branch on staff (company_id, branch_id) where active`.execute(db)
  await sql`create index staff_last_name_cologne on staff (company_id, last_name_cologne) where active`.execute(db)
  await sql`create index staff_first_name_cologne on staff (company_id, first_name_cologne) where active`.execute(db)

  await sql`
    create table staff_hours (
      company_id uuid not null,
      staff_id uuid not null,
      weekday smallint not null check (weekday between 1 and 7),
      starts_minute smallint not null check (starts_minute between 0 and 1439),
      ends_minute smallint not null check (ends_minute between 1 and 1440),
      primary key (company_id, staff_id, weekday, starts_minute),
      foreign key (company_id, staff_id) references staff (company_id, id) on delete cascade,
      check (starts_minute < ends_minute)
    )`.execute(db)
  await sql`
    create table time_off (
      id uuid primary key,
      company_id uuid not null,
      staff_id uuid not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      reason text not null default '',
      foreign key (company_id, staff_id) references staff (company_id, id) on delete cascade,
      check (starts_at < ends_at)
    )`.execute(db)
  // time off that is not over yet, read with a company's facts
  await sql`create index time_off_company on time_off (company_id, ends_at)`.execute(db)

  await sql`
    create table categories (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      parent_id uuid,
      name text not null check (length(name) between 1 and 80),
      name_en text not null default '' check (length(name_en) <= 80),
      position integer not null default 0,
      unique (company_id, id),
      foreign key (company_id, parent_id) references categories (company_id, id)
    )`.execute(db)
  await sql`
    create table services (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      category_id uuid,
      name text not null check (length(name) between 1 and 80),
      name_en text not null default '' check (length(name_en) <= 80),
      description text not null default '' check (length(description) <= 500),
      aliases text[] not null default '{}',
      duration_minutes integer not null check (duration_minutes between 1 and 1440),
      buffer_before_minutes integer not null default 0 check (buffer_before_minutes between 0 and 480),
      buffer_after_minutes integer not null default 0 check (buffer_after_minutes between 0 and 480),
      price_minor integer check (price_minor >= 0),
      is_default boolean not null default false,
      calendar_reference text,
      position integer not null default 0,
      active boolean not null default true,
      unique (company_id, id),
      foreign key (company_id, category_id) references categories (company_id, id)
    )`.execute(db)
  await sql`create index services_company on services (company_id) where active`.execute(db)
  await sql`create unique index services_default on services (company_id) where is_default`.execute(db)
  await sql`
    create table service_staff (
      company_id uuid not null,
      service_id uuid not null,
      staff_id uuid not null,
      primary key (company_id, service_id, staff_id),
      foreign key (company_id, service_id) references services (company_id, id) on delete cascade,
      foreign key (company_id, staff_id) references staff (company_id, id) on delete cascade
    )`.execute(db)
  // what one staff member does
  await sql`create index service_staff_staff on service_staff (company_id, staff_id)`.execute(db)

  // One row per level: branch and service empty is the company's own. An empty figure asks the next level up.
  await sql`
    create table booking_rules (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      branch_id uuid,
      service_id uuid,
      minimum_notice_minutes integer check (minimum_notice_minutes between 0 and 525600),
      horizon_days integer check (horizon_days between 1 and 730),
      slot_grid_minutes integer check (slot_grid_minutes between 1 and 720),
      max_open_appointments integer check (max_open_appointments between 1 and 1000),
      cancellation_notice_minutes integer check (cancellation_notice_minutes between 0 and 525600),
      rescheduling_notice_minutes integer check (rescheduling_notice_minutes between 0 and 525600),
      needs_approval boolean,
      unique nulls not distinct (company_id, branch_id, service_id),
      foreign key (company_id, branch_id) references branches (company_id, id) on delete cascade,
      foreign key (company_id, service_id) references services (company_id, id) on delete cascade
    )`.execute(db)

  for (const table of [
    'staff',
    'staff_hours',
    'time_off',
    'categories',
    'services',
    'service_staff',
    'booking_rules',
  ]) {
    await sql`call protect_company_table(${sql.lit(table)})`.execute(db)
    await sql`call watch_facts_table(${sql.lit(table)})`.execute(db)
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of [
    'booking_rules',
    'service_staff',
    'services',
    'categories',
    'time_off',
    'staff_hours',
    'staff',
  ]) {
    await sql`drop table ${sql.table(table)}`.execute(db)
  }
}
