/** Something that happened in a played call. `atMs` is the call's own time. */
export type CallEvent =
  | {
      kind: 'said'
      who: 'agent' | 'caller'
      text: string
      /** As speech recognition has it. */ heard: string
      atMs: number
    }
  | { kind: 'silence'; atMs: number; tookMs: number }
  | { kind: 'node'; id: string; name: string; atMs: number }
  | {
      kind: 'tool'
      tool: string
      args: Readonly<Record<string, unknown>>
      /** 0 when there was no answer in time. */
      statusCode: number
      status: string
      reply: Readonly<Record<string, unknown>>
      atMs: number
      /** There and back, by the machine's clock. */
      tookMs: number
    }
  | { kind: 'webhook'; event: string; statusCode: number; atMs: number }
  | { kind: 'ended'; reason: EndReason; atMs: number }

/** As the platform's `disconnection_reason` has it; the last is a call the simulator could not play on. */
export type EndReason = 'user_hangup' | 'agent_hangup' | 'call_transfer' | 'inactivity' | 'error_unknown'

/** What should not happen in any call. */
export type Defect = {
  kind:
    | 'braces_spoken'
    | 'braces_sent'
    | 'variable_unset'
    | 'tool_failed'
    | 'stuck'
    | 'node_unknown'
    | 'webhook_refused'
  detail: string
}

export type PlayedCall = {
  callId: string
  events: readonly CallEvent[]
  defects: readonly Defect[]
  /** Words of the flow the rules have nothing for: what the simulator cannot vouch for. */
  unruled: readonly string[]
  endedBy: EndReason
  durationMs: number
  /** Until the caller was first told that their appointment is booked, moved or cancelled, or what it is; null when never. */
  servedMs: number | null
}
