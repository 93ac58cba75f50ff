import type { Transaction } from 'kysely'

import type { CalendarBooking } from '../calendars/mirror.ts'
import type { Database } from '../infra/db/tables.ts'
import { lockClaim } from '../occupancy/lock-claim.ts'
import { vacate } from '../occupancy/segments.ts'
import { shift } from '../occupancy/shift.ts'
import { yieldHolds } from '../occupancy/yield-holds.ts'
import type { House } from '../openings/house.ts'
import { addAppointmentTask } from './appointment-task.ts'
import { changeAppointment, type ChangedColumns, columnsOf } from './change-appointment.ts'
import { type CopiedAppointment, findCopied } from './copied-appointment.ts'
import { insertOutsideBooking } from './insert-outside-booking.ts'
import { byCalendar } from './mirror.ts'
import { type OutsideDeps, stretchOf, type TakenOver } from './outside-booking.ts'

/**
 * Makes of an appointment what its copy elsewhere is now. `booking` is the present state over there, not a message about an
 * earlier one: what has ended here never comes back, however late somebody tells of it.
 */
export async function takeOverBooking(
  tx: Transaction<Database>,
  deps: OutsideDeps,
  house: House,
  booking: CalendarBooking,
): Promise<TakenOver> {
  const { id: companyId } = house.company
  const appointment = await findCopied(tx, companyId, booking)
  const stands = booking.state === 'accepted' || booking.state === 'pending'
  if (appointment === undefined) return stands ? await insertOutsideBooking(tx, deps, house, booking) : 'skipped'
  switch (appointment.state) {
    case 'booking':
    case 'unknown':
    case 'moving':
    case 'cancelling':
      // Whoever asked is waiting for the answer, or the settling job finds out.
      return 'skipped'
    case 'failed':
    case 'rejected':
    case 'cancelled':
      if (!stands) return 'known'
      // Nobody here wrote it there: that it has ended here may be a mistake, and a person has to look.
      if (booking.reference === null)
        await addAppointmentTask(tx, deps, house, { kind: 'calendar_conflict', appointment })
      return 'leftover'
    case 'completed':
    case 'no_show':
      return 'known'
    case 'confirmed':
    case 'pending_approval':
      if (appointment.hasAttempt) return 'skipped'
      return stands
        ? await follow(tx, deps, house, appointment, booking)
        : await end(tx, deps, companyId, appointment, booking)
  }
}

/** It was cancelled or turned down over there; one that was moved lives on under another reference. */
async function end(
  tx: Transaction<Database>,
  deps: OutsideDeps,
  companyId: string,
  appointment: CopiedAppointment,
  booking: CalendarBooking,
): Promise<TakenOver> {
  if (booking.movedTo !== null) return 'skipped'
  // The copy of an earlier time: the appointment has gone on since.
  if (appointment.calendarReference !== booking.calendarReference) return 'known'
  const to: ChangedColumns =
    appointment.state === 'pending_approval' && booking.state === 'rejected'
      ? { state: 'rejected' }
      : { state: 'cancelled', cancelled_by: 'calendar', cancelled_at: deps.clock.now().toString() }
  const reason = { who: byCalendar, why: `${booking.state} there` }
  if ((await changeAppointment(tx, deps, companyId, appointment, to, reason)) === undefined) return 'skipped'
  await vacate(tx, companyId, appointment.id)
  return 'changed'
}

/** It stands over there: its time, person and reference are taken over where they differ. */
async function follow(
  tx: Transaction<Database>,
  deps: OutsideDeps,
  house: House,
  appointment: CopiedAppointment,
  booking: CalendarBooking,
): Promise<TakenOver> {
  const staffId = booking.staffId ?? appointment.staffId
  const isElsewhere =
    !booking.startsAt.equals(appointment.startsAt) ||
    !booking.endsAt.equals(appointment.endsAt) ||
    staffId !== appointment.staffId
  const isApproved = appointment.state === 'pending_approval' && booking.state === 'accepted'
  const isMissed = booking.isNoShow && Temporal.Instant.compare(booking.startsAt, deps.clock.now()) < 0
  const isRenamed = booking.calendarReference !== appointment.calendarReference
  if (!isElsewhere && !isApproved && !isMissed && !isRenamed && !appointment.conflicts) return 'known'

  const { branchId } = appointment
  const { startsAt, endsAt } = booking
  const { id: companyId } = house.company
  // One that overlapped may have its time by now: the other may have gone.
  const isFree =
    !isElsewhere && !appointment.conflicts
      ? true
      : await makeRoom(tx, deps, house, appointment, { ...booking, staffId })
  if (!isElsewhere && !isApproved && !isMissed && !isRenamed && !isFree) return 'known'
  const to: ChangedColumns = {
    ...(isElsewhere && columnsOf({ branchId, staffId, startsAt, endsAt })),
    calendar_reference: booking.calendarReference,
    conflicts: !isFree,
    ...(isApproved && { state: 'confirmed' as const }),
    ...(isMissed && appointment.state === 'confirmed' && { state: 'no_show' as const }),
  }
  const why = isElsewhere
    ? 'moved there'
    : isApproved
      ? 'approved there'
      : isMissed
        ? 'absent'
        : 'known there by another name'
  const changed = await changeAppointment(tx, deps, companyId, appointment, to, { who: byCalendar, why })
  if (changed === undefined) throw new Error('An appointment that was locked has changed')
  if (isFree) return 'changed'
  await addAppointmentTask(tx, deps, house, { kind: 'calendar_conflict', appointment: changed })
  return 'conflict'
}

/** Takes the new time for it; false when another appointment has it, and then it takes nobody's. */
async function makeRoom(
  tx: Transaction<Database>,
  deps: OutsideDeps,
  house: House,
  appointment: CopiedAppointment,
  to: { staffId: string; startsAt: Temporal.Instant; endsAt: Temporal.Instant },
): Promise<boolean> {
  const { id: companyId } = house.company
  const stretch = stretchOf(house, appointment.serviceId, to)
  const { startMs, endMs } = stretch
  const resourceIds = [appointment.staffId, to.staffId]
  await lockClaim(tx, { companyId, resourceIds, startMs, endMs, callId: null, caller: null })
  const isFree = (await yieldHolds(tx, { companyId, ...stretch }, appointment.id)) === 'free'
  const shifted = await shift(tx, deps, { companyId, appointmentId: appointment.id, to: isFree ? [stretch] : [] })
  if (!shifted) throw new Error('A time that was free and locked has been taken')
  return isFree
}
