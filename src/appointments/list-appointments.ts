import type { Proof } from '../customers/verify-caller.ts'
import type { ListOutcome } from './outcomes.ts'
import { findOwnAppointments, type OwnAppointment } from './own-appointments.ts'
import type { BookingDeps, Visit } from './visit.ts'

/** What the caller offers as proof of who they are; a day also says which appointments are wanted. */
export type ListCommand = Visit &
  Proof & {
    /** The same for every delivery of one request. */
    effectKey?: string
  }

/** More than three are not remembered when heard. */
const maxRead = 3

/**
 * The upcoming appointments of the caller, soonest first, once the caller has shown whose they are. A stranger, a wrong name
 * and a sixth try today all get the same answer.
 */
export async function listAppointments(
  deps: Pick<BookingDeps, 'clock' | 'database'>,
  command: ListCommand,
): Promise<ListOutcome> {
  const now = deps.clock.now()
  const own = await deps.database.inCompany(command.house.company.id, (tx) =>
    findOwnAppointments(tx, command, command, now),
  )
  if (own.kind === 'verify') return own
  const wanted = ofTheDay(
    command,
    own.appointments.filter((one) => one.state !== 'cancelled'),
  )
  if (wanted.length === 0) return { kind: 'none' }
  return { kind: 'list', appointments: wanted.slice(0, maxRead), total: wanted.length }
}

/** Those of the day that was named; all of them when none was, or when there is none on it. */
function ofTheDay(command: ListCommand, appointments: readonly OwnAppointment[]): readonly OwnAppointment[] {
  const { date } = command
  if (date === null) return appointments
  const { zone } = command.house.company
  const onDay = appointments.filter((one) => one.startsAt.toZonedDateTimeISO(zone).toPlainDate().equals(date))
  return onDay.length > 0 ? onDay : appointments
}
