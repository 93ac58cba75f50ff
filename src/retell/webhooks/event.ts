import { createHash } from 'node:crypto'

import { z } from 'zod'

import type { CallContents } from '../../calls/contents.ts'
import type { Sentiment, Told, ToldKind, TransferStep } from '../../calls/story.ts'
import { readCallToken } from '../call-token.ts'
import type { CallLine } from '../whose-call.ts'
import { storableJson, storableText } from './storable.ts'
import { readTranscriptEntries } from './transcript-entries.ts'

/** An event of the voice platform: what it tells of which call, in our words, and what of it is kept. */
export type RetellEvent = {
  /** Their name for it; '' when there is none. Names not known yet are as good as others. */
  readonly name: string
  /** Tells it from every other: events carry no id of their own. */
  readonly identity: string
  /** Which call, between whom; its `callId` is null when the event is about none. */
  readonly line: CallLine
  readonly told: Omit<Told, 'receivedAt'>
  readonly contents: CallContents
  /** The number first dialled, as the line wrote it; null when the call was not forwarded, or the line does not say. */
  readonly diversion: string | null
  /** What is stored: the fields read here, under their own names; `readPayload` reads them again. */
  readonly payload: object
}

const LONGEST_NAME = 80
const LONGEST_ID = 120
const ID = /^[!-~]+$/
const LONGEST_TEXT = 200
const LONGEST_SUMMARY = 4_000
/** More than any analysis a house asks for. */
const LONGEST_ANALYSIS = 16_000
/** What an event tells besides its call; more of it is nothing we know. */
const LONGEST_REST = 16_000
/** Earlier than any call there was, and later than any there will be: such times are mistakes. */
const EARLIEST_MS = 1_577_836_800_000
const LATEST_MS = 4_102_444_800_000
/** A week: the platform ends calls after two hours. */
const LONGEST_CALL_MS = 604_800_000
/** Ten thousand dollars: such a price is a mistake. */
const MOST_CENTS = 1_000_000

const text = z
  .string()
  .transform((value) => storableText(value.trim(), LONGEST_TEXT))
  .nullish()
  .catch(null)
const id = z.string().trim().max(LONGEST_ID).regex(ID).nullish().catch(null)
const timestamp = z.number().int().min(EARLIEST_MS).max(LATEST_MS).nullish().catch(null)
const anObject = z.record(z.string(), z.unknown())
const within = (most: number) => z.number().min(0).max(most).nullish().catch(null)
const flag = z.boolean().nullish().catch(null)

const analysisSchema = z.object({
  call_summary: z
    .string()
    .transform((value) => storableText(value, LONGEST_SUMMARY))
    .nullish()
    .catch(null),
  user_sentiment: text,
  call_successful: flag,
  in_voicemail: flag,
  custom_analysis_data: anObject.nullish().catch(null),
})
const callSchema = z.object({
  call_id: id,
  call_type: text,
  agent_id: text,
  direction: text,
  from_number: text,
  to_number: text,
  start_timestamp: timestamp,
  end_timestamp: timestamp,
  duration_ms: within(LONGEST_CALL_MS),
  disconnection_reason: text,
  call_cost: z
    .object({ combined_cost: within(MOST_CENTS), total_duration_seconds: within(LONGEST_CALL_MS) })
    .nullish()
    .catch(null),
  call_analysis: analysisSchema.nullish().catch(null),
  transcript_with_tool_calls: z.unknown().optional(),
  transcript_object: z.unknown().optional(),
  metadata: z.unknown().optional(),
  custom_sip_headers: anObject.nullish().catch(null),
})
type CallFields = z.infer<typeof callSchema>

const KINDS: ReadonlyMap<string, ToldKind> = new Map([
  ['call_inbound', 'ringing'],
  ['call_started', 'started'],
  ['transcript_updated', 'talking'],
  ['call_ended', 'ended'],
  ['call_analyzed', 'analyzed'],
])
/** There is one of these for a call: whatever a second one says, it is a repeat. */
const ONCE: ReadonlySet<string> = new Set(['call_inbound', 'call_started', 'call_ended', 'call_analyzed'])

/** Reads an event's body leniently: what is malformed counts as missing. Undefined when it is no JSON object. */
export function readEvent(rawBody: Uint8Array): RetellEvent | undefined {
  const body = anObject.safeParse(parseJson(rawBody))
  return body.success ? toEvent(body.data, () => createHash('sha256').update(rawBody).digest('hex')) : undefined
}

/** Reads what was stored of an event. */
export function readPayload(payload: object): RetellEvent {
  return toEvent({ ...payload }, () => '')
}

function toEvent(body: Readonly<Record<string, unknown>>, hash: () => string): RetellEvent {
  const name = typeof body['event'] === 'string' ? storableText(body['event'], LONGEST_NAME) : ''
  const about = anObject.safeParse(body['call'] ?? body['call_inbound'] ?? body['chat'])
  const call = callSchema.parse(about.success ? about.data : {})
  const kind = KINDS.get(name) ?? (name.startsWith('transfer_') ? 'transfer' : 'other')
  const callId = call.call_id ?? null
  const contents = contentsOf(call)
  return {
    name,
    identity: callId !== null && ONCE.has(name) ? `${name}:${callId}` : `${name}:${hash()}`,
    line: lineOf(call, callId),
    told: toldOf(call, kind, name),
    contents,
    diversion: diversionOf(call),
    payload: { event: name, call: storedCall(call, contents), rest: restOf(body) },
  }
}

function parseJson(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(rawBody).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

function lineOf(call: CallFields, callId: string | null): CallLine {
  return {
    callId,
    agentId: present(call.agent_id),
    direction: call.call_type === 'web_call' ? 'web' : call.direction === 'outbound' ? 'outbound' : 'inbound',
    fromNumber: present(call.from_number),
    toNumber: present(call.to_number),
    callToken: readCallToken(call.metadata),
  }
}

function toldOf(call: CallFields, kind: ToldKind, name: string): RetellEvent['told'] {
  const analysis = call.call_analysis
  const startedMs = call.start_timestamp ?? null
  const endedMs = call.end_timestamp ?? null
  return {
    kind,
    transfer: transferOf(name, call.disconnection_reason ?? null),
    startedAt: instantOf(startedMs),
    endedAt: instantOf(endedMs),
    durationMs: durationOf(call, startedMs, endedMs),
    endReason: present(call.disconnection_reason)?.slice(0, LONGEST_NAME) ?? null,
    usCents: call.call_cost?.combined_cost ?? null,
    sentiment: sentimentOf(analysis?.user_sentiment),
    wasSuccessful: analysis?.call_successful ?? null,
    wasVoicemail: analysis?.in_voicemail ?? null,
  }
}

function durationOf(call: CallFields, startedMs: number | null, endedMs: number | null): number | null {
  const seconds = call.call_cost?.total_duration_seconds
  const told = call.duration_ms ?? (typeof seconds === 'number' ? seconds * MS_PER_SECOND : null)
  if (told !== null) return Math.round(told)
  return startedMs !== null && endedMs !== null && endedMs >= startedMs ? endedMs - startedMs : null
}

const MS_PER_SECOND = 1_000

const BRIDGED: ReadonlySet<string> = new Set(['transfer_bridged', 'call_transfer'])

/** A bridge is when somebody answered; the platform also tells it as the reason a call has ended. */
function transferOf(name: string, endReason: string | null): TransferStep | null {
  if (BRIDGED.has(name) || (endReason !== null && BRIDGED.has(endReason))) return 'bridged'
  return name.startsWith('transfer_') ? 'tried' : null
}

const SENTIMENTS: ReadonlyMap<string, Sentiment> = new Map([
  ['positive', 'positive'],
  ['neutral', 'neutral'],
  ['negative', 'negative'],
])

function sentimentOf(said: string | null | undefined): Sentiment | null {
  return SENTIMENTS.get(said?.toLowerCase() ?? '') ?? null
}

function contentsOf(call: CallFields): CallContents {
  const entries = readTranscriptEntries(call.transcript_with_tool_calls)
  const analysis = call.call_analysis
  return {
    transcript: entries.length > 0 ? entries : readTranscriptEntries(call.transcript_object),
    summary: present(analysis?.call_summary),
    customAnalysis: capped(analysis?.custom_analysis_data ?? null, LONGEST_ANALYSIS),
  }
}

/** The fields read above, under their own names; what was said once, and without the times of its words. */
function storedCall(call: CallFields, { transcript, customAnalysis }: CallContents): object {
  const { metadata: _metadata, transcript_object: _object, custom_sip_headers: _headers, ...fields } = call
  return {
    ...fields,
    transcript_with_tool_calls: transcript,
    ...(call.call_analysis && { call_analysis: { ...call.call_analysis, custom_analysis_data: customAnalysis } }),
  }
}

/** What else an event carries; of a stored one, what was kept. */
function restOf(body: Readonly<Record<string, unknown>>): object | null {
  const { event: _event, call: _call, call_inbound: _inbound, chat: _chat, rest, ...others } = body
  const kept = anObject.safeParse(rest)
  return capped(kept.success ? { ...kept.data, ...others } : others, LONGEST_REST)
}

function capped(value: object | null, longest: number): object | null {
  if (value === null) return null
  const storable = storableJson(value)
  if (typeof storable !== 'object' || storable === null) return null
  return JSON.stringify(storable).length <= longest ? storable : null
}

/** `<sip:+493012345@host>;reason=unconditional`, `<tel:+4930…>`; of several the last is the number first dialled. */
function diversionOf(call: CallFields): string | null {
  const headers = Object.entries(call.custom_sip_headers ?? {})
  const header = headers.find(([key]) => key.toLowerCase() === 'diversion')?.[1]
  if (typeof header !== 'string') return null
  const numbers = [...header.slice(0, LONGEST_HEADER).matchAll(/(?:sips?|tel):\s*(\+?[0-9()\-. ]{5,30})/gi)]
  const last = numbers.at(-1)?.[1] ?? (/^\s*\+?[0-9][0-9 ]{4,20}\s*$/.test(header) ? header : undefined)
  return last?.replaceAll(/[^+0-9]/g, '') ?? null
}

const LONGEST_HEADER = 2_000

function instantOf(epochMs: number | null): Temporal.Instant | null {
  return epochMs === null ? null : Temporal.Instant.fromEpochMilliseconds(epochMs)
}

function present(value: string | null | undefined): string | null {
  return value === undefined || value === '' ? null : value
}
