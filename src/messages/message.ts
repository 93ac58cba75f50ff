import type { Language } from '../speech/language.ts'

/**
 * Something somebody is told. Told before it is coded:
 *
 *     queued --> sending --> sent
 *       ^           |------> failed                 turned down for good
 *       |<----------|                               surely not taken: tried again later
 *       |           +------> unclear                a text nobody knows the end of
 *       |                     |---> sent            it is there
 *       +---------------------|                     it is surely not there
 *                             +---> failed          nobody can tell: reported, never repeated
 *
 *     queued --> expired | superseded | suppressed
 *
 * A text goes out once per change: the attempt is written down before it is made, and after an unclear answer the provider is
 * asked what it has before anything is sent again. A mail goes out at least once, always with the same Message-ID. `expired`: it
 * would have come too late. `superseded`: a later change tells more. `suppressed`: this number is not to get it; the reason says why.
 * All but the first three absorb.
 */
export type Message = {
  readonly id: string
  readonly companyId: string
  readonly kind: MessageKind
  readonly channel: Channel
  /** E.164, an e-mail address, or the name of the service. */
  readonly recipient: string
  readonly language: Language
  readonly appointmentId: string | null
  readonly taskId: string | null
  readonly bookingLinkId: string | null
  readonly sealedSecret: Uint8Array | null
  /** The start it tells of; null where it tells of none, or of whatever it is by then. */
  readonly aboutTime: Temporal.Instant | null
  readonly createdAt: Temporal.Instant
  readonly sendBefore: Temporal.Instant
  /** How often it was tried before. */
  readonly attempts: number
  /** Its customer waits to hear this: where no message reaches them, the front desk has to. */
  readonly isAwaited: boolean
}

export type Channel = 'sms' | 'email' | 'slack' | 'pagerduty'

/** What customers are told. */
export const customerKinds = [
  'confirmation',
  'booked_after_call',
  'moved',
  'cancelled',
  'reminder',
  'booking_link',
  'pending_approval',
  'declined',
  'settled',
  'not_settled',
  'unchanged',
  'callback_promised',
  'reply_refused',
] as const

export type CustomerKind = (typeof customerKinds)[number]

/** What the front desk is told. */
export type DeskKind = 'desk_task' | 'desk_overdue' | 'desk_resolved'

export type MessageKind = CustomerKind | DeskKind

/** Is this a kind there are words for? */
export function isCustomerKind(kind: string): kind is CustomerKind {
  return customerKinds.some((known) => known === kind)
}
