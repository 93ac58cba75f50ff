import { type Kysely, sql } from 'kysely'

/** Offers, holds, appointments and the segments that decide who has whom when. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table offers (
      company_id uuid not null,
      call_id uuid not null,
      id text not null check (length(id) between 3 and 4),
      branch_id uuid not null,
      service_id uuid not null,
      staff_id uuid not null,
      staff_asked_for boolean not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      price_minor integer,
      confirmation_asked_at timestamptz,
      created_at timestamptz not null default now(),
      primary key (company_id, call_id, id),
      foreign key (company_id, call_id) references calls (company_id, id) on delete cascade,
      check (starts_at < ends_at)
    )`.execute(db)

  await sql`
    create table holds (
      id uuid primary key,
      company_id uuid not null,
      call_id uuid not null,
      offer_id text not null,
      caller text,
      staff_asked_for boolean not null,
      state text not null check (state in ('live', 'used', 'released', 'expired')),
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      unique (company_id, id),
      foreign key (company_id, call_id) references calls (company_id, id) on delete cascade
    )`.execute(db)
  // one hold per call; holds of a caller; holds that ran out
  await sql`create unique index holds_live_call on holds (company_id, call_id) where state = 'live'`.execute(db)
  await sql`create index holds_live_caller on holds (company_id, caller) where state = 'live'`.execute(db)
  await sql`create index holds_live_expiry on holds (company_id, expires_at) where state = 'live'`.execute(db)

  await sql`
    create table appointments (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      branch_id uuid not null,
      customer_id uuid not null,
      service_id uuid not null,
      staff_id uuid not null,
      call_id uuid,
      attendee_name text not null check (length(attendee_name) between 1 and 160),
      attendee_key text not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      zone text not null,
      wall_start timestamp not null,
      state text not null check (state in ('booking', 'confirmed', 'unknown', 'pending_approval', 'failed', 'rejected',
        'moving', 'cancelling', 'cancelled', 'completed', 'no_show')),
      version integer not null default 1,
      code text not null check (code ~ '^[0-9]{6}$'),
      price_minor integer,
      currency char(3) not null,
      source text not null check (source in ('phone', 'web', 'console', 'calendar')),
      confirmed_by text not null check (confirmed_by in ('transcript', 'agent', 'unchecked', 'person')),
      reference text not null,
      calendar_reference text,
      created_at timestamptz not null default now(),
      unique (company_id, id),
      foreign key (company_id, branch_id) references branches (company_id, id),
      foreign key (company_id, customer_id) references customers (company_id, id),
      foreign key (company_id, service_id) references services (company_id, id),
      foreign key (company_id, staff_id) references staff (company_id, id),
      foreign key (company_id, call_id) references calls (company_id, id) on delete set null (call_id),
      check (starts_at < ends_at),
      -- Nobody is in two places at once: the same attendee of the same customer has no two open appointments that overlap.
      constraint appointments_one_place exclude using gist (
        company_id with =, customer_id with =, attendee_key with =, tstzrange(starts_at, ends_at) with &&
      ) where (state in ('booking', 'confirmed', 'unknown', 'pending_approval', 'moving', 'cancelling'))
    )`.execute(db)
  // a customer's appointments, soonest first; a service's by state; the one a code names; the one a call made
  await sql`create index appointments_customer on appointments (company_id, customer_id, starts_at, state)`.execute(db)
  await sql`create index appointments_service on appointments (company_id, service_id, state, starts_at)`.execute(db)
  await sql`create unique index appointments_code on appointments (company_id, code)
    where state in ('booking', 'confirmed', 'unknown', 'pending_approval', 'moving', 'cancelling')`.execute(db)
  await sql`create index appointments_call on appointments (company_id, call_id)`.execute(db)
  await sql`create unique index appointments_reference on appointments (company_id, reference)`.execute(db)
  await sql`create unique index appointments_calendar_reference on appointments (company_id, calendar_reference)
    where calendar_reference is not null`.execute(db)
  // appointments whose outcome at the calendar is open
  await sql`create index appointments_unsettled on appointments (company_id, created_at)
    where state in ('booking', 'unknown', 'moving', 'cancelling')`.execute(db)

  await sql`
    create table appointment_history (
      id uuid primary key,
      company_id uuid not null,
      appointment_id uuid not null,
      version integer not null,
      from_state text,
      to_state text not null,
      who text not null,
      why text not null,
      created_at timestamptz not null default now(),
      unique (company_id, appointment_id, version),
      foreign key (company_id, appointment_id) references appointments (company_id, id) on delete cascade
    )`.execute(db)

  await sql`
    create table segments (
      id uuid primary key,
      company_id uuid not null,
      resource_id uuid not null,
      during tstzrange not null check (not isempty(during)),
      active boolean not null,
      hold_id uuid,
      appointment_id uuid,
      foreign key (company_id, hold_id) references holds (company_id, id) on delete cascade,
      foreign key (company_id, appointment_id) references appointments (company_id, id) on delete cascade,
      check (num_nonnulls(hold_id, appointment_id) = 1),
      -- The referee: one resource does one thing at a time. Buffers are inside the range.
      constraint segments_no_overlap exclude using gist (
        company_id with =, resource_id with =, during with &&
      ) where (active)
    )`.execute(db)
  await sql`create index segments_hold on segments (company_id, hold_id) where hold_id is not null`.execute(db)
  await sql`create index segments_appointment on segments (company_id, appointment_id) where appointment_id is not null`.execute(
    db,
  )

  // What a request has done, so that its repeat does nothing again. Kept for 30 days.
  await sql`
    create table effects (
      company_id uuid not null,
      key text not null,
      call_id uuid not null,
      tool text not null,
      appointment_id uuid not null,
      created_at timestamptz not null default now(),
      primary key (company_id, key),
      foreign key (company_id, call_id) references calls (company_id, id) on delete cascade,
      foreign key (company_id, appointment_id) references appointments (company_id, id) on delete cascade
    )`.execute(db)

  for (const table of ['offers', 'holds', 'appointments', 'appointment_history', 'segments', 'effects']) {
    await sql`call protect_company_table(${sql.lit(table)})`.execute(db)
  }
  await sql`revoke update, delete on appointment_history from ringbook_app`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['effects', 'segments', 'appointment_history', 'appointments', 'holds', 'offers']) {
    await sql`drop table ${sql.table(table)}`.execute(db)
  }
}
