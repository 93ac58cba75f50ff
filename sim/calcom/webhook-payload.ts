import type { Booking } from './diary.ts'
import type { Trigger } from './webhooks.ts'
import type { World } from './world.ts'
import { offsetMinutes } from './zone-offset.ts'

const CANCELLED: Trigger = 'BOOKING_CANCELLED'
const REJECTED: Trigger = 'BOOKING_REJECTED'

/** Tells whoever listens what happened to a booking. */
export function announceBooking(
  world: World,
  trigger: Trigger,
  booking: Booking,
  details: { replaced?: Booking; rescheduledBy?: string | undefined } = {},
): void {
  const payload = { ...payloadOf(world, trigger, booking), ...replacementOf(details) }
  announce(world, trigger, booking, payload)
}

/** Tells that somebody did not come. */
export function announceNoShow(world: World, booking: Booking): void {
  const attendees = booking.attendees.map(({ email, absent }) => ({ email, noShow: absent }))
  const payload = { message: 'x marked as no-show', attendees, bookingUid: booking.uid, bookingId: booking.id }
  announce(world, 'BOOKING_NO_SHOW_UPDATED', booking, payload)
}

/** What the test button of the settings page sends. */
export function pingEnvelope(world: World): unknown {
  const createdAt = new Date(world.clock.nowMs()).toISOString()
  const language = { locale: 'en' }
  return {
    triggerEvent: 'PING',
    createdAt,
    payload: {
      type: 'Test',
      title: 'Test trigger event',
      description: '',
      startTime: createdAt,
      endTime: createdAt,
      attendees: [{ email: 'jdoe@example.com', name: 'John Doe', timeZone: 'Europe/London', language, utcOffset: 0 }],
      organizer: { name: 'Cal', email: 'no-reply@cal.com', timeZone: 'Europe/London', language, utcOffset: 0 },
    },
  }
}

function announce(world: World, triggerEvent: Trigger, booking: Booking, payload: unknown): void {
  const createdAt = new Date(world.clock.nowMs()).toISOString()
  const about = { eventType: booking.eventType, organizerId: booking.hostIds[0] ?? 0 }
  world.webhooks.announce(triggerEvent, about, { triggerEvent, createdAt, payload })
}

function payloadOf(world: World, trigger: Trigger, booking: Booking): Record<string, unknown> {
  const { eventType } = booking
  const isCancelled = trigger === CANCELLED
  return {
    type: eventType.slug,
    title: booking.title,
    description: '',
    additionalNotes: '',
    customInputs: {},
    startTime: writeTime(booking.startMs, isCancelled),
    endTime: writeTime(booking.endMs, isCancelled),
    organizer: organizerOf(world, booking),
    attendees: attendeesOf(world, booking),
    responses: Object.fromEntries(
      Object.entries(booking.responses).map(([slug, value]) => [slug, { label: slug, value, isHidden: false }]),
    ),
    userFieldsResponses: {},
    location: booking.location,
    destinationCalendar: isCancelled || trigger === REJECTED ? [] : null,
    hideCalendarNotes: false,
    requiresConfirmation: eventType.confirmation !== null,
    eventTypeId: eventType.id,
    seatsShowAttendees: true,
    seatsPerTimeSlot: null,
    uid: booking.uid,
    bookingId: booking.id,
    eventTitle: eventType.title,
    eventDescription: eventType.description,
    price: eventType.price,
    currency: eventType.currency,
    length: Math.round((booking.endMs - booking.startMs) / 60_000),
    status: booking.status.toUpperCase(),
    // Cancellations came without it until 2026.
    ...(isCancelled && !world.dialect.followsPublishedDescription ? {} : { metadata: booking.metadata }),
    ...(isCancelled && {
      cancellationReason: booking.cancellationReason ?? '',
      cancelledBy: booking.cancelledByEmail ?? null,
      requestReschedule: false,
      iCalUID: booking.icsUid,
      iCalSequence: 1,
    }),
  }
}

function organizerOf({ directory }: World, { hostIds, startMs }: Booking): unknown {
  const user = directory.user(hostIds[0] ?? 0)
  return {
    id: user?.id,
    name: user?.name,
    email: user?.email,
    username: user?.username,
    usernameInOrg: user?.username,
    timeZone: user?.timeZone,
    timeFormat: 'HH:mm',
    language: { locale: 'de' },
    utcOffset: offsetMinutes(user?.timeZone ?? 'UTC', startMs),
  }
}

/** Whoever booked, and the staff besides the organizer. */
function attendeesOf({ directory }: World, booking: Booking): unknown[] {
  const people = booking.attendees.map(({ name, email, timeZone, language, phoneNumber }) => ({
    name,
    email,
    firstName: name.split(' ')[0] ?? name,
    lastName: name.split(' ').slice(1).join(' '),
    timeZone,
    language: { locale: language },
    utcOffset: offsetMinutes(timeZone, booking.startMs),
    ...(phoneNumber !== undefined && { phoneNumber }),
  }))
  const staff = booking.hostIds.slice(1).map((hostId) => {
    const user = directory.user(hostId)
    const timeZone = user?.timeZone ?? 'UTC'
    return {
      name: user?.name,
      email: user?.email,
      timeZone,
      language: { locale: 'de' },
      utcOffset: offsetMinutes(timeZone, booking.startMs),
    }
  })
  return [...people, ...staff]
}

function replacementOf({ replaced, rescheduledBy }: { replaced?: Booking; rescheduledBy?: string | undefined }) {
  if (replaced === undefined) return {}
  return {
    rescheduleId: replaced.id,
    rescheduleUid: replaced.uid,
    rescheduleStartTime: writeTime(replaced.startMs, false),
    rescheduleEndTime: writeTime(replaced.endMs, false),
    rescheduledBy: rescheduledBy ?? null,
  }
}

/** Cancellations write the offset where everything else writes Z. */
function writeTime(instantMs: number, withOffset: boolean): string {
  const text = new Date(instantMs).toISOString().replace('.000Z', 'Z')
  return withOffset ? text.replace('Z', '+00:00') : text
}
