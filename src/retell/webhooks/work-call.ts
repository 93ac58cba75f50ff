import { type Transaction, sql } from 'kysely'
import type { KyselyTransactionLike } from 'pg-boss'

import { completeCall } from '../../calls/complete-call.ts'
import { keepContents } from '../../calls/contents.ts'
import { writeCosts } from '../../calls/costs.ts'
import { isServed } from '../../calls/result.ts'
import { tellStory, type ToldKind } from '../../calls/story.ts'
import { writeResult } from '../../calls/write-result.ts'
import { writeStory } from '../../calls/write-story.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Database } from '../../infra/db/tables.ts'
import { releaseHold } from '../../occupancy/holds.ts'
import type { Houses } from '../../openings/load-house.ts'
import { readPayload, type RetellEvent } from './event.ts'

/** What working on what was told of a call needs. */
export type WorkCallDeps = {
  clock: Clock
  houses: Houses
  database: { inCompany<T>(companyId: string, work: (tx: Transaction<Database>) => Promise<T>): Promise<T> }
  /** Has a call looked through that was analysed, as part of the transaction. */
  enqueueWrapUp(tx: KyselyTransactionLike, companyId: string, callId: string): Promise<void>
}

/** An event as it is stored. */
type Kept = { id: string; receivedAt: Temporal.Instant; isWorked: boolean; event: RetellEvent }

/**
 * Makes of a call what follows from everything that was told of it by now, and what belongs to its end: holds let go, costs,
 * result. The same whatever the order, and however often; told in docs/calls.md.
 */
export async function workCall(deps: WorkCallDeps, companyId: string, callId: string): Promise<void> {
  await deps.database.inCompany(companyId, async (tx) => {
    const reference = await lockCall(tx, companyId, callId)
    if (reference === undefined) return
    const kept = await readKept(tx, companyId, reference)
    if (kept.every(({ isWorked }) => isWorked)) return
    await work(tx, deps, { companyId, callId }, kept)
  })
}

async function work(
  tx: Transaction<Database>,
  deps: WorkCallDeps,
  of: { companyId: string; callId: string },
  kept: readonly Kept[],
): Promise<void> {
  const { companyId, callId } = of
  const now = deps.clock.now()
  const story = tellStory(kept.map(({ event, receivedAt }) => ({ ...event.told, receivedAt })))
  const fresh = kept.filter(({ isWorked }) => !isWorked)
  const house = await deps.houses.get(tx, companyId)
  const line = beginningOf(kept)
  // Sent together, and still one after the other: what came of it depends on what the story tells of a transfer.
  const [, result] = await Promise.all([
    writeStory(tx, of, story),
    story.isEnded ? writeResult(tx, of) : null,
    completeCall(tx, of, { ...line, forwardingNumbers: house?.company.forwardingNumbers ?? [] }),
    ...fresh.map(({ event }) => keepContents(tx, { ...of, now }, event.contents)),
    markWorked(tx, companyId, fresh, now),
    ...(story.isEnded ? [releaseHold(tx, companyId, callId), writeCosts(tx, of, story)] : []),
  ])
  if (!fresh.some(({ event }) => event.told.kind === 'analyzed')) return
  await noteAnalyzed(tx, of, { now, isDone: isServed(result) })
  if (!isServed(result)) await deps.enqueueWrapUp(tx, companyId, callId)
}

async function noteAnalyzed(
  tx: Transaction<Database>,
  of: { companyId: string; callId: string },
  { now, isDone }: { now: Temporal.Instant; isDone: boolean },
): Promise<void> {
  const at = now.toString()
  await tx
    .updateTable('calls')
    .set({
      analyzed_at: sql`coalesce(analyzed_at, ${at}::timestamptz)`,
      ...(isDone && { wrapped_up_at: sql`coalesce(wrapped_up_at, ${at}::timestamptz)` }),
    })
    .where('company_id', '=', of.companyId)
    .where('id', '=', of.callId)
    .execute()
}

/** Two that work on one call take turns; whoever is second sees what the first has done. Undefined when the call has gone. */
async function lockCall(tx: Transaction<Database>, companyId: string, callId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('calls')
    .select('retell_call_id')
    .where('company_id', '=', companyId)
    .where('id', '=', callId)
    .forUpdate()
    .executeTakeFirst()
  return row?.retell_call_id
}

// what was told of one call (webhook_events_call)
async function readKept(tx: Transaction<Database>, companyId: string, reference: string): Promise<readonly Kept[]> {
  const rows = await tx
    .selectFrom('webhook_events')
    .select(['id', 'payload', 'received_at', 'worked_at'])
    .where('company_id', '=', companyId)
    .where('call_reference', '=', reference)
    .where('source', '=', 'retell')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    receivedAt: row.received_at,
    isWorked: row.worked_at !== null,
    event: readPayload(row.payload),
  }))
}

/** In the order of a call's life. The agent that rings may be exchanged for another one, so it is the last to be believed. */
const NUMBERS_BY = ['ringing', 'started', 'talking', 'transfer', 'ended', 'analyzed'] as const
const AGENT_BY = ['started', 'talking', 'transfer', 'ended', 'analyzed', 'ringing'] as const

/** The line as the earliest event of the call's life tells it that names one, and the agent it began with. */
function beginningOf(kept: readonly Kept[]) {
  const linesBy = (kinds: readonly ToldKind[]) =>
    kinds.flatMap((kind) => kept.filter(({ event }) => event.told.kind === kind).map(({ event }) => event.line))
  const lines = linesBy(NUMBERS_BY)
  const line = lines.find(({ fromNumber, toNumber }) => fromNumber !== null || toNumber !== null) ?? lines[0]
  const { direction = 'inbound', fromNumber = null, toNumber = null } = line ?? {}
  const retellAgentId = linesBy(AGENT_BY).find(({ agentId }) => agentId !== null)?.agentId ?? null
  return { direction, fromNumber, toNumber, retellAgentId }
}

/** What was said is kept with the call from now on, and not in what told of it. */
async function markWorked(
  tx: Transaction<Database>,
  companyId: string,
  fresh: readonly Kept[],
  now: Temporal.Instant,
): Promise<void> {
  const ids = fresh.map(({ id }) => id)
  await tx
    .updateTable('webhook_events')
    .set({
      worked_at: now.toString(),
      payload: sql<string>`payload #- '{call,transcript_with_tool_calls}' #- '{call,call_analysis,call_summary}'
        #- '{call,call_analysis,custom_analysis_data}'`,
    })
    .where('company_id', '=', companyId)
    .where('id', 'in', ids)
    .execute()
}
