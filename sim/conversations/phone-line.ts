import { setTimeout as sleep } from 'node:timers/promises'

import { signatureHeader } from '../caller/sign.ts'
import type { Random } from '../chaos/random.ts'

/** How a call reaches the gateway, and what its platform gets wrong. */
export type LineOptions = {
  baseUrl: string
  /** The key that signs. */
  key: string
  callId: string
  agentId: string
  /** 'anonymous' where the caller shows none; null in a web call, which has no numbers at all. */
  fromNumber: string | null
  toNumber: string | null
  /** What of the transcript is sent: all; without the caller's last words; or nothing. */
  transcript: 'whole' | 'late' | 'none'
  /** Draws ids and which address a tool is called at; nothing that a caller does. */
  random: Random
}

/** What a tool answered. */
export type Reply = {
  statusCode: number
  status: string
  say: string
  /** The whole body as JSON; empty when it is none. */
  data: Readonly<Record<string, unknown>>
  text: string
}

type Spoken = {
  role: 'agent' | 'user'
  content: string
  words: readonly { word: string; start: number; end: number }[]
}
type Entry =
  | Spoken
  | { role: 'tool_call_invocation'; tool_call_id: string; name: string; arguments: string; time_sec: number }
  | { role: 'tool_call_result'; tool_call_id: string; content: string; successful: boolean; time_sec: number }
  | { role: 'node_transition'; former_node_name: string; new_node_name: string }

/** One tool call, to be delivered as often as a platform does: the same body each time, signed anew. */
export type Delivery = { send(): Promise<Reply>; settle(reply: Reply): void }

/** A call as the voice platform sees it. */
export type PhoneLine = {
  says(who: 'agent' | 'user', text: string): void
  call(tool: string, args: Readonly<Record<string, unknown>>): Delivery
}

const SECONDS_PER_CHARACTER = 1 / 15
/** Longer than any tool may take. */
const TIMEOUT_MS = 20_000

/** Statuses that ask whether something is to be done. */
const QUESTIONS = new Set(['needs_confirmation', 'which'])

/** A question is read out, heard and answered; here, where nobody needs time to speak, it takes none. */
const SOONEST_ANSWER_MS = 3_200

export function openLine(options: LineOptions): PhoneLine {
  const { random } = options
  const entries: Entry[] = []
  /** When which request was answered last: nobody answers a question before it was asked. */
  const answeredAtMs = new Map<string, number>()
  /** When the last question was put that nobody has answered yet. */
  let askedAtMs: number | undefined
  /** When what the caller has answered can be passed on. */
  let answerAtMs = 0
  let seconds = 0
  return {
    says(role, content) {
      const words = content.split(' ').map((word) => {
        const start = seconds
        seconds += word.length * SECONDS_PER_CHARACTER
        return { word: `${word} `, start, end: seconds }
      })
      entries.push({ role, content, words })
      if (role !== 'user' || askedAtMs === undefined) return
      answerAtMs = askedAtMs + SOONEST_ANSWER_MS
      askedAtMs = undefined
    },
    call(tool, args) {
      const id = `tool_call_${random.whole(0, 0xffffff).toString(16)}`
      if (random.chance(0.2)) entries.push({ role: 'node_transition', former_node_name: 'talk', new_node_name: tool })
      entries.push({
        role: 'tool_call_invocation',
        tool_call_id: id,
        name: tool,
        arguments: JSON.stringify(args),
        time_sec: seconds,
      })
      const path = addressOf(tool, random)
      // Without a transcript it is the time alone that tells an answer in the same words from a request that is delivered again.
      const request = options.transcript === 'none' ? wordsOf(tool, args) : id
      const earliestMs = Math.max(answerAtMs, (answeredAtMs.get(request) ?? -SOONEST_ANSWER_MS) + SOONEST_ANSWER_MS)
      const body = JSON.stringify({ name: tool, args, call: describeCall(options, entries) })
      return {
        async send() {
          await sleep(Math.max(0, earliestMs - performance.now()))
          return await deliver(options, path, body)
        },
        settle(reply) {
          answeredAtMs.set(request, performance.now())
          // What the caller says is in the transcript where there is a whole one: then nothing depends on the time.
          if (options.transcript !== 'whole' && QUESTIONS.has(reply.status)) askedAtMs = performance.now()
          const successful = reply.statusCode >= 200 && reply.statusCode < 300
          entries.push({
            role: 'tool_call_result',
            tool_call_id: id,
            content: reply.text,
            successful,
            time_sec: seconds,
          })
        },
      }
    },
  }
}

/** Arguments that say nothing of what is asked for: made up, or only that it is asked for. */
const UNREAD = new Set([
  'call_id',
  'execution_message',
  'staff_id',
  'timezone',
  'company_id',
  'customer_id',
  'confirm',
  'bestaetigung',
])

/** The same for requests in the same words, whatever their arguments are called and whatever was made up besides. */
function wordsOf(tool: string, args: Readonly<Record<string, unknown>>): string {
  const told = Object.entries(args).filter(([key, value]) => !UNREAD.has(key) && value !== null && value !== '')
  return JSON.stringify([tool, ...told.map(([, value]) => JSON.stringify(value)).toSorted()])
}

/** Agents are set up in one of two ways; those of the earlier generation have addresses of their own. */
function addressOf(tool: string, random: Random): string {
  if (random.chance(0.3)) return '/api/retell/tools'
  const [, name = tool] = /^(.*)_v17$/.exec(tool) ?? []
  const path = name.replaceAll('_', '-')
  return name === tool ? `/api/retell/${path}` : `/api/retell/v17/${path}`
}

function describeCall(options: LineOptions, entries: readonly Entry[]): object {
  const shown = options.transcript === 'late' ? withoutLastWords(entries) : entries
  const spoken = shown.filter((entry): entry is Spoken => entry.role === 'agent' || entry.role === 'user')
  const numbers =
    options.fromNumber === null
      ? { call_type: 'web_call', access_token: 'none' }
      : { call_type: 'phone_call', from_number: options.fromNumber, to_number: options.toNumber, direction: 'inbound' }
  const transcripts =
    options.transcript === 'none'
      ? {}
      : {
          transcript: spoken.map((one) => `${one.role === 'agent' ? 'Agent' : 'User'}: ${one.content}\n`).join(''),
          transcript_object: spoken,
          transcript_with_tool_calls: shown,
        }
  return {
    ...numbers,
    call_id: options.callId,
    agent_id: options.agentId,
    agent_version: 17,
    call_status: 'ongoing',
    metadata: {},
    retell_llm_dynamic_variables: {},
    data_storage_setting: 'everything',
    ...transcripts,
  }
}

/** What the caller said since the agent last spoke or a tool last answered has not been written down yet. */
function withoutLastWords(entries: readonly Entry[]): readonly Entry[] {
  const last = entries.findLastIndex((entry) => entry.role === 'agent' || entry.role === 'tool_call_result')
  return entries.filter((entry, index) => index <= last || entry.role !== 'user')
}

async function deliver(options: LineOptions, path: string, body: string): Promise<Reply> {
  const response = await fetch(new URL(path, options.baseUrl), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-retell-signature': signatureHeader(body, options.key, Date.now()),
    },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const text = await response.text()
  const data = readObject(text)
  return { statusCode: response.status, status: fieldOf(data, 'status'), say: fieldOf(data, 'say'), data, text }
}

function readObject(text: string): Reply['data'] {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}

/** A text field; '' when it is none. */
export function fieldOf(data: Readonly<Record<string, unknown>>, field: string): string {
  const value = data[field]
  return typeof value === 'string' ? value : ''
}

/** A list of things with fields. */
export function listOf(
  data: Readonly<Record<string, unknown>>,
  field: string,
): readonly Readonly<Record<string, unknown>>[] {
  const value = data[field]
  if (!Array.isArray(value)) return []
  return value.filter((one): one is Readonly<Record<string, unknown>> => typeof one === 'object' && one !== null)
}

/** A list of plain texts. */
export function textsOf(data: Readonly<Record<string, unknown>>, field: string): readonly string[] {
  const value = data[field]
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}
