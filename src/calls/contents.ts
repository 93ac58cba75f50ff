import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database, TranscriptEntry } from '../infra/db/tables.ts'

/** What was said in a call and what was made of it. Kept apart from the call, and for a shorter time. */
export type CallContents = {
  /** As the platform writes it, without the times of words; [] when not told. */
  readonly transcript: readonly TranscriptEntry[]
  readonly summary: string | null
  readonly customAnalysis: object | null
}

/** Keeps what was said of a call. Of several transcripts the longest stays, whichever came last; nothing told changes nothing. */
export async function keepContents(
  tx: Transaction<Database>,
  of: { companyId: string; callId: string; now: Temporal.Instant },
  { transcript, summary, customAnalysis }: CallContents,
): Promise<void> {
  if (transcript.length === 0 && summary === null && customAnalysis === null) return
  await upsert(tx, {
    companyId: of.companyId,
    callId: of.callId,
    transcript: JSON.stringify(transcript),
    summary,
    analysis: customAnalysis === null ? null : JSON.stringify(customAnalysis),
    receivedAt: of.now.toString(),
  })
}

type Kept = Record<'companyId' | 'callId' | 'transcript' | 'receivedAt', string> &
  Record<'summary' | 'analysis', string | null>

const upsert = hotRead('keep contents', (db, of: Kept) => ({
  compile: () =>
    sql`
      insert into call_contents (company_id, call_id, transcript, summary, custom_analysis, received_at)
      values (${of.companyId}, ${of.callId}, ${of.transcript}::jsonb, ${of.summary}, ${of.analysis}::jsonb,
        ${of.receivedAt})
      on conflict (company_id, call_id) do update set
        transcript = case
          when (jsonb_array_length(excluded.transcript), length(excluded.transcript::text), excluded.transcript::text)
            > (jsonb_array_length(call_contents.transcript), length(call_contents.transcript::text),
              call_contents.transcript::text)
          then excluded.transcript else call_contents.transcript end,
        summary = coalesce(excluded.summary, call_contents.summary),
        custom_analysis = coalesce(excluded.custom_analysis, call_contents.custom_analysis)`.compile(db),
}))

/** What was said in a call; undefined when nothing is kept (any more). */
export async function readTranscriptOf(
  tx: Transaction<Database>,
  companyId: string,
  callId: string,
): Promise<readonly TranscriptEntry[] | undefined> {
  const row = await tx
    .selectFrom('call_contents')
    .select('transcript')
    .where('company_id', '=', companyId)
    .where('call_id', '=', callId)
    .executeTakeFirst()
  return row?.transcript
}
