import { setTimeout as wait } from 'node:timers/promises'

import type { PhoneCall } from '../phone-call.ts'
import { signatureHeader } from '../sign.ts'
import type { CallEvent, EndReason } from './event.ts'

/** What the platform learns from the gateway while it rings. */
export type Announcements = {
  variables: Readonly<Record<string, string>>
  metadata: Readonly<Record<string, unknown>>
  events: readonly CallEvent[]
  /** Deliveries the gateway did not take, in words. */
  refused: readonly string[]
  isRejected: boolean
}

export type Ring = {
  baseUrl: string
  key: string
  callId: string
  agentId: string
  fromNumber: string | null
  toNumber: string | null
  now: () => number
  startedMs: number
}

const PATH = '/api/webhooks/retell'
/** As long the platform waits. */
const TIMEOUT_MS = 10_000

/** Rings, and takes what the gateway answers; then the call starts. A gateway without the address goes without. */
export async function announce(ring: Ring): Promise<Announcements> {
  const inbound = {
    call_id: ring.callId,
    agent_id: ring.agentId,
    agent_version: 1,
    from_number: ring.fromNumber,
    to_number: ring.toNumber,
  }
  const isPhone = ring.fromNumber !== null
  const rung = isPhone
    ? await deliver(ring, 'call_inbound', { event_timestamp: ring.now(), call_inbound: inbound }, 0)
    : null
  const answer = fieldsOf(fieldsOf(rung?.body)['call_inbound'])
  const isRejected = answer['reject'] === true
  const metadata = fieldsOf(answer['metadata'])
  const known = Object.entries(fieldsOf(answer['dynamic_variables'])).filter(([, value]) => typeof value === 'string')
  const started = isRejected
    ? null
    : await deliver(ring, 'call_started', { call: callOf(ring, { call_status: 'ongoing', metadata }) }, 0)
  const deliveries = [rung, started].filter((one) => one !== null)
  return {
    variables: Object.fromEntries(known.map(([name, value]) => [name, String(value)])),
    metadata,
    events: deliveries.map(({ event }) => event),
    refused: refusalsOf(deliveries),
    isRejected,
  }
}

/** Tells that the call has ended, and what came of it. */
export async function announceEnd(
  ring: Ring,
  call: PhoneCall,
  end: { endedBy: EndReason; durationMs: number; isConnected: boolean },
): Promise<Pick<Announcements, 'events' | 'refused'>> {
  const { durationMs, endedBy } = end
  const ended = {
    ...call.describe(),
    call_status: end.isConnected ? 'ended' : 'not_connected',
    start_timestamp: ring.startedMs,
    end_timestamp: ring.startedMs + Math.round(durationMs),
    duration_ms: Math.round(durationMs),
    disconnection_reason: endedBy,
    call_cost: costOf(durationMs),
  }
  const analysis = {
    call_summary: '',
    user_sentiment: 'Neutral',
    call_successful: endedBy !== 'error_unknown',
    in_voicemail: false,
    custom_analysis_data: {},
  }
  const deliveries = [
    await deliver(ring, 'call_ended', { call: ended }, durationMs),
    await deliver(ring, 'call_analyzed', { call: { ...ended, call_analysis: analysis } }, durationMs),
  ]
  return { events: deliveries.map(({ event }) => event), refused: refusalsOf(deliveries) }
}

const CENTS_PER_SECOND = 0.15
const MS_PER_SECOND = 1_000

/** In cents, as the platform bills. */
function costOf(durationMs: number): object {
  const seconds = Math.ceil(durationMs / MS_PER_SECOND)
  const cost = seconds * CENTS_PER_SECOND
  return {
    combined_cost: cost,
    total_duration_seconds: seconds,
    total_duration_unit_price: CENTS_PER_SECOND,
    product_costs: [{ product: 'voice_engine', cost, unit_price: CENTS_PER_SECOND }],
  }
}

function callOf(ring: Ring, more: object): object {
  const { callId, agentId, fromNumber, toNumber, startedMs } = ring
  const line =
    fromNumber === null
      ? { call_type: 'web_call' }
      : { call_type: 'phone_call', from_number: fromNumber, to_number: toNumber, direction: 'inbound' }
  return { ...line, call_id: callId, agent_id: agentId, agent_version: 1, start_timestamp: startedMs, ...more }
}

type Delivered = { event: Extract<CallEvent, { kind: 'webhook' }>; body: unknown }

/** Of a delivery that fails; the platform waits longer between them, and the gateway must not mind. */
const ATTEMPTS = 3
const PAUSE_MS = 250
/** What another attempt does not change. */
const FINAL = new Set([401, 404])

async function deliver(ring: Ring, name: string, content: object, atMs: number): Promise<Delivered> {
  const body = JSON.stringify({ event: name, ...content })
  for (let attempt = 1; ; attempt += 1) {
    const { statusCode, text } = await post(ring, body)
    if (isTaken(statusCode) || FINAL.has(statusCode) || attempt === ATTEMPTS) {
      return { event: { kind: 'webhook', event: name, statusCode, atMs }, body: readJson(text) }
    }
    await wait(PAUSE_MS * attempt)
  }
}

/** 0 for no answer in time, or none at all. */
async function post(ring: Ring, body: string): Promise<{ statusCode: number; text: string }> {
  try {
    const response = await fetch(new URL(PATH, ring.baseUrl), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-retell-signature': signatureHeader(body, ring.key, ring.now()),
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { statusCode: response.status, text: await response.text() }
  } catch {
    return { statusCode: 0, text: '' }
  }
}

function isTaken(statusCode: number): boolean {
  return statusCode >= 200 && statusCode < 300
}

/** A gateway that has no such address is none that refuses. */
const NOT_FOUND = 404

function refusalsOf(deliveries: readonly Delivered[]): readonly string[] {
  return deliveries.flatMap(({ event }) => {
    const { statusCode } = event
    return isTaken(statusCode) || statusCode === NOT_FOUND ? [] : [`${event.event}: HTTP ${statusCode}`]
  })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
