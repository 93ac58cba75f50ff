import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
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
  const [steps, [call]] = await Promise.all([
    readSteps(tx, { companyId, callId }),
    readTransfer(tx, { companyId, callId }),
  ])
  const { result, step, reason, appointmentId } = judgeResult(steps, call?.transfer ?? null)
  const appointment = appointmentId !== null && isUuid(appointmentId) ? appointmentId : null
  await setResult(tx, { companyId, callId, result, step, reason, appointment })
  return result
}

const readTransfer = hotRead('transfer of a call', (db, of: { companyId: string; callId: string }) =>
  db.selectFrom('calls').select('transfer').where('company_id', '=', of.companyId).where('id', '=', of.callId),
)

type Written = { companyId: string; callId: string; result: CallResult } & Record<
  'step' | 'reason' | 'appointment',
  string | null
>

const setResult = hotRead('set result', (db, of: Written) => ({
  compile: () =>
    sql`
      update calls set result = ${of.result}::text, result_step = ${of.step}::text, result_reason = ${of.reason}::text,
        appointment_id = (select id from appointments
          where company_id = ${of.companyId}::uuid and id = ${of.appointment}::uuid)
      where company_id = ${of.companyId}::uuid and id = ${of.callId}::uuid
        and result_reason is distinct from ${sql.lit(AGREED)}`.compile(db),
}))

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
const readSteps = hotRead('steps of a call', (db, of: { companyId: string; callId: string }) =>
  db
    .selectFrom('call_steps')
    .select(['tool', 'status', sql<string | null>`reply ->> 'appointment_id'`.as('appointmentId')])
    .where('company_id', '=', of.companyId)
    .where('call_id', '=', of.callId)
    .orderBy('created_at')
    .orderBy('id'),
)
