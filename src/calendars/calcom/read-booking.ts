import type { CalendarBooking } from '../mirror.ts'
import type { CalcomBooking } from './answers.ts'
import type { Bookable, CalcomConnection } from './connection.ts'

/** Under what our reference stands among a booking's metadata. */
export const REFERENCE_KEY = 'ringbook_reference'

/** Our reference on a booking; null when it carries none. */
export function referenceOf(booking: CalcomBooking): string | null {
  const reference = booking.metadata?.[REFERENCE_KEY]
  return typeof reference === 'string' && reference !== '' ? reference : null
}

/** A booking as the rest of Ringbook knows bookings. */
export function toCalendarBooking(connection: CalcomConnection, booking: CalcomBooking): CalendarBooking {
  const bookable = bookableOf(connection, booking)
  const [attendee] = booking.attendees
  const changedAt = booking.updatedAt ?? booking.createdAt ?? booking.start
  return {
    calendarReference: booking.uid,
    reference: referenceOf(booking),
    state: booking.status,
    startsAt: booking.start,
    endsAt: booking.end,
    serviceId: bookable?.serviceId ?? null,
    staffId: hostOf(connection, booking) ?? (bookable === undefined || bookable.isPool ? null : bookable.staffId),
    attendeeName: attendee?.name ?? '',
    attendeePhone: attendee?.phoneNumber ?? null,
    attendeeEmail: attendee?.email ?? null,
    isNoShow: attendee?.absent === true,
    movedFrom: booking.rescheduledFromUid ?? null,
    movedTo: booking.rescheduledToUid ?? null,
    createdAt: booking.createdAt ?? changedAt,
    updatedAt: changedAt,
  }
}

/** Ours, of the host Cal.com names; undefined when it names none or one we do not know. */
export function hostOf(connection: CalcomConnection, booking: CalcomBooking): string | undefined {
  const [host] = booking.hosts
  return typeof host?.id === 'number' ? connection.hosts.get(host.id) : undefined
}

export function eventTypeOf(booking: CalcomBooking): number | null {
  return booking.eventType?.id ?? booking.eventTypeId ?? null
}

/** What was booked: of several services behind one event type the one that is as long. */
function bookableOf(connection: CalcomConnection, booking: CalcomBooking): Bookable | undefined {
  const minutes = booking.end.since(booking.start).total('minutes')
  const ofType = connection.bookables.filter((one) => one.eventTypeId === eventTypeOf(booking))
  const host = hostOf(connection, booking)
  const fitting = ofType.filter((one) => one.durationMinutes === minutes)
  const among = fitting.length > 0 ? fitting : ofType
  return among.find((one) => one.staffId === host) ?? among[0]
}
