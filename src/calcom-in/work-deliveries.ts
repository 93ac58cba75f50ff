import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { readDelivery } from './delivery.ts'

/** What working on deliveries needs. */
export type WorkDeliveriesDeps = {
  clock: { now(): Temporal.Instant }
  database: { inCompany<T>(companyId: string, work: (tx: Transaction<Database>) => Promise<T>): Promise<T> }
  /** Takes over what these bookings are now. */
  syncBookings(companyId: string, calendarReferences: readonly string[], signal: AbortSignal): Promise<unknown>
}

/** After a busy minute there are dozens; the next job takes what is beyond. */
const MOST_AT_ONCE = 500

/**
 * Looks at the bookings of every delivery of a company that waits: many are one question to the calendar. Doing it again does
 * nothing more.
 */
export async function workDeliveries(deps: WorkDeliveriesDeps, companyId: string, signal: AbortSignal): Promise<void> {
  const events = await deps.database.inCompany(companyId, (tx) => readWaiting(tx, companyId))
  if (events.length === 0) return
  const told = events.flatMap(
    ({ payload }) => readDelivery(Buffer.from(JSON.stringify(payload)))?.calendarReferences ?? [],
  )
  await deps.syncBookings(companyId, [...new Set(told)], signal)
  const ids = events.map(({ id }) => id)
  await deps.database.inCompany(companyId, (tx) =>
    tx
      .updateTable('webhook_events')
      .set({ worked_at: deps.clock.now().toString() })
      .where('company_id', '=', companyId)
      .where('id', 'in', ids)
      .execute(),
  )
}

// those that wait (webhook_events_waiting)
async function readWaiting(tx: Transaction<Database>, companyId: string) {
  return await tx
    .selectFrom('webhook_events')
    .select(['id', 'payload'])
    .where('company_id', '=', companyId)
    .where('source', '=', 'calcom')
    .where('worked_at', 'is', null)
    .orderBy('received_at')
    .limit(MOST_AT_ONCE)
    .execute()
}
