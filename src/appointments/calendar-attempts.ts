import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Appointment } from './appointment.ts'

/** What a calendar elsewhere has been asked to write for an appointment without having said what came of it. */
export type CalendarAttempt = {
  /** How often it may have been sent. */
  readonly attempts: number
  /** How often taking off what should not stand there may have been sent. */
  readonly cleanUps: number
  /** When it was sent last; before `firstAskedAt` never. */
  readonly askedAt: Temporal.Instant
  readonly firstAskedAt: Temporal.Instant
  /** Until when it is ours to settle. */
  readonly claimedUntil: Temporal.Instant
}

/** What is counted of what is sent: the booking or change itself, or the taking off of what should not stand there. */
export type Counted = 'attempts' | 'clean_ups'

/** Longer than one settling takes; a worker that died leaves its appointment to the next after this. */
const CLAIM_SECONDS = 40

/**
 * Notes that an appointment is to be settled: `wasSent` when the calendar may have got the request, `isDeskTold` when the front desk
 * knows of it already.
 */
export async function noteAttempt(
  tx: Transaction<Database>,
  companyId: string,
  appointmentId: string,
  { wasSent, isDeskTold = false, now }: { wasSent: boolean; isDeskTold?: boolean; now: Temporal.Instant },
): Promise<void> {
  const at = now.toString()
  await tx
    .insertInto('calendar_attempts')
    .values({
      company_id: companyId,
      appointment_id: appointmentId,
      attempts: wasSent ? 1 : 0,
      asked_at: at,
      first_asked_at: at,
      desk_told_at: isDeskTold ? at : null,
    })
    .onConflict((conflict) => conflict.columns(['company_id', 'appointment_id']).doNothing())
    .execute()
}

const attemptColumns = ['attempts', 'clean_ups', 'asked_at', 'first_asked_at'] as const

function toAttempt(
  row: { attempts: number; clean_ups: number; asked_at: Temporal.Instant; first_asked_at: Temporal.Instant },
  claimedUntil: Temporal.Instant,
): CalendarAttempt {
  const { attempts, clean_ups: cleanUps, asked_at: askedAt, first_asked_at: firstAskedAt } = row
  return { attempts, cleanUps, askedAt, firstAskedAt, claimedUntil }
}

/** Takes an appointment on to settle it; undefined when somebody else has it. `askedAt` counts when nothing was noted yet. */
export async function claimAttempt(
  tx: Transaction<Database>,
  companyId: string,
  appointmentId: string,
  { askedAt, now }: { askedAt: Temporal.Instant; now: Temporal.Instant },
): Promise<CalendarAttempt | undefined> {
  const claimedUntil = now.add({ seconds: CLAIM_SECONDS })
  const row = await tx
    .insertInto('calendar_attempts')
    .values({
      company_id: companyId,
      appointment_id: appointmentId,
      attempts: 1,
      asked_at: askedAt.toString(),
      first_asked_at: askedAt.toString(),
      claimed_until: claimedUntil.toString(),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['company_id', 'appointment_id'])
        .doUpdateSet({ claimed_until: claimedUntil.toString() })
        .where((is) =>
          is.or([
            is('calendar_attempts.claimed_until', 'is', null),
            is('calendar_attempts.claimed_until', '<=', sql<Temporal.Instant>`${now.toString()}::timestamptz`),
          ]),
        ),
    )
    .returning(attemptColumns)
    .executeTakeFirst()
  return row && toAttempt(row, claimedUntil)
}

/**
 * Notes that something is about to be sent once more, before it is: who dies after this has sent it. Undefined when the appointment
 * has moved on since, or finding out has taken so long that somebody else may have taken it on: then nothing may be sent.
 */
export async function countAttempt(
  tx: Transaction<Database>,
  companyId: string,
  appointment: Pick<Appointment, 'id' | 'state' | 'version'>,
  { attempt, what, now }: { attempt: CalendarAttempt; what: Counted; now: Temporal.Instant },
): Promise<CalendarAttempt | undefined> {
  const claimedUntil = now.add({ seconds: CLAIM_SECONDS })
  const row = await tx
    .updateTable('calendar_attempts')
    .set((column) => ({
      [what]: column(what, '+', 1),
      asked_at: now.toString(),
      claimed_until: claimedUntil.toString(),
    }))
    .where('company_id', '=', companyId)
    .where('appointment_id', '=', appointment.id)
    .where('claimed_until', '=', sql<Temporal.Instant>`${attempt.claimedUntil.toString()}::timestamptz`)
    .where((is) =>
      is.exists(
        is
          .selectFrom('appointments')
          .select('id')
          .where('company_id', '=', companyId)
          .where('id', '=', appointment.id)
          .where('state', '=', appointment.state)
          .where('version', '=', appointment.version),
      ),
    )
    .returning(attemptColumns)
    .executeTakeFirst()
  return row && toAttempt(row, claimedUntil)
}

/** What came of sending it: surely nothing was sent, and it counts for nothing; or nobody knows, and it may have been sent only now. */
export async function noteSent(
  tx: Transaction<Database>,
  companyId: string,
  appointmentId: string,
  { wasSent, what, now }: { wasSent: boolean; what: Counted; now: Temporal.Instant },
): Promise<void> {
  await tx
    .updateTable('calendar_attempts')
    .set((column) => (wasSent ? { asked_at: now.toString() } : { [what]: column(what, '-', 1) }))
    .where('company_id', '=', companyId)
    .where('appointment_id', '=', appointmentId)
    .execute()
}

/** Lets go of a claim, for the next look. */
export async function releaseAttempt(
  tx: Transaction<Database>,
  companyId: string,
  appointmentId: string,
): Promise<void> {
  await tx
    .updateTable('calendar_attempts')
    .set({ claimed_until: null })
    .where('company_id', '=', companyId)
    .where('appointment_id', '=', appointmentId)
    .execute()
}

/** Notes that the front desk is told that nobody knows yet. False when it was told before: it may have closed that task. */
export async function noteDeskTold(
  tx: Transaction<Database>,
  companyId: string,
  appointmentId: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('calendar_attempts')
    .set({ desk_told_at: now.toString() })
    .where('company_id', '=', companyId)
    .where('appointment_id', '=', appointmentId)
    .where('desk_told_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** It is settled. */
export async function forgetAttempt(
  tx: Transaction<Database>,
  companyId: string,
  appointmentId: string,
): Promise<void> {
  await tx
    .deleteFrom('calendar_attempts')
    .where('company_id', '=', companyId)
    .where('appointment_id', '=', appointmentId)
    .execute()
}

/** Forgets what was settled by somebody else: cancelled at the front desk, approved, told by the calendar itself. */
export async function forgetSettledAttempts(tx: Transaction<Database>, companyId: string): Promise<void> {
  await sql`
    delete from calendar_attempts a using appointments o
    where a.company_id = ${companyId} and o.company_id = a.company_id and o.id = a.appointment_id
      and o.state not in ('booking', 'unknown', 'moving', 'cancelling', 'pending_approval')`.execute(tx)
}
