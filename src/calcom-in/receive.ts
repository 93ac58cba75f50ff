import type { Transaction } from 'kysely'

import { loadConnection } from '../calendars/calcom/store.ts'
import type { Clock } from '../infra/clock.ts'
import type { Database } from '../infra/db/tables.ts'
import { type Ids, isUuid } from '../infra/ids.ts'
import type { Sealer } from '../infra/sealing.ts'
import { type Delivery, readDelivery } from './delivery.ts'
import { isSignedWith } from './signature.ts'

/** What the edge to Cal.com needs of the application. */
export type CalcomInDeps = {
  clock: Clock
  ids: Ids
  sealing: Sealer
  database: { inCompany<T>(companyId: string, work: (tx: Transaction<Database>) => Promise<T>): Promise<T> }
  /** Has the deliveries of a company that wait looked at, as part of the transaction. */
  enqueueSync(tx: Transaction<Database>, companyId: string): Promise<void>
}

/** `refused`: nobody knows who sent it. `unreadable`: genuine, and nothing to be made of it. */
export type Received = 'stored' | 'repeated' | 'refused' | 'unreadable'

/**
 * Takes a delivery in: genuine, stored once however often it comes, and its work queued with it. Nothing is believed of it but that
 * something has happened.
 */
export async function receiveDelivery(
  deps: CalcomInDeps,
  companyId: string,
  rawBody: Uint8Array,
  signature: string | undefined,
): Promise<Received> {
  if (!isUuid(companyId)) return 'refused'
  return await deps.database.inCompany(companyId, async (tx) => {
    const connection = await loadConnection(tx, deps, companyId)
    const secret = connection?.webhookSecret ?? null
    if (secret === null || !isSignedWith(secret, rawBody, signature)) return 'refused'
    const delivery = readDelivery(rawBody)
    if (delivery === undefined) return 'unreadable'
    return await store(tx, deps, companyId, delivery)
  })
}

async function store(
  tx: Transaction<Database>,
  deps: CalcomInDeps,
  companyId: string,
  { identity, trigger, calendarReferences, payload }: Delivery,
): Promise<Received> {
  const now = deps.clock.now()
  const hasWork = calendarReferences.length > 0
  const row = await tx
    .insertInto('webhook_events')
    .values({
      id: deps.ids.uuid(),
      company_id: companyId,
      source: 'calcom',
      identity,
      event: trigger,
      payload: JSON.stringify(payload),
      received_at: now.toString(),
      worked_at: hasWork ? null : now.toString(),
    })
    .onConflict((conflict) => conflict.columns(['company_id', 'source', 'identity']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) return 'repeated'
  if (hasWork) await deps.enqueueSync(tx, companyId)
  return 'stored'
}
