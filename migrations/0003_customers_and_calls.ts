import { type Kysely, sql } from 'kysely'

/** Who called, what was said to the tools, and the functions that tell whose call it is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table customers (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      phone text check (phone ~ '^\\+[1-9][0-9]{4,14}$'),
      first_name text not null default '' check (length(first_name) <= 80),
      last_name text not null default '' check (length(last_name) <= 80),
      folded_name text not null default '',
      first_name_cologne text not null default '',
      last_name_cologne text not null default '',
      last_name_soundex text not null default '',
      last_name_metaphone text not null default '',
      email text check (length(email) <= 254),
      language text check (language in ('de', 'en')),
      usual_branch_id uuid,
      usual_staff_id uuid,
      trusted_at timestamptz,
      merged_into_id uuid,
      created_at timestamptz not null default now(),
      unique (company_id, id),
      foreign key (company_id, usual_branch_id) references branches (company_id, id) on delete set null (usual_branch_id),
      foreign key (company_id, usual_staff_id) references staff (company_id, id) on delete set null (usual_staff_id),
      foreign key (company_id, merged_into_id) references customers (company_id, id)
    )`.execute(db)
  // who calls from this number: one customer however many calls arrive together
  await sql`create unique index customers_phone on customers (company_id, phone)
    where phone is not null and merged_into_id is null`.execute(db)
  // customers by name and by the sound of it
  await sql`create index customers_folded_name on customers (company_id, folded_name)`.execute(db)
  await sql`create index customers_last_name_cologne on customers (company_id, last_name_cologne)`.execute(db)

  await sql`
    create table calls (
      id uuid primary key,
      company_id uuid not null references companies on delete cascade,
      retell_call_id text not null unique check (length(retell_call_id) between 1 and 120),
      workspace_id uuid not null references workspaces,
      agent_id uuid references agents on delete set null,
      branch_id uuid,
      customer_id uuid,
      language text not null check (language in ('de', 'en')),
      direction text not null check (direction in ('inbound', 'outbound', 'web')),
      from_number text,
      to_number text,
      caller_kind text not null check (caller_kind in ('number', 'withheld', 'forwarded')),
      state text not null default 'ongoing' check (state in ('ongoing', 'ended')),
      created_at timestamptz not null default now(),
      ended_at timestamptz,
      unique (company_id, id),
      foreign key (company_id, branch_id) references branches (company_id, id) on delete set null (branch_id),
      foreign key (company_id, customer_id) references customers (company_id, id)
    )`.execute(db)
  // a customer's calls; the calls of a number; a branch's calls by day; calls under way
  await sql`create index calls_customer on calls (company_id, customer_id, created_at)`.execute(db)
  await sql`create index calls_from_number on calls (company_id, from_number, created_at)`.execute(db)
  await sql`create index calls_branch on calls (company_id, branch_id, created_at)`.execute(db)
  await sql`create index calls_ongoing on calls (company_id, created_at) where state = 'ongoing'`.execute(db)

  await sql`
    create table call_steps (
      id uuid primary key,
      company_id uuid not null,
      call_id uuid not null,
      tool text not null,
      tool_call_id text,
      arguments jsonb not null,
      status text not null,
      reply jsonb not null,
      query_count integer not null,
      duration_ms double precision not null,
      created_at timestamptz not null default now(),
      foreign key (company_id, call_id) references calls (company_id, id) on delete cascade
    )`.execute(db)
  // the timeline of one call
  await sql`create index call_steps_call on call_steps (company_id, call_id, created_at)`.execute(db)

  // How often a number tried to be let into an appointment today; the number itself, because it has to be counted
  // exactly, and never longer than the day.
  await sql`
    create table verification_tries (
      company_id uuid not null references companies on delete cascade,
      caller text not null,
      day date not null,
      tries integer not null check (tries > 0),
      primary key (company_id, caller, day)
    )`.execute(db)

  for (const table of ['customers', 'calls', 'call_steps', 'verification_tries']) {
    await sql`call protect_company_table(${sql.lit(table)})`.execute(db)
  }

  // The routing role sees which company a call id, number or agent belongs to, and nothing else of any company.
  await sql`grant select (id, slug, active) on companies to ringbook_routing`.execute(db)
  await sql`grant select (company_id, branch_id, workspace_id, number, kind) on phone_numbers to ringbook_routing`.execute(
    db,
  )
  await sql`grant select (id, company_id, branch_id, workspace_id, retell_agent_id, language) on agents to ringbook_routing`.execute(
    db,
  )
  await sql`grant select (company_id, workspace_id, retell_call_id) on calls to ringbook_routing`.execute(db)
  for (const table of ['companies', 'phone_numbers', 'agents', 'calls']) {
    await sql`create policy routing_reads on ${sql.table(table)} for select to ringbook_routing using (true)`.execute(
      db,
    )
  }

  // In the order of trust: the call already known, the company our own metadata names, our number, the agent.
  // A row whose workspace is not the one whose key verified the request is the caller's business to refuse.
  await sql`
    create function route_call(
      call_reference text, metadata_company uuid, our_number text, agent_reference text
    ) returns table (company_id uuid, branch_id uuid, workspace_id uuid, agent_id uuid, language text, known_by text)
    language sql stable security definer set search_path = pg_catalog, public as $$
      with agent as (
        select a.id, a.company_id, a.branch_id, a.workspace_id, a.language
        from agents a where a.retell_agent_id = agent_reference
      ), found as (
        select 1 as rank, c.company_id, null::uuid as branch_id, c.workspace_id, 'call' as known_by
          from calls c where c.retell_call_id = call_reference
        union all
        (select 2, n.company_id, case when n.number = our_number then n.branch_id end, n.workspace_id, 'metadata'
          from phone_numbers n where n.company_id = metadata_company and n.kind = 'line'
          order by n.number = our_number desc limit 1)
        union all
        select 3, n.company_id, n.branch_id, n.workspace_id, 'number'
          from phone_numbers n where n.number = our_number and n.kind = 'line'
        union all
        select 4, a.company_id, a.branch_id, a.workspace_id, 'agent' from agent a
      )
      select f.company_id, f.branch_id, f.workspace_id,
        case when a.company_id = f.company_id then a.id end, case when a.company_id = f.company_id then a.language end,
        f.known_by
      from found f join companies c on c.id = f.company_id and c.active left join agent a on true
      order by f.rank limit 1
    $$`.execute(db)
  // Jobs work company by company: this tells which there are.
  await sql`
    create function active_companies() returns table (id uuid, slug text)
    language sql stable security definer set search_path = pg_catalog, public as $$
      select c.id, c.slug from companies c where c.active order by c.slug
    $$`.execute(db)
  await sql`grant create on schema public to ringbook_routing`.execute(db)
  for (const signature of ['route_call(text, uuid, text, text)', 'active_companies()']) {
    await sql`alter function ${sql.raw(signature)} owner to ringbook_routing`.execute(db)
    await sql`revoke all on function ${sql.raw(signature)} from public`.execute(db)
    await sql`grant execute on function ${sql.raw(signature)} to ringbook_app`.execute(db)
  }
  await sql`revoke create on schema public from ringbook_routing`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function active_companies`.execute(db)
  await sql`drop function route_call`.execute(db)
  for (const table of ['companies', 'phone_numbers', 'agents']) {
    await sql`drop policy routing_reads on ${sql.table(table)}`.execute(db)
    await sql`revoke all on ${sql.table(table)} from ringbook_routing`.execute(db)
  }
  for (const table of ['verification_tries', 'call_steps', 'calls', 'customers']) {
    await sql`drop table ${sql.table(table)}`.execute(db)
  }
}
