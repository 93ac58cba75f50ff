import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { lockClaim } from '../occupancy/lock-claim.ts'
import type { Appointment } from './appointment.ts'

/**
 * Gives an appointment to whom the calendar elsewhere chose, as a pool does. Their time is taken instead of the one kept so far,
 * if it can be; if not, the seat that was kept stays taken, so that there are never more appointments than people.
 */
export async function giveTo(
  tx: Transaction<Database>,
  companyId: string,
  appointment: Appointment,
  staffId: string,
): Promise<Appointment> {
  if (staffId === appointment.staffId) return appointment
  await lockClaim(tx, {
    companyId,
    resourceIds: [appointment.staffId, staffId],
    startMs: appointment.startsAt.epochMilliseconds,
    endMs: appointment.endsAt.epochMilliseconds,
    callId: null,
    caller: null,
  })
  await sql`
    update segments set resource_id = ${staffId}
    where company_id = ${companyId} and appointment_id = ${appointment.id} and active
      and resource_id = ${appointment.staffId} and not exists (
        select from segments taken where taken.company_id = ${companyId} and taken.resource_id = ${staffId}
          and taken.active and taken.ends_at > segments.starts_at and taken.starts_at < segments.ends_at)`.execute(tx)
  await tx
    .updateTable('appointments')
    .set({ staff_id: staffId })
    .where('company_id', '=', companyId)
    .where('id', '=', appointment.id)
    .execute()
  return { ...appointment, staffId }
}
