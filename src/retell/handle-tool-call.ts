import type { FastifyRequest } from 'fastify'

import type { Visit } from '../appointments/visit.ts'
import { recordStep } from '../calls/record-step.ts'
import type { QueryTally } from '../infra/db/query-tally.ts'
import { sayFault, sayNotConfigured } from './answers/fault.ts'
import { withinDeadline } from './deadline.ts'
import type { RetellDeps } from './deps.ts'
import { readEnvelope, type ToolCall } from './envelope.ts'
import { completeReply, type Reply } from './reply.ts'
import { type SigningKey, verifySignature } from './signature.ts'
import { type CalledTool, findTool } from './tools/registry.ts'
import { whoseCall } from './whose-call.ts'

/** A request to a tool, as it came in. */
export type ToolRequest = {
  readonly requestId: string
  readonly rawBody: Buffer
  /** The signature header. */
  readonly signature: string | undefined
  /** The tool the address stands for; undefined where the body names it. */
  readonly called: CalledTool | undefined
  readonly queries: QueryTally
}

/** What it is answered with. `refusal` is for those who set up agents; callers never hear it. */
export type ToolResponse =
  | { statusCode: 200; reply: Reply }
  /** Without a word: whoever signs wrongly is told nothing. */
  | { statusCode: 401 }
  | { statusCode: 400 | 404 | 422; refusal: { error: string; message: string } }

/** The deps of a tool call, and the keys it may be signed with. */
export type ToolCallDeps = Omit<RetellDeps, 'tallyOf'> & { signingKeys(): Promise<readonly SigningKey[]> }

/**
 * One flow for every tool: genuine → read → whose call → the tool → recorded. What is the caller's business is answered
 * with 200 and a sentence, a fault of ours too.
 *
 * @throws only when the keys cannot be read: then nobody can be believed.
 */
export async function handleToolCall(deps: ToolCallDeps, request: ToolRequest): Promise<ToolResponse> {
  const now = deps.clock.now()
  const key = verifySignature(request.rawBody, request.signature, await deps.signingKeys(), now)
  if (key === undefined) return { statusCode: 401 }
  const envelope = readEnvelope(request.rawBody)
  if (envelope.kind !== 'tool_call') return refuse(envelope.kind)
  const { toolCall } = envelope
  const called = calledTool(request.called, toolCall.name)
  if (called === undefined) return refuse('unknown_tool')
  return await answer(deps, request, { toolCall, called, workspaceId: key.workspaceId, now })
}

/** The address says which tool; its name in the agent may still say how it is meant. */
function calledTool(byAddress: CalledTool | undefined, name: string): CalledTool | undefined {
  const byName = findTool(name)
  if (byAddress === undefined) return byName
  return byName?.tool === byAddress.tool ? byName : byAddress
}

type Genuine = { toolCall: ToolCall; called: CalledTool; workspaceId: string; now: Temporal.Instant }

async function answer(deps: ToolCallDeps, request: ToolRequest, genuine: Genuine): Promise<ToolResponse> {
  const { tool } = genuine.called
  const startedAtMs = performance.now()
  let visit: Visit | undefined
  let reply: Reply
  try {
    const whose = await whoseCall(deps, genuine.toolCall, genuine.workspaceId)
    if (whose.kind === 'refused') {
      deps.events.alert('foreign_workspace', { requestId: request.requestId, companyId: whose.companyId })
      return { statusCode: 401 }
    }
    if (whose.kind === 'known') visit = whose.visit
    reply =
      whose.kind === 'known'
        ? await runTool(deps, genuine, whose.visit)
        : completeReply(tool.name, sayNotConfigured('de'))
  } catch (error) {
    deps.events.toolFailed({ requestId: request.requestId, tool: tool.name, ...idsOf(visit) }, error)
    reply = completeReply(tool.name, sayFault(visit?.call.language ?? 'de'))
  }
  const durationMs = performance.now() - startedAtMs
  if (visit !== undefined) await record(deps, request, genuine, visit, { reply, durationMs })
  const { requestId, queries } = request
  deps.events.toolAnswered({ requestId, tool: tool.name, status: reply.status, durationMs, queries, ...idsOf(visit) })
  return { statusCode: 200, reply }
}

async function runTool(deps: ToolCallDeps, genuine: Genuine, visit: Visit): Promise<Reply> {
  const { toolCall, called } = genuine
  const { company } = visit.house
  const now = genuine.now.toZonedDateTimeISO(company.zone)
  const speaking = {
    language: visit.call.language,
    house: visit.house,
    today: now.toPlainDate(),
    branchId: visit.call.branchId,
  }
  return await withinDeadline(called.tool.deadlineMs, (signal) =>
    called.tool.run({ ...visit, deps, speaking, now, toolCall, signal }, called.implied),
  )
}

/** A step that cannot be written down is a fault of ours, and none of the caller's. */
async function record(
  deps: ToolCallDeps,
  request: ToolRequest,
  { toolCall, called }: Genuine,
  visit: Visit,
  { reply, durationMs }: { reply: Reply; durationMs: number },
): Promise<void> {
  const step = {
    companyId: visit.call.companyId,
    callId: visit.call.id,
    tool: called.tool.name,
    toolCallId: toolCall.toolCallId,
    arguments: toolCall.args,
    status: reply.status,
    reply,
    queryCount: request.queries.count,
    durationMs,
  }
  try {
    await deps.database.inCompany(step.companyId, (tx) => recordStep(tx, deps, step))
  } catch (error) {
    deps.events.toolFailed({ requestId: request.requestId, tool: step.tool, ...idsOf(visit) }, error)
  }
}

function idsOf(visit: Visit | undefined): { companyId?: string; callId?: string } {
  return visit === undefined ? {} : { companyId: visit.call.companyId, callId: visit.call.id }
}

function refuse(why: 'not_json' | 'no_call' | 'args_only' | 'unknown_tool'): ToolResponse {
  switch (why) {
    case 'not_json':
      return refusal(400, why, 'The body is not a JSON object.')
    case 'no_call':
      return refusal(400, why, 'The body names no call: call.call_id is missing.')
    case 'args_only':
      return refusal(
        422,
        why,
        'The body holds the arguments alone, so nobody can tell which call they belong to. In the tool of your agent switch off "Payload: args only" (args_at_root).',
      )
    case 'unknown_tool':
      return refusal(404, why, 'There is no tool of this name.')
  }
}

function refusal(statusCode: 400 | 404 | 422, error: string, message: string): ToolResponse {
  return { statusCode, refusal: { error, message } }
}

/** The header the voice platform signs in. */
export function signatureOf(request: FastifyRequest): string | undefined {
  const header = request.headers['x-retell-signature']
  return typeof header === 'string' ? header : undefined
}
