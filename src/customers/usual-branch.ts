import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'

/** Notes where a customer goes: whoever calls a number of several branches again is not asked which one they mean. */
export async function noteUsualBranch(
  tx: Transaction<Database>,
  companyId: string,
  customerId: string,
  branchId: string,
): Promise<void> {
  await tx
    .updateTable('customers')
    .set({ usual_branch_id: branchId })
    .where('company_id', '=', companyId)
    .where('id', '=', customerId)
    .where('usual_branch_id', 'is distinct from', branchId)
    .execute()
}
