import type { Transaction } from 'kysely'

import type { CalendarBooking } from '../calendars/mirror.ts'
import type { Database } from '../infra/db/tables.ts'
import { vacate } from '../occupancy/segments.ts'
import type { House } from '../openings/house.ts'
import { addAppointmentTask } from './appointment-task.ts'
import { attendeeKeyAt } from './attendee-apart.ts'
import { changeAppointment, type ChangedColumns, columnsOf } from './change-appointment.ts'
import { claimTime } from './claim-time.ts'
import { type CopiedAppointment, findCopied } from './copied-appointment.ts'
import { insertOutsideBooking } from './insert-outside-booking.ts'
import { byCalendar } from './mirror.ts'
import type { LeftTime, OutsideDeps, TakenOver } from './outside-booking.ts'

/**
 * Makes of an appointment what its copy elsewhere is now. `booking` is the present state over there, not a message about an
 * earlier one: what has ended here never comes back, however late somebody tells of it. `earlier` is what it was called before it was
 * moved, latest first. `left` is where the appointment was until now, when that is not where the booking is.
 */
export async function takeOverBooking(
  tx: Transaction<Database>,
  deps: OutsideDeps,
  house: House,
  { booking, earlier }: { booking: CalendarBooking; earlier: readonly string[] },
): Promise<{ outcome: TakenOver; left: LeftTime | null }> {
  const appointment = await findCopied(tx, house.company.id, booking, earlier)
  const outcome = await takeOver(tx, deps, house, { booking, earlier, appointment })
  const hasLeft =
    (outcome === 'changed' || outcome === 'conflict') &&
    appointment !== undefined &&
    !(booking.startsAt.equals(appointment.startsAt) && (booking.staffId ?? appointment.staffId) === appointment.staffId)
  return { outcome, left: hasLeft ? appointment : null }
}

async function takeOver(
  tx: Transaction<Database>,
  deps: OutsideDeps,
  house: House,
  {
    booking,
    earlier,
    appointment,
  }: { booking: CalendarBooking; earlier: readonly string[]; appointment: CopiedAppointment | undefined },
): Promise<TakenOver> {
  const { id: companyId } = house.company
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
        : await end(tx, deps, companyId, appointment, { booking, earlier })
  }
}

/** It was cancelled or turned down over there; one that was moved lives on under another reference. */
async function end(
  tx: Transaction<Database>,
  deps: OutsideDeps,
  companyId: string,
  appointment: CopiedAppointment,
  { booking, earlier }: { booking: CalendarBooking; earlier: readonly string[] },
): Promise<TakenOver> {
  if (booking.movedTo !== null) return 'skipped'
  // The copy of an earlier time: the appointment has gone on since.
  const known = appointment.calendarReference
  if (known !== booking.calendarReference && !earlier.includes(known ?? '')) return 'known'
  const to: ChangedColumns =
    appointment.state === 'pending_approval' && booking.state === 'rejected'
      ? { state: 'rejected' }
      : { state: 'cancelled', cancelled_by: 'calendar', cancelled_at: deps.clock.now().toString() }
  const reason = { who: byCalendar, why: `${booking.state} there` }
  if ((await changeAppointment(tx, deps, companyId, appointment, to, reason)) === undefined) return 'skipped'
  await vacate(tx, companyId, appointment.id)
  return 'changed'
}

/** In what a booking that stands over there differs from the appointment it is the copy of. */
function differencesOf(appointment: CopiedAppointment, booking: CalendarBooking, now: Temporal.Instant) {
  const staffId = booking.staffId ?? appointment.staffId
  return {
    isElsewhere:
      !booking.startsAt.equals(appointment.startsAt) ||
      !booking.endsAt.equals(appointment.endsAt) ||
      staffId !== appointment.staffId,
    isApproved: appointment.state === 'pending_approval' && booking.state === 'accepted',
    isMissed: booking.isNoShow && Temporal.Instant.compare(booking.startsAt, now) < 0,
    isRenamed: booking.calendarReference !== appointment.calendarReference,
  }
}

type Differences = ReturnType<typeof differencesOf>

/** It stands over there: its time, person and reference are taken over where they differ. */
async function follow(
  tx: Transaction<Database>,
  deps: OutsideDeps,
  house: House,
  appointment: CopiedAppointment,
  booking: CalendarBooking,
): Promise<TakenOver> {
  const staffId = booking.staffId ?? appointment.staffId
  const differences = differencesOf(appointment, booking, deps.clock.now())
  const differs = Object.values(differences).some(Boolean)
  if (!differs && !appointment.conflicts) return 'known'
  // One that overlapped may have its time by now: the other may have gone.
  const isFree =
    !differences.isElsewhere && !appointment.conflicts
      ? true
      : await claimTime(tx, deps, house, appointment, { ...booking, staffId })
  if (!differs && !isFree) return 'known'

  const { id: companyId } = house.company
  const to: ChangedColumns = {
    ...(differences.isElsewhere && (await columnsThere(tx, companyId, appointment, { ...booking, staffId }))),
    calendar_reference: booking.calendarReference,
    conflicts: !isFree,
    ...(differences.isApproved && { state: 'confirmed' as const }),
    ...(differences.isMissed && appointment.state === 'confirmed' && { state: 'no_show' as const }),
  }
  const reason = { who: byCalendar, why: whyOf(differences) }
  const changed = await changeAppointment(tx, deps, companyId, appointment, to, reason)
  if (changed === undefined) throw new Error('An appointment that was locked has changed')
  if (isFree) return 'changed'
  await addAppointmentTask(tx, deps, house, { kind: 'calendar_conflict', appointment: changed })
  return 'conflict'
}

/** The columns of where it is over there; its attendee may be somewhere else at that time already. */
async function columnsThere(
  tx: Transaction<Database>,
  companyId: string,
  { id: appointmentId, customerId, attendeeName, branchId }: CopiedAppointment,
  { staffId, startsAt, endsAt }: { staffId: string; startsAt: Temporal.Instant; endsAt: Temporal.Instant },
): Promise<ChangedColumns> {
  const attendee = { appointmentId, customerId, attendeeName, startsAt, endsAt }
  return {
    ...columnsOf({ branchId, staffId, startsAt, endsAt }),
    attendee_key: await attendeeKeyAt(tx, companyId, attendee),
  }
}

function whyOf({ isElsewhere, isApproved, isMissed, isRenamed }: Differences): string {
  if (isElsewhere) return 'moved there'
  if (isApproved) return 'approved there'
  if (isMissed) return 'absent'
  return isRenamed ? 'known there by another name' : 'what it overlapped has gone'
}
