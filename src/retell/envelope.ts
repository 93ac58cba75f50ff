import { z } from 'zod'

import { readCallToken } from './call-token.ts'
import { lastUserTurn, readTranscript, servedToolCallId, type Turn } from './transcript.ts'

/** A tool call as Retell sent it, normalised. Nothing in `args` is trusted; everything else is the platform's word. */
export type ToolCall = {
  /** The tool's name in the agent; '' when the body names none. */
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  /** Retell's id of the call; never taken from the arguments. */
  readonly callId: string
  readonly agentId: string | null
  readonly direction: 'inbound' | 'outbound' | 'web'
  /** As Retell sent them: E.164, "anonymous" or something else; null for web calls. */
  readonly fromNumber: string | null
  readonly toNumber: string | null
  /** What we wrote into the call's metadata when the phone rang, sealed. */
  readonly callToken: string | null
  readonly transcript: readonly Turn[]
  /** The invocation this request serves, when the transcript shows it. */
  readonly toolCallId: string | null
  readonly lastUserTurn: string
}

export type EnvelopeReading =
  | { kind: 'tool_call'; toolCall: ToolCall }
  | { kind: 'not_json' }
  | { kind: 'no_call' }
  /** The body is the arguments alone: the call they belong to cannot be told. */
  | { kind: 'args_only' }

/** An id is 30 to 60 characters; the column takes 120. */
const LONGEST_CALL_ID = 120
const CALL_ID = /^[!-~]+$/
const LONGEST_TEXT = 200
/** No tool takes more than a dozen; a model that sends more has lost its way. */
const MOST_ARGUMENTS = 50
/** Arguments are kept with the call; no tool reads more of one than a fifth of this. */
const LONGEST_ARGUMENT = 1_000
/** A list of times, each with a day and an hour in words, and more of them than a tool looks at. */
const LONGEST_STRUCTURE = 4_000

const anObject = z.record(z.string(), z.unknown())
const text = z.string().transform((value) => storable(value.trim(), LONGEST_TEXT))
const textOrNull = text.nullish().catch(null)
const callSchema = z.object({
  call_id: z.string().trim().max(LONGEST_CALL_ID).regex(CALL_ID),
  call_type: textOrNull,
  agent_id: textOrNull,
  direction: textOrNull,
  from_number: textOrNull,
  to_number: textOrNull,
  metadata: z.unknown().optional(),
  transcript_with_tool_calls: z.unknown().optional(),
})

/**
 * Reads the body of a custom function's request. Lenient: unknown fields are ignored, malformed ones count as missing,
 * long ones are cut; only a call id is required.
 */
export function readEnvelope(rawBody: Buffer): EnvelopeReading {
  const body = anObject.safeParse(parseJson(rawBody))
  if (!body.success) return { kind: 'not_json' }
  if (!Object.hasOwn(body.data, 'call') && !Object.hasOwn(body.data, 'args')) return { kind: 'args_only' }
  const call = callSchema.safeParse(body.data.call)
  if (!call.success) return { kind: 'no_call' }
  const name = text.catch('').parse(body.data.name)
  const transcript = readTranscript(call.data.transcript_with_tool_calls)
  return {
    kind: 'tool_call',
    toolCall: {
      name,
      args: ownArguments(body.data.args),
      callId: call.data.call_id,
      agentId: presentOrNull(call.data.agent_id),
      direction: directionOf(call.data.call_type, call.data.direction),
      fromNumber: presentOrNull(call.data.from_number),
      toNumber: presentOrNull(call.data.to_number),
      callToken: readCallToken(call.data.metadata),
      transcript,
      toolCallId: servedToolCallId(transcript, name),
      lastUserTurn: lastUserTurn(transcript),
    },
  }
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

/** The arguments without a prototype: whatever a key is called, it is a key and nothing more. */
function ownArguments(args: unknown): Readonly<Record<string, unknown>> {
  const own: Record<string, unknown> = Object.create(null)
  const read = anObject.safeParse(args)
  if (!read.success) return own
  for (const [key, value] of Object.entries(read.data).slice(0, MOST_ARGUMENTS)) {
    if (key !== '__proto__') own[storable(key, LONGEST_TEXT)] = storableValue(value)
  }
  return own
}

/** A model may send whole structures; those that are long are nobody's arguments. */
function storableValue(value: unknown): unknown {
  if (typeof value === 'string') return storable(value, LONGEST_ARGUMENT)
  if (typeof value !== 'object' || value === null) return value
  const written = JSON.stringify(value).replaceAll('\\u0000', '')
  return written.length <= LONGEST_STRUCTURE ? storable(written, LONGEST_STRUCTURE) : null
}

/** Text a database can keep: no zero characters, and no halves of characters, as cutting may leave one. */
function storable(value: string, longest: number): string {
  return value.replaceAll('\0', '').slice(0, longest).toWellFormed()
}

function presentOrNull(value: string | null | undefined): string | null {
  return value === undefined || value === '' ? null : value
}

function directionOf(callType: string | null | undefined, direction: string | null | undefined): ToolCall['direction'] {
  if (callType === 'web_call') return 'web'
  return direction === 'outbound' ? 'outbound' : 'inbound'
}
