import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { OptimisationShares } from './optimisations.ts'
import { InvalidSettingError } from './set-up.ts'

/**
 * Sets for what share of a company's calls each optimisation is on; what is not named is on for all.
 *
 * @throws InvalidSettingError for a share that is no percentage
 */
export async function setOptimisationShares(
  tx: Transaction<Database>,
  companyId: string,
  shares: OptimisationShares,
): Promise<void> {
  for (const [name, share] of Object.entries(shares)) {
    if (!(share >= 0 && share <= 100))
      throw new InvalidSettingError(`${name} is on for 0 to 100 percent of calls, not ${share}`)
  }
  await tx
    .updateTable('companies')
    .set({ optimisation_shares: JSON.stringify(shares) })
    .where('id', '=', companyId)
    .execute()
}
