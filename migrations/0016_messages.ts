import { type Kysely, sql } from 'kysely'

/** What customers and the front desk are told, by which way, how often at most, and what they answer. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await growMessages(db)
  await makeOccasions(db)
  await makeSettings(db)
  await makeCounts(db)
  const tables = [
    'message_occasions',
    'message_settings',
    'message_accounts',
    'message_templates',
    'message_counts',
    'message_opt_outs',
    'text_replies',
  ]
  for (const table of tables) await sql`call protect_company_table(${sql.lit(table)})`.execute(db)
  await noteChanges(db)
  await letRoutingSeeMessages(db)
  // what has been kept long enough
  await sql`create index webhook_events_age on webhook_events (company_id, received_at)`.execute(db)
  await sql`create index calls_age on calls (company_id, created_at)`.execute(db)
}

async function growMessages(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table messages
      drop constraint messages_channel_check,
      drop constraint messages_state_check,
      add constraint messages_channel_check check (channel in ('sms', 'email', 'slack', 'pagerduty')),
      add constraint messages_state_check check (state in ('queued', 'sending', 'unclear', 'sent', 'failed', 'expired',
        'superseded', 'suppressed')),
      add column appointment_id uuid,
      add column task_id uuid,
      -- What it follows, once: a change by its version, a reminder by the time it reminds of.
      add column change_key text check (length(change_key) <= 200),
      -- The time it tells of: a reminder of another time than the present one is not sent.
      add column about_time timestamptz,
      add column attempts integer not null default 0 check (attempts >= 0),
      add column next_attempt_at timestamptz not null default 'epoch',
      add column attempted_at timestamptz,
      -- Who sends it has it until then; after that nobody knows whether it was sent.
      add column claimed_until timestamptz,
      -- Of the text as it was sent: by that it is found at the provider, without being kept here.
      add column text_hash bytea,
      add column provider_id text check (length(provider_id) <= 200),
      add column delivery text check (delivery in ('accepted', 'sent', 'delivered', 'undelivered')),
      -- Why it was not sent, or not yet: a word of ours or a provider's code.
      add column reason text not null default '' check (length(reason) <= 80),
      add column sent_at timestamptz,
      add foreign key (company_id, appointment_id) references appointments (company_id, id) on delete cascade,
      add foreign key (company_id, task_id) references tasks (company_id, id) on delete cascade,
      add check ((state = 'sending') = (claimed_until is not null))`.execute(db)
  await sql`drop index messages_queued`.execute(db)
  // what is to be sent or found out about; one message per change and channel; those about an appointment or a task;
  // what a number was told last
  await sql`create index messages_due on messages (company_id, next_attempt_at)
    where state in ('queued', 'sending', 'unclear')`.execute(db)
  await sql`create unique index messages_change on messages (company_id, change_key)`.execute(db)
  await sql`create index messages_appointment on messages (company_id, appointment_id)`.execute(db)
  await sql`create index messages_task on messages (company_id, task_id)`.execute(db)
  await sql`create index messages_recipient on messages (company_id, recipient, created_at)`.execute(db)
  // whose appointments come soon, for reminders
  await sql`create index appointments_upcoming on appointments (company_id, starts_at) where state = 'confirmed'`.execute(
    db,
  )
}

/** Written by triggers with the change itself: no tool call waits for it, and none can forget it. */
async function makeOccasions(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table message_occasions (
      position bigint generated always as identity primary key,
      company_id uuid not null references companies on delete cascade,
      appointment_id uuid,
      task_id uuid,
      version integer,
      from_state text,
      to_state text not null,
      is_moved boolean not null default false,
      -- The customer was told that nobody knew: they hear how it ended.
      was_unknown boolean not null default false,
      foreign key (company_id, appointment_id) references appointments (company_id, id) on delete cascade,
      foreign key (company_id, task_id) references tasks (company_id, id) on delete cascade,
      check (num_nonnulls(appointment_id, task_id) = 1)
    )`.execute(db)
  // those of a company, oldest first; an appointment or a task is erased
  await sql`create index message_occasions_company on message_occasions (company_id, position)`.execute(db)
  await sql`create index message_occasions_appointment on message_occasions (company_id, appointment_id)`.execute(db)
  await sql`create index message_occasions_task on message_occasions (company_id, task_id)`.execute(db)
}

async function makeSettings(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table message_settings (
      company_id uuid primary key references companies on delete cascade,
      texts_per_day integer not null default 200 check (texts_per_day between 0 and 100000),
      country_codes text[] not null default '{+49,+43,+41}' check (cardinality(country_codes) <= 40),
      quiet_from_minute smallint not null default 1260 check (quiet_from_minute between 0 and 1439),
      quiet_until_minute smallint not null default 480 check (quiet_until_minute between 0 and 1439),
      reminder_hours smallint default 24 check (reminder_hours between 3 and 168),
      desk_email text check (length(desk_email) between 3 and 254),
      -- Kinds of messages this house does not send as texts.
      no_text_kinds text[] not null default '{callback_promised}' check (cardinality(no_text_kinds) <= 40)
    )`.execute(db)
  await sql`
    create table message_accounts (
      company_id uuid not null references companies on delete cascade,
      service text not null check (service in ('twilio', 'slack', 'pagerduty')),
      base_url text not null check (base_url ~ '^https?://' and length(base_url) <= 200),
      account text not null default '' check (length(account) <= 80),
      sender text not null default '' check (length(sender) <= 40),
      sealed_secret bytea not null,
      created_at timestamptz not null default now(),
      primary key (company_id, service)
    )`.execute(db)
  await sql`
    create table message_templates (
      company_id uuid not null references companies on delete cascade,
      kind text not null check (kind ~ '^[a-z_]{1,40}$'),
      channel text not null check (channel in ('sms', 'email')),
      language text not null check (language in ('de', 'en')),
      subject text not null default '' check (length(subject) <= 200),
      body text not null check (length(body) between 1 and 4000),
      primary key (company_id, kind, channel, language)
    )`.execute(db)
}

async function makeCounts(db: Kysely<unknown>): Promise<void> {
  // What went out on a company's day: to a number, and in all (recipient ''). Counted before sending, under the row's lock.
  await sql`
    create table message_counts (
      company_id uuid not null references companies on delete cascade,
      day date not null,
      recipient text not null,
      sent integer not null check (sent >= 0),
      primary key (company_id, day, recipient)
    )`.execute(db)
  await sql`
    create table message_opt_outs (
      company_id uuid not null references companies on delete cascade,
      recipient text not null check (length(recipient) between 3 and 254),
      created_at timestamptz not null,
      primary key (company_id, recipient)
    )`.execute(db)
  // Every text that came in, once, by the provider's id; what it said is not kept.
  await sql`
    create table text_replies (
      company_id uuid not null references companies on delete cascade,
      provider_id text not null check (length(provider_id) between 1 and 80),
      meaning text not null check (meaning in ('yes', 'cancel', 'stop', 'start', 'unclear', 'stranger')),
      appointment_id uuid,
      received_at timestamptz not null,
      primary key (company_id, provider_id),
      foreign key (company_id, appointment_id) references appointments (company_id, id) on delete cascade
    )`.execute(db)
  // an appointment is erased
  await sql`create index text_replies_appointment on text_replies (company_id, appointment_id)`.execute(db)
}

async function noteChanges(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function note_appointment_made() returns trigger language plpgsql as $$
    begin
      insert into message_occasions (company_id, appointment_id, version, to_state)
        values (new.company_id, new.id, new.version, new.state);
      return null;
    end $$`.execute(db)
  // What the calendar elsewhere tells of its own bookings, it has told its customers itself.
  await sql`
    create trigger appointment_made after insert on appointments for each row
      when (new.source <> 'calendar' and new.state in ('confirmed', 'pending_approval'))
      execute function note_appointment_made()`.execute(db)
  await sql`
    create function note_appointment_changed() returns trigger language plpgsql as $$
    begin
      insert into message_occasions (company_id, appointment_id, version, from_state, to_state, is_moved, was_unknown)
        values (new.company_id, new.id, new.version, old.state, new.state, old.starts_at <> new.starts_at,
          old.state = 'unknown' or old.state in ('moving', 'cancelling') and exists (select from pending_changes p
            where p.company_id = new.company_id and p.appointment_id = new.id and p.unknown_since is not null));
      return null;
    end $$`.execute(db)
  await sql`
    create trigger appointment_changed after update of state, starts_at on appointments for each row
      when (new.source <> 'calendar' and (
        old.state <> new.state and new.state in ('confirmed', 'pending_approval', 'failed', 'rejected', 'cancelled')
        or old.starts_at <> new.starts_at and new.state in ('confirmed', 'pending_approval')))
      execute function note_appointment_changed()`.execute(db)
  await sql`
    create function note_task() returns trigger language plpgsql as $$
    begin
      insert into message_occasions (company_id, task_id, from_state, to_state)
        values (new.company_id, new.id, case when tg_op = 'UPDATE' then old.state end, new.state);
      return null;
    end $$`.execute(db)
  await sql`create trigger task_made after insert on tasks for each row execute function note_task()`.execute(db)
  await sql`
    create trigger task_changed after update of state on tasks for each row
      when (old.state <> new.state and 'escalated' in (old.state, new.state)) execute function note_task()`.execute(db)
}

/** Asked about every second: one question for all companies. */
async function letRoutingSeeMessages(db: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of [
    ['message_occasions', 'company_id, position'],
    ['messages', 'company_id, state, next_attempt_at, claimed_until'],
  ] as const) {
    await sql`create policy routing_reads on ${sql.table(table)} for select to ringbook_routing using (true)`.execute(
      db,
    )
    await sql`grant select (${sql.raw(columns)}) on ${sql.table(table)} to ringbook_routing`.execute(db)
  }
  // which companies have something to compose, to send or to find out about (messages_due)
  await sql`
    create function companies_with_messages(at timestamptz) returns table (id uuid)
    language sql stable security definer set search_path = pg_catalog, public as $$
      select o.company_id from message_occasions o
      union
      select m.company_id from messages m where m.state in ('queued', 'sending', 'unclear') and m.next_attempt_at <= at
    $$`.execute(db)
  await sql`grant create on schema public to ringbook_routing`.execute(db)
  await sql`alter function companies_with_messages(timestamptz) owner to ringbook_routing`.execute(db)
  await sql`revoke all on function companies_with_messages(timestamptz) from public`.execute(db)
  await sql`grant execute on function companies_with_messages(timestamptz) to ringbook_app`.execute(db)
  await sql`revoke create on schema public from ringbook_routing`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index calls_age`.execute(db)
  await sql`drop index webhook_events_age`.execute(db)
  await sql`drop function companies_with_messages`.execute(db)
  await sql`drop trigger task_changed on tasks`.execute(db)
  await sql`drop trigger task_made on tasks`.execute(db)
  await sql`drop trigger appointment_changed on appointments`.execute(db)
  await sql`drop trigger appointment_made on appointments`.execute(db)
  for (const name of ['note_task', 'note_appointment_changed', 'note_appointment_made']) {
    await sql`drop function ${sql.ref(name)}`.execute(db)
  }
  for (const table of [
    'text_replies',
    'message_opt_outs',
    'message_counts',
    'message_templates',
    'message_accounts',
    'message_settings',
    'message_occasions',
  ]) {
    await sql`drop table ${sql.table(table)}`.execute(db)
  }
  await sql`drop index appointments_upcoming`.execute(db)
  await shrinkMessages(db)
}

async function shrinkMessages(db: Kysely<unknown>): Promise<void> {
  await sql`drop policy routing_reads on messages`.execute(db)
  await sql`revoke all on messages from ringbook_routing`.execute(db)
  // What an earlier version has no words for.
  await sql`delete from messages where channel not in ('sms', 'email')`.execute(db)
  await sql`update messages set state = 'failed', claimed_until = null
    where state not in ('queued', 'sent', 'failed', 'expired')`.execute(db)
  await sql`
    alter table messages
      drop column appointment_id, drop column task_id, drop column change_key, drop column about_time,
      drop column attempts, drop column next_attempt_at, drop column attempted_at, drop column claimed_until,
      drop column text_hash, drop column provider_id, drop column delivery, drop column reason, drop column sent_at,
      drop constraint messages_channel_check,
      drop constraint messages_state_check,
      add constraint messages_channel_check check (channel in ('sms', 'email')),
      add constraint messages_state_check check (state in ('queued', 'sent', 'failed', 'expired'))`.execute(db)
  await sql`drop index messages_recipient`.execute(db)
  await sql`create index messages_queued on messages (company_id, created_at) where state = 'queued'`.execute(db)
}
