import type { Transaction } from 'kysely'

import type { AppointmentState, Database } from '../../infra/db/tables.ts'

/** What a message tells of an appointment, as it is now. */
export type AppointmentFacts = {
  readonly id: string
  readonly version: number
  readonly state: AppointmentState
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly zone: string
  readonly branchId: string
  readonly serviceIds: readonly string[]
  readonly staffIds: readonly string[]
  readonly attendeeName: string
  readonly code: string
  readonly priceMinor: number | null
  readonly currency: string
}

/** An appointment by id (primary key). */
export async function readAppointmentFacts(
  tx: Transaction<Database>,
  companyId: string,
  appointmentId: string,
): Promise<AppointmentFacts | undefined> {
  const row = await tx
    .selectFrom('appointments')
    .select(['id', 'version', 'state', 'starts_at', 'ends_at', 'zone', 'branch_id', 'attendee_name', 'code'])
    .select(['service_id', 'staff_id', 'further_service_ids', 'further_staff_ids', 'price_minor', 'currency'])
    .where('company_id', '=', companyId)
    .where('id', '=', appointmentId)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      version: row.version,
      state: row.state,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      zone: row.zone,
      branchId: row.branch_id,
      serviceIds: [row.service_id, ...row.further_service_ids],
      staffIds: [...new Set([row.staff_id, ...row.further_staff_ids])],
      attendeeName: row.attendee_name,
      code: row.code,
      priceMinor: row.price_minor,
      currency: row.currency,
    }
  )
}
