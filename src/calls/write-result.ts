import { type Transaction, sql } from 'kysely'

import type { CallResult, Database } from '../infra/db/tables.ts'
import { isUuid } from '../infra/ids.ts'
import { judgeResult } from './result.ts'

/** What came of a call whose caller had agreed before the line broke: no step tells it, so none may take it back. */
const AGREED = 'agreed'

/** Writes down what came of a call, by its steps up to now; gives it. */
export async function writeResult(
  tx: Transaction<Database>,
  { companyId, callId }: { companyId: string; callId: string },
): Promise<CallResult> {
  const steps = await readSteps(tx, companyId, callId)
  const { transfer } = await tx
    .selectFrom('calls')
    .select('transfer')
    .where('company_id', '=', companyId)
    .where('id', '=', callId)
    .executeTakeFirstOrThrow()
  const { result, step, reason, appointmentId } = judgeResult(steps, transfer)
  const appointment = appointmentId !== null && isUuid(appointmentId) ? appointmentId : null
  await tx
    .updateTable('calls')
    .set({
      result,
      result_step: step,
      result_reason: reason,
      appointment_id: sql`(select id from appointments where company_id = ${companyId}::uuid and id = ${appointment}::uuid)`,
    })
    .where('company_id', '=', companyId)
    .where('id', '=', callId)
    .where('result_reason', 'is distinct from', AGREED)
    .execute()
  return result
}

/** Notes that what the caller had agreed to was booked after the call. */
export async function noteAgreed(
  tx: Transaction<Database>,
  of: { companyId: string; callId: string; appointmentId: string },
): Promise<void> {
  await tx
    .updateTable('calls')
    .set({ result: 'booked', result_step: null, result_reason: AGREED, appointment_id: of.appointmentId })
    .where('company_id', '=', of.companyId)
    .where('id', '=', of.callId)
    .execute()
}

// the timeline of one call (call_steps_call)
async function readSteps(tx: Transaction<Database>, companyId: string, callId: string) {
  const rows = await tx
    .selectFrom('call_steps')
    .select(['tool', 'status', sql<string | null>`reply ->> 'appointment_id'`.as('appointment')])
    .where('company_id', '=', companyId)
    .where('call_id', '=', callId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(({ tool, status, appointment }) => ({ tool, status, appointmentId: appointment }))
}
