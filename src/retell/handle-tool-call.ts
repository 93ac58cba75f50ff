import type { FastifyRequest } from 'fastify'

import type { QueryTally } from '../infra/db/query-tally.ts'
import { readEnvelope } from './envelope.ts'
import type { Reply } from './reply.ts'
import { type Genuine, idsOf, type ServeDeps, serveTool } from './serve-tool.ts'
import { type SigningKey, verifySignature } from './signature.ts'
import { type CalledTool, findTool } from './tools/registry.ts'

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
export type ToolCallDeps = ServeDeps & { signingKeys(): Promise<readonly SigningKey[]> }

/**
 * One flow for every tool: genuine → read → whose call → the tool → recorded. What is the caller's business is answered
 * with 200 and a sentence, a fault of ours too.
 *
 * @throws only when the keys could not be read even once: then nobody can be believed.
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

async function answer(deps: ToolCallDeps, request: ToolRequest, genuine: Genuine): Promise<ToolResponse> {
  const { tool } = genuine.called
  const { requestId, queries } = request
  const startedAtMs = performance.now()
  const served = await serveTool(deps, request, genuine)
  if (served.kind === 'refused') {
    deps.events.alert('foreign_workspace', { requestId, companyId: served.companyId })
    return { statusCode: 401 }
  }
  const { reply, visit } = served
  const durationMs = performance.now() - startedAtMs
  deps.events.toolAnswered({ requestId, tool: tool.name, status: reply.status, durationMs, queries, ...idsOf(visit) })
  return { statusCode: 200, reply }
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
