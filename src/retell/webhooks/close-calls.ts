import { type Transaction, sql } from 'kysely'
import type { KyselyTransactionLike } from 'pg-boss'

import { writeResult } from '../../calls/write-result.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Database } from '../../infra/db/tables.ts'
import { releaseHold } from '../../occupancy/holds.ts'

export type CloseCallsDeps = {
  clock: Clock
  database: { inCompany<T>(companyId: string, work: (tx: Transaction<Database>) => Promise<T>): Promise<T> }
  /** The companies whose calls are looked at. */
  companies(): Promise<readonly { id: string }[]>
  enqueueWork(tx: KyselyTransactionLike, companyId: string, callId: string): Promise<void>
  enqueueWrapUp(tx: KyselyTransactionLike, companyId: string, callId: string): Promise<void>
}

/** An event is worked within a second; one that waits for longer came at the very moment the job of its call began. */
const WORKED_WITHIN_SECONDS = 30

/** Nobody lets it ring for longer. */
const RINGS_AT_MOST_MINUTES = 10
/** The platform ends a call after two hours at the latest. */
const TALKS_AT_MOST_MINUTES = 150
/** The analysis of a call comes within seconds, or never. */
const ANALYSIS_WITHIN_MINUTES = 10
/** What could not be looked through by then never can; nobody waits for it any more. */
const TRIED_FOR_HOURS = 24
/** A run takes so many of a company; the next minute's takes more. */
const MOST_PER_RUN = 200

/**
 * Ends calls nobody told the end of, and has those looked through whose analysis does not come; and has events worked that
 * were overlooked. Returns how many calls of each.
 */
export async function closeCalls(
  deps: CloseCallsDeps,
): Promise<{ lost: number; unanalyzed: number; overlooked: number }> {
  const counts = { lost: 0, unanalyzed: 0, overlooked: 0 }
  const now = deps.clock.now()
  for (const { id: companyId } of await deps.companies()) {
    await deps.database.inCompany(companyId, async (tx) => {
      const lost = await endLost(tx, companyId, now)
      for (const callId of lost) {
        await Promise.all([releaseHold(tx, companyId, callId), writeResult(tx, { companyId, callId })])
      }
      const unanalyzed = await findUnanalyzed(tx, companyId, now)
      for (const callId of unanalyzed) await deps.enqueueWrapUp(tx, companyId, callId)
      const overlooked = await findOverlooked(tx, companyId, now)
      for (const callId of overlooked) await deps.enqueueWork(tx, companyId, callId)
      counts.overlooked += overlooked.length
      counts.lost += lost.length
      counts.unanalyzed += unanalyzed.length
    })
  }
  return counts
}

// calls under way (calls_ongoing)
async function endLost(
  tx: Transaction<Database>,
  companyId: string,
  now: Temporal.Instant,
): Promise<readonly string[]> {
  const hasOnlyRung = sql<boolean>`started_at is null and not exists (select from call_steps step
    where step.company_id = calls.company_id and step.call_id = calls.id)`
  const lost = tx
    .selectFrom('calls')
    .select('id')
    .where('company_id', '=', companyId)
    .where('state', '=', 'ongoing')
    .where(isOlderThan(RINGS_AT_MOST_MINUTES))
    .where(sql<boolean>`(${isOlderThan(TALKS_AT_MOST_MINUTES)} or ${hasOnlyRung})`)
    .orderBy('created_at')
    .limit(MOST_PER_RUN)
    // Somebody is just telling of it, or another run has it.
    .forUpdate()
    .skipLocked()
  const rows = await tx
    .updateTable('calls')
    .set({ state: 'ended', ended_at: now.toString() })
    .where('company_id', '=', companyId)
    .where('id', 'in', lost)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** By the database's clock, which wrote when the record of the call was made. */
function isOlderThan(minutes: number) {
  return sql<boolean>`created_at <= now() - make_interval(mins => ${minutes}::int)`
}

// events that wait to be worked (webhook_events_waiting), and their calls by retell call id (unique)
async function findOverlooked(
  tx: Transaction<Database>,
  companyId: string,
  now: Temporal.Instant,
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('webhook_events as event')
    .innerJoin('calls as call', (join) =>
      join.onRef('call.company_id', '=', 'event.company_id').onRef('call.retell_call_id', '=', 'event.call_reference'),
    )
    .select('call.id')
    .distinct()
    .where('event.company_id', '=', companyId)
    .where('event.source', '=', 'retell')
    .where('event.worked_at', 'is', null)
    .where('event.received_at', '<=', now.subtract({ seconds: WORKED_WITHIN_SECONDS }))
    .limit(MOST_PER_RUN)
    .execute()
  return rows.map(({ id }) => id)
}

// calls that have ended and were not looked through (calls_to_wrap_up); by chance, so that those which fail again and again
// do not stand before the others for a day
async function findUnanalyzed(
  tx: Transaction<Database>,
  companyId: string,
  now: Temporal.Instant,
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('calls')
    .select('id')
    .where('company_id', '=', companyId)
    .where('state', '=', 'ended')
    .where('wrapped_up_at', 'is', null)
    .where('ended_at', '<=', now.subtract({ minutes: ANALYSIS_WITHIN_MINUTES }))
    .where('ended_at', '>', now.subtract({ hours: TRIED_FOR_HOURS }))
    .orderBy(sql`random()`)
    .limit(MOST_PER_RUN)
    .execute()
  return rows.map(({ id }) => id)
}
