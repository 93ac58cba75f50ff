import type { Kysely } from 'kysely'

import { activeCompanies } from '../companies/routing.ts'
import type { Database } from '../infra/db/tables.ts'
import { expireHoldsOf } from '../occupancy/holds.ts'
import type { CompanyDatabase } from './visit.ts'

/**
 * Retires the holds of every company that have run out. Tidying only: a hold that has run out keeps nobody out whether
 * or not this has run. Returns how many were retired.
 */
export async function expireHolds(deps: {
  database: CompanyDatabase & { kysely: Kysely<Database> }
}): Promise<{ expired: number }> {
  let expired = 0
  for (const company of await activeCompanies(deps.database.kysely)) {
    expired += await deps.database.inCompany(company.id, (tx) => expireHoldsOf(tx, company.id))
  }
  return { expired }
}
