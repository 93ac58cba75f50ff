import type { Transaction } from 'kysely'

import type { DecideAnswer, MirrorDecision } from '../calendars/mirror.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Random } from '../infra/random.ts'
import { vacate } from '../occupancy/segments.ts'
import type { House } from '../openings/house.ts'
import type { Appointment } from './appointment.ts'
import { forgetAttempt, noteAttempt } from './calendar-attempts.ts'
import { changeAppointment } from './change-appointment.ts'
import { type SettleDeps, WRITE_DEADLINE_MS } from './settle-deps.ts'
import { appointmentColumns, toAppointment } from './store.ts'
import { takeOverBooking } from './take-over-booking.ts'
import { againWhenChanged, ChangedMeanwhile } from './try-again.ts'

/** What agreeing to an appointment, or not, needs. */
export type ApproveDeps = SettleDeps & { random: Random }

export type Decision = {
  readonly companyId: string
  readonly appointmentId: string
  readonly verdict: 'approve' | 'reject'
  /** Who decided, for the history. */
  readonly who: string
}

export type DecisionOutcome =
  /** It stands, in the calendar elsewhere too where there is one. */
  | { kind: 'confirmed'; appointment: Appointment }
  /** Agreed to; it stands as soon as the calendar elsewhere has written it down, which the settling job sees to. */
  | { kind: 'waits_for_calendar'; appointment: Appointment }
  /** Its time is free again. */
  | { kind: 'rejected'; appointment: Appointment }
  /** The calendar elsewhere, where it waits too, could not be asked or did not say: what came of it is seen when it is looked at next. */
  | { kind: 'unconfirmed'; appointment: Appointment }
  /** It waits for nobody's word (any more). */
  | { kind: 'not_waiting'; appointment: Appointment }
  /** Its time has come: nobody can be given it. */
  | { kind: 'too_late'; appointment: Appointment }
  | { kind: 'none' }

/** What is known of an appointment somebody decides about. */
type Waiting = { appointment: Appointment; calendarReference: string | null; hasAttempt: boolean }

type Decided =
  | DecisionOutcome
  | { kind: 'ask_there'; house: House; calendarReference: string; appointment: Appointment }

/**
 * Agrees to an appointment that waits for it, or refuses it. One nobody elsewhere knows of is decided here; with a calendar elsewhere
 * the settling job writes it down there next. One that stands over there as a request is decided there, and taken over from there. The
 * whole of it is told in docs/booking.md.
 */
export async function decideAppointment(
  deps: ApproveDeps,
  decision: Decision,
  signal: AbortSignal,
): Promise<DecisionOutcome> {
  const decided = await againWhenChanged(() =>
    deps.database.inCompany(decision.companyId, (tx) => decideHere(tx, deps, decision), { signal, retries: 3 }),
  )
  return decided.kind === 'ask_there' ? await decideThere(deps, decision, decided, signal) : decided
}

async function decideHere(tx: Transaction<Database>, deps: ApproveDeps, decision: Decision): Promise<Decided> {
  const { companyId, appointmentId, verdict } = decision
  const house = await deps.houses.get(tx, companyId)
  const waiting = await readWaiting(tx, companyId, appointmentId)
  if (house === undefined || waiting === undefined) return { kind: 'none' }
  const { appointment, calendarReference, hasAttempt } = waiting
  if (appointment.state !== 'pending_approval') return { kind: 'not_waiting', appointment }
  const { mirror } = await deps.patientCalendar(tx, house)
  const isMirrored = mirror !== undefined
  const hasBegun = Temporal.Instant.compare(appointment.startsAt, deps.clock.now()) <= 0
  if (verdict === 'approve' && hasBegun) return { kind: 'too_late', appointment }
  if (verdict === 'approve' && hasAttempt) return { kind: 'waits_for_calendar', appointment }
  if (isMirrored && calendarReference !== null && !hasAttempt) {
    return { kind: 'ask_there', house, calendarReference, appointment }
  }
  return verdict === 'approve'
    ? await approve(tx, deps, decision, { appointment, isMirrored })
    : await reject(tx, deps, decision, appointment)
}

/** Agreed to. Where a calendar elsewhere has to write it down, it stays what it is until that has been done. */
async function approve(
  tx: Transaction<Database>,
  deps: ApproveDeps,
  { companyId, who }: Decision,
  { appointment, isMirrored }: { appointment: Appointment; isMirrored: boolean },
): Promise<DecisionOutcome> {
  const state = isMirrored ? 'pending_approval' : 'confirmed'
  const changed = await changeAppointment(tx, deps, companyId, appointment, { state }, { who, why: 'approved' })
  if (changed === undefined) throw new ChangedMeanwhile('Somebody else has changed the appointment')
  if (!isMirrored) return { kind: 'confirmed', appointment: changed }
  await noteAttempt(tx, companyId, appointment.id, { wasSent: false, now: deps.clock.now() })
  return { kind: 'waits_for_calendar', appointment: changed }
}

/** Refused. Should it be on its way to the calendar at this moment, it is taken off there when that is looked at next. */
async function reject(
  tx: Transaction<Database>,
  deps: ApproveDeps,
  { companyId, who }: Decision,
  appointment: Appointment,
): Promise<DecisionOutcome> {
  const to = { state: 'rejected' } as const
  const changed = await changeAppointment(tx, deps, companyId, appointment, to, { who, why: 'rejected' })
  if (changed === undefined) throw new ChangedMeanwhile('Somebody else has changed the appointment')
  await Promise.all([vacate(tx, companyId, appointment.id), forgetAttempt(tx, companyId, appointment.id)])
  return { kind: 'rejected', appointment: changed }
}

/** It waits over there too: the word is given there, once, and what it is then is taken over. */
async function decideThere(
  deps: ApproveDeps,
  { companyId, verdict }: Decision,
  { house, calendarReference, appointment }: Extract<Decided, { kind: 'ask_there' }>,
  signal: AbortSignal,
): Promise<DecisionOutcome> {
  const { mirror } = await deps.database.inCompany(companyId, (tx) => deps.patientCalendar(tx, house))
  const unconfirmed = { kind: 'unconfirmed', appointment } as const
  if (mirror === undefined) return unconfirmed
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(WRITE_DEADLINE_MS)])
  const wanted: MirrorDecision = { calendarReference, verdict, reason: 'Ringbook' }
  const answer = await mirror.decide(wanted, deadline).catch((): DecideAnswer => ({ kind: 'unknown' }))
  if (answer.kind === 'unavailable') return unconfirmed
  // Refused it may have been for having been decided by somebody else: what it is now tells.
  const booking = await mirror.read(calendarReference, deadline).catch(() => undefined)
  if (booking === undefined) return unconfirmed
  const taken = await deps.database.inCompany(
    companyId,
    async (tx) => {
      await takeOverBooking(tx, deps, house, { booking, earlier: [] })
      return await readWaiting(tx, companyId, appointment.id)
    },
    { retries: 3 },
  )
  const now = taken?.appointment ?? appointment
  if (now.state === 'confirmed' || now.state === 'rejected') return { kind: now.state, appointment: now }
  return now.state === 'pending_approval' ? unconfirmed : { kind: 'not_waiting', appointment: now }
}

async function readWaiting(
  tx: Transaction<Database>,
  companyId: string,
  appointmentId: string,
): Promise<Waiting | undefined> {
  const row = await tx
    .selectFrom('appointments')
    .leftJoin('calendar_attempts', (join) =>
      join
        .onRef('calendar_attempts.company_id', '=', 'appointments.company_id')
        .onRef('calendar_attempts.appointment_id', '=', 'appointments.id'),
    )
    .select(appointmentColumns.map((column) => `appointments.${column}` as const))
    .select(['appointments.calendar_reference', 'calendar_attempts.attempts'])
    .where('appointments.company_id', '=', companyId)
    .where('appointments.id', '=', appointmentId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    appointment: toAppointment(row),
    calendarReference: row.calendar_reference,
    hasAttempt: row.attempts !== null,
  }
}
