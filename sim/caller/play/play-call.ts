import type { Random } from '../../chaos/random.ts'
import type { Flow } from '../flow/flow.ts'
import { PLATFORM_ZONE, systemVariables } from '../flow/system-variables.ts'
import { nothingYet } from '../model/memory.ts'
import type { Caller } from '../people/caller.ts'
import type { Language } from '../people/wants.ts'
import { createPace } from '../timing.ts'
import type { CallEvent, PlayedCall } from './event.ts'
import type { Play } from './play.ts'
import { openStage, type Stage } from './stage.ts'
import { walk } from './walk.ts'
import { type Announcements, announce, announceEnd, type Ring } from './webhooks.ts'

export type PlayOptions = {
  baseUrl: string
  /** The key that signs. */
  key: string
  agentId: string
  /** "anonymous" for a withheld number; both null in a web call. */
  fromNumber: string | null
  toNumber: string | null
  flow: Flow
  /** Zones the flow asks the time of. */
  zones: readonly string[]
  language: Language
  caller: Caller
  /** Draws how long everything takes, and nothing that is said. */
  random: Random
  callId?: string
  /** Epoch milliseconds of the gateway's clock; the machine's unless given. */
  now?: () => number
  /** Whether the platform tells the gateway that a call rings, starts, ends and was analysed. */
  withWebhooks?: boolean
  /** How many times longer than the flow says a tool is waited for: a busy machine is not the gateway's fault. 1 unless given. */
  patience?: number
  /** Whether somebody answers where a call is put through to. */
  transferSucceeds?: boolean
  onEvent?: (event: CallEvent) => void
}

/** Plays one call from the ring to the end. Never throws for what the gateway answers. */
export async function playCall(options: PlayOptions): Promise<PlayedCall> {
  const { flow, language, caller } = options
  const now = options.now ?? Date.now
  const callId = options.callId ?? `call_${crypto.randomUUID().replaceAll('-', '')}`
  const ring = { ...options, callId, now, startedMs: now() }
  const isAnnounced = options.withWebhooks !== false
  const announced = isAnnounced ? await announce(ring) : silentLine
  const variables = startingVariables(ring, announced)
  const stage = openStage(
    { ...ring, metadata: announced.metadata, dynamicVariables: () => Object.fromEntries(variables) },
    { pace: createPace(options.random), patience: options.patience ?? 1 },
    options.onEvent ?? (() => undefined),
  )
  noteTold(stage, announced)
  stage.pass(stage.pace.setup())
  const play: Play = { flow, stage, language, caller, variables, memory: nothingYet, unheard: '' }
  const endedBy = announced.isRejected ? 'user_hangup' : await walk(play, options.transferSucceeds !== false)
  const durationMs = stage.nowMs()
  stage.note({ kind: 'ended', reason: endedBy, atMs: durationMs })
  const end = { endedBy, durationMs, isConnected: !announced.isRejected }
  if (isAnnounced) noteTold(stage, await announceEnd(ring, stage.call, end))
  const events = stage.events()
  return {
    callId,
    events,
    defects: stage.defects(),
    unruled: stage.unruled(),
    endedBy,
    durationMs,
    servedMs: servedAt(events),
  }
}

/** The flow's own, over them the platform's, over them what the gateway answered while it rang. */
function startingVariables(ring: PlayOptions & Ring, announced: Announcements): Map<string, string> {
  const { flow, callId, fromNumber, toNumber, startedMs } = ring
  const now = Temporal.Instant.fromEpochMilliseconds(startedMs)
  const system = systemVariables({ callId, fromNumber, toNumber, now, zone: flow.zone ?? PLATFORM_ZONE }, ring.zones)
  return new Map([...Object.entries(flow.defaults), ...system, ...Object.entries(announced.variables)])
}

function noteTold(stage: Stage, { events, refused }: Pick<Announcements, 'events' | 'refused'>): void {
  for (const event of events) stage.note(event)
  for (const detail of refused) stage.report('webhook_refused', detail)
}

const SERVED = new Set(['booked', 'already_booked', 'pending_approval', 'moved', 'cancelled', 'list', 'noted', 'sent'])

/** When the agent begins to say that it is done. */
function servedAt(events: readonly CallEvent[]): number | null {
  const done = events.findIndex((event) => event.kind === 'tool' && SERVED.has(event.status))
  if (done < 0) return null
  return events.slice(done).find((event) => event.kind === 'said' && event.who === 'agent')?.atMs ?? null
}

const silentLine: Announcements = { variables: {}, metadata: {}, events: [], refused: [], isRejected: false }
