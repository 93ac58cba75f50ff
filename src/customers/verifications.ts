import type { Transaction } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'

/** What a caller has shown: to be a customer, whose appointments are then all open to them; or that one appointment is theirs. */
export type Verification = { readonly customerId: string; readonly appointmentId: string | null }

type VerificationRow = { customer_id: string; appointment_id: string | null }

// of one call (unique)
const readOfCall = hotRead<{ companyId: string; callId: string }, VerificationRow>(
  'verifications of a call',
  (db, of) =>
    db
      .selectFrom('verifications')
      .select(['customer_id', 'appointment_id'])
      .where('company_id', '=', of.companyId)
      .where('call_id', '=', of.callId),
)

/** What the caller has shown in this call already: it need not be shown again. */
export async function readVerifications(
  tx: Transaction<Database>,
  companyId: string,
  callId: string,
): Promise<readonly Verification[]> {
  const rows = await readOfCall(tx, { companyId, callId })
  return rows.map((row) => ({ customerId: row.customer_id, appointmentId: row.appointment_id }))
}

/** Remembers for the rest of the call what the caller has shown. */
export async function noteVerifications(
  tx: Transaction<Database>,
  companyId: string,
  callId: string,
  shown: readonly Verification[],
): Promise<void> {
  if (shown.length === 0) return
  await tx
    .insertInto('verifications')
    .values(
      shown.map(({ customerId, appointmentId }) => ({
        company_id: companyId,
        call_id: callId,
        customer_id: customerId,
        appointment_id: appointmentId,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
