import { type Kysely, sql } from 'kysely'

/** Cal.com as a company's calendar: the connection, what is booked there for what, and what is still to be settled with it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table calcom_connections (
      company_id uuid primary key references companies on delete cascade,
      base_url text not null check (base_url ~ '^https?://' and length(base_url) <= 200),
      dialect text not null check (dialect in ('hosted', 'self_hosted')),
      sealed_api_key bytea not null,
      sealed_webhook_secret bytea,
      -- Who the key acts for, and the teams it may book for: an event type of anybody else is never used.
      account_id bigint not null,
      team_ids bigint[] not null default '{}',
      attendee_mailbox text not null check (attendee_mailbox ~ '^[^@\\s]*@[^@\\s]+\\.[^@\\s]+$'),
      may_wait boolean not null default true,
      created_at timestamptz not null default now()
    )`.execute(db)

  // What is booked over there for a service with somebody; a pool goes to whoever of its people Cal.com likes.
  await sql`
    create table calcom_event_types (
      company_id uuid not null references companies on delete cascade,
      service_id uuid not null,
      staff_id uuid not null,
      event_type_id bigint not null,
      is_pool boolean not null default false,
      duration_minutes integer not null check (duration_minutes between 1 and 1440),
      sends_length boolean not null default false,
      primary key (company_id, service_id, staff_id),
      foreign key (company_id, service_id) references services (company_id, id) on delete cascade,
      foreign key (company_id, staff_id) references staff (company_id, id) on delete cascade
    )`.execute(db)
  for (const table of ['calcom_connections', 'calcom_event_types']) {
    await sql`call protect_company_table(${sql.lit(table)})`.execute(db)
    await sql`call watch_facts_table(${sql.lit(table)})`.execute(db)
  }

  // How far the copy of the calendar is, and how each look at it went: whether webhooks can be relied on.
  await sql`
    create table calcom_syncs (
      company_id uuid primary key references companies on delete cascade,
      changes_until timestamptz not null,
      compared_at timestamptz
    )`.execute(db)
  await sql`
    create table calcom_polls (
      company_id uuid not null references companies on delete cascade,
      polled_at timestamptz not null,
      changes integer not null check (changes >= 0),
      known_by_webhook integer not null check (known_by_webhook between 0 and changes),
      primary key (company_id, polled_at)
    )`.execute(db)
  // Which booking a webhook told of last, and when: against that a poll's findings are held.
  await sql`
    create table calcom_webhook_bookings (
      company_id uuid not null references companies on delete cascade,
      calendar_reference text not null,
      received_at timestamptz not null,
      primary key (company_id, calendar_reference)
    )`.execute(db)
  await sql`create index calcom_webhook_bookings_age on calcom_webhook_bookings (company_id, received_at)`.execute(db)

  // deliveries of a company that wait to be worked on
  await sql`create index webhook_events_waiting on webhook_events (company_id, source, received_at)
    where worked_at is null`.execute(db)

  // What a calendar elsewhere was asked to write and has not said: asked how often, and when last.
  await sql`
    create table calendar_attempts (
      company_id uuid not null,
      appointment_id uuid not null,
      attempts integer not null default 1 check (attempts >= 0),
      asked_at timestamptz not null,
      first_asked_at timestamptz not null,
      claimed_until timestamptz,
      primary key (company_id, appointment_id),
      foreign key (company_id, appointment_id) references appointments (company_id, id) on delete cascade
    )`.execute(db)
  for (const table of ['calcom_syncs', 'calcom_polls', 'calcom_webhook_bookings', 'calendar_attempts']) {
    await sql`call protect_company_table(${sql.lit(table)})`.execute(db)
  }

  await sql`
    alter table tasks
      add column appointment_id uuid,
      add foreign key (company_id, appointment_id) references appointments (company_id, id) on delete cascade`.execute(
    db,
  )
  // one open task of a kind per appointment
  await sql`create unique index tasks_open_appointment on tasks (company_id, appointment_id, kind)
    where state in ('open', 'escalated') and appointment_id is not null`.execute(db)
  await sql`create index tasks_appointment on tasks (company_id, appointment_id)`.execute(db)

  // An appointment as it was found over there, which overlaps another: it is shown, and takes nobody's time.
  await sql`alter table appointments add column conflicts boolean not null default false`.execute(db)

  await letRoutingSeeUnsettled(db)
}

/** Asking every company every few seconds whether anything waits would be most of what the database does. */
async function letRoutingSeeUnsettled(db: Kysely<unknown>): Promise<void> {
  await sql`create policy routing_reads on appointments for select to ringbook_routing using (true)`.execute(db)
  await sql`grant select (company_id, id, state) on appointments to ringbook_routing`.execute(db)
  await sql`create policy routing_reads on calendar_attempts for select to ringbook_routing using (true)`.execute(db)
  await sql`grant select (company_id, appointment_id) on calendar_attempts to ringbook_routing`.execute(db)
  // which companies have something to settle (appointments_unsettled)
  await sql`
    create function unsettled_companies() returns table (id uuid)
    language sql stable security definer set search_path = pg_catalog, public as $$
      select a.company_id from appointments a where a.state in ('booking', 'unknown', 'moving', 'cancelling')
      union
      select c.company_id from calendar_attempts c
    $$`.execute(db)
  await sql`grant create on schema public to ringbook_routing`.execute(db)
  await sql`alter function unsettled_companies() owner to ringbook_routing`.execute(db)
  await sql`revoke all on function unsettled_companies() from public`.execute(db)
  await sql`grant execute on function unsettled_companies() to ringbook_app`.execute(db)
  await sql`revoke create on schema public from ringbook_routing`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function unsettled_companies`.execute(db)
  await sql`drop index webhook_events_waiting`.execute(db)
  await sql`drop policy routing_reads on appointments`.execute(db)
  await sql`revoke all on appointments from ringbook_routing`.execute(db)
  await sql`alter table appointments drop column conflicts`.execute(db)
  await sql`alter table tasks drop column appointment_id`.execute(db)
  for (const table of [
    'calendar_attempts',
    'calcom_webhook_bookings',
    'calcom_polls',
    'calcom_syncs',
    'calcom_event_types',
    'calcom_connections',
  ]) {
    await sql`drop table ${sql.table(table)}`.execute(db)
  }
}
