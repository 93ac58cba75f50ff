import type { Transaction } from 'kysely'

import type { Visit } from '../appointments/visit.ts'
import { recordStep } from '../calls/record-step.ts'
import type { QueryTally } from '../infra/db/query-tally.ts'
import type { Database } from '../infra/db/tables.ts'
import { sayFault, sayNotConfigured } from './answers/fault.ts'
import { withinDeadline } from './deadline.ts'
import type { RetellDeps } from './deps.ts'
import type { ToolCall } from './envelope.ts'
import { completeReply, type Reply } from './reply.ts'
import type { CalledTool } from './tools/registry.ts'
import { readVisit, whoseCall } from './whose-call.ts'

/** A tool call that is who it says it is, and the tool it means. */
export type Genuine = { toolCall: ToolCall; called: CalledTool; workspaceId: string; now: Temporal.Instant }

export type Served =
  | { kind: 'answered'; reply: Reply; visit: Visit | undefined }
  /** The call is another workspace's. */
  | { kind: 'refused'; companyId: string }

/** What of the request is recorded with the step. */
type RequestMarks = { readonly requestId: string; readonly queries: QueryTally }

type ServeDeps = Omit<RetellDeps, 'tallyOf'>

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
    deps.events.toolFailed({ requestId: request.requestId, tool: tool.name, ...idsOf(visit) }, error)
    if (progress.reply !== undefined) return { kind: 'answered', reply: progress.reply, visit }
    const reply = completeReply(tool.name, sayFault(visit?.call.language ?? 'de'))
    if (visit !== undefined) await recordFault(deps, request, genuine, { ...progress, visit, reply })
    return { kind: 'answered', reply, visit }
  }
}

async function serve(
  deps: ServeDeps,
  request: RequestMarks,
  genuine: Genuine,
  progress: Progress,
  signal: AbortSignal,
): Promise<Served> {
  const { toolCall, called, workspaceId } = genuine
  const whose = await whoseCall(deps, toolCall, workspaceId)
  if (whose.kind === 'refused') return whose
  if (whose.kind === 'not_configured') return notConfigured(called)
  const { route } = whose
  const record = (tx: Transaction<Database>, visit: Visit, reply: Reply) =>
    recordStep(tx, deps, stepOf(request, genuine, { ...progress, visit, reply }))

  if (called.tool.isPure) {
    // Nothing of it waits for anybody, so one transaction holds all of it.
    return await deps.database.inCompany(route.companyId, async (tx) => {
      const visit = await readVisit(tx, deps, toolCall, route)
      if (visit === undefined) return notConfigured(called)
      progress.visit = visit
      progress.reply = await runTool(deps, genuine, visit, signal)
      await record(tx, visit, progress.reply)
      return { kind: 'answered', reply: progress.reply, visit }
    })
  }
  const visit = await deps.database.inCompany(route.companyId, (tx) => readVisit(tx, deps, toolCall, route), { signal })
  if (visit === undefined) return notConfigured(called)
  progress.visit = visit
  const reply = await runTool(deps, genuine, visit, signal)
  progress.reply = reply
  await deps.database.inCompany(route.companyId, (tx) => record(tx, visit, reply))
  return { kind: 'answered', reply, visit }
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

function stepOf(request: RequestMarks, { toolCall, called }: Genuine, { visit, reply, startedAtMs }: Done) {
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

/** A fault that cannot be written down either has been logged already. */
async function recordFault(deps: ServeDeps, request: RequestMarks, genuine: Genuine, done: Done): Promise<void> {
  const step = stepOf(request, genuine, done)
  try {
    await deps.database.inCompany(step.companyId, (tx) => recordStep(tx, deps, step))
  } catch (error) {
    deps.events.toolFailed({ requestId: request.requestId, tool: step.tool, ...idsOf(done.visit) }, error)
  }
}

/** What a log may say of a visit. */
export function idsOf(visit: Visit | undefined): { companyId?: string; callId?: string } {
  return visit === undefined ? {} : { companyId: visit.call.companyId, callId: visit.call.id }
}
