import type { Transaction } from 'kysely'

import type { CalendarBooking } from '../calendars/mirror.ts'
import type { Database } from '../infra/db/tables.ts'
import { isUuid } from '../infra/ids.ts'
import type { Appointment } from './appointment.ts'
import { appointmentColumns, toAppointment } from './store.ts'

/** An appointment of ours beside its copy elsewhere. */
export type CopiedAppointment = Appointment & {
  readonly calendarReference: string | null
  /** Stored without taking anybody's time, because it overlaps another. */
  readonly conflicts: boolean
  readonly hasAttempt: boolean
}

/**
 * The appointment a booking elsewhere is the copy of: by our reference (primary key), by theirs, or by what it was called before it was
 * moved (appointments_calendar_reference). Locked, so that two messages about one booking go one after the other.
 */
export async function findCopied(
  tx: Transaction<Database>,
  companyId: string,
  booking: CalendarBooking,
  earlier: readonly string[],
): Promise<CopiedAppointment | undefined> {
  const references = [booking.calendarReference, ...earlier]
  const own = booking.reference !== null && isUuid(booking.reference) ? booking.reference : null
  const rows = await tx
    .selectFrom('appointments')
    .select([...appointmentColumns, 'calendar_reference', 'conflicts'])
    .where('company_id', '=', companyId)
    .where((is) => is.or([is('calendar_reference', 'in', references), ...(own === null ? [] : [is('id', '=', own)])]))
    .forUpdate()
    .execute()
  const row =
    rows.find((one) => one.id === own) ??
    rows.find((one) => one.calendar_reference === booking.calendarReference) ??
    rows[0]
  if (row === undefined) return undefined
  const attempt = await tx
    .selectFrom('calendar_attempts')
    .select('attempts')
    .where('company_id', '=', companyId)
    .where('appointment_id', '=', row.id)
    .executeTakeFirst()
  return {
    ...toAppointment(row),
    calendarReference: row.calendar_reference,
    conflicts: row.conflicts,
    hasAttempt: attempt !== undefined,
  }
}
