import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'

/** Has somebody said that they want no texts of this company (primary key)? */
export async function hasOptedOut(tx: Transaction<Database>, companyId: string, recipient: string): Promise<boolean> {
  const row = await tx
    .selectFrom('message_opt_outs')
    .select('recipient')
    .where('company_id', '=', companyId)
    .where('recipient', '=', recipient)
    .executeTakeFirst()
  return row !== undefined
}

/** Somebody wants no texts of a company any more. */
export async function noteOptOut(
  tx: Transaction<Database>,
  companyId: string,
  recipient: string,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('message_opt_outs')
    .values({ company_id: companyId, recipient, created_at: now.toString() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** They do again. */
export async function forgetOptOut(tx: Transaction<Database>, companyId: string, recipient: string): Promise<void> {
  await tx
    .deleteFrom('message_opt_outs')
    .where('company_id', '=', companyId)
    .where('recipient', '=', recipient)
    .execute()
}
