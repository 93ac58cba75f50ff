import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Message } from './message.ts'
import { endAll } from './queue.ts'

/** As many texts as anybody needs in a day, and too few to annoy a stranger with. */
const MOST_PER_NUMBER_AND_DAY = 3

/** A text that is about to be sent, by the company's own day. */
export type CountedText = {
  readonly companyId: string
  readonly day: Temporal.PlainDate
  readonly recipient: string
  readonly mostPerDay: number
}

const MOST_ENDED_AT_ONCE = 5_000

/** Stands for the whole company: no number is empty. */
const ALL = ''

/**
 * Counts a text before it is sent; says which cap is reached, and then nothing was counted. The rows stay locked until the
 * transaction ends, so that no two senders pass a cap together.
 */
export async function countText(
  tx: Transaction<Database>,
  text: CountedText,
): Promise<'counted' | 'number_cap' | 'company_cap'> {
  const { companyId, day, recipient, mostPerDay } = text
  if (!(await countOne(tx, { companyId, day, recipient }, MOST_PER_NUMBER_AND_DAY))) return 'number_cap'
  if (await countOne(tx, { companyId, day, recipient: ALL }, mostPerDay)) return 'counted'
  await tx
    .updateTable('message_counts')
    .set({ sent: sql<number>`sent - 1` })
    .where('company_id', '=', companyId)
    .where('day', '=', sql<Temporal.PlainDate>`${day.toString()}::date`)
    .where('recipient', '=', recipient)
    .execute()
  return 'company_cap'
}

/**
 * Ends at once what waits for numbers, or a whole company, that had their texts of the day; gives what it was. Whoever asks for texts
 * without end costs one statement. What slips through is counted before it is sent.
 */
export async function endBeyondCaps(
  tx: Transaction<Database>,
  { companyId, day, mostPerDay, now }: Omit<CountedText, 'recipient'> & { now: Temporal.Instant },
): Promise<readonly Message[]> {
  // those that are due (messages_due), against the counts of the day (primary key)
  const beyond = await tx
    .selectFrom('messages as m')
    .select('m.id')
    .where('m.company_id', '=', companyId)
    .where('m.state', '=', 'queued')
    .where('m.channel', '=', 'sms')
    .where('m.attempts', '=', 0)
    .where('m.next_attempt_at', '<=', sql<Temporal.Instant>`${now.toString()}::timestamptz`)
    .where(
      sql<boolean>`exists (select from message_counts c where c.company_id = ${companyId} and c.day = ${day.toString()}::date
        and (c.recipient = ${ALL} and c.sent >= ${mostPerDay}::int
          or c.recipient = m.recipient and c.sent >= ${MOST_PER_NUMBER_AND_DAY}::int))`,
    )
    .limit(MOST_ENDED_AT_ONCE)
    .forUpdate()
    .skipLocked()
    .execute()
  const ids = beyond.map(({ id }) => id)
  return await endAll(tx, companyId, ids, { state: 'suppressed', reason: 'day_cap' })
}

/** Is a cap of the day reached, without counting anything (primary key)? */
export async function isBeyondCaps(tx: Transaction<Database>, text: CountedText): Promise<boolean> {
  const { companyId, day, recipient, mostPerDay } = text
  if (mostPerDay <= 0) return true
  const row = await tx
    .selectFrom('message_counts')
    .select('sent')
    .where('company_id', '=', companyId)
    .where('day', '=', sql<Temporal.PlainDate>`${day.toString()}::date`)
    .where((is) =>
      is.or([
        is.and([is('recipient', '=', recipient), is('sent', '>=', MOST_PER_NUMBER_AND_DAY)]),
        is.and([is('recipient', '=', ALL), is('sent', '>=', mostPerDay)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function countOne(
  tx: Transaction<Database>,
  { companyId, day, recipient }: Pick<CountedText, 'companyId' | 'day' | 'recipient'>,
  most: number,
): Promise<boolean> {
  if (most <= 0) return false
  const row = await tx
    .insertInto('message_counts')
    .values({ company_id: companyId, day: day.toString(), recipient, sent: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['company_id', 'day', 'recipient'])
        .doUpdateSet({ sent: sql<number>`message_counts.sent + 1` })
        .where('message_counts.sent', '<', most),
    )
    .returning('sent')
    .executeTakeFirst()
  return row !== undefined
}
