import type { Transaction } from 'kysely'

import { noteWebhooks } from '../calendars/calcom/sync-state.ts'
import type { Database } from '../infra/db/tables.ts'
import { readDelivery } from './delivery.ts'

/** What working on deliveries needs. */
export type WorkDeliveriesDeps = {
  clock: { now(): Temporal.Instant }
  database: { inCompany<T>(companyId: string, work: (tx: Transaction<Database>) => Promise<T>): Promise<T> }
  /** Takes over what these bookings are now; `unread` are those the calendar could not tell of. */
  syncBookings(
    companyId: string,
    calendarReferences: readonly string[],
    signal: AbortSignal,
  ): Promise<{ unread: readonly string[] }>
  /** Something has changed, and nobody knows what. */
  calendarChanged(companyId: string): Promise<void>
  events: { alert(alert: string, fields: { companyId: string; count: number }): void }
}

/** After a busy minute there are dozens; the next job takes what is beyond. */
const MOST_AT_ONCE = 500
/** The retries of one job are more. What changed lately is found by the poll, everything else by the comparison of the night. */
const MOST_TRIES = 5

/** Bookings that could not be read; the job tries again. */
class UnreadBookingsError extends Error {
  override readonly name = 'UnreadBookingsError'
}

/**
 * Looks at the bookings of every delivery of a company that waits: many are one question to the calendar. Doing it again does
 * nothing more. A booking the calendar cannot tell of keeps only its own deliveries waiting, for a few tries; then they are put
 * aside, and somebody is told.
 *
 * @throws UnreadBookingsError when some are to be tried again; what asking the calendar throws.
 */
export async function workDeliveries(deps: WorkDeliveriesDeps, companyId: string, signal: AbortSignal): Promise<void> {
  const rows = await deps.database.inCompany(companyId, (tx) => readWaiting(tx, companyId))
  if (rows.length === 0) return
  const events = rows.map(({ payload, ...event }): Waiting => {
    const told = readDelivery(Buffer.from(JSON.stringify(payload)))?.calendarReferences ?? []
    return { ...event, told }
  })
  const { unread } = await deps.syncBookings(companyId, [...new Set(events.flatMap(({ told }) => told))], signal)
  const hidden = new Set(unread)
  const failed = events.filter(({ told }) => told.some((reference) => hidden.has(reference)))
  const putAside = failed.filter(({ tries }) => tries + 1 >= MOST_TRIES)
  // Whose time it was is not known. Once is enough: what is loaded after this is as the calendar has it.
  if (failed.some(({ tries }) => tries === 0)) await deps.calendarChanged(companyId)
  const worked = events.filter((event) => !failed.includes(event))
  await deps.database.inCompany(companyId, async (tx) => {
    await noteWebhooks(tx, companyId, latestByReference(worked))
    await noteTries(tx, companyId, failed)
    await noteWorked(tx, companyId, [...worked, ...putAside], deps.clock.now())
  })
  if (putAside.length > 0) deps.events.alert('calendar_booking_unreadable', { companyId, count: putAside.length })
  if (putAside.length < failed.length) throw new UnreadBookingsError('Bookings the calendar cannot tell of just now')
}

type Waiting = {
  readonly id: string
  readonly received_at: Temporal.Instant
  readonly tries: number
  /** The bookings it is about. */
  readonly told: readonly string[]
}

// those that wait (webhook_events_waiting); what was looked for in vain last, so that it keeps nothing else waiting
async function readWaiting(tx: Transaction<Database>, companyId: string) {
  return await tx
    .selectFrom('webhook_events')
    .select(['id', 'payload', 'received_at', 'tries'])
    .where('company_id', '=', companyId)
    .where('source', '=', 'calcom')
    .where('worked_at', 'is', null)
    .orderBy('tries')
    .orderBy('received_at')
    .limit(MOST_AT_ONCE)
    .execute()
}

function latestByReference(events: readonly Waiting[]): ReadonlyMap<string, Temporal.Instant> {
  const latest = new Map<string, Temporal.Instant>()
  for (const { told, received_at: receivedAt } of events) {
    for (const reference of told) {
      const known = latest.get(reference)
      if (known === undefined || Temporal.Instant.compare(known, receivedAt) < 0) latest.set(reference, receivedAt)
    }
  }
  return latest
}

async function noteTries(tx: Transaction<Database>, companyId: string, events: readonly Waiting[]): Promise<void> {
  if (events.length === 0) return
  await change(tx, companyId, events)
    .set((column) => ({ tries: column('tries', '+', 1) }))
    .execute()
}

async function noteWorked(
  tx: Transaction<Database>,
  companyId: string,
  events: readonly Waiting[],
  now: Temporal.Instant,
): Promise<void> {
  if (events.length === 0) return
  await change(tx, companyId, events).set({ worked_at: now.toString() }).execute()
}

function change(tx: Transaction<Database>, companyId: string, events: readonly Waiting[]) {
  const ids = events.map(({ id }) => id)
  return tx.updateTable('webhook_events').where('company_id', '=', companyId).where('id', 'in', ids)
}
