import { type Transaction, sql, type UpdateObject } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { Appointment } from './appointment.ts'
import { appointmentColumns, type ChangeReason, toAppointment, writeHistory } from './store.ts'

/** Where an appointment moves to. Its service stays what it is, and so does the price that was agreed on. */
export type Target = {
  readonly branchId: string
  readonly staffId: string
  /** Who does each further service of a visit; missing where it has none. */
  readonly furtherStaffIds?: readonly string[]
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

/** What a change may set; the version goes up with it. */
export type ChangedColumns = Omit<
  UpdateObject<Database, 'appointments'>,
  'id' | 'company_id' | 'version' | 'move_count'
>

/**
 * Changes an appointment from the state and version that were read, with a row of history. Undefined when it has moved on
 * since: the caller decides again on what it is now.
 */
export async function changeAppointment(
  tx: Transaction<Database>,
  deps: { ids: Ids },
  companyId: string,
  appointment: Appointment,
  to: ChangedColumns,
  reason: ChangeReason,
): Promise<Appointment | undefined> {
  const row = await tx
    .updateTable('appointments')
    .set({ ...to, version: appointment.version + 1 })
    .where('company_id', '=', companyId)
    .where('id', '=', appointment.id)
    .where('version', '=', appointment.version)
    .where('state', '=', appointment.state)
    .returning(appointmentColumns)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const changed = toAppointment(row)
  await writeHistory(tx, deps, companyId, changed, appointment.state, reason)
  return changed
}

/** The columns of another time; the wall time goes by the zone the appointment was made in. */
export function columnsOf(target: Target): ChangedColumns {
  return {
    branch_id: target.branchId,
    staff_id: target.staffId,
    ...(target.furtherStaffIds && { further_staff_ids: [...target.furtherStaffIds] }),
    starts_at: target.startsAt.toString(),
    ends_at: target.endsAt.toString(),
    wall_start: sql<string>`${target.startsAt.toString()}::timestamptz at time zone zone`,
  }
}

/** Counts a move its customer made: it is held against how often one appointment may be moved. */
export async function countMove(tx: Transaction<Database>, companyId: string, appointmentId: string): Promise<void> {
  await tx
    .updateTable('appointments')
    .set({ move_count: sql<number>`move_count + 1` })
    .where('company_id', '=', companyId)
    .where('id', '=', appointmentId)
    .execute()
}
