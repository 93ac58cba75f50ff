import type { AppointmentTaskKind } from '../appointments/appointment-task.ts'
import type { AppointmentState } from '../infra/db/tables.ts'
import type { CustomerKind } from './message.ts'

/** A change of an appointment, as the database noted it. */
export type AppointmentChange = {
  /** Null when it was just made. */
  readonly fromState: AppointmentState | null
  readonly toState: AppointmentState
  /** Whether its time changed with it. */
  readonly isMoved: boolean
  /** The customer had been told that nobody knew how it stood. */
  readonly wasUnknown: boolean
}

/**
 * What the customer is told of a change; null when they know already: whoever heard on the phone that it did not work out gets no
 * message about it.
 */
export function kindOfChange({ fromState, toState, isMoved, wasUnknown }: AppointmentChange): CustomerKind | null {
  switch (toState) {
    case 'confirmed':
      if (fromState === 'unknown') return 'settled'
      if (isMoved) return 'moved'
      if (fromState === null || fromState === 'booking' || fromState === 'pending_approval') return 'confirmation'
      return wasUnknown ? 'unchanged' : null
    case 'pending_approval':
      if (isMoved || fromState === null || fromState === 'booking' || fromState === 'unknown') return 'pending_approval'
      return wasUnknown ? 'unchanged' : null
    case 'failed':
      return fromState === 'unknown' ? 'not_settled' : null
    case 'rejected':
      return 'declined'
    case 'cancelled':
      return 'cancelled'
    case 'booking':
    case 'unknown':
    case 'moving':
    case 'cancelling':
    case 'completed':
    case 'no_show':
      return null
  }
}

/** As `kindOfChange`; whoever agreed to an appointment before the call broke off has heard nothing of its being booked yet. */
export function kindToTell(change: AppointmentChange, origin: { isBookedAfterCall: boolean }): CustomerKind | null {
  const kind = kindOfChange(change)
  const isNews = kind === 'settled' || (kind === 'confirmation' && change.fromState !== 'pending_approval')
  return isNews && origin.isBookedAfterCall ? 'booked_after_call' : kind
}

/** Kinds somebody waits for: when no message can reach them, a person has to. */
const AWAITED: ReadonlySet<string> = new Set([
  'booked_after_call',
  'settled',
  'not_settled',
  'unchanged',
  'declined',
  'reply_refused',
])

/** Must the customer hear this, by whatever way? Whoever was told that the house has to agree waits for its yes as for its no. */
export function isAwaited(kind: CustomerKind, { fromState }: Pick<AppointmentChange, 'fromState'>): boolean {
  return AWAITED.has(kind) || (kind === 'confirmation' && fromState === 'pending_approval')
}

/** What the front desk has to do where nothing that is awaited reaches the customer. */
export function taskInstead(kind: string): AppointmentTaskKind {
  if (kind === 'booked_after_call') return 'untold_booking'
  return kind === 'unchanged' || kind === 'reply_refused' ? 'unconfirmed_change' : 'unconfirmed_booking'
}
