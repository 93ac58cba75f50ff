import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
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
  const { isAnalyzed: _isAnalyzed, usCents: _usCents, startedAt, endedAt, ...told } = story
  await update(tx, {
    ...of,
    ...told,
    startedAt: startedAt?.toString() ?? null,
    endedAt: endedAt?.toString() ?? null,
  })
}

type Written = { companyId: string; callId: string; startedAt: string | null; endedAt: string | null } & Omit<
  Story,
  'startedAt' | 'endedAt' | 'isAnalyzed' | 'usCents'
>

const update = hotRead('write story', (db, of: Written) => ({
  compile: () =>
    sql`
      update calls set
        started_at = coalesce(${of.startedAt}::timestamptz, started_at),
        duration_ms = coalesce(${of.durationMs}::bigint, duration_ms),
        end_reason = coalesce(${of.endReason}::text, end_reason),
        transfer = case when transfer = 'bridged' then transfer else coalesce(${of.transfer}::text, transfer) end,
        sentiment = coalesce(${of.sentiment}::text, sentiment),
        was_successful = coalesce(${of.wasSuccessful}::boolean, was_successful),
        was_voicemail = coalesce(${of.wasVoicemail}::boolean, was_voicemail),
        state = case when ${of.isEnded}::boolean then 'ended' else state end,
        end_is_known = end_is_known or ${of.isEnded}::boolean,
        ended_at = case when ${of.isEnded}::boolean then coalesce(${of.endedAt}::timestamptz, ended_at) else ended_at end
      where company_id = ${of.companyId} and id = ${of.callId}`.compile(db),
}))
