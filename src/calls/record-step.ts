import type { Transaction } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'

/** One tool call of a phone call, as it was answered. */
export type Step = {
  companyId: string
  callId: string
  tool: string
  toolCallId: string | null
  arguments: object
  status: string
  reply: object
  queryCount: number
  durationMs: number
}

/** Adds a step to the record of its call. */
export async function recordStep(tx: Transaction<Database>, deps: { ids: Ids }, step: Step): Promise<void> {
  const { arguments: given, reply } = step
  await insertStep(tx, { ...step, id: deps.ids.uuid(), given: JSON.stringify(given), said: JSON.stringify(reply) })
}

const insertStep = hotRead(
  'insert step',
  (db, step: Omit<Step, 'arguments' | 'reply'> & { id: string; given: string; said: string }) =>
    db.insertInto('call_steps').values({
      id: step.id,
      company_id: step.companyId,
      call_id: step.callId,
      tool: step.tool,
      tool_call_id: step.toolCallId,
      arguments: step.given,
      status: step.status,
      reply: step.said,
      query_count: step.queryCount,
      duration_ms: step.durationMs,
    }),
)
