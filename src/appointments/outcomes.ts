import type { Appointment } from './appointment.ts'
import type { Offer } from './offer.ts'

/** How asking for a time ended. */
export type AvailabilityOutcome =
  /** The very time is free and now held for this call (unless the caller holds too many already). */
  | { kind: 'available'; offer: Offer; alternatives: readonly Offer[] }
  /** A window was asked for, or the very time is not free: what is. Never empty. */
  | { kind: 'alternatives'; reason: 'window' | 'taken' | 'staff_away'; alternatives: readonly Offer[] }
  /** Nothing within the search; with whom, where somebody was asked for by name. */
  | { kind: 'none'; staffId?: string | null }
  /** The branch is closed then. */
  /** `isOpenThen`: the house has opened, and closes before the appointment would be over. */
  | {
      kind: 'closed'
      holiday: { de: string; en: string } | null
      isOpenThen: boolean
      alternatives: readonly Offer[]
    }
  | { kind: 'past'; alternatives: readonly Offer[] }
  | { kind: 'too_soon'; minimumNoticeMinutes: number; alternatives: readonly Offer[] }
  | { kind: 'too_far'; horizonDays: number }

/** How an attempt to book ended. */
export type BookOutcome =
  | { kind: 'booked'; appointment: Appointment }
  /** This very appointment stood already. */
  | { kind: 'already_booked'; appointment: Appointment }
  | { kind: 'taken'; alternatives: readonly Offer[] }
  /** This person has another appointment at that time. */
  | { kind: 'conflict'; appointment: Appointment }
  /** The caller has not said yes to this offer; `said` is what they said instead, when it was a change. */
  | {
      kind: 'needs_confirmation'
      offer: Offer
      why: 'not_asked' | 'unclear' | 'declined' | 'changed' | 'cancelled_since'
    }
  | { kind: 'needs_name'; offer: Offer }
  /** No offer is meant, and which of these the caller wants to see has to be asked first; nobody's name when empty. */
  | { kind: 'staff_unknown'; staffIds: readonly string[] }
  /** The time was never offered in this call; it is now, when it is free. */
  | { kind: 'not_offered'; offer: Offer | null; alternatives: readonly Offer[] }
  | { kind: 'pending_approval'; appointment: Appointment }
  /** The calendar did not answer: neither yes nor no. A confirmation follows. */
  | { kind: 'unconfirmed'; appointment: Appointment }
  /** A rule of the house forbids it now. */
  | { kind: 'policy'; rule: 'notice' | 'horizon' | 'closed' | 'staff_away'; alternatives: readonly Offer[] }
  /** The customer has as many open appointments as allowed. */
  | { kind: 'limit'; maxOpenAppointments: number }

/** How asking for one's appointments ended. */
export type ListOutcome =
  | { kind: 'list'; appointments: readonly Appointment[]; total: number }
  | { kind: 'none' }
  /** Not enough is known to tell; the same for a stranger, a wrong name and too many tries. */
  | { kind: 'verify' }
