import { cancelBookingSchema, declineBookingSchema, markAbsentSchema } from './booking-input.ts'
import { writeBooking } from './booking-output.ts'
import { chooseHosts } from './choose-hosts.ts'
import type { Booking } from './diary.ts'
import { readInput } from './read-input.ts'
import { refuse, refuseFromCore } from './refusal.ts'
import { type Asked, askerOf, type Reply, success } from './route.ts'
import { announceBooking, announceNoShow } from './webhook-payload.ts'
import type { World } from './world.ts'

/** Cancels. Who knows the uid may. A second time is an error, and nothing happens. */
export async function cancelBooking(asked: Asked): Promise<Reply> {
  const { world } = asked
  const input = readInput(cancelBookingSchema, asked.body ?? {})
  const booking = findBooking(asked)
  checkCancellable(world, booking, input.cancellationReason)
  await asked.pause()
  checkCancellable(world, booking, input.cancellationReason)
  endBooking(world, booking, { reason: input.cancellationReason })
  return success(writeBooking(world, booking))
}

function checkCancellable({ clock }: World, booking: Booking, reason: string | undefined): void {
  const { uid, status, eventType } = booking
  if (status === 'cancelled') {
    throw refuse(
      400,
      `Can't cancel booking with uid=${uid} because it has been cancelled already. Please provide uid of a booking that is not cancelled.`,
    )
  }
  if (booking.endMs < clock.nowMs()) throw refuseFromCore(400, 'Cannot cancel a booking that has already ended')
  const { disabled, reasonRequired } = eventType.cancelling
  if (disabled) throw refuseFromCore(400, 'This event type does not allow cancellations')
  if (reasonRequired && (reason === undefined || reason.trim() === '')) {
    throw refuseFromCore(400, 'Cancellation reason is required when you are the host')
  }
}

/** Cancels without asking whether it may be. */
export function endBooking(world: World, booking: Booking, why: { reason?: string | undefined; by?: string }): void {
  const change = {
    status: 'cancelled' as const,
    cancellationReason: why.reason ?? null,
    cancelledByEmail: why.by ?? null,
  }
  world.diary.change(booking, change, world.clock.nowMs())
  announceBooking(world, 'BOOKING_CANCELLED', booking)
}

/** Accepts a request. Nothing looks whether somebody else has the time by now, but for the unique key. */
export async function confirmBooking(asked: Asked): Promise<Reply> {
  const { world } = asked
  const booking = findManaged(asked)
  await asked.pause()
  if (booking.status === 'accepted') throw refuse(400, 'Booking already confirmed')
  if (booking.status !== 'pending') throw refuse(400, `Booking is ${booking.status} and cannot be confirmed`)
  if (!world.diary.change(booking, { status: 'accepted' }, world.clock.nowMs())) {
    throw refuseFromCore(409, 'booking_conflict_error')
  }
  announceBooking(world, 'BOOKING_CREATED', booking)
  return success(writeBooking(world, booking))
}

export async function declineBooking(asked: Asked): Promise<Reply> {
  const { world } = asked
  const { reason } = readInput(declineBookingSchema, asked.body ?? {})
  const booking = findManaged(asked)
  await asked.pause()
  if (booking.status !== 'pending') throw refuse(400, `Booking is ${booking.status} and cannot be declined`)
  world.diary.change(booking, { status: 'rejected', cancellationReason: reason ?? null }, world.clock.nowMs())
  announceBooking(world, 'BOOKING_REJECTED', booking)
  return success(writeBooking(world, booking))
}

export async function markAbsent(asked: Asked): Promise<Reply> {
  const { world } = asked
  const input = readInput(markAbsentSchema, asked.body ?? {})
  const booking = findManaged(asked)
  await asked.pause()
  if (booking.startMs > world.clock.nowMs())
    throw refuse(400, 'Bookings can only be marked as absent after their start time has passed.')
  const attendees = booking.attendees.map((attendee) => {
    const told = input.attendees.find(({ email }) => email === attendee.email)
    return told === undefined ? attendee : { ...attendee, absent: told.absent }
  })
  world.diary.change(booking, { attendees, absentHost: input.host ?? booking.absentHost }, world.clock.nowMs())
  // A host who did not come is told to nobody.
  if (input.attendees.length > 0) announceNoShow(world, booking)
  return success(writeBooking(world, booking))
}

/** Gives a round robin's booking to another host: the one named, or whoever's turn it is. */
export async function reassignBooking(asked: Asked): Promise<Reply> {
  const { world } = asked
  const booking = findManaged(asked)
  await asked.pause()
  const { eventType } = booking
  if (eventType.schedulingType !== 'roundRobin') throw refuse(400, 'Only round robin bookings can be reassigned')
  const named = asked.params['userId'] === undefined ? undefined : Number(asked.params['userId'])
  const others = world.directory.hostsOf(eventType).filter(({ userId }) => !booking.hostIds.includes(userId))
  if (named !== undefined && !others.some(({ userId }) => userId === named)) {
    throw refuse(400, `User with id=${named} is not another host of this event type`)
  }
  const among = named === undefined ? others.map(({ userId }) => userId) : [named]
  const hostIds = chooseHosts(world, { eventType, time: booking, except: booking, among })
  if (!world.diary.change(booking, { hostIds }, world.clock.nowMs())) {
    throw refuseFromCore(409, 'booking_conflict_error')
  }
  const user = world.directory.user(hostIds.at(-1) ?? 0)
  const reassignedTo = { id: user?.id, name: user?.name, email: user?.email, displayEmail: user?.email }
  return success({ bookingUid: booking.uid, reassignedTo })
}

/** @throws RefusedRequest 404 */
export function findBooking({ world, params }: Asked): Booking {
  const uid = params['uid'] ?? ''
  const booking = world.diary.byUid(uid)
  if (booking === undefined) throw refuse(404, `Booking with uid=${uid} not found`)
  return booking
}

/** For what only those who do it or run it may. @throws RefusedRequest 404, 403 */
function findManaged(asked: Asked): Booking {
  const booking = findBooking(asked)
  if (!asked.world.directory.mayManage(askerOf(asked), booking.eventType)) {
    throw refuse(403, 'You are not authorized to do this with this booking.')
  }
  return booking
}
