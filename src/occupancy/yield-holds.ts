import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { rangeOf } from './segments.ts'
import type { Stretch } from './stretch.ts'

/**
 * Lets go of every hold that stands where something has been booked past us, and says whether only an appointment other than
 * this one is still in the way. In a transaction that has locked the claim. What was held was promised to nobody yet.
 */
export async function yieldHolds(
  tx: Transaction<Database>,
  { companyId, resourceId, ...during }: Stretch & { companyId: string },
  exceptAppointmentId: string | null,
): Promise<'free' | 'taken'> {
  const range = rangeOf(during)
  await sql`
    with yielded as (
      update holds set state = 'released'
      where company_id = ${companyId} and state = 'live' and id in (
        select hold_id from segments where company_id = ${companyId} and resource_id = ${resourceId}
          and active and hold_id is not null and ends_at > lower(${range}::tstzrange) and starts_at < upper(${range}::tstzrange))
      returning id
    )
    update segments set active = false where company_id = ${companyId} and hold_id in (select id from yielded)`.execute(
    tx,
  )
  const { rows } = await sql`
    select 1 from segments where company_id = ${companyId} and resource_id = ${resourceId} and active
      and ends_at > lower(${range}::tstzrange) and starts_at < upper(${range}::tstzrange) and appointment_id is distinct from ${exceptAppointmentId}::uuid limit 1`.execute(
    tx,
  )
  return rows.length === 0 ? 'free' : 'taken'
}
