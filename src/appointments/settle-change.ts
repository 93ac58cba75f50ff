import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import { vacate } from '../occupancy/segments.ts'
import { type Shift, shift } from '../occupancy/shift.ts'
import type { Appointment } from './appointment.ts'
import { attendeeKeyAt } from './attendee-apart.ts'
import { changeAppointment, columnsOf, countMove } from './change-appointment.ts'
import { forgetEffect } from './effects.ts'
import { giveTo } from './give-to.ts'
import { forgetPendingChange, type PendingChange, readPendingChange } from './pending-changes.ts'
import type { ChangeReason } from './store.ts'

/** What an outside calendar made of a move. */
export type MovedThere = {
  readonly calendarReference: string
  /** Only where it chose somebody else than was named. */
  readonly staffId?: string | undefined
  /** Somebody over there has still to agree. */
  readonly awaitsApproval?: boolean | undefined
}

type Deps = { ids: Ids }

/**
 * The calendar has moved it: the new time is the appointment's, the old one is free. Its attendee may have come to be expected
 * somewhere else then, as the appointment kept its old time until here. Undefined when it is not moving any more.
 */
export async function finishMove(
  tx: Transaction<Database>,
  deps: Deps,
  companyId: string,
  appointment: Appointment,
  there: MovedThere,
  reason: ChangeReason,
): Promise<Appointment | undefined> {
  const pending = await readPendingChange(tx, companyId, appointment.id)
  if (pending?.kind !== 'move') return undefined
  const { to, after } = pending
  const { id: appointmentId, customerId, attendeeName } = appointment
  const attendee = { appointmentId, customerId, attendeeName, startsAt: to.startsAt, endsAt: to.endsAt }
  const changed = await changeAppointment(
    tx,
    deps,
    companyId,
    appointment,
    {
      ...columnsOf(to),
      attendee_key: await attendeeKeyAt(tx, companyId, attendee),
      state: there.awaitsApproval === true ? 'pending_approval' : 'confirmed',
      calendar_reference: there.calendarReference,
    },
    reason,
  )
  if (changed === undefined) return undefined
  await keepOnly(tx, deps, { companyId, appointmentId: appointment.id, to: after })
  await Promise.all([countMove(tx, companyId, appointment.id), forgetPendingChange(tx, companyId, appointment.id)])
  return await giveTo(tx, companyId, changed, there.staffId ?? to.staffId)
}

/** The calendar did not move it: it stays where it was, the new time is free, and the request has had no effect. */
export async function abandonMove(
  tx: Transaction<Database>,
  deps: Deps,
  companyId: string,
  appointment: Appointment,
  reason: ChangeReason,
): Promise<Appointment | undefined> {
  const pending = await readPendingChange(tx, companyId, appointment.id)
  if (pending?.kind !== 'move') return undefined
  const changed = await changeAppointment(tx, deps, companyId, appointment, { state: pending.stateBefore }, reason)
  if (changed === undefined) return undefined
  await keepOnly(tx, deps, { companyId, appointmentId: appointment.id, to: pending.before })
  await forget(tx, companyId, appointment.id, pending)
  return changed
}

/** Both times are the appointment's own until here, so that nobody can have taken the one that stays. */
async function keepOnly(tx: Transaction<Database>, deps: Deps, wanted: Shift): Promise<void> {
  if (!(await shift(tx, deps, wanted))) throw new Error('A time that an appointment kept was taken from it')
}

/** The calendar has cancelled it: its time is free. Undefined when the appointment is not being cancelled any more. */
export async function finishCancel(
  tx: Transaction<Database>,
  deps: Deps,
  companyId: string,
  appointment: Appointment,
  reason: ChangeReason,
): Promise<Appointment | undefined> {
  const changed = await changeAppointment(tx, deps, companyId, appointment, { state: 'cancelled' }, reason)
  if (changed === undefined) return undefined
  await Promise.all([vacate(tx, companyId, appointment.id), forgetPendingChange(tx, companyId, appointment.id)])
  return changed
}

/** The calendar did not cancel it: it stands as before, and the request has had no effect. */
export async function abandonCancel(
  tx: Transaction<Database>,
  deps: Deps,
  companyId: string,
  appointment: Appointment,
  reason: ChangeReason,
): Promise<Appointment | undefined> {
  const pending = await readPendingChange(tx, companyId, appointment.id)
  if (pending?.kind !== 'cancel') return undefined
  const asBefore = { state: pending.stateBefore, cancelled_by: null, cancelled_at: null }
  const changed = await changeAppointment(tx, deps, companyId, appointment, asBefore, reason)
  if (changed !== undefined) await forget(tx, companyId, appointment.id, pending)
  return changed
}

async function forget(
  tx: Transaction<Database>,
  companyId: string,
  appointmentId: string,
  { effectKey }: PendingChange,
): Promise<void> {
  await Promise.all([
    forgetPendingChange(tx, companyId, appointmentId),
    forgetEffect(tx, { companyId, key: effectKey }),
  ])
}
