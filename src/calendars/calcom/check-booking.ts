import type { Clock } from '../../infra/clock.ts'
import type { MirrorBooking } from '../mirror.ts'
import type { CalcomBooking } from './answers.ts'
import { attendeeEmail } from './attendee.ts'
import type { Bookable, CalcomConnection } from './connection.ts'
import { eventTypeOf, hostOf, referenceOf } from './read-booking.ts'

/** `foreign`: it answered with a booking that is not this one. `other`: it booked something else than was asked. */
export type Fit = 'as_asked' | 'foreign' | 'other'

/** Cal.com answers a repeat with the booking there was: one without our mark that is older than a request takes is such. */
const OLDEST_UNMARKED_SECONDS = 30

/** Whether what Cal.com wrote down is what it was asked to. */
export function checkBooking(
  deps: { connection: CalcomConnection; clock: Clock },
  asked: { booking: MirrorBooking; bookable: Bookable },
  made: CalcomBooking,
): Fit {
  const { booking, bookable } = asked
  const reference = referenceOf(made)
  if (reference !== null && reference !== booking.reference) return 'foreign'
  if (reference === null && isOld(deps.clock, made)) return 'foreign'
  const isAsAsked =
    made.start.equals(booking.startsAt) &&
    made.end.equals(booking.endsAt) &&
    (eventTypeOf(made) ?? bookable.eventTypeId) === bookable.eventTypeId &&
    isWithRightStaff(deps.connection, asked, made) &&
    isInRightZone(deps.connection, booking, made) &&
    (made.status === 'accepted' || made.status === 'pending')
  return isAsAsked ? 'as_asked' : 'other'
}

function isOld(clock: Clock, made: CalcomBooking): boolean {
  if (made.createdAt === null || made.createdAt === undefined) return false
  return clock.now().since(made.createdAt).total('seconds') > OLDEST_UNMARKED_SECONDS
}

/** One person's event type gives that person; a pool gives whom it likes, unless somebody was asked for by name. */
function isWithRightStaff(
  connection: CalcomConnection,
  { booking, bookable }: { booking: MirrorBooking; bookable: Bookable },
  made: CalcomBooking,
): boolean {
  const host = hostOf(connection, made)
  if (host === undefined || host === booking.staffId) return true
  return bookable.isPool && !booking.staffAskedFor
}

function isInRightZone(connection: CalcomConnection, booking: MirrorBooking, made: CalcomBooking): boolean {
  const email = attendeeEmail(connection, booking).toLowerCase()
  const attendee = made.attendees.find((one) => one.email.toLowerCase() === email)
  return attendee === undefined || attendee.timeZone === '' || attendee.timeZone === booking.zone
}
