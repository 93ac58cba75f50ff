import type { Appointment } from './appointment.ts'
import type { Offer } from './offer.ts'

/** Why the house does not let an appointment be changed by phone. */
export type ChangeRefusal =
  /** It is nearer than the notice that is wanted. */
  | { rule: 'notice'; noticeMinutes: number }
  /** It has begun. */
  | { rule: 'begun' }
  /** This appointment has been moved as often as may be. */
  | { rule: 'moves'; most: number }
  /** The customer has cancelled as many as may be within the period. */
  | { rule: 'cancellations'; most: number; periodDays: number }
  /** What it was booked for is no longer offered, so that there are no times for it. */
  | { rule: 'service_gone' }
  /** The outside calendar does not let it be done. */
  | { rule: 'calendar' }

/** What has to be said before an appointment can be changed at all. */
export type WhichOutcome =
  /** Several could be meant, or (`isOtherDay`) none is on the day that was named. Three at most of `total`. */
  | { kind: 'which'; appointments: readonly Appointment[]; total: number; isOtherDay: boolean }
  /** Not enough is known to tell; the same for a stranger, a wrong name and too many tries. */
  | { kind: 'verify' }
  /** There is none, or (`cancelled`) it is one that has been cancelled. */
  | { kind: 'none'; cancelled: Appointment | null }

/** What the caller has not agreed to yet. */
export type NotAgreed = 'not_asked' | 'unclear' | 'declined' | 'changed'

/** Why nobody can say yet: another request about it is under way, or the calendar elsewhere gave no answer, or was not there. */
export type Unsure = 'under_way' | 'no_answer' | 'unavailable'

/** How an attempt to cancel ended. */
export type CancelOutcome =
  | Exclude<WhichOutcome, { kind: 'none' }>
  | { kind: 'none' }
  | { kind: 'cancelled'; appointment: Appointment }
  | { kind: 'already_cancelled'; appointment: Appointment }
  /** This one, and the caller has not said yes to it. */
  | { kind: 'needs_confirmation'; appointment: Appointment; why: NotAgreed }
  | ({ kind: 'policy'; appointment: Appointment } & ChangeRefusal)
  /** `appointment` stands as far as is known here. */
  | { kind: 'unconfirmed'; appointment: Appointment; why: Unsure }

/** How an attempt to move ended. */
export type MoveOutcome =
  | WhichOutcome
  | { kind: 'moved'; appointment: Appointment }
  /** That is when it is already. */
  | { kind: 'already_there'; appointment: Appointment }
  /** The time cannot be had: somebody has it, or (`own`) the same person is elsewhere then. */
  | { kind: 'taken'; appointment: Appointment; by: 'somebody' | 'own'; alternatives: readonly Offer[] }
  /** The caller has not said yes to this time. */
  | { kind: 'needs_confirmation'; appointment: Appointment; offer: Offer; why: NotAgreed }
  /** A stretch of time was named, or none: which of these? */
  | { kind: 'needs_time'; appointment: Appointment; alternatives: readonly Offer[] }
  | ({ kind: 'policy'; appointment: Appointment } & ChangeRefusal)
  /** The new time is against a rule of the house. */
  | {
      kind: 'new_time_policy'
      appointment: Appointment
      rule: 'past' | 'notice' | 'horizon' | 'closed' | 'staff_away'
      alternatives: readonly Offer[]
    }
  /** `to` is where it was to move; null when that is not known, or nothing was changed. */
  | { kind: 'unconfirmed'; appointment: Appointment; to: Appointment | null; why: Unsure }
