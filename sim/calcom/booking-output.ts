import type { Attendee, Booking } from './diary.ts'
import type { World } from './world.ts'

/** A booking as the API tells it. */
export function writeBooking(world: World, booking: Booking): Record<string, unknown> {
  const { eventType } = booking
  const whole: Record<string, unknown> = {
    id: booking.id,
    uid: booking.uid,
    title: booking.title,
    description: '',
    hosts: hostsOf(world, booking),
    status: booking.status,
    ...changesOf(booking),
    start: new Date(booking.startMs).toISOString(),
    end: new Date(booking.endMs).toISOString(),
    duration: Math.round((booking.endMs - booking.startMs) / 60_000),
    eventTypeId: eventType.id,
    eventType: { id: eventType.id, slug: eventType.slug },
    meetingUrl: booking.location,
    location: booking.location,
    absentHost: booking.absentHost,
    createdAt: new Date(booking.createdMs).toISOString(),
    updatedAt: new Date(booking.updatedMs).toISOString(),
    metadata: booking.metadata,
    rating: null,
    icsUid: booking.icsUid,
    attendees: attendeesOf(world, booking),
    ...(booking.guests.length > 0 && { guests: booking.guests }),
    bookingFieldsResponses: booking.responses,
  }
  return world.dialect.followsPublishedDescription ? withoutNulls(whole) : whole
}

/** Only the organizer: other staff of the booking are among the attendees. */
function hostsOf({ directory, dialect }: World, { hostIds }: Booking): unknown[] {
  const user = directory.user(hostIds[0] ?? 0)
  if (user === undefined) return []
  const { id, name, email, username, timeZone } = user
  return [{ id, name, email, ...(dialect.followsPublishedDescription && { displayEmail: email }), username, timeZone }]
}

function attendeesOf({ directory, dialect }: World, { attendees, hostIds }: Booking): unknown[] {
  const staff = hostIds.slice(1).flatMap((hostId): Attendee[] => {
    const user = directory.user(hostId)
    if (user === undefined) return []
    return [{ name: user.name, email: user.email, timeZone: user.timeZone, language: 'de', absent: false }]
  })
  return [...attendees, ...staff].map(({ name, email, timeZone, language, absent, phoneNumber }) => ({
    name,
    email,
    ...(dialect.followsPublishedDescription && { displayEmail: email }),
    timeZone,
    language,
    absent,
    ...(phoneNumber !== undefined && { phoneNumber }),
  }))
}

/** What is told only of bookings something happened to. */
function changesOf(booking: Booking): Record<string, unknown> {
  const isOver = booking.status === 'cancelled' || booking.status === 'rejected'
  return {
    ...(isOver && {
      cancellationReason: booking.cancellationReason ?? null,
      cancelledByEmail: booking.cancelledByEmail ?? null,
    }),
    ...(booking.reschedulingReason !== undefined && { reschedulingReason: booking.reschedulingReason }),
    rescheduledByEmail: booking.rescheduledByEmail,
    ...(booking.rescheduledFromUid !== undefined && { rescheduledFromUid: booking.rescheduledFromUid }),
    ...(booking.rescheduledToUid !== undefined && { rescheduledToUid: booking.rescheduledToUid }),
  }
}

function withoutNulls(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null))
}
