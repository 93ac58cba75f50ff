import type { EventType } from './account.ts'
import { checkFields, chooseLocation, type Contact } from './booking-fields.ts'
import { type CreateBookingInput, createBookingSchema } from './booking-input.ts'
import { writeBooking } from './booking-output.ts'
import { bookingBounds } from './bounds.ts'
import { chooseHosts, type HostsAsked } from './choose-hosts.ts'
import type { Booking } from './diary.ts'
import { findEventType } from './find-event-type.ts'
import type { Stretch } from './intervals.ts'
import { instantOf, readInput } from './read-input.ts'
import { refuse, refuseFromCore } from './refusal.ts'
import { type Asked, type Reply, success } from './route.ts'
import { announceBooking } from './webhook-payload.ts'
import type { World } from './world.ts'

const MINUTE_MS = 60_000

/** Books: checks everything, takes its time, inserts. What changed in between is noticed only by the unique key. */
export async function createBooking(asked: Asked): Promise<Reply> {
  const { world } = asked
  const input = readInput(createBookingSchema(world.dialect), asked.body)
  const eventType = findEventType(world, input)
  checkBookable(asked, eventType)
  const time = timeOf(eventType, input)
  const location = chooseLocation(eventType, input)
  const contact = checkFields(eventType, input)
  const isHost = asked.key !== undefined && world.directory.mayManage(asked.key.userId, eventType)
  checkTime(asked, eventType, time, isHost && input.allowBookingOutOfBounds === true)

  const repeated = findRepeat(world, eventType, time, contact)
  if (repeated !== undefined) return success(writeBooking(world, repeated), 201)

  const hostsAsked: HostsAsked = {
    eventType,
    time,
    among: input.rrHostSubsetIds ?? input.routing?.teamMemberIds,
    ignoresConflicts: isHost && input.allowConflicts === true,
  }
  const hostIds = chooseHosts(world, hostsAsked)
  await asked.pause(world.faults.plan.raceMs)
  if (world.faults.plan.overlaps === 'off') chooseHosts(world, hostsAsked)

  const booking = newBooking(world, {
    eventType,
    time: asked.fate.otherTime ? later(world, time) : time,
    hostIds,
    name: input.attendee.name,
    timeZone: input.attendee.timeZone,
    language: input.attendee.language ?? 'en',
    contact,
    guests: input.guests,
    metadata: textsOf(input.metadata),
    location,
  })
  if (!world.diary.add(booking)) throw refuseFromCore(409, 'booking_conflict_error')
  announceBooking(world, booking.status === 'pending' ? 'BOOKING_REQUESTED' : 'BOOKING_CREATED', booking)
  return success(writeBooking(world, booking), 201)
}

/** What is asked of every booking but a time: that the event type can be booked by this asker through the API. */
function checkBookable({ key, world: { directory } }: Asked, eventType: EventType): void {
  if (eventType.schedulingType === 'managed') {
    throw refuse(
      400,
      `Event type with id=${eventType.id} is the parent managed event type that can't be booked. You have to provide the child event type id aka id of event type that has been assigned to one of the users.`,
    )
  }
  if (directory.hostsOf(eventType).length === 0) {
    throw refuse(422, `Event type with id=${eventType.id} has no hosts.`)
  }
  if (!eventType.bookingRequiresAuthentication) return
  if (key === undefined) throw refuse(401, 'This event type requires authentication to be booked.')
  if (!directory.mayManage(key.userId, eventType)) {
    throw refuse(403, 'Only the owner, a host or an admin of this event type can book it.')
  }
}

function timeOf(eventType: EventType, { start, lengthInMinutes }: CreateBookingInput): Stretch {
  const { lengthInMinutesOptions: options = [] } = eventType
  if (lengthInMinutes !== undefined && options.length === 0) {
    throw refuse(
      400,
      "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths. Please, remove the 'lengthInMinutes' field from the request.",
    )
  }
  if (lengthInMinutes !== undefined && !options.includes(lengthInMinutes)) {
    throw refuse(
      400,
      `Provided 'lengthInMinutes' is not one of the possible lengths for the event type. The possible lengths are: ${options.join(', ')}`,
    )
  }
  // The column over there has no smaller unit than a second.
  const startMs = Math.floor(instantOf(start) / 1_000) * 1_000
  return { startMs, endMs: startMs + (lengthInMinutes ?? eventType.lengthInMinutes) * MINUTE_MS }
}

/** Not in the past, not too soon, not too far ahead. */
export function checkTime(
  { world, version }: Asked,
  eventType: EventType,
  time: Stretch,
  mayLeaveBounds: boolean,
): void {
  if (time.startMs < world.clock.nowMs()) throw refuse(400, 'Attempting to book a meeting in the past.')
  if (mayLeaveBounds && version === '2026-02-25') return
  const bounds = bookingBounds(world, eventType)
  if (time.startMs >= bounds.startMs && time.startMs < bounds.endMs) return
  throw refuse(
    400,
    `The event type can't be booked at the "start" time provided. This could be because it's too soon (violating the minimum booking notice) or too far in the future (outside the event's scheduling window). Try fetching available slots first using the GET /v2/slots endpoint and then make a booking with "start" time equal to one of the available slots.`,
  )
}

/** Round robins and types that need a confirmation give the same person's booking back; all others refuse the repeat. */
function findRepeat({ diary }: World, eventType: EventType, time: Stretch, contact: Contact): Booking | undefined {
  if (eventType.schedulingType !== 'roundRobin' && eventType.confirmation === null) return undefined
  return diary
    .byEmail(contact.email)
    .find(
      (booking) =>
        booking.eventType.id === eventType.id &&
        booking.startMs === time.startMs &&
        (booking.status === 'accepted' || booking.status === 'pending') &&
        booking.attendees[0]?.phoneNumber === contact.phoneNumber,
    )
}

/** Not what was asked for: the next time somebody of the same length might have wanted. */
function later({ faults }: World, { startMs, endMs }: Stretch): Stretch {
  faults.strike('other-time')
  return { startMs: endMs, endMs: endMs + (endMs - startMs) }
}

function textsOf(metadata: Record<string, unknown>): Record<string, string> {
  const { videoCallUrl: _stripped, ...rest } = metadata
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, String(value)]))
}

export type NewBooking = {
  eventType: EventType
  time: Stretch
  hostIds: readonly number[]
  name: string
  timeZone: string
  language: string
  contact: Contact
  guests: readonly string[]
  metadata: Readonly<Record<string, string>>
  location: string
}

/** A booking that is not filed yet. */
export function newBooking(world: World, given: NewBooking): Booking {
  const { eventType, time, hostIds, name, contact } = given
  const uid = world.nextUid()
  const nowMs = world.clock.nowMs()
  const organizer = world.directory.teamOf(eventType)?.name ?? world.directory.user(hostIds[0] ?? 0)?.name ?? ''
  return {
    id: world.nextId(),
    uid,
    eventType,
    ...time,
    hostIds,
    title: `${eventType.title} between ${organizer} and ${name}`,
    status: eventType.confirmation === null ? 'accepted' : 'pending',
    location: given.location,
    attendees: [
      {
        name,
        email: contact.email,
        timeZone: given.timeZone,
        language: given.language,
        ...(contact.phoneNumber !== undefined && { phoneNumber: contact.phoneNumber }),
        absent: false,
      },
    ],
    guests: given.guests,
    responses: contact.responses,
    metadata: given.metadata,
    absentHost: false,
    createdMs: nowMs,
    updatedMs: nowMs,
    icsUid: `${uid}@Cal.com`,
    rescheduledByEmail: null,
  }
}
