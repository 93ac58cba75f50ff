import type { Flow } from '../flow/flow.ts'
import type { Memory } from '../model/memory.ts'
import type { Caller } from '../people/caller.ts'
import type { Language } from '../people/wants.ts'
import type { EndReason } from './event.ts'
import type { Stage } from './stage.ts'

/** A call under way. */
export type Play = {
  readonly flow: Flow
  readonly stage: Stage
  readonly language: Language
  readonly caller: Caller
  readonly variables: Map<string, string>
  memory: Memory
  /** What the agent has said since the caller last spoke. */
  unheard: string
}

/** Where a step leads: to a node, or out of the call. */
export type Step = { to: string; isGlobal?: boolean } | { end: EndReason }
