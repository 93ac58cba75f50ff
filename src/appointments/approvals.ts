import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Appointment } from './appointment.ts'
import { appointmentColumns, toAppointment } from './store.ts'

/** An appointment that stands only once somebody has agreed to it. */
export type AwaitedApproval = {
  readonly appointment: Appointment
  /** Of the customer; for asking back. */
  readonly phone: string | null
  /**
   * What it waits for: a word of this house; a word that can be given in the calendar elsewhere too; or, agreed to already, that
   * calendar being there to write it down.
   */
  readonly waitsFor: 'approval' | 'approval_there' | 'calendar'
}

/** Far more than anybody agrees to at once; a bound all the same. */
const MOST_TOLD = 500

/** What a company's people have still to agree to, soonest first; what has begun already can only be rejected. */
export async function listApprovals(tx: Transaction<Database>, companyId: string): Promise<readonly AwaitedApproval[]> {
  // those that wait (appointments_pending_approval)
  const rows = await tx
    .selectFrom('appointments')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.company_id', '=', 'appointments.company_id')
        .onRef('customers.id', '=', 'appointments.customer_id'),
    )
    .leftJoin('calendar_attempts', (join) =>
      join
        .onRef('calendar_attempts.company_id', '=', 'appointments.company_id')
        .onRef('calendar_attempts.appointment_id', '=', 'appointments.id'),
    )
    .select(appointmentColumns.map((column) => `appointments.${column}` as const))
    .select(['appointments.calendar_reference', 'customers.phone', 'calendar_attempts.attempts'])
    .where('appointments.company_id', '=', companyId)
    .where('appointments.state', '=', sql.lit('pending_approval'))
    .orderBy('appointments.starts_at')
    .limit(MOST_TOLD)
    .execute()
  return rows.map((row) => ({
    appointment: toAppointment(row),
    phone: row.phone,
    waitsFor: row.attempts !== null ? 'calendar' : row.calendar_reference === null ? 'approval' : 'approval_there',
  }))
}
