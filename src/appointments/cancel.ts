import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { lockClaim } from '../occupancy/lock-claim.ts'
import { vacate } from '../occupancy/segments.ts'
import type { Appointment } from './appointment.ts'
import { askToCancel } from './ask-to-change.ts'
import type { ConfirmedBy } from './book-command.ts'
import { changeAppointment } from './change-appointment.ts'
import type { CancelOutcome } from './change-outcomes.ts'
import { refuseCancelling } from './change-rules.ts'
import { noteEffect, readEffect } from './effects.ts'
import { type Agreement, hearYes } from './hear-yes.ts'
import { findOwnAppointments, type OwnAppointment } from './own-appointments.ts'
import { type ChangeableState, notePendingChange } from './pending-changes.ts'
import { type Meant, pickAppointment } from './pick-appointment.ts'
import { againWhenChanged, ChangedMeanwhile } from './try-again.ts'
import { untilSettled } from './until-settled.ts'
import type { BookingDeps } from './visit.ts'

export type CancelCommand = Agreement &
  Meant & {
    /** The name the agent called it by, for the record. */
    tool: string
  }

/** How deciding ended, before a calendar elsewhere was asked. */
type Decided =
  | CancelOutcome
  /** The calendar elsewhere has still to agree. */
  | { kind: 'asking'; appointment: OwnAppointment }
  /** Another delivery of this request was faster. */
  | { kind: 'repeated'; appointment: Appointment }

/**
 * Cancels an appointment of a caller who has shown whose it is and has agreed to this very one. The whole of it is told in
 * docs/booking.md.
 *
 * `cancelled` is said only of an appointment that is cancelled in the database (and, where the calendar is elsewhere, in that
 * too); its time is free for others from then on.
 */
export async function cancelAppointment(
  deps: BookingDeps,
  command: CancelCommand,
  signal: AbortSignal,
): Promise<CancelOutcome> {
  // Repeating it is safe: it is one transaction, and nothing of it is outside the database.
  const decide = async () =>
    await againWhenChanged(() =>
      deps.database.inCompany(command.house.company.id, (tx) => decideInTransaction(tx, deps, command), {
        signal,
        retries: 3,
      }),
    )
  let decided = await decide()
  const waitsFor = otherRequestAbout(decided)
  if (waitsFor !== null) {
    await untilSettled(deps, { companyId: command.house.company.id, appointmentId: waitsFor.id }, signal)
    decided = await decide()
  }
  if (decided.kind === 'asking') return await askToCancel(deps, command, decided.appointment, signal)
  return decided.kind === 'repeated' ? tellAgain(decided.appointment) : decided
}

/** The appointment another request is still asking the calendar about. */
function otherRequestAbout(decided: Decided): Appointment | null {
  if (decided.kind === 'repeated' && decided.appointment.state === 'cancelling') return decided.appointment
  return decided.kind === 'unconfirmed' && decided.why === 'under_way' ? decided.appointment : null
}

/** What became of an earlier delivery of this request. */
function tellAgain(appointment: Appointment): CancelOutcome {
  if (appointment.state === 'cancelled') return { kind: 'cancelled', appointment }
  return { kind: 'unconfirmed', appointment, why: 'no_answer' }
}

async function decideInTransaction(
  tx: Transaction<Database>,
  deps: BookingDeps,
  command: CancelCommand,
): Promise<Decided> {
  const { id: companyId, zone } = command.house.company
  const [earlier, own] = await Promise.all([
    readEffect(tx, { companyId, key: command.effectKey }),
    findOwnAppointments(tx, command, command, deps.clock.now()),
  ])
  if (earlier !== undefined) return { kind: 'repeated', appointment: earlier }
  if (own.kind === 'verify') return own
  const picked = pickAppointment(own.appointments, command, zone)
  switch (picked.kind) {
    case 'which':
    case 'none':
      return picked
    case 'cancelled':
      return { kind: 'already_cancelled', appointment: picked.appointment }
    case 'one':
      return await decideAbout(tx, deps, command, picked.appointment, own.appointments)
  }
}

async function decideAbout(
  tx: Transaction<Database>,
  deps: BookingDeps,
  command: CancelCommand,
  appointment: OwnAppointment,
  own: readonly OwnAppointment[],
): Promise<Decided> {
  const { company } = command.house
  const { call } = command
  // Nothing is taken: only the requests of one call and of one number go one after the other. After the tries have been
  // counted, as with everything that both counts tries and takes locks: else two might wait for each other.
  const claim = { companyId: company.id, resourceIds: [], callId: call.id, caller: call.callerNumber }
  const [, earlier] = await Promise.all([
    lockClaim(tx, { ...claim, startMs: 0, endMs: 0 }),
    readEffect(tx, { companyId: company.id, key: command.effectKey }),
  ])
  if (earlier !== undefined) return { kind: 'repeated', appointment: earlier }
  const { state } = appointment
  if (state !== 'confirmed' && state !== 'pending_approval') {
    return { kind: 'unconfirmed', appointment, why: 'under_way' }
  }
  const now = deps.clock.now()
  const refusal = await refuseCancelling(tx, command.house, appointment, now)
  if (refusal !== null) return { kind: 'policy', appointment, ...refusal }
  const startOf = (id: string) =>
    own
      .find((one) => one.id === id)
      ?.startsAt.toZonedDateTimeISO(company.zone)
      .toPlainDateTime()
  const confirmedBy = await hearYes(tx, command, { id: appointment.id, change: 'cancel', startOf }, now)
  if (typeof confirmedBy === 'object') return { kind: 'needs_confirmation', appointment, why: confirmedBy.why }
  return await cancel(tx, deps, command, { appointment, state, confirmedBy })
}

/** An appointment nobody over there knows of is cancelled here alone. */
async function cancel(
  tx: Transaction<Database>,
  deps: BookingDeps,
  { house, call, effectKey: key, tool }: CancelCommand,
  {
    appointment,
    state,
    confirmedBy,
  }: { appointment: OwnAppointment; state: ChangeableState; confirmedBy: ConfirmedBy },
): Promise<Decided> {
  const { id: companyId } = house.company
  const now = deps.clock.now()
  const isMirrored = deps.calendar.mirror !== undefined && appointment.calendarReference !== null
  const changed = await changeAppointment(
    tx,
    deps,
    companyId,
    appointment,
    { state: isMirrored ? 'cancelling' : 'cancelled', cancelled_by: 'customer', cancelled_at: now.toString() },
    { who: `call ${call.id}`, why: `cancelled, confirmed by ${confirmedBy}` },
  )
  if (changed === undefined) throw new ChangedMeanwhile('Somebody else has changed the appointment')
  const noting = noteEffect(tx, { companyId, key, callId: call.id, tool, appointmentId: appointment.id })
  if (!isMirrored) {
    await Promise.all([noting, vacate(tx, companyId, appointment.id)])
    return { kind: 'cancelled', appointment: changed }
  }
  const pending = {
    kind: 'cancel',
    stateBefore: state,
    effectKey: key,
    cancelledBy: 'customer',
    requestedAt: now,
  } as const
  await Promise.all([noting, notePendingChange(tx, companyId, appointment.id, pending)])
  return { kind: 'asking', appointment: { ...appointment, ...changed } }
}
