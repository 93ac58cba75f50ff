import { type Kysely, sql } from 'kysely'

/** What the front desk still has to do, the links callers were promised, the messages that carry them, and what a call was about. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table tasks (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      kind text not null check (kind ~ '^[a-z_]{1,40}$'),
      state text not null default 'open' check (state in ('open', 'escalated', 'done', 'dropped')),
      call_id uuid,
      customer_id uuid,
      phone text check (phone ~ '^\\+[1-9][0-9]{4,14}$'),
      reason text not null default '' check (length(reason) <= 500),
      wished_time text not null default '' check (length(wished_time) <= 200),
      earliest_at timestamptz not null,
      due_at timestamptz not null,
      escalated_at timestamptz,
      closed_at timestamptz,
      created_at timestamptz not null default now(),
      unique (company_id, id),
      foreign key (company_id, call_id) references calls (company_id, id) on delete set null (call_id),
      foreign key (company_id, customer_id) references customers (company_id, id) on delete set null (customer_id),
      check (earliest_at <= due_at),
      check (state <> 'escalated' or escalated_at is not null),
      check ((state in ('done', 'dropped')) = (closed_at is not null))
    )`.execute(db)
  // one open task of a kind per call, so that a repeated request changes it; those of a number; those that are overdue
  await sql`create unique index tasks_open_call on tasks (company_id, call_id, kind)
    where state in ('open', 'escalated')`.execute(db)
  await sql`create index tasks_open_phone on tasks (company_id, phone, created_at)
    where state in ('open', 'escalated')`.execute(db)
  await sql`create index tasks_due on tasks (company_id, due_at) where state = 'open'`.execute(db)
  // a call or a customer is erased
  await sql`create index tasks_call on tasks (company_id, call_id)`.execute(db)
  await sql`create index tasks_customer on tasks (company_id, customer_id)`.execute(db)

  // The token itself is not here: whoever reads this table cannot open a link.
  await sql`
    create table booking_links (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      call_id uuid,
      customer_id uuid,
      phone text not null check (phone ~ '^\\+[1-9][0-9]{4,14}$'),
      language text not null check (language in ('de', 'en')),
      token_hash bytea not null check (length(token_hash) = 32),
      created_at timestamptz not null,
      expires_at timestamptz not null,
      unique (company_id, id),
      foreign key (company_id, call_id) references calls (company_id, id) on delete set null (call_id),
      foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade,
      check (created_at < expires_at)
    )`.execute(db)
  // whose link a token opens; the one of a call; a customer is erased
  await sql`create unique index booking_links_token on booking_links (company_id, token_hash)`.execute(db)
  await sql`create unique index booking_links_call on booking_links (company_id, call_id)`.execute(db)
  await sql`create index booking_links_customer on booking_links (company_id, customer_id)`.execute(db)

  // What is to be sent, written with the change it tells of. The secret it carries is sealed, and gone once it was sent.
  await sql`
    create table messages (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      kind text not null check (kind ~ '^[a-z_]{1,40}$'),
      channel text not null check (channel in ('sms', 'email')),
      recipient text not null check (length(recipient) between 3 and 254),
      language text not null check (language in ('de', 'en')),
      state text not null default 'queued' check (state in ('queued', 'sent', 'failed', 'expired')),
      call_id uuid,
      customer_id uuid,
      booking_link_id uuid,
      sealed_secret bytea,
      created_at timestamptz not null,
      send_before timestamptz not null,
      unique (company_id, id),
      foreign key (company_id, call_id) references calls (company_id, id) on delete set null (call_id),
      foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade,
      foreign key (company_id, booking_link_id) references booking_links (company_id, id) on delete cascade
    )`.execute(db)
  // what waits to be sent; how much a company, and a number, was sent today; a call, customer or link is erased
  await sql`create index messages_queued on messages (company_id, created_at) where state = 'queued'`.execute(db)
  await sql`create index messages_day on messages (company_id, channel, created_at)`.execute(db)
  await sql`create index messages_call on messages (company_id, call_id)`.execute(db)
  await sql`create index messages_customer on messages (company_id, customer_id)`.execute(db)
  await sql`create index messages_booking_link on messages (company_id, booking_link_id)`.execute(db)

  for (const table of ['tasks', 'booking_links', 'messages']) {
    await sql`call protect_company_table(${sql.lit(table)})`.execute(db)
  }

  await sql`
    alter table calls
      add column intent text not null default '' check (length(intent) <= 80),
      add column outcome text not null default '' check (length(outcome) <= 80),
      add column notes text not null default '' check (length(notes) <= 1000)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table calls drop column intent, drop column outcome, drop column notes`.execute(db)
  for (const table of ['messages', 'booking_links', 'tasks']) await sql`drop table ${sql.table(table)}`.execute(db)
}
