import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { at, messageColumns, toMessage } from './message-row.ts'
import type { Message } from './message.ts'

/** Enough for a moment: the rest come with the next look. */
const MOST_AWAITED = 50

/**
 * What somebody has waited to hear since then at least: tried or put off, and not out yet (messages_due). Not what the front desk was
 * told of, nor where another message has told it.
 */
export async function readAwaited(
  tx: Transaction<Database>,
  companyId: string,
  since: Temporal.Instant,
): Promise<readonly Message[]> {
  const rows = await tx
    .selectFrom('messages')
    .select(messageColumns)
    .where('company_id', '=', companyId)
    .where('state', 'in', ['queued', 'sending', 'unclear'])
    .where('is_awaited', '=', true)
    .where('is_desk_told', '=', false)
    .where('reason', '<>', '')
    .where('created_at', '<=', at(since))
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('messages as other')
            .select('other.id')
            .where('other.company_id', '=', companyId)
            .whereRef('other.appointment_id', '=', 'messages.appointment_id')
            .whereRef('other.kind', '=', 'messages.kind')
            .whereRef('other.created_at', '>=', 'messages.created_at')
            .where((told) =>
              told.or([
                told('other.is_desk_told', '=', true),
                told.and([
                  told('other.state', '=', 'sent'),
                  sql<boolean>`other.delivery is distinct from 'undelivered'`,
                ]),
              ]),
            ),
        ),
      ),
    )
    .orderBy('created_at')
    .limit(MOST_AWAITED)
    .execute()
  return rows.map(toMessage)
}
