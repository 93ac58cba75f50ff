import type { Service } from '../catalog/service.ts'
import type { Branch } from '../companies/company.ts'
import type { HeardTurn } from './confirmation.ts'
import type { Visit } from './visit.ts'

export type BookCommand = Visit & {
  /** The offer meant, by its id; else the time meant. */
  offerId: string | null
  at: Temporal.PlainDateTime | null
  service: Service | null
  /** What is to be done after it in the same visit, in order. */
  further?: readonly Service[]
  branch: Branch | null
  /** Asked for by name. */
  staffId: string | null
  /** Who could be meant by a name that is nobody's or several people's: which of them is asked before a time is offered. */
  staffInQuestion?: readonly string[]
  /** Who comes; null when not said. */
  attendeeName: string | null
  /** E.164, said aloud; counts when the call shows no number. */
  phone: string | null
  email: string | null
  /** What the agent says about the caller's yes. */
  confirm: boolean | null
  /** What the caller said, turn by turn. */
  heard: readonly HeardTurn[]
  /** The same for every delivery of one request. */
  effectKey: string
  /** The name the agent called it by, for the record. */
  tool: string
}

/** Who vouches for the caller's yes. */
export type ConfirmedBy = 'transcript' | 'agent' | 'unchecked'
