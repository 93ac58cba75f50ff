import { setTimeout as wait } from 'node:timers/promises'

import { request } from 'undici'
import { z } from 'zod'

import type { Agent, Flow } from '../flow-types.ts'
import type { Raw } from '../read-flow.ts'

/** Which flow an agent speaks by. */
export type ResponseEngine = { type: 'conversation-flow'; conversation_flow_id: string; version: number }

/** What a phone number is bound to. */
export type NumberBinding = {
  inbound_agents: { agent_id: string; agent_version: number; weight: number }[]
  inbound_webhook_url: string
}

/** The voice platform's interface, as far as agents are deployed with it. Every call throws RetellApiError. */
export type RetellApi = {
  createFlow(flow: Flow | Raw): Promise<{ id: string; version: number }>
  updateFlow(id: string, version: number, flow: Flow | Raw): Promise<{ version: number }>
  /** Undefined when there is none. */
  getFlow(id: string, version: number): Promise<Raw | undefined>
  createAgent(agent: (Agent | Raw) & { response_engine: ResponseEngine }): Promise<{ id: string; version: number }>
  updateAgent(
    id: string,
    version: number,
    agent: (Agent | Raw) & { response_engine: ResponseEngine },
  ): Promise<{ version: number }>
  getAgent(id: string, version: number): Promise<Raw | undefined>
  /** A draft like a version there is; it has a draft of the flow of its own. */
  createAgentVersion(id: string, baseVersion: number): Promise<{ version: number; flowVersion: number | undefined }>
  publishAgent(id: string, version: number): Promise<void>
  getNumber(number: string): Promise<Raw | undefined>
  bindNumber(number: string, binding: NumberBinding): Promise<void>
  hasVoice(id: string): Promise<boolean>
}

/** The platform did not do what it was asked to; the message says why, for whoever deploys. */
export class RetellApiError extends Error {
  override readonly name = 'RetellApiError'
  /** Null when there was no answer. */
  readonly status: number | null
  constructor(message: string, status: number | null) {
    super(message)
    this.status = status
  }
}

/** Flows are half a megabyte at most; the platform takes its time with them. */
const TIMEOUT_MS = 30_000
const MOST_BYTES = 16 * 1024 * 1024
/** Reads and refusals for asking too often are tried again; a write whose fate is unknown is not. */
const ATTEMPTS = 3
const PAUSE_MS = 1_000
const TOO_MANY_REQUESTS = 429
const NOT_FOUND = 404

const flowAnswer = z.looseObject({ conversation_flow_id: z.string().min(1), version: z.number().int() })
const agentAnswer = z.looseObject({
  agent_id: z.string().min(1),
  version: z.number().int(),
  response_engine: z.looseObject({ version: z.number().int().nullish() }).optional(),
})
const anyObject = z.looseObject({})

type Call = { method: 'GET' | 'POST' | 'PATCH'; path: string; body?: object }

/** The way to one workspace. Every request has a deadline; reads are tried three times. */
export function createRetellApi({ baseUrl, apiKey }: { baseUrl: string; apiKey: string }): RetellApi {
  const ask = async <Answer>(call: Call, shape: z.ZodType<Answer>): Promise<Answer> => {
    const answer = await send(baseUrl, apiKey, call)
    const read = shape.safeParse(answer)
    if (read.success) return read.data
    throw new RetellApiError(`Retell answers ${nameOf(call)} with something nobody can read`, null)
  }
  const find = async (path: string): Promise<Raw | undefined> => {
    try {
      return await ask({ method: 'GET', path }, anyObject)
    } catch (error) {
      if (error instanceof RetellApiError && error.status === NOT_FOUND) return undefined
      throw error
    }
  }
  const part = encodeURIComponent
  return {
    async createFlow(flow) {
      const made = await ask({ method: 'POST', path: '/create-conversation-flow', body: flow }, flowAnswer)
      return { id: made.conversation_flow_id, version: made.version }
    },
    async updateFlow(id, version, flow) {
      const path = `/update-conversation-flow/${part(id)}?version=${version}`
      return { version: (await ask({ method: 'PATCH', path, body: flow }, flowAnswer)).version }
    },
    getFlow: (id, version) => find(`/get-conversation-flow/${part(id)}?version=${version}`),
    async createAgent(agent) {
      const made = await ask({ method: 'POST', path: '/create-agent', body: agent }, agentAnswer)
      return { id: made.agent_id, version: made.version }
    },
    async updateAgent(id, version, agent) {
      const path = `/update-agent/${part(id)}?version=${version}`
      return { version: (await ask({ method: 'PATCH', path, body: agent }, agentAnswer)).version }
    },
    getAgent: (id, version) => find(`/get-agent/${part(id)}?version=${version}`),
    async createAgentVersion(id, baseVersion) {
      const path = `/create-agent-version/${part(id)}`
      const draft = await ask({ method: 'POST', path, body: { base_version: baseVersion } }, agentAnswer)
      return { version: draft.version, flowVersion: draft.response_engine?.version ?? undefined }
    },
    async publishAgent(id, version) {
      await ask({ method: 'POST', path: `/publish-agent-version/${part(id)}`, body: { version } }, z.unknown())
    },
    getNumber: (number) => find(`/get-phone-number/${part(number)}`),
    async bindNumber(number, binding) {
      await ask({ method: 'PATCH', path: `/update-phone-number/${part(number)}`, body: binding }, anyObject)
    },
    hasVoice: async (id) => (await find(`/get-voice/${part(id)}`)) !== undefined,
  }
}

async function send(baseUrl: string, apiKey: string, call: Call): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    const failure = await exchange(baseUrl, apiKey, call)
    if (!(failure instanceof RetellApiError)) return failure.answer
    const { status } = failure
    const isWorthIt = status === TOO_MANY_REQUESTS || (call.method === 'GET' && (status === null || status >= 500))
    if (!isWorthIt || attempt === ATTEMPTS) throw failure
    await wait(PAUSE_MS * attempt)
  }
}

/** One request; what goes wrong comes back as an error. */
async function exchange(baseUrl: string, apiKey: string, call: Call): Promise<{ answer: unknown } | RetellApiError> {
  try {
    const response = await request(`${baseUrl.replace(/\/+$/, '')}${call.path}`, {
      method: call.method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', accept: 'application/json' },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const text = await readText(response.body)
    if (response.statusCode >= 200 && response.statusCode < 300) return { answer: parse(text) }
    return new RetellApiError(refusalOf(call, response.statusCode, text), response.statusCode)
  } catch (error) {
    if (error instanceof RetellApiError) return error
    return new RetellApiError(`Retell cannot be reached at ${new URL(baseUrl).host} (${codeOf(error)})`, null)
  }
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.length
    if (bytes > MOST_BYTES) throw new RetellApiError('Retell answers with more than anybody can read', null)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    return undefined
  }
}

const LONGEST_REASON = 300

function refusalOf(call: Call, status: number, text: string): string {
  if (status === 401) return 'Retell refuses the key: set RETELL_API_KEY to one of this workspace'
  const answer = z
    .looseObject({ message: z.string().optional(), error_message: z.string().optional() })
    .safeParse(parse(text))
  const reason = answer.data?.message ?? answer.data?.error_message ?? ''
  return `Retell refuses ${nameOf(call)} with ${status}${reason === '' ? '' : `: ${reason.slice(0, LONGEST_REASON)}`}`
}

/** "create-agent": what was asked, without ids. */
function nameOf({ path }: Call): string {
  return path.split('/')[1]?.split('?')[0] ?? path
}

function codeOf(error: unknown): string {
  if (error instanceof Error) return 'code' in error ? String(error.code) : error.name
  return 'unknown'
}
