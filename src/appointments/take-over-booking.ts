import type { Transaction } from 'kysely'

import type { CalendarBooking } from '../calendars/mirror.ts'
import type { Database } from '../infra/db/tables.ts'
import { vacate } from '../occupancy/segments.ts'
import type { House } from '../openings/house.ts'
import { addAppointmentTask } from './appointment-task.ts'
import { changeAppointment, type ChangedColumns } from './change-appointment.ts'
import { type CopiedAppointment, findCopied } from './copied-appointment.ts'
import { followBooking } from './follow-booking.ts'
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
        ? await followBooking(tx, deps, house, appointment, booking)
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
