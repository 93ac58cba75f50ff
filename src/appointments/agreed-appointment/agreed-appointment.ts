import type { Service } from '../../catalog/service.ts'
import type { Language } from '../../speech/language.ts'
import type { StaffMember } from '../../staff/staff-member.ts'

/** One entry of a transcript. `result` is what one of our tools answered, as JSON; results may be left out. */
export type TranscriptTurn = { readonly role: 'agent' | 'user' | 'result'; readonly text: string }

/** A call as it is read: what was said, when it began, and whom and what the house has. */
export type CallToRead = {
  readonly turns: readonly TranscriptTurn[]
  readonly startedAt: Temporal.Instant
  /** The branch's; all wall times are in it. */
  readonly zone: string
  readonly language: Language
  readonly services: readonly Service[]
  readonly staff: readonly StaffMember[]
  /** Settles "um acht" where only one of its readings is open. */
  readonly isOpen?: ((at: Temporal.PlainDateTime) => boolean) | undefined
}

/** How the caller agreed: said yes, chose one of several, or gave a name for a time they had asked for themselves. */
export type HowAgreed = 'confirmed' | 'chosen' | 'named'

/** What keeps an agreement from being booked without a person looking at it. */
export type Doubt =
  /** Said back by the agent, but never as free. */
  | 'not_offered'
  /** What the agent said is not what our tool had answered. */
  | 'misread'
  /** Several appointments, or several people. */
  | 'several'
  /** Not a new appointment but another time for an old one. */
  | 'move'
  | 'service_unclear'
  | 'service_changed'
  | 'staff_unclear'
  /** The call began after it, as we read it. */
  | 'past'

/** Why there is nothing to book. */
export type NotAgreed =
  | 'nothing_offered'
  /** Offered, and the caller said nothing to it. */
  | 'unanswered'
  | 'unclear'
  | 'declined'
  | 'changed'
  /** Agreed, and taken back. */
  | 'withdrawn'
  /** Agreed, but the time was gone. */
  | 'taken'
  /** A tool's answer shows that it was booked. */
  | 'booked'

type Agreed = {
  readonly kind: 'agreed'
  readonly at: Temporal.PlainDateTime
  /** Ids of what is to be done besides, in order; a visit of several services. */
  readonly further: readonly string[]
  /** Who is to do it, if that was said; an id. */
  readonly staff: string | null
  /** As it was said; null when nobody was named. */
  readonly attendeeName: string | null
}

/** What a transcript says was agreed. `high` may be booked as it stands, `low` is for a person to look at. */
export type AgreedAppointment =
  | (Agreed & { readonly confidence: 'high'; readonly service: string; readonly why: HowAgreed })
  | (Agreed & { readonly confidence: 'low'; readonly service: string | null; readonly why: Doubt })
  | { readonly kind: 'none'; readonly why: NotAgreed }
