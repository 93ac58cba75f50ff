import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'

/** How a customer is reached, as far as that is on record. */
export type Contact = {
  /** E.164. */
  readonly phone: string | null
  readonly email: string | null
}

/** How a customer is reached (primary key). */
export async function readContact(tx: Transaction<Database>, companyId: string, customerId: string): Promise<Contact> {
  const row = await tx
    .selectFrom('customers')
    .select(['phone', 'email'])
    .where('company_id', '=', companyId)
    .where('id', '=', customerId)
    .executeTakeFirst()
  return row ?? { phone: null, email: null }
}
