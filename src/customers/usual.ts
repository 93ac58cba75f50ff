import type { Transaction } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'

/** Where a customer goes, and to whom. */
export type Usual = { branchId: string; staffId: string }

const update = hotRead('note what is usual', (db, of: Usual & { companyId: string; customerId: string }) =>
  db
    .updateTable('customers')
    .set({ usual_branch_id: of.branchId, usual_staff_id: of.staffId })
    .where('company_id', '=', of.companyId)
    .where('id', '=', of.customerId)
    .where((eb) =>
      eb.or([
        eb('usual_branch_id', 'is distinct from', of.branchId),
        eb('usual_staff_id', 'is distinct from', of.staffId),
      ]),
    )
    .returning('id'),
)

/**
 * Notes where a customer was booked last and with whom: whoever calls a number of several branches again is not asked which
 * one they mean, and whoever asks for nobody gets the person they know, if that one is free.
 */
export async function noteUsual(
  tx: Transaction<Database>,
  companyId: string,
  customerId: string,
  usual: Usual,
): Promise<void> {
  await update(tx, { companyId, customerId, ...usual })
}
