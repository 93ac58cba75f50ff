import { type Transaction, sql } from 'kysely'
import type { KyselyTransactionLike } from 'pg-boss'

import { namesHour } from '../../appointments/agreed-appointment/names-hour.ts'
import { completeCall } from '../../calls/complete-call.ts'
import { keepContents } from '../../calls/contents.ts'
import { writeCosts } from '../../calls/costs.ts'
import { isServed } from '../../calls/result.ts'
import { tellStory, type ToldKind } from '../../calls/story.ts'
import { writeResult } from '../../calls/write-result.ts'
import { writeStory } from '../../calls/write-story.ts'
import type { Clock } from '../../infra/clock.ts'
import { hotRead } from '../../infra/db/hot-read.ts'
import type { Database } from '../../infra/db/tables.ts'
import { releaseHold } from '../../occupancy/holds.ts'
import type { House } from '../../openings/house.ts'
import type { Houses } from '../../openings/load-house.ts'
import { findTool } from '../tools/registry.ts'
import { readPayload, type RetellEvent } from './event.ts'
import { turnsOf } from './transcript-turns.ts'

/** What working on what was told of a call needs. */
export type WorkCallDeps = {
  clock: Clock
  houses: Houses
  database: { inCompany<T>(companyId: string, work: (tx: Transaction<Database>) => Promise<T>): Promise<T> }
  /** Has a call looked through that was analysed, so many seconds from now, as part of the transaction. */
  enqueueWrapUp(tx: KyselyTransactionLike, companyId: string, callId: string, afterSeconds: number): Promise<void>
}

/** An event as it is stored. */
type Kept = { id: string; receivedAt: Temporal.Instant; isWorked: boolean; event: RetellEvent }

/**
 * Makes of a call what follows from everything that was told of it by now, and what belongs to its end: holds let go, costs,
 * result. The same whatever the order, and however often; told in docs/calls.md.
 */
export async function workCall(deps: WorkCallDeps, companyId: string, callId: string): Promise<void> {
  await deps.database.inCompany(companyId, async (tx) => {
    // Sent together, and still one after the other: what is read was told before the lock was had.
    const [, kept, house] = await Promise.all([
      lockCall(tx, { companyId, callId }),
      readKept(tx, companyId, callId),
      deps.houses.get(tx, companyId),
    ])
    if (kept.every(({ isWorked }) => isWorked)) return
    await work(tx, deps, { companyId, callId, house }, kept)
  })
}

async function work(
  tx: Transaction<Database>,
  deps: WorkCallDeps,
  { house, ...of }: { companyId: string; callId: string; house: House | undefined },
  kept: readonly Kept[],
): Promise<void> {
  const { companyId, callId } = of
  const now = deps.clock.now()
  const story = tellStory(kept.map(({ event, receivedAt }) => ({ ...event.told, receivedAt })))
  const fresh = kept.filter(({ isWorked }) => !isWorked)
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
  const isDone = (isServed(result) || hasNoHour(fresh)) && !endedInTool(fresh)
  await Promise.all([
    noteAnalyzed(tx, of, { now, isDone }),
    ...(isDone ? [] : [deps.enqueueWrapUp(tx, companyId, callId, secondsOfTools(kept, now))]),
  ])
}

/** Longer than any tool may take: what was asked for just before the end has come to something by then, and is written down. */
const TOOLS_END_WITHIN_SECONDS = 15

/** How long a tool may still run that was called before the end, counted from when the end was heard of: that is our own clock. */
function secondsOfTools(kept: readonly Kept[], now: Temporal.Instant): number {
  const heard = kept
    .filter(({ event }) => event.told.kind === 'ended' || event.told.kind === 'analyzed')
    .map(({ receivedAt }) => now.since(receivedAt).total('seconds'))
  const left = Math.ceil(TOOLS_END_WITHIN_SECONDS - Math.max(0, ...heard))
  return Math.min(Math.max(left, 0), TOOLS_END_WITHIN_SECONDS)
}

/** Whether the caller hung up while a tool of ours had not answered: what it comes to is not known yet. */
function endedInTool(fresh: readonly Kept[]): boolean {
  return fresh.some(({ event }) => {
    const { transcript } = event.contents
    const answered = new Set(transcript.map((entry) => entry.role === 'tool_call_result' && entry.tool_call_id))
    return transcript.some(
      (entry) =>
        entry.role === 'tool_call_invocation' &&
        !answered.has(entry.tool_call_id) &&
        findTool(entry.name) !== undefined,
    )
  })
}

/** Whether all that was said is here, and names no hour: then there is nothing in it to be looked for. */
function hasNoHour(fresh: readonly Kept[]): boolean {
  const isAllHere = fresh.some(({ event }) => event.told.kind === 'analyzed' && event.contents.transcript.length > 0)
  return isAllHere && !fresh.some(({ event }) => namesHour(turnsOf(event.contents.transcript)))
}

async function noteAnalyzed(
  tx: Transaction<Database>,
  of: { companyId: string; callId: string },
  { now, isDone }: { now: Temporal.Instant; isDone: boolean },
): Promise<void> {
  await setAnalyzed(tx, { ...of, at: now.toString(), isDone })
}

const setAnalyzed = hotRead(
  'set analyzed',
  (db, of: { companyId: string; callId: string; at: string; isDone: boolean }) => ({
    compile: () =>
      sql`
        update calls set analyzed_at = coalesce(analyzed_at, ${of.at}::timestamptz),
          wrapped_up_at = coalesce(wrapped_up_at, case when ${of.isDone}::boolean then ${of.at}::timestamptz end)
        where company_id = ${of.companyId} and id = ${of.callId}`.compile(db),
  }),
)

/** Two that work on one call take turns; whoever is second sees what the first has done. */
const lockCall = hotRead('lock call', (db, of: { companyId: string; callId: string }) =>
  db.selectFrom('calls').select('id').where('company_id', '=', of.companyId).where('id', '=', of.callId).forUpdate(),
)

// what was told of one call (webhook_events_call), by its id
const readEvents = hotRead('events of a call', (db, of: { companyId: string; callId: string }) =>
  db
    .selectFrom('webhook_events')
    .select(['id', 'payload', 'received_at', 'worked_at'])
    .where('company_id', '=', of.companyId)
    .where('call_reference', '=', (is) =>
      is
        .selectFrom('calls')
        .select('retell_call_id')
        .where('company_id', '=', of.companyId)
        .where('id', '=', of.callId),
    )
    .where('source', '=', 'retell'),
)

async function readKept(tx: Transaction<Database>, companyId: string, callId: string): Promise<readonly Kept[]> {
  const rows = await readEvents(tx, { companyId, callId })
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
  await setWorked(tx, { companyId, ids: fresh.map(({ id }) => id), at: now.toString() })
}

const setWorked = hotRead('set events worked', (db, of: { companyId: string; ids: readonly string[]; at: string }) => ({
  compile: () =>
    sql`
      update webhook_events set worked_at = ${of.at}::timestamptz,
        payload = payload #- '{call,transcript_with_tool_calls}' #- '{call,call_analysis,call_summary}'
          #- '{call,call_analysis,custom_analysis_data}'
      where company_id = ${of.companyId} and id = any((select ${of.ids}::uuid[])::uuid[])`.compile(db),
}))
