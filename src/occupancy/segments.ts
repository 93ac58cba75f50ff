import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Interval } from '../infra/intervals.ts'

/** The owner of a segment: a hold or an appointment, by id. */
export type SegmentOwner = { holdId: string } | { appointmentId: string }

/**
 * Takes a resource for a range, buffers inside. False when somebody has any of it: the exclusion constraint decides,
 * and "on conflict do nothing" makes its no an answer at once instead of a deadlock a second later.
 */
export async function occupy(
  tx: Transaction<Database>,
  segment: { id: string; companyId: string; resourceId: string; during: Interval; owner: SegmentOwner },
): Promise<boolean> {
  const holdId = 'holdId' in segment.owner ? segment.owner.holdId : null
  const appointmentId = 'appointmentId' in segment.owner ? segment.owner.appointmentId : null
  const result = await sql`
    insert into segments (id, company_id, resource_id, during, active, hold_id, appointment_id)
    values (${segment.id}, ${segment.companyId}, ${segment.resourceId}, ${rangeOf(segment.during)}, true, ${holdId}, ${appointmentId})
    on conflict do nothing returning id`.execute(tx)
  return result.rows.length === 1
}

/** Hands the segment of a hold to the appointment that was booked on it, without a moment in between. */
export async function handOver(
  tx: Transaction<Database>,
  companyId: string,
  holdId: string,
  appointmentId: string,
): Promise<void> {
  await tx
    .updateTable('segments')
    .set({ hold_id: null, appointment_id: appointmentId })
    .where('company_id', '=', companyId)
    .where('hold_id', '=', holdId)
    .where('active', '=', true)
    .execute()
}

/** Lets go of everything an appointment occupies. */
export async function vacate(tx: Transaction<Database>, companyId: string, appointmentId: string): Promise<void> {
  await tx
    .updateTable('segments')
    .set({ active: false })
    .where('company_id', '=', companyId)
    .where('appointment_id', '=', appointmentId)
    .where('active', '=', true)
    .execute()
}

/** A range as Postgres reads it. */
export function rangeOf(interval: Interval): string {
  return `[${isoInstant(interval.startMs)},${isoInstant(interval.endMs)})`
}

function isoInstant(epochMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString()
}
