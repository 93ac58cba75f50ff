import { type Transaction } from 'kysely'

import type { Database, MessageState } from '../infra/db/tables.ts'
import type { Channel } from './message.ts'

/** A message as the outbox shows it. */
export type OutboxEntry = {
  readonly id: string
  readonly kind: string
  readonly channel: Channel
  readonly recipient: string
  readonly state: MessageState
  /** Why it was not sent, or not yet; '' otherwise. */
  readonly reason: string
  readonly delivery: string | null
  readonly attempts: number
  readonly createdAt: Temporal.Instant
  readonly nextAttemptAt: Temporal.Instant
  readonly sendBefore: Temporal.Instant
}

/** Has it gone out, as far as is known? */
export function isSent({ state, delivery }: Pick<OutboxEntry, 'state' | 'delivery'>): boolean {
  return state === 'sent' && delivery !== 'undelivered'
}

/** The latest messages of a company; `unsent` leaves out those that went out. */
export async function readOutbox(
  tx: Transaction<Database>,
  companyId: string,
  { unsent, limit }: { unsent: boolean; limit: number },
): Promise<readonly OutboxEntry[]> {
  const rows = await tx
    .selectFrom('messages')
    .select(['id', 'kind', 'channel', 'recipient', 'state', 'reason', 'delivery', 'attempts'])
    .select(['created_at', 'next_attempt_at', 'send_before'])
    .where('company_id', '=', companyId)
    .$if(unsent, (query) =>
      query.where((is) => is.or([is('state', 'not in', ['sent', 'superseded']), is('delivery', '=', 'undelivered')])),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    channel: row.channel,
    recipient: row.recipient,
    state: row.state,
    reason: row.reason,
    delivery: row.delivery,
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at,
    sendBefore: row.send_before,
  }))
}
