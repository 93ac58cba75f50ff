import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Channel, Message, MessageKind } from './message.ts'

/** The columns a message is made of. */
export const messageColumns = [
  'id',
  'company_id',
  'kind',
  'channel',
  'recipient',
  'language',
  'appointment_id',
  'task_id',
  'booking_link_id',
  'sealed_secret',
  'about_time',
  'created_at',
  'send_before',
  'attempts',
  'is_awaited',
] as const

type Row = Pick<
  {
    id: string
    company_id: string
    kind: string
    channel: Channel
    recipient: string
    language: Message['language']
    appointment_id: string | null
    task_id: string | null
    booking_link_id: string | null
    sealed_secret: Buffer | null
    about_time: Temporal.Instant | null
    created_at: Temporal.Instant
    send_before: Temporal.Instant
    attempts: number
    is_awaited: boolean
  },
  (typeof messageColumns)[number]
>

/** A message from its row. */
export function toMessage(row: Row): Message {
  return {
    id: row.id,
    companyId: row.company_id,
    // Ours, written by code; one that nobody has words for is told as that when it is written.
    kind: row.kind as MessageKind,
    channel: row.channel,
    recipient: row.recipient,
    language: row.language,
    appointmentId: row.appointment_id,
    taskId: row.task_id,
    bookingLinkId: row.booking_link_id,
    sealedSecret: row.sealed_secret,
    aboutTime: row.about_time,
    createdAt: row.created_at,
    sendBefore: row.send_before,
    attempts: row.attempts,
    isAwaited: row.is_awaited,
  }
}

/** A message as it is (primary key). */
export async function readMessage(
  tx: Transaction<Database>,
  companyId: string,
  id: string,
): Promise<Message | undefined> {
  const row = await tx
    .selectFrom('messages')
    .select(messageColumns)
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toMessage(row)
}

/** An instant as the database takes it. */
export function at(instant: Temporal.Instant) {
  return sql<Temporal.Instant>`${instant.toString()}::timestamptz`
}
