import { request } from 'undici'

import { signatureHeader } from './sign.ts'

/** One entry of a call's transcript, as Retell writes it. */
export type TranscriptEntry =
  | SpokenEntry
  | { role: 'tool_call_invocation'; tool_call_id: string; name: string; arguments: string; time_sec: number }
  | { role: 'tool_call_result'; tool_call_id: string; content: string; successful: boolean; time_sec: number }
  | {
      role: 'node_transition'
      former_node_id: string
      former_node_name: string
      new_node_id: string
      new_node_name: string
    }

type SpokenEntry = { role: 'agent' | 'user'; content: string; words: readonly TimedWord[] }
export type TimedWord = { word: string; start: number; end: number }

/** What a tool answered, and what the way there and back took. */
export type ToolAnswer = {
  statusCode: number
  /** The body as JSON; null when it is none. */
  reply: Readonly<Record<string, unknown>> | null
  text: string
  milliseconds: number
}

export type CallOptions = {
  /** Where the gateway is, e.g. `http://127.0.0.1:3000`. */
  baseUrl: string
  /** The key that signs. */
  key: string
  agentId: string
  /** Both null in a web call. */
  fromNumber: string | null
  toNumber: string | null
  direction?: 'inbound' | 'outbound'
  callId?: string
  metadata?: Readonly<Record<string, unknown>>
  /** The variables of the call as they stand; none unless given. */
  dynamicVariables?: () => Readonly<Record<string, string>>
  /** Epoch milliseconds of the signature; the machine's clock unless given. */
  now?: () => number
}

/** A call as the voice platform sees it: people speak, tools are called, and the transcript grows. */
export type PhoneCall = {
  readonly callId: string
  agentSays(text: string): void
  callerSays(text: string): void
  /** The flow goes from one node to another. */
  moves(from: NodeName, to: NodeName): void
  /** The call is so many seconds old now; it never grows younger. */
  waitsUntil(seconds: number): void
  /**
   * Calls a tool at its own address, or at `path`; throws when there is no answer in time. `repeatTool` delivers the last
   * invocation once more, as a retry does: the same body, signed anew.
   */
  callTool(
    name: string,
    args: Readonly<Record<string, unknown>>,
    options?: { path?: string; timeoutMs?: number },
  ): Promise<ToolAnswer>
  repeatTool(): Promise<ToolAnswer>
  transcript(): readonly TranscriptEntry[]
  /** The call as it stands, as the platform tells it. */
  describe(): Readonly<Record<string, unknown>>
}

type NodeName = { id: string; name: string }

/** Longer than any tool may take. */
const TIMEOUT_MS = 15_000
const SECONDS_PER_CHARACTER = 1 / 15

export function startCall(options: CallOptions): PhoneCall {
  const now = options.now ?? Date.now
  const callId = options.callId ?? `call_${crypto.randomUUID().replaceAll('-', '')}`
  const entries: TranscriptEntry[] = []
  let seconds = 0
  let last: ToolRequest | undefined

  const say = (role: 'agent' | 'user', content: string) => {
    const words = content.split(' ').map((word) => {
      const start = seconds
      seconds += word.length * SECONDS_PER_CHARACTER
      return { word: `${word} `, start, end: seconds }
    })
    entries.push({ role, content, words })
  }
  const post = async (request: ToolRequest): Promise<ToolAnswer> => {
    last = request
    const answer = await deliver(options, request, now())
    const successful = answer.statusCode >= 200 && answer.statusCode < 300
    const result = { role: 'tool_call_result', tool_call_id: request.id, content: answer.text, successful } as const
    const known = entries.findIndex((entry) => entry.role === result.role && entry.tool_call_id === request.id)
    // Deliveries of one request have one result: the first good one there was.
    if (known < 0) entries.push({ ...result, time_sec: seconds })
    else if (successful && entries[known]?.role === result.role && !entries[known].successful)
      entries[known] = { ...entries[known], ...result }
    return answer
  }
  const describe = () => describeCall(options, callId, entries)
  return {
    callId,
    agentSays: (text) => say('agent', text),
    callerSays: (text) => say('user', text),
    moves: (from, to) => {
      const names = { former_node_id: from.id, former_node_name: from.name, new_node_id: to.id, new_node_name: to.name }
      entries.push({ role: 'node_transition', ...names })
    },
    waitsUntil: (later) => {
      seconds = Math.max(seconds, later)
    },
    transcript: () => entries,
    describe,
    repeatTool: async () => {
      if (last === undefined) throw new Error('No tool was called yet')
      return await post(last)
    },
    callTool: async (name, args, { path = pathOf(name), timeoutMs = TIMEOUT_MS } = {}) => {
      const id = `tool_call_${crypto.randomUUID().slice(0, 8)}`
      const invocation = { tool_call_id: id, name, arguments: JSON.stringify(args), time_sec: seconds }
      entries.push({ role: 'tool_call_invocation', ...invocation })
      const body = JSON.stringify({ name, args, call: describe() })
      return await post({ id, path, body, timeoutMs })
    },
  }
}

type ToolRequest = { id: string; path: string; body: string; timeoutMs: number }

/** Where a tool is served alone. */
function pathOf(tool: string): string {
  return `/api/retell/${tool.replaceAll('_', '-')}`
}

/** The call as it stands in the body of a custom function. */
function describeCall(
  options: CallOptions,
  callId: string,
  entries: readonly TranscriptEntry[],
): Readonly<Record<string, unknown>> {
  const spoken = entries.filter((entry): entry is SpokenEntry => entry.role === 'agent' || entry.role === 'user')
  const line =
    options.fromNumber === null
      ? { call_type: 'web_call', access_token: 'none' }
      : {
          call_type: 'phone_call',
          from_number: options.fromNumber,
          to_number: options.toNumber,
          direction: options.direction ?? 'inbound',
        }
  return {
    ...line,
    call_id: callId,
    agent_id: options.agentId,
    agent_version: 1,
    call_status: 'ongoing',
    metadata: options.metadata ?? {},
    retell_llm_dynamic_variables: options.dynamicVariables?.() ?? {},
    data_storage_setting: 'everything',
    transcript: spoken.map((entry) => `${entry.role === 'agent' ? 'Agent' : 'User'}: ${entry.content}\n`).join(''),
    transcript_object: spoken,
    transcript_with_tool_calls: entries,
  }
}

async function deliver(
  options: CallOptions,
  { path, body, timeoutMs }: ToolRequest,
  nowMs: number,
): Promise<ToolAnswer> {
  const startedAtMs = performance.now()
  // Half the work of `fetch`, which whoever is measured on the same cores would have to pay for.
  const response = await request(new URL(path, options.baseUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-retell-signature': signatureHeader(body, options.key, nowMs) },
    body,
    signal: AbortSignal.timeout(timeoutMs),
  })
  const text = await response.body.text()
  const milliseconds = performance.now() - startedAtMs
  return { statusCode: response.statusCode, reply: readObject(text), text, milliseconds }
}

function readObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}
