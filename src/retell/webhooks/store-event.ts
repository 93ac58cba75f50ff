import type { Transaction } from 'kysely'

import { hotRead } from '../../infra/db/hot-read.ts'
import type { Database } from '../../infra/db/tables.ts'
import type { Ids } from '../../infra/ids.ts'
import type { RetellEvent } from './event.ts'

const insertEvent = hotRead(
  'insert retell event',
  (
    db,
    event: Record<'id' | 'companyId' | 'identity' | 'name' | 'payload' | 'now', string> & {
      callReference: string | null
      workedAt: string | null
    },
  ) =>
    db
      .insertInto('webhook_events')
      .values({
        id: event.id,
        company_id: event.companyId,
        source: 'retell',
        identity: event.identity,
        event: event.name,
        call_reference: event.callReference,
        payload: event.payload,
        received_at: event.now,
        worked_at: event.workedAt,
      })
      .onConflict((conflict) => conflict.columns(['company_id', 'source', 'identity']).doNothing())
      .returning('id'),
)

/** Keeps an event, once however often it comes. False for a repeat. `isWorked`: nothing is left to be done about it. */
export async function storeEvent(
  tx: Transaction<Database>,
  deps: { ids: Ids },
  event: RetellEvent,
  { companyId, now, isWorked }: { companyId: string; now: Temporal.Instant; isWorked: boolean },
): Promise<boolean> {
  const rows = await insertEvent(tx, {
    id: deps.ids.uuid(),
    companyId,
    identity: event.identity,
    name: event.name,
    callReference: event.line.callId,
    payload: JSON.stringify(event.payload),
    now: now.toString(),
    workedAt: isWorked ? now.toString() : null,
  })
  return rows.length > 0
}
