import type { Transaction } from 'kysely'

import type { CalendarBooking } from '../calendars/mirror.ts'
import type { Database } from '../infra/db/tables.ts'
import type { House } from '../openings/house.ts'
import { addAppointmentTask } from './appointment-task.ts'
import { attendeeKeyAt } from './attendee-apart.ts'
import { changeAppointment, type ChangedColumns, columnsOf } from './change-appointment.ts'
import { claimTime } from './claim-time.ts'
import type { CopiedAppointment } from './copied-appointment.ts'
import { byCalendar } from './mirror.ts'
import type { OutsideDeps, TakenOver } from './outside-booking.ts'

/**
 * Takes over the time, person, reference and state of a booking that stands over there, where they differ from the appointment it is
 * the copy of. Where its time is taken here the appointment is marked as a conflict and takes nobody's.
 */
export async function followBooking(
  tx: Transaction<Database>,
  deps: OutsideDeps,
  house: House,
  appointment: CopiedAppointment,
  booking: CalendarBooking,
): Promise<TakenOver> {
  const there: There = { ...booking, staffId: booking.staffId ?? appointment.staffId }
  const differences = differencesOf(appointment, there, deps.clock.now())
  const differs = Object.values(differences).some(Boolean)
  if (!differs && !appointment.conflicts) return 'known'
  // One that overlapped may have its time by now: the other may have gone.
  const hasToClaim = differences.isElsewhere || appointment.conflicts
  const isFree = hasToClaim ? await claimTime(tx, deps, house, appointment, there) : true
  if (!differs && !isFree) return 'known'

  const { id: companyId } = house.company
  const to = await columnsThere(tx, companyId, { appointment, there, differences })
  const reason = { who: byCalendar, why: whyOf(differences) }
  const changed = await changeAppointment(tx, deps, companyId, appointment, { ...to, conflicts: !isFree }, reason)
  if (changed === undefined) throw new Error('An appointment that was locked has changed')
  if (isFree) return 'changed'
  await addAppointmentTask(tx, deps, house, { kind: 'calendar_conflict', appointment: changed })
  return 'conflict'
}

/** A booking with whoever does it: who did it before, where the calendar does not tell. */
type There = CalendarBooking & { readonly staffId: string }

function differencesOf(appointment: CopiedAppointment, there: There, now: Temporal.Instant) {
  return {
    isElsewhere:
      !there.startsAt.equals(appointment.startsAt) ||
      !there.endsAt.equals(appointment.endsAt) ||
      there.staffId !== appointment.staffId,
    isApproved: appointment.state === 'pending_approval' && there.state === 'accepted',
    isMissed: there.isNoShow && Temporal.Instant.compare(there.startsAt, now) < 0,
    isRenamed: there.calendarReference !== appointment.calendarReference,
  }
}

type Differences = ReturnType<typeof differencesOf>

async function columnsThere(
  tx: Transaction<Database>,
  companyId: string,
  { appointment, there, differences }: { appointment: CopiedAppointment; there: There; differences: Differences },
): Promise<ChangedColumns> {
  return {
    ...(differences.isElsewhere && (await placeThere(tx, companyId, appointment, there))),
    calendar_reference: there.calendarReference,
    ...(differences.isApproved && { state: 'confirmed' as const }),
    ...(differences.isMissed && appointment.state === 'confirmed' && { state: 'no_show' as const }),
  }
}

/** Where it is over there; its attendee may be somewhere else at that time already. */
async function placeThere(
  tx: Transaction<Database>,
  companyId: string,
  { id: appointmentId, customerId, attendeeName, branchId }: CopiedAppointment,
  { staffId, startsAt, endsAt }: There,
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
