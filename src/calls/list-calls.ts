import { type Transaction, sql } from 'kysely'

import type { CallResult, Database } from '../infra/db/tables.ts'

/** A call in a list: who, how long, and what came of it. What is not known (yet) is null. */
export type ListedCall = {
  readonly id: string
  readonly retellCallId: string
  readonly direction: 'inbound' | 'outbound' | 'web'
  /** As the line showed it: E.164, or a word for a number that is withheld. */
  readonly fromNumber: string | null
  readonly startedAt: Temporal.Instant
  readonly state: 'ongoing' | 'ended'
  readonly durationMs: number | null
  readonly result: CallResult | null
  /** The tool that decided it, and the status it answered. */
  readonly resultStep: string | null
  readonly resultReason: string | null
  readonly appointmentId: string | null
  readonly endReason: string | null
  readonly sentiment: string | null
  /** In the agent's words; null when nothing is kept (any more). */
  readonly summary: string | null
}

/** The latest calls of a company (calls_recent), the latest first. */
export async function listCalls(
  tx: Transaction<Database>,
  companyId: string,
  { limit }: { limit: number },
): Promise<readonly ListedCall[]> {
  return await tx
    .selectFrom('calls as call')
    .leftJoin('call_contents as said', (join) =>
      join.onRef('said.company_id', '=', 'call.company_id').onRef('said.call_id', '=', 'call.id'),
    )
    .select(['call.id', 'call.retell_call_id as retellCallId', 'call.direction', 'call.from_number as fromNumber'])
    .select(['call.state', 'call.result', 'call.result_step as resultStep', 'call.result_reason as resultReason'])
    .select(['call.appointment_id as appointmentId', 'call.end_reason as endReason', 'call.sentiment', 'said.summary'])
    .select(sql<Temporal.Instant>`coalesce(call.started_at, call.created_at)`.as('startedAt'))
    .select(sql<number | null>`call.duration_ms::float8`.as('durationMs'))
    .where('call.company_id', '=', companyId)
    .orderBy('call.created_at', 'desc')
    .limit(limit)
    .execute()
}
