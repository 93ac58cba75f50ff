import { type Kysely, sql } from 'kysely'

/** The life of a call as webhooks tell it: how it went, what was said, what it cost, and how a house wants its phone answered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table webhook_events add column call_reference text check (length(call_reference) between 1 and 120)`.execute(
    db,
  )
  // what was told of one call
  await sql`create index webhook_events_call on webhook_events (company_id, call_reference)
    where call_reference is not null`.execute(db)

  await sql`
    alter table calls
      add column started_at timestamptz,
      add column duration_ms bigint check (duration_ms >= 0),
      add column end_reason text check (length(end_reason) between 1 and 80),
      add column end_is_known boolean not null default false,
      add column transfer text check (transfer in ('tried', 'bridged')),
      add column analyzed_at timestamptz,
      add column sentiment text check (sentiment in ('positive', 'neutral', 'negative')),
      add column was_successful boolean,
      add column was_voicemail boolean,
      add column result text check (result in ('booked', 'moved', 'cancelled', 'callback', 'transferred', 'failed',
        'abandoned', 'asked', 'nothing')),
      add column result_step text check (length(result_step) <= 80),
      add column result_reason text check (length(result_reason) <= 80),
      add column appointment_id uuid,
      add column wrapped_up_at timestamptz,
      add foreign key (company_id, appointment_id) references appointments (company_id, id)
        on delete set null (appointment_id)`.execute(db)
  // the calls that led to an appointment
  await sql`create index calls_appointment on calls (company_id, appointment_id) where appointment_id is not null`.execute(
    db,
  )
  // calls that have ended and were not looked through yet
  await sql`create index calls_to_wrap_up on calls (company_id, ended_at)
    where state = 'ended' and wrapped_up_at is null`.execute(db)
  // Calls of before this are not looked through: nobody kept what was said in them.
  await sql`update calls set wrapped_up_at = now() where state = 'ended'`.execute(db)

  // What was said: kept apart, because it is kept for a shorter time than the call.
  await sql`
    create table call_contents (
      company_id uuid not null,
      call_id uuid not null,
      transcript jsonb not null default '[]' check (jsonb_typeof(transcript) = 'array'),
      summary text check (length(summary) <= 4000),
      custom_analysis jsonb check (jsonb_typeof(custom_analysis) = 'object'),
      received_at timestamptz not null default now(),
      primary key (company_id, call_id),
      foreign key (company_id, call_id) references calls (company_id, id) on delete cascade
    )`.execute(db)
  // what has been kept long enough
  await sql`create index call_contents_age on call_contents (company_id, received_at)`.execute(db)

  // One row for each thing a call costs or brings: written again it is the same row, so nothing is ever counted twice.
  await sql`
    create table call_costs (
      company_id uuid not null,
      call_id uuid not null,
      item text not null check (item in ('platform', 'telephony', 'charge')),
      seconds integer not null check (seconds >= 0),
      us_cents numeric(14, 4) check (us_cents >= 0),
      amount_minor numeric(14, 4) check (amount_minor >= 0),
      currency char(3) not null,
      primary key (company_id, call_id, item),
      foreign key (company_id, call_id) references calls (company_id, id) on delete cascade
    )`.execute(db)

  // How a house wants its phone answered, and what a minute costs it; a house without a row has what stands here.
  await sql`
    create table call_settings (
      company_id uuid primary key references companies on delete cascade,
      refuses_withheld boolean not null default false,
      charge_per_minute_minor numeric(12, 4) not null default 0 check (charge_per_minute_minor >= 0),
      charge_step_seconds smallint not null default 60 check (charge_step_seconds between 1 and 60),
      telephony_per_minute_minor numeric(12, 4) not null default 0 check (telephony_per_minute_minor >= 0),
      minor_per_us_cent numeric(12, 6) check (minor_per_us_cent > 0)
    )`.execute(db)

  for (const table of ['call_contents', 'call_costs', 'call_settings']) {
    await sql`call protect_company_table(${sql.lit(table)})`.execute(db)
  }
  await routeByDialledNumber(db)
}

/**
 * Whose number somebody dialled before the call was forwarded. Only companies that have a line or an agent in the workspace
 * whose key signed: a caller can write any number into such a header.
 */
async function routeByDialledNumber(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function route_dialled(dialled text, signer uuid)
    returns table (company_id uuid, branch_id uuid)
    language sql stable security definer set search_path = pg_catalog, public as $$
      select n.company_id, n.branch_id
      from phone_numbers n join companies c on c.id = n.company_id and c.active
      where n.number = dialled and (
        exists (select from phone_numbers own where own.company_id = n.company_id and own.workspace_id = signer)
        or exists (select from agents a where a.company_id = n.company_id and a.workspace_id = signer))
    $$`.execute(db)
  await sql`grant create on schema public to ringbook_routing`.execute(db)
  await sql`alter function route_dialled(text, uuid) owner to ringbook_routing`.execute(db)
  await sql`revoke all on function route_dialled(text, uuid) from public`.execute(db)
  await sql`grant execute on function route_dialled(text, uuid) to ringbook_app`.execute(db)
  await sql`revoke create on schema public from ringbook_routing`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function route_dialled`.execute(db)
  for (const table of ['call_settings', 'call_costs', 'call_contents'])
    await sql`drop table ${sql.table(table)}`.execute(db)
  await sql`drop index calls_to_wrap_up`.execute(db)
  await sql`
    alter table calls
      drop column started_at, drop column duration_ms, drop column end_reason, drop column end_is_known,
      drop column transfer, drop column analyzed_at, drop column sentiment, drop column was_successful,
      drop column was_voicemail, drop column result, drop column result_step, drop column result_reason,
      drop column appointment_id, drop column wrapped_up_at`.execute(db)
  await sql`alter table webhook_events drop column call_reference`.execute(db)
}
