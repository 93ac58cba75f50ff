import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'

/** Notes that a customer's number has proven to be theirs: somebody who has it answered for an appointment made with it. */
export async function trustNumber(
  tx: Transaction<Database>,
  of: { companyId: string; customerId: string; phone: string },
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('customers')
    .set({ trusted_at: now.toString() })
    .where('company_id', '=', of.companyId)
    .where('id', '=', of.customerId)
    .where('phone', '=', of.phone)
    .where('trusted_at', 'is', null)
    .execute()
}
