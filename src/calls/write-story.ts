import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Story } from './story.ts'

/**
 * Writes down what is known of a call by now. What nobody told, or tells any more, stays as it is; an end that was only assumed
 * gives way to one that was told.
 */
export async function writeStory(
  tx: Transaction<Database>,
  of: { companyId: string; callId: string },
  story: Story,
): Promise<void> {
  const endedAt = story.endedAt?.toString() ?? null
  await tx
    .updateTable('calls')
    .set({
      started_at: kept('started_at', story.startedAt?.toString() ?? null, 'timestamptz'),
      duration_ms: kept('duration_ms', story.durationMs, 'bigint'),
      end_reason: kept('end_reason', story.endReason, 'text'),
      transfer: sql`case when transfer = 'bridged' then transfer else coalesce(${story.transfer}::text, transfer) end`,
      sentiment: kept('sentiment', story.sentiment, 'text'),
      was_successful: kept('was_successful', story.wasSuccessful, 'boolean'),
      was_voicemail: kept('was_voicemail', story.wasVoicemail, 'boolean'),
      ...(story.isEnded && {
        state: 'ended' as const,
        end_is_known: true,
        ended_at: sql`coalesce(${endedAt}::timestamptz, ended_at)`,
      }),
    })
    .where('company_id', '=', of.companyId)
    .where('id', '=', of.callId)
    .execute()
}

function kept<Value>(column: string, value: Value, type: 'timestamptz' | 'bigint' | 'text' | 'boolean') {
  return sql<Value>`coalesce(${value}::${sql.raw(type)}, ${sql.ref(column)})`
}
