import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import { at, messageColumns, toMessage } from './message-row.ts'
import type { Channel, Message } from './message.ts'

/** Longer than any provider may take: whoever had it has died. */
const CLAIM_SECONDS = 90
/** A request that got no answer has landed by then, or never will. */
export const LANDED_AFTER_SECONDS = 120
const MOST_AT_ONCE = 200

// what waits, is under way or is not known the end of (messages_due)
const readAnyDue = hotRead('messages due', (db, of: { companyId: string; now: string }) =>
  db
    .selectFrom('messages')
    .select('id')
    .where('company_id', '=', of.companyId)
    .where(sql<boolean>`state in ('queued', 'sending', 'unclear')`)
    .where('next_attempt_at', '<=', sql<Temporal.Instant>`${of.now}::timestamptz`)
    .limit(1),
)

/** Whether there is anything to be done for the messages of a company; most of what follows a booking needs none. */
export async function isAnythingDue(
  tx: Transaction<Database>,
  companyId: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const due = await readAnyDue(tx, { companyId, now: now.toString() })
  return due.length > 0
}

/** The messages of a company that are due (messages_due), the longest due first: its texts, or all others. */
export async function readDue(
  tx: Transaction<Database>,
  companyId: string,
  now: Temporal.Instant,
  { areTexts }: { areTexts: boolean },
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('messages')
    .select('id')
    .where('company_id', '=', companyId)
    .where('state', '=', 'queued')
    .where('channel', areTexts ? '=' : '<>', 'sms')
    .where('next_attempt_at', '<=', at(now))
    .orderBy('next_attempt_at')
    .orderBy('id')
    .limit(MOST_AT_ONCE)
    .execute()
  return rows.map(({ id }) => id)
}

/** A due message, locked; undefined when somebody else has it, or it is not due any more. */
export async function lockDue(
  tx: Transaction<Database>,
  companyId: string,
  id: string,
  now: Temporal.Instant,
): Promise<Message | undefined> {
  const row = await tx
    .selectFrom('messages')
    .select(messageColumns)
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .where('next_attempt_at', '<=', at(now))
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  return row && toMessage(row)
}

/** Writes down that a message is about to be handed over, before it is: who dies after this may have sent it. */
export async function markSending(
  tx: Transaction<Database>,
  message: Message,
  { now, textHash }: { now: Temporal.Instant; textHash: Buffer | null },
): Promise<void> {
  await tx
    .updateTable('messages')
    .set({
      state: 'sending',
      attempts: message.attempts + 1,
      attempted_at: now.toString(),
      claimed_until: now.add({ seconds: CLAIM_SECONDS }).toString(),
      text_hash: textHash,
      reason: '',
    })
    .where('company_id', '=', message.companyId)
    .where('id', '=', message.id)
    .execute()
}

/** How a message goes on. */
export type Ending =
  | { state: 'sent'; providerId: string | null }
  | { state: 'failed' | 'suppressed'; reason: string }
  | { state: 'superseded' | 'expired' }
  | { state: 'queued' | 'unclear'; reason: string; nextAttemptAt: Temporal.Instant }

/** Writes down what became of a message, from the state it was read in; false when it has gone on since. */
export async function end(
  tx: Transaction<Database>,
  message: Pick<Message, 'companyId' | 'id'>,
  from: 'queued' | 'sending' | 'unclear',
  ending: Ending,
  now: Temporal.Instant,
): Promise<boolean> {
  const goesOn = ending.state === 'queued' || ending.state === 'unclear'
  const { numUpdatedRows } = await tx
    .updateTable('messages')
    .set({
      state: ending.state,
      claimed_until: null,
      reason: 'reason' in ending ? ending.reason.slice(0, 80) : '',
      ...('nextAttemptAt' in ending && { next_attempt_at: ending.nextAttemptAt.toString() }),
      ...(ending.state === 'sent' && {
        sent_at: now.toString(),
        provider_id: ending.providerId,
        delivery: 'accepted' as const,
      }),
      // A link that went out, or never will, has no business here any more.
      ...(!goesOn && { sealed_secret: null }),
    })
    .where('company_id', '=', message.companyId)
    .where('id', '=', message.id)
    .where('state', '=', from)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends what would come too late (messages_due); gives what it was. */
export async function expireLate(
  tx: Transaction<Database>,
  companyId: string,
  now: Temporal.Instant,
): Promise<readonly Message[]> {
  const rows = await tx
    .updateTable('messages')
    .set({ state: 'expired', sealed_secret: null })
    .where('company_id', '=', companyId)
    .where('state', '=', 'queued')
    .where('next_attempt_at', '<=', at(now))
    .where('send_before', '<=', at(now))
    .returning(messageColumns)
    .execute()
  return rows.map(toMessage)
}

/** Ends several messages at once; gives what they were. */
export async function endAll(
  tx: Transaction<Database>,
  companyId: string,
  ids: readonly string[],
  { state, reason }: { state: 'suppressed'; reason: string },
): Promise<readonly Message[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .updateTable('messages')
    .set({ state, reason, sealed_secret: null })
    .where('company_id', '=', companyId)
    .where('id', 'in', ids)
    .returning(messageColumns)
    .execute()
  return rows.map(toMessage)
}

/** Puts off what there is no way for, so that it is not looked at again each second. */
export async function putOff(
  tx: Transaction<Database>,
  companyId: string,
  channels: readonly Channel[],
  { reason, now, until }: { reason: string; now: Temporal.Instant; until: Temporal.Instant },
): Promise<void> {
  if (channels.length === 0) return
  await tx
    .updateTable('messages')
    .set({ next_attempt_at: until.toString(), reason })
    .where('company_id', '=', companyId)
    .where('state', '=', 'queued')
    .where('channel', 'in', channels)
    .where('next_attempt_at', '<=', at(now))
    .execute()
}

/** What somebody had and let go of by dying: texts nobody knows the end of, and the rest, which goes out again. */
export async function takeBack(
  tx: Transaction<Database>,
  companyId: string,
  now: Temporal.Instant,
): Promise<readonly string[]> {
  const rows = await tx
    .updateTable('messages')
    .set({
      state: sql<'unclear' | 'queued'>`case channel when 'sms' then 'unclear' else 'queued' end`,
      claimed_until: null,
      reason: 'sender_died',
      next_attempt_at: sql<string>`case channel when 'sms'
        then attempted_at + make_interval(secs => ${LANDED_AFTER_SECONDS}) else ${now.toString()}::timestamptz end`,
    })
    .where('company_id', '=', companyId)
    .where('state', '=', 'sending')
    .where('claimed_until', '<=', at(now))
    .returning(['id', 'channel'])
    .execute()
  return rows.filter(({ channel }) => channel === 'sms').map(({ id }) => id)
}

/** A text nobody knows the end of, with what it is found by. */
export type UnclearText = Message & { readonly textHash: Uint8Array; readonly attemptedAt: Temporal.Instant }

/** Takes some texts of a company it is time to ask about (messages_due); until then nobody else asks about them. */
export async function takeUnclear(
  tx: Transaction<Database>,
  companyId: string,
  { now, until, most }: { now: Temporal.Instant; until: Temporal.Instant; most: number },
): Promise<readonly UnclearText[]> {
  const due = await tx
    .selectFrom('messages')
    .select('id')
    .where('company_id', '=', companyId)
    .where('state', '=', 'unclear')
    .where('next_attempt_at', '<=', at(now))
    .orderBy('next_attempt_at')
    .limit(most)
    .forUpdate()
    .skipLocked()
    .execute()
  if (due.length === 0) return []
  const rows = await tx
    .updateTable('messages')
    .set({ next_attempt_at: until.toString() })
    .where('company_id', '=', companyId)
    .where(
      'id',
      'in',
      due.map(({ id }) => id),
    )
    .returning([...messageColumns, 'text_hash', 'attempted_at'])
    .execute()
  return rows.map((row) => ({
    ...toMessage(row),
    textHash: row.text_hash ?? Buffer.alloc(0),
    attemptedAt: row.attempted_at ?? row.created_at,
  }))
}

/** Has this appointment been told this by text already (messages_appointment)? */
export async function wasTexted(tx: Transaction<Database>, message: Message): Promise<boolean> {
  if (message.appointmentId === null) return false
  const row = await tx
    .selectFrom('messages')
    .select('id')
    .where('company_id', '=', message.companyId)
    .where('appointment_id', '=', message.appointmentId)
    .where('kind', '=', message.kind)
    .where('channel', '=', 'sms')
    .where('id', '<>', message.id)
    .where('state', 'in', ['sending', 'unclear', 'sent'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
