import type { DrawnCall, LifeEvent } from './draw-call.ts'

/** What is to be known of a call in the end; what nobody told is null. */
export type ExpectedCall = {
  state: 'ongoing' | 'ended'
  startedMs: number | null
  endedMs: number | null
  durationMs: number | null
  endReason: string | null
  transfer: 'tried' | 'bridged' | null
  sentiment: string | null
  wasSuccessful: boolean | null
  agentId: string
  fromNumber: string
  turns: number
  summary: string | null
  usCents: number | null
  chargedSeconds: number | null
  /** Whether an appointment came of what the caller had agreed to. */
  isBooked: boolean
}

/** The order of a call's life, which is not the order of arrival. */
const LIFE = ['call_inbound', 'call_started', 'transcript_updated', 'transfer', 'call_ended', 'call_analyzed'] as const

const placeOf = ({ name }: LifeEvent) =>
  LIFE.findIndex((kind) => (kind === 'transfer' ? name.startsWith('transfer_') : name === kind))

/** The oracle: the events that arrived, told one after the other in the order they happened; each overwrites what it tells. */
export function expectCall(drawn: DrawnCall, arrived: readonly LifeEvent[]): ExpectedCall {
  const inOrder = drawn.events
    .filter((event) => arrived.includes(event))
    .toSorted((one, other) => placeOf(one) - placeOf(other))
  const call: ExpectedCall = {
    state: 'ongoing',
    startedMs: null,
    endedMs: null,
    durationMs: null,
    endReason: null,
    transfer: null,
    sentiment: null,
    wasSuccessful: null,
    agentId: agentOf(inOrder),
    fromNumber: String(drawn.events[0]?.call['from_number']),
    turns: 0,
    summary: null,
    usCents: null,
    chargedSeconds: null,
    isBooked: false,
  }
  for (const event of inOrder) tell(call, event)
  call.isBooked = drawn.agreed !== null && call.state === 'ended'
  return call
}

function agentOf(inOrder: readonly LifeEvent[]): string {
  const spoken = inOrder.find(({ name }) => name !== 'call_inbound') ?? inOrder[0]
  return String(spoken?.call['agent_id'])
}

function tell(call: ExpectedCall, { name, call: told }: LifeEvent): void {
  if (typeof told['start_timestamp'] === 'number') call.startedMs = told['start_timestamp']
  const turns = told['transcript_object']
  if (Array.isArray(turns)) call.turns = Math.max(call.turns, turns.length)
  if (name === 'transfer_bridged') call.transfer = 'bridged'
  else if (name.startsWith('transfer_')) call.transfer ??= 'tried'
  if (name !== 'call_ended' && name !== 'call_analyzed') return
  call.state = 'ended'
  call.endedMs = Number(told['end_timestamp'])
  call.durationMs = Number(told['duration_ms'])
  call.chargedSeconds = Math.ceil(call.durationMs / 1_000)
  call.endReason = String(told['disconnection_reason'])
  if (call.endReason === 'call_transfer') call.transfer = 'bridged'
  const cost = told['call_cost'] as { combined_cost: number } | undefined
  if (cost !== undefined) call.usCents = cost.combined_cost
  const analysis = told['call_analysis'] as Record<string, unknown> | undefined
  if (analysis === undefined) return
  const sentiment = String(analysis['user_sentiment']).toLowerCase()
  call.sentiment = sentiment === 'unknown' ? null : sentiment
  call.wasSuccessful = analysis['call_successful'] === true
  call.summary = String(analysis['call_summary'])
}
