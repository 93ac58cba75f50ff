import { sql } from 'kysely'

import type { CompanyDatabase } from '../appointments/visit.ts'
import type { Clock } from '../infra/clock.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Events } from '../infra/telemetry/events.ts'

/** Rows of one kind, and how long they are kept. */
export type KeptData = {
  /** For people who ask what is kept. */
  readonly what: string
  readonly table: keyof Database
  /** The column that says how old a row is. */
  readonly column: string
  readonly days: number
}

/**
 * What is deleted when. What was said goes before the call it was said in; bodies of webhooks, which have everything in them, go
 * first. Recordings are never here: they are at the voice platform, which deletes them by its own setting.
 */
export const KEPT_DATA: readonly KeptData[] = [
  { what: 'bodies of webhooks', table: 'webhook_events', column: 'received_at', days: 7 },
  { what: 'transcripts, summaries, analyses', table: 'call_contents', column: 'received_at', days: 30 },
  { what: 'what requests have done', table: 'effects', column: 'created_at', days: 30 },
  { what: 'calls, with their steps and offers', table: 'calls', column: 'created_at', days: 90 },
  { what: 'tasks of the front desk, from when they were closed', table: 'tasks', column: 'closed_at', days: 90 },
  { what: 'messages', table: 'messages', column: 'created_at', days: 90 },
  { what: 'answers to text messages', table: 'text_replies', column: 'received_at', days: 90 },
  { what: 'booking links', table: 'booking_links', column: 'expires_at', days: 7 },
  { what: 'counts of text messages', table: 'message_counts', column: 'day', days: 7 },
  { what: 'tries to be let into an appointment', table: 'verification_tries', column: 'day', days: 1 },
]

/** So many rows at a time, with all that hangs on them: far from what one statement may take, and nobody waits for its locks. */
const ROWS_AT_ONCE = 100

export type RetentionDeps = {
  clock: Clock
  database: CompanyDatabase
  /** All there are: one that is served no longer keeps nothing for longer. */
  companies(): Promise<readonly { id: string }[]>
  events: Pick<Events, 'deletingFailed'>
}

/**
 * Deletes everything of every company that has been kept long enough. Ended by the signal between two batches. Returns how many
 * rows.
 *
 * @throws Error at the end, when something could not be deleted: it keeps nothing else from being deleted
 */
export async function deleteOldData(deps: RetentionDeps, signal: AbortSignal): Promise<number> {
  let deleted = 0
  let failures = 0
  for (const { id } of await deps.companies()) {
    for (const kept of KEPT_DATA) {
      try {
        deleted += await deleteOld(deps, id, kept, signal)
      } catch (error) {
        failures += 1
        deps.events.deletingFailed({ companyId: id, table: kept.table }, error)
      }
    }
  }
  if (failures > 0) throw new Error(`Old rows are left: ${failures} times a table of a company could not be cleaned`)
  return deleted
}

async function deleteOld(
  { clock, database }: RetentionDeps,
  companyId: string,
  { table, column, days }: KeptData,
  signal: AbortSignal,
): Promise<number> {
  const before = clock.now().subtract({ hours: days * 24 })
  let deleted = 0
  while (!signal.aborted) {
    const { numAffectedRows = 0n } = await database.inCompany(companyId, (tx) =>
      sql`
        delete from ${sql.table(table)} where ctid = any(array(
          select ctid from ${sql.table(table)}
          where company_id = ${companyId} and ${sql.ref(column)} < ${before.toString()}::timestamptz
          limit ${ROWS_AT_ONCE}))
        and company_id = ${companyId}`.execute(tx),
    )
    deleted += Number(numAffectedRows)
    if (numAffectedRows < BigInt(ROWS_AT_ONCE)) break
  }
  return deleted
}
