import { rescheduleBookingSchema, type RescheduleBookingInput } from './booking-input.ts'
import { writeBooking } from './booking-output.ts'
import { chooseHosts, type HostsAsked } from './choose-hosts.ts'
import { checkTime } from './create-booking.ts'
import type { Booking } from './diary.ts'
import type { Stretch } from './intervals.ts'
import { instantOf, readInput } from './read-input.ts'
import { refuse, refuseFromCore } from './refusal.ts'
import { type Asked, type Reply, success } from './route.ts'
import { announceBooking } from './webhook-payload.ts'
import type { World } from './world.ts'

const MINUTE_MS = 60_000

/** Moves a booking: a new one takes its place, under a uid of its own; the old one is cancelled and names it. */
export async function moveBooking(asked: Asked): Promise<Reply> {
  const { world } = asked
  const uid = asked.params['uid'] ?? ''
  const input = readInput(rescheduleBookingSchema(world.dialect), asked.body)
  const old = world.diary.byUid(uid)
  if (old === undefined) throw refuse(404, `Booking with uid=${uid} was not found in the database`)
  checkMovable(asked, old)
  const isHost = asked.key !== undefined && world.directory.mayManage(asked.key.userId, old.eventType)
  const startMs = Math.floor(instantOf(input.start) / 1_000) * 1_000
  const time = { startMs, endMs: startMs + (old.endMs - old.startMs) }
  checkTime(asked, old.eventType, time, isHost && input.allowBookingOutOfBounds === true)

  const hostsAsked = hostsFor(old, input, time, isHost)
  const hostIds = chooseHosts(world, hostsAsked)
  await asked.pause(world.faults.plan.raceMs)
  if (world.faults.plan.overlaps === 'off') chooseHosts(world, hostsAsked)
  checkMovable(asked, old)
  const moved = replaceBooking(world, old, { time, hostIds, ...reasonsOf(input) })
  if (moved === undefined) throw refuseFromCore(409, 'booking_conflict_error')
  return success(writeBooking(world, moved), 201)
}

function reasonsOf({ reschedulingReason, rescheduledBy }: RescheduleBookingInput): { reason?: string; by?: string } {
  return {
    ...(reschedulingReason !== undefined && { reason: reschedulingReason }),
    ...(rescheduledBy !== undefined && { by: rescheduledBy }),
  }
}

function hostsFor(old: Booking, input: RescheduleBookingInput, time: Stretch, isHost: boolean): HostsAsked {
  const { eventType } = old
  const staysWithHost = eventType.sameHostWhenRescheduled || input.rescheduleWithSameHost === true
  return {
    eventType,
    time,
    except: old,
    among: staysWithHost ? old.hostIds : undefined,
    ignoresConflicts: isHost && input.allowConflicts === true,
  }
}

function checkMovable({ key, world }: Asked, booking: Booking): void {
  const { uid, status, eventType } = booking
  const cannot = `Can't reschedule booking with uid=${uid} because it has been`
  if (booking.rescheduledToUid !== undefined) {
    throw refuse(
      400,
      `${cannot} cancelled and rescheduled already to booking with uid=${booking.rescheduledToUid}. You probably want to reschedule ${booking.rescheduledToUid} instead by passing it within the request URL.`,
    )
  }
  if (status === 'cancelled' || status === 'rejected') {
    throw refuse(400, `${cannot} ${status}. Please provide uid of a booking that is not ${status}.`)
  }
  const { disabled, minutesBefore } = eventType.rescheduling
  if (disabled) throw refuseFromCore(400, 'This event type does not allow rescheduling')
  const isManager = key !== undefined && world.directory.mayManage(key.userId, eventType)
  if (!isManager && world.clock.nowMs() > booking.startMs - minutesBefore * MINUTE_MS && minutesBefore > 0) {
    throw refuse(403, 'Rescheduling is not allowed within the minimum notice period before the event')
  }
}

/** Puts a booking at another time in place of an old one. Gives nothing, and changes nothing, when the unique key forbids it. */
export function replaceBooking(
  world: World,
  old: Booking,
  change: { time: Stretch; hostIds: readonly number[]; reason?: string; by?: string },
): Booking | undefined {
  const { time, hostIds, reason, by } = change
  const nowMs = world.clock.nowMs()
  const needsConfirmation = old.eventType.confirmation !== null && !isOwner(world, old, by)
  const { cancellationReason: _reason, cancelledByEmail: _by, rescheduledToUid: _to, ...kept } = old
  const moved: Booking = {
    ...kept,
    ...time,
    id: world.nextId(),
    uid: world.nextUid(),
    hostIds,
    status: needsConfirmation ? 'pending' : 'accepted',
    responses: reason === undefined ? old.responses : { ...old.responses, rescheduledReason: reason },
    createdMs: nowMs,
    updatedMs: nowMs,
    ...(reason !== undefined && { reschedulingReason: reason }),
    rescheduledByEmail: by ?? null,
    rescheduledFromUid: old.uid,
  }
  const { status } = old
  world.diary.change(old, { status: 'cancelled' }, nowMs)
  if (!world.diary.add(moved)) {
    world.diary.change(old, { status }, nowMs)
    return undefined
  }
  world.diary.change(old, { rescheduledToUid: moved.uid }, nowMs)
  const trigger = needsConfirmation ? 'BOOKING_REQUESTED' : 'BOOKING_RESCHEDULED'
  announceBooking(world, trigger, moved, { replaced: old, rescheduledBy: by })
  return moved
}

function isOwner({ directory }: World, { hostIds }: Booking, email: string | undefined): boolean {
  return email !== undefined && directory.user(hostIds[0] ?? 0)?.email === email
}
