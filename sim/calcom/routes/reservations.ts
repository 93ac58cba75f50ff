import * as z from 'zod'

import type { EventType } from '../account.ts'
import { findEventType } from '../find-event-type.ts'
import { instantOf, isoDate, readInput } from '../read-input.ts'
import { refuse } from '../refusal.ts'
import type { Reservation } from '../reservations.ts'
import { type Asked, type Reply, type Route, success } from '../route.ts'
import { SLOTS_VERSION } from './slots.ts'

const MINUTE_MS = 60_000
const USUAL_MINUTES = 5

const one = '/v2/slots/reservations/:uid'
const common = { family: 'reservations', versions: () => [SLOTS_VERSION] } as const

export const reservationRoutes: readonly Route[] = [
  { ...common, method: 'POST', path: '/v2/slots/reservations', handle: (asked) => reserve(asked, undefined) },
  { ...common, method: 'PATCH', path: one, handle: (asked) => reserve(asked, asked.params['uid']) },
  { ...common, method: 'GET', path: one, handle: readReservation },
  { ...common, method: 'DELETE', path: one, handle: deleteReservation },
]

const input = z.object({
  eventTypeId: z.int('eventTypeId must be an integer number'),
  slotStart: isoDate('slotStart'),
  slotDuration: z.number('slotDuration must be a number').optional(),
  reservationDuration: z.number('reservationDuration must be a number').optional(),
})

/**
 * Keeps a slot, or moves what is kept. Looks at bookings and reservations of this event type only: whether anybody works then
 * is not asked. A renewal of the same time meets itself and is refused.
 */
function reserve(asked: Asked, uid: string | undefined): Reply {
  const { world, body } = asked
  const wanted = readInput(input, body)
  const eventType = findEventType(world, { eventTypeId: wanted.eventTypeId })
  const isNew = uid === undefined
  if (isNew && wanted.reservationDuration !== undefined) checkMayChooseDuration(asked, eventType)
  const lengths = [eventType.lengthInMinutes, ...(eventType.lengthInMinutesOptions ?? [])]
  if (wanted.slotDuration !== undefined && !lengths.includes(wanted.slotDuration)) {
    throw refuse(400, `slotDuration must be one of the lengths of the event type: ${lengths.join(', ')}`)
  }
  const startMs = instantOf(wanted.slotStart)
  const slot = { startMs, endMs: startMs + (wanted.slotDuration ?? eventType.lengthInMinutes) * MINUTE_MS }
  const nowMs = world.clock.nowMs()
  checkFree(asked, eventType, slot)
  const durationMinutes = wanted.reservationDuration ?? USUAL_MINUTES
  const userId = world.directory.hostsOf(eventType)[0]?.userId ?? 0
  const untilMs = nowMs + durationMinutes * MINUTE_MS
  const made = world.reservations.add({ ...slot, eventTypeId: eventType.id, userId, durationMinutes, untilMs }, uid)
  return success(write(made, true), isNew ? 201 : 200)
}

function checkMayChooseDuration({ key, world }: Asked, eventType: EventType): void {
  if (key === undefined) throw refuse(401, 'reservationDuration can only be used for authenticated requests.')
  const team = world.directory.teamOf(eventType)
  const isMember = team?.members.some(({ userId, accepted }) => userId === key.userId && accepted) ?? false
  const sharesTeam = world.directory.account.teams.some(({ members }) =>
    [key.userId, eventType.ownerId].every((id) => members.some(({ userId }) => userId === id)),
  )
  if (eventType.ownerId === key.userId || isMember || sharesTeam) return
  throw refuse(403, 'You are not allowed to choose how long this event type is reserved.')
}

function checkFree({ world }: Asked, eventType: EventType, slot: { startMs: number; endMs: number }): void {
  const hosts = world.directory.hostsOf(eventType)
  const taken = hosts.some(({ userId }) =>
    world.diary
      .touching(userId, slot)
      .some(({ eventType: { id }, status }) => id === eventType.id && (status === 'accepted' || status === 'pending')),
  )
  if (taken) {
    throw refuse(422, `Can't reserve a slot if the event is already booked.`)
  }
  const mine = world.reservations
    .ofUsers([hosts[0]?.userId ?? 0], slot, world.clock.nowMs())
    .filter((reservation) => reservation.eventTypeId === eventType.id)
  // A pool may be reserved as often as it has hosts, for the very same time; a fixed host makes it one.
  const pool = hosts.filter(({ mandatory }) => !mandatory)
  const isPool = eventType.schedulingType === 'roundRobin' && pool.length === hosts.length
  const places =
    isPool && mine.every((one) => one.startMs === slot.startMs && one.endMs === slot.endMs) ? pool.length : 1
  if (mine.length < places) return
  throw refuse(422, 'This time slot is already reserved by another user. Please choose a different time.')
}

/** Of an unknown one there is nothing to tell, and that is no error. */
function readReservation({ world, params }: Asked): Reply {
  const found = world.reservations.byUid(params['uid'] ?? '', world.clock.nowMs())
  return success(found === undefined ? null : write(found, false))
}

function deleteReservation({ world, params }: Asked): Reply {
  world.reservations.remove(params['uid'] ?? '')
  return { status: 200, body: { status: 'success' } }
}

function write(reservation: Reservation, withDuration: boolean): Record<string, unknown> {
  const { startMs, endMs, untilMs } = reservation
  return {
    eventTypeId: reservation.eventTypeId,
    slotStart: new Date(startMs).toISOString(),
    slotEnd: new Date(endMs).toISOString(),
    slotDuration: (endMs - startMs) / MINUTE_MS,
    reservationUid: reservation.uid,
    ...(withDuration && { reservationDuration: reservation.durationMinutes }),
    reservationUntil: new Date(untilMs).toISOString(),
  }
}
