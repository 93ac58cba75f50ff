import type { NotDone, RefusalReason } from '../mirror.ts'
import { errorMessage } from './error-message.ts'

/** What a refusal by Cal.com means; 'away' when the key was shut out or refused, so that nothing was done and all may be done later. */
export type Refusal =
  | Extract<NotDone, { kind: 'taken' | 'unknown' }>
  | { kind: 'refused'; why: RefusalReason }
  | { kind: 'away' }

/** Cal.com tells most refusals apart by their wording alone. Read in this order: a message may fit several. */
const BY_WORDING: readonly (readonly [RegExp, Refusal])[] = [
  [
    /already has booking|not available|no available (users|hosts)|booking_conflict|no more seats|already.signed.up/i,
    { kind: 'taken' },
  ],
  [/hosts?_unavailable|no_available_users/i, { kind: 'taken' }],
  [/in the past|booking notice|minimum.{0,20}notice|too soon/i, { kind: 'refused', why: 'notice' }],
  [/scheduling window|booking window|out.of.bounds|too far|future.{0,20}limit/i, { kind: 'refused', why: 'window' }],
  [/active bookings|booking limit|limit.{0,20}reached|bookings? limit/i, { kind: 'refused', why: 'limit' }],
  [/e-?mail|phone|contact method|attendee|error_required_field|responses -/i, { kind: 'refused', why: 'contact' }],
]

const CLIENT_ERROR = 400

/**
 * What it means that a request to write was answered with an error. Taken, outside hours and busy elsewhere come in the same
 * words: all three are `taken`. A server error is neither yes nor no, unless it names hosts that are busy.
 *
 * @param status at least 400
 */
export function judgeRefusal(status: number, body: unknown): Refusal {
  const message = errorMessage(body)
  if (status >= 500)
    return /hosts?_unavailable|no_available_users/i.test(message) ? { kind: 'taken' } : { kind: 'unknown' }
  switch (status) {
    case 401:
    case 429:
      return { kind: 'away' }
    case 409:
      return { kind: 'taken' }
    case 403:
      return /reschedul.{0,60}(notice|minutes|before|within)/i.test(message)
        ? { kind: 'refused', why: 'notice' }
        : { kind: 'refused', why: 'not_allowed' }
    case CLIENT_ERROR:
      return BY_WORDING.find(([wording]) => wording.test(message))?.[1] ?? { kind: 'refused', why: 'not_allowed' }
    default:
      return { kind: 'refused', why: 'not_allowed' }
  }
}
