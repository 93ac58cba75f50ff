import { type Kysely, sql } from 'kysely'

/** Cancelling and moving: how often it may be done, who has shown to be whose caller, and what is still under way. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table booking_rules
      add column max_moves_per_appointment integer check (max_moves_per_appointment between 0 and 1000),
      add column max_cancellations integer check (max_cancellations between 0 and 1000),
      add column cancellation_period_days integer check (cancellation_period_days between 1 and 3660)`.execute(db)

  // Counted where the customer did it; what the house cancels is nobody's quota. Read with a customer's appointments.
  await sql`
    alter table appointments
      add column move_count integer not null default 0 check (move_count >= 0),
      add column cancelled_by text check (cancelled_by in ('customer', 'house', 'calendar')),
      add column cancelled_at timestamptz,
      add check ((cancelled_by is null) = (cancelled_at is null))`.execute(db)

  // An offer to move an appointment is not one to book another.
  await sql`alter table offers add column moves_appointment_id uuid`.execute(db)

  // What a caller has shown, for the rest of the call: to be a customer, or that one appointment is theirs.
  await sql`
    create table verifications (
      company_id uuid not null,
      call_id uuid not null,
      customer_id uuid not null,
      appointment_id uuid,
      created_at timestamptz not null default now(),
      unique nulls not distinct (company_id, call_id, customer_id, appointment_id),
      foreign key (company_id, call_id) references calls (company_id, id) on delete cascade,
      foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade,
      foreign key (company_id, appointment_id) references appointments (company_id, id) on delete cascade
    )`.execute(db)

  // A change the caller was asked about, by which request: asking once is enough, and a repeat of it is no second time.
  await sql`
    create table change_questions (
      company_id uuid not null,
      call_id uuid not null,
      -- An appointment to be cancelled, or the offer it would move to.
      subject text not null,
      asked_by text not null,
      asked_at timestamptz not null,
      primary key (company_id, call_id, subject),
      foreign key (company_id, call_id) references calls (company_id, id) on delete cascade
    )`.execute(db)

  // What a calendar elsewhere has been asked to change and has not answered for: one thing at a time for an appointment.
  await sql`
    create table pending_changes (
      company_id uuid not null,
      appointment_id uuid not null,
      kind text not null check (kind in ('move', 'cancel')),
      state_before text not null check (state_before in ('confirmed', 'pending_approval')),
      effect_key text not null,
      cancelled_by text check (cancelled_by in ('customer', 'house', 'calendar')),
      branch_id uuid,
      staff_id uuid,
      starts_at timestamptz,
      ends_at timestamptz,
      -- What it occupied before and what it would occupy: [{"resourceId", "startMs", "endMs"}], buffers inside.
      stretches_before jsonb not null default '[]',
      stretches_after jsonb not null default '[]',
      requested_at timestamptz not null,
      -- Set when the calendar did not answer in time: from then on it is for the job that settles it.
      unknown_since timestamptz,
      primary key (company_id, appointment_id),
      foreign key (company_id, appointment_id) references appointments (company_id, id) on delete cascade,
      check (kind = 'cancel' or (branch_id is not null and staff_id is not null and starts_at < ends_at)),
      check (kind = 'move' or cancelled_by is not null)
    )`.execute(db)

  for (const table of ['verifications', 'change_questions', 'pending_changes']) {
    await sql`call protect_company_table(${sql.lit(table)})`.execute(db)
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['pending_changes', 'change_questions', 'verifications']) {
    await sql`drop table ${sql.table(table)}`.execute(db)
  }
  await sql`alter table offers drop column moves_appointment_id`.execute(db)
  await sql`alter table appointments drop column cancelled_at, drop column cancelled_by, drop column move_count`.execute(
    db,
  )
  await sql`
    alter table booking_rules drop column cancellation_period_days, drop column max_cancellations,
      drop column max_moves_per_appointment`.execute(db)
}
