import type { Transaction } from 'kysely'

import type { Visit } from '../appointments/visit.ts'
import type { Calendar } from '../calendars/calendar.ts'
import { recordStep, type Step } from '../calls/record-step.ts'
import { isOptimised } from '../companies/optimisations.ts'
import type { Route } from '../companies/routing.ts'
import { commitEarly, RolledBackError, withCommit } from '../infra/db/database.ts'
import { type JoinedTransaction, joinTransaction, SpoiledTransactionError } from '../infra/db/join-transaction.ts'
import type { QueryTally } from '../infra/db/query-tally.ts'
import type { Database } from '../infra/db/tables.ts'
import { extendHold } from '../occupancy/holds.ts'
import { sayFault, sayNotConfigured } from './answers/fault.ts'
import { withinDeadline } from './deadline.ts'
import type { RetellDeps } from './deps.ts'
import type { ToolCall } from './envelope.ts'
import { orAbort } from './or-abort.ts'
import type { RecentRoutes } from './recent-routes.ts'
import { completeReply, type Reply } from './reply.ts'
import type { CalledTool } from './tools/registry.ts'
import { readVisit, type WhoseCall, whoseCall } from './whose-call.ts'

/** A tool call that is who it says it is, and the tool it means. */
export type Genuine = { toolCall: ToolCall; called: CalledTool; workspaceId: string; now: Temporal.Instant }

export type Served =
  | { kind: 'answered'; reply: Reply; visit: Visit | undefined }
  /** The call is another workspace's. */
  | { kind: 'refused'; companyId: string }

/** What of the request is recorded with the step. */
type RequestMarks = { readonly requestId: string; readonly queries: QueryTally }

export type ServeDeps = Omit<RetellDeps, 'tallyOf' | 'config'> & { recentRoutes: RecentRoutes }

/** What is known so far: a fault on the way is answered in the caller's language, and an answer given is not lost to one. */
type Progress = { visit?: Visit; reply?: Reply; startedAtMs: number }

/**
 * Whose call → the tool → the step recorded, within the tool's deadline from first to last. Whatever fails is answered as
 * a fault of ours; never throws.
 */
export async function serveTool(deps: ServeDeps, request: RequestMarks, genuine: Genuine): Promise<Served> {
  const { tool } = genuine.called
  const progress: Progress = { startedAtMs: performance.now() }
  try {
    return await withinDeadline(tool.deadlineMs, (signal) => serve(deps, request, genuine, progress, signal))
  } catch (error) {
    const { visit } = progress
    tellFailed(deps, request, genuine, progress, error)
    if (progress.reply !== undefined) return { kind: 'answered', reply: progress.reply, visit }
    const reply = completeReply(tool.name, sayFault(visit?.call.language ?? 'de'))
    if (visit !== undefined) await recordFault(deps, request, genuine, { ...progress, visit, reply })
    return { kind: 'answered', reply, visit }
  }
}

function tellFailed(
  deps: ServeDeps,
  { requestId }: RequestMarks,
  { called }: Genuine,
  { visit }: Progress,
  error: unknown,
): void {
  deps.events.toolFailed({ requestId, tool: called.tool.name, ...idsOf(visit) }, error)
}

async function serve(
  deps: ServeDeps,
  request: RequestMarks,
  genuine: Genuine,
  progress: Progress,
  signal: AbortSignal,
): Promise<Served> {
  const { toolCall, called, workspaceId } = genuine
  const recent = deps.recentRoutes.of(toolCall.callId)
  const whose: WhoseCall =
    recent?.workspaceId === workspaceId
      ? { kind: 'known', route: recent }
      : await whoseCall(deps, toolCall, workspaceId)
  if (whose.kind === 'refused') return whose
  if (whose.kind === 'not_configured') return notConfigured(called)
  const { route } = whose
  const attempt = { request, genuine, progress, route, signal }
  const once = await serveAtOnce(deps, attempt)
  const served = once.kind === 'elsewhere' ? await serveApart(once.deps, attempt) : once
  if (served.kind === 'answered' && served.visit !== undefined) deps.recentRoutes.answered(toolCall.callId, route)
  return served
}

/** The house's times live in a calendar elsewhere: nothing has been done yet. */
type Elsewhere = { kind: 'elsewhere'; deps: ServeDeps }

type Attempt = { request: RequestMarks; genuine: Genuine; progress: Progress; route: Route; signal: AbortSignal }

/**
 * All of it in one transaction: where Postgres alone is the calendar, nothing of a tool call waits for anybody else. What
 * fails in the middle has not happened, and is done once more, step by step.
 */
async function serveAtOnce(deps: ServeDeps, attempt: Attempt): Promise<Served | Elsewhere> {
  const { request, genuine, progress, route, signal } = attempt
  const { companyId } = route
  const { binding } = genuine.called.tool
  let joined: JoinedTransaction | undefined
  const told = Promise.withResolvers<Served>()
  const work = deps.database.inCompany(
    companyId,
    async (tx) => {
      const read = await readVisit(tx, deps, genuine.toolCall, route)
      if (read === undefined) return notConfigured(genuine.called)
      const { visit } = read
      progress.visit = visit
      const calendar = await calendarOf(tx, deps, visit)
      if (!genuine.called.tool.isPure && calendar.mirror !== undefined) {
        return { kind: 'elsewhere', deps: { ...deps, calendar } } as const
      }
      joined = joinTransaction(tx, companyId)
      const database = { ...deps.database, inCompany: joined.inCompany }
      const reply = await runTool({ ...deps, database, calendar }, genuine, visit, signal)
      if (joined.isSpoiled) throw new SpoiledTransactionError('The tool answered although a part of it had failed')
      const answered = { kind: 'answered', reply, visit } as const
      const { isPure } = genuine.called.tool
      // Whatever a tool has changed is true once it is committed, and is not told before.
      if (isPure) progress.reply = reply
      recordWithCommit(tx, deps, stepOf(request, genuine, { ...progress, visit, reply }), read)
      // A call that has just been met is not: its next request must find it.
      if (isPure && !read.isFirst) told.resolve(answered)
      if (typeof binding === 'object' && !binding.has(reply.status)) commitEarly(tx)
      return answered
    },
    { signal, isDurable: binding !== 'never' },
  )
  try {
    const served = await Promise.race([told.promise, work])
    // What was told stands, also when it cannot be written down; that is for the log alone.
    work.catch((error: unknown) => tellFailed(deps, request, genuine, progress, error))
    return served
  } catch (error) {
    const isUndone = joined?.isSpoiled === true || error instanceof RolledBackError
    if (!isUndone || signal.aborted) throw error
    return await serveApart(deps, attempt)
  }
}

async function calendarOf(tx: Transaction<Database>, deps: ServeDeps, { house, call }: Visit): Promise<Calendar> {
  const { company, version } = house
  if (company.calendar === 'builtin') return deps.calendar
  const isCached = isOptimised(company.optimisationShares ?? {}, 'calendar_cache', call.id)
  return await deps.calendars.of(tx, { ...company, version, isCached })
}

/** Each step in a transaction of its own: a calendar elsewhere is asked in between. */
async function serveApart(deps: ServeDeps, attempt: Attempt): Promise<Served> {
  const { request, genuine, progress, route, signal } = attempt
  const { companyId } = route
  const isDurable = false
  const read = await deps.database.inCompany(companyId, (tx) => readVisit(tx, deps, genuine.toolCall, route), {
    signal,
    isDurable,
  })
  if (read === undefined) return notConfigured(genuine.called)
  const { visit } = read
  progress.visit = visit
  const reply = await runTool(deps, genuine, visit, signal)
  progress.reply = reply
  await deps.database.inCompany(
    companyId,
    async (tx) => recordWithCommit(tx, deps, stepOf(request, genuine, { ...progress, visit, reply }), read),
    { isDurable },
  )
  return { kind: 'answered', reply, visit }
}

/** Writes down the step, and keeps alive what the call holds: it is still talking. */
function recordWithCommit(
  tx: Transaction<Database>,
  deps: ServeDeps,
  step: Step,
  { isFirst }: { isFirst: boolean },
): void {
  withCommit(recordStep(tx, deps, step))
  if (!isFirst) withCommit(extendHold(tx, step.companyId, step.callId))
}

function notConfigured(called: CalledTool): Served {
  return { kind: 'answered', reply: completeReply(called.tool.name, sayNotConfigured('de')), visit: undefined }
}

async function runTool(deps: ServeDeps, genuine: Genuine, visit: Visit, signal: AbortSignal): Promise<Reply> {
  const { toolCall, called } = genuine
  const { company } = visit.house
  const now = genuine.now.toZonedDateTimeISO(company.zone)
  const speaking = {
    language: visit.call.language,
    house: visit.house,
    today: now.toPlainDate(),
    branchId: visit.call.branchId,
  }
  return await called.tool.run({ ...visit, deps, speaking, now, toolCall, signal }, called.implied)
}

type Done = { visit: Visit; reply: Reply; startedAtMs: number }

function stepOf(request: RequestMarks, { toolCall, called }: Genuine, { visit, reply, startedAtMs }: Done): Step {
  return {
    companyId: visit.call.companyId,
    callId: visit.call.id,
    tool: called.tool.name,
    toolCallId: toolCall.toolCallId,
    arguments: toolCall.args,
    status: reply.status,
    reply,
    queryCount: request.queries.count,
    durationMs: performance.now() - startedAtMs,
  }
}

/** What is left of a tool's time when it was answered with a fault at the very last. */
const RECORD_WITHIN_MS = 250

/** A fault that cannot be written down either has been logged already. The caller does not wait for a database that is silent. */
async function recordFault(deps: ServeDeps, request: RequestMarks, genuine: Genuine, done: Done): Promise<void> {
  const step = stepOf(request, genuine, done)
  const recording = deps.database.inCompany(step.companyId, (tx) => recordStep(tx, deps, step))
  try {
    await orAbort(recording, AbortSignal.timeout(RECORD_WITHIN_MS))
  } catch (error) {
    tellFailed(deps, request, genuine, done, error)
  }
}

/** What a log may say of a visit. */
export function idsOf(visit: Visit | undefined): { companyId?: string; callId?: string } {
  return visit === undefined ? {} : { companyId: visit.call.companyId, callId: visit.call.id }
}
