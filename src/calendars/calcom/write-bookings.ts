import type { Clock } from '../../infra/clock.ts'
import type {
  BookAnswer,
  CancelAnswer,
  DecideAnswer,
  MirrorBooking,
  MirrorCancellation,
  MirrorDecision,
  MirrorMove,
  MoveAnswer,
  NotDone,
  Written,
} from '../mirror.ts'
import { bookingAnswer, type CalcomBooking } from './answers.ts'
import { toAttendee } from './attendee.ts'
import { checkBooking } from './check-booking.ts'
import { type Bookable, type CalcomConnection, findBookable } from './connection.ts'
import { errorMessage } from './error-message.ts'
import type { CalcomHttp, CalcomReply } from './http.ts'
import { judgeRefusal } from './judge-refusal.ts'
import { hostOf, REFERENCE_KEY } from './read-booking.ts'
import { VERSIONS } from './versions.ts'

export type WriteDeps = { http: CalcomHttp; connection: CalcomConnection; clock: Clock }

/** A reason always goes along: some event types insist on one. */
const UNDONE = 'Ringbook: not what was asked for'
/** A booking that was moved there is cancelled where it is now; moved more often than this in seconds it is not. */
const MOST_SUCCESSORS = 3

/** One POST. What comes back that was not asked for is undone and counts as taken. */
export async function book(deps: WriteDeps, booking: MirrorBooking, signal: AbortSignal): Promise<BookAnswer> {
  const bookable = findBookable(deps.connection, booking)
  if (bookable === undefined) return { kind: 'refused', why: 'not_allowed' }
  const body = {
    start: booking.startsAt.toString(),
    eventTypeId: bookable.eventTypeId,
    attendee: toAttendee(deps.connection, booking),
    metadata: { [REFERENCE_KEY]: booking.reference },
    ...(bookable.sendsLength && { lengthInMinutes: bookable.durationMinutes }),
  }
  const reply = await post(deps, '/bookings', body, signal)
  const made = bookingIn(reply)
  if (made === undefined) return notDone(deps, reply)
  switch (checkBooking(deps, { booking, bookable }, made)) {
    case 'as_asked':
      return { kind: 'booked', ...written(deps, booking, made) }
    case 'foreign':
      return { kind: 'taken' }
    case 'other':
      return await undo(deps, made.uid, signal)
  }
}

/** Within one event type the booking is moved; to another one it is booked anew, and the old one is cancelled after that. */
export async function move(
  deps: WriteDeps,
  { calendarReference, from, to }: MirrorMove,
  signal: AbortSignal,
): Promise<MoveAnswer> {
  const before = findBookable(deps.connection, from)
  const after = findBookable(deps.connection, to)
  if (after === undefined) return { kind: 'refused', why: 'not_allowed' }
  const isSamePerson = from.staffId === to.staffId || (after.isPool && !to.staffAskedFor)
  if (before?.eventTypeId === after.eventTypeId && isSamePerson) {
    return await reschedule(deps, calendarReference, { booking: to, bookable: after }, signal)
  }
  const booked = await book(deps, to, signal)
  if (booked.kind !== 'booked') return booked
  const gone = await cancel(deps, { calendarReference, reason: 'Ringbook: moved' }, signal)
  // Both stand now: whoever settles it finds both and keeps the new one.
  return gone.kind === 'cancelled' ? { ...booked, kind: 'moved' } : { kind: 'unknown' }
}

async function reschedule(
  deps: WriteDeps,
  uid: string,
  asked: { booking: MirrorBooking; bookable: Bookable },
  signal: AbortSignal,
): Promise<MoveAnswer> {
  const body = { start: asked.booking.startsAt.toString(), reschedulingReason: 'Ringbook' }
  const reply = await post(deps, `/bookings/${encodeURIComponent(uid)}/reschedule`, body, signal)
  const made = bookingIn(reply)
  if (made === undefined) return notDone(deps, reply)
  const fit = checkBooking(deps, asked, made)
  // It stands at a third time now. There is no way back that could not fail too: that is for whoever settles it.
  if (fit !== 'as_asked') return { kind: 'unknown' }
  return { kind: 'moved', ...written(deps, asked.booking, made) }
}

/** Cancels a booking, or where it was moved to over there. */
export async function cancel(
  deps: WriteDeps,
  { calendarReference, reason }: Omit<MirrorCancellation, 'reference'>,
  signal: AbortSignal,
): Promise<CancelAnswer> {
  let uid = calendarReference
  for (let successors = 0; successors < MOST_SUCCESSORS; successors += 1) {
    const path = `/bookings/${encodeURIComponent(uid)}`
    const reply = await post(deps, `${path}/cancel`, { cancellationReason: reason }, signal)
    if (reply.kind === 'answered' && (reply.status < 300 || reply.status === 404)) return { kind: 'cancelled' }
    if (!isCancelledAlready(reply)) {
      const answer = notDone(deps, reply)
      return answer.kind === 'taken' ? { kind: 'unknown' } : answer
    }
    const known = await deps.http.send({ method: 'GET', path, version: VERSIONS.bookings }, signal)
    const successor = bookingIn(known)?.rescheduledToUid ?? null
    if (successor === null) return known.kind === 'answered' ? { kind: 'cancelled' } : { kind: 'unknown' }
    uid = successor
  }
  return { kind: 'unknown' }
}

/** Confirms a request over there, or declines it. */
export async function decide(
  deps: WriteDeps,
  { calendarReference, verdict, reason }: MirrorDecision,
  signal: AbortSignal,
): Promise<DecideAnswer> {
  const path = `/bookings/${encodeURIComponent(calendarReference)}`
  const reply =
    verdict === 'approve'
      ? await post(deps, `${path}/confirm`, undefined, signal)
      : await post(deps, `${path}/decline`, { reason }, signal)
  return reply.kind === 'answered' && reply.status < 300 ? { kind: 'decided' } : notDone(deps, reply)
}

function isCancelledAlready(reply: CalcomReply): boolean {
  return (
    reply.kind === 'answered' &&
    reply.status === 400 &&
    /cancell?ed already|already.{0,20}cancell?ed|has been cancell?ed/i.test(errorMessage(reply.body))
  )
}

async function undo(deps: WriteDeps, uid: string, signal: AbortSignal): Promise<BookAnswer> {
  const undone = await cancel(deps, { calendarReference: uid, reason: UNDONE }, signal)
  return undone.kind === 'cancelled' ? { kind: 'taken' } : { kind: 'unknown' }
}

async function post(
  deps: WriteDeps,
  path: string,
  body: object | undefined,
  signal: AbortSignal,
): Promise<CalcomReply> {
  const request = { method: 'POST', path, version: VERSIONS.bookings, ...(body !== undefined && { body }) } as const
  return await deps.http.send(request, signal)
}

/** The booking in an answer; undefined when there is none. One that says yes and cannot be read is neither. */
function bookingIn(reply: CalcomReply): CalcomBooking | undefined {
  if (reply.kind !== 'answered' || reply.status >= 300) return undefined
  return bookingAnswer.safeParse(reply.body).data?.data
}

function written({ connection }: WriteDeps, asked: MirrorBooking, made: CalcomBooking): Written {
  const staffId = hostOf(connection, made)
  return {
    calendarReference: made.uid,
    ...(staffId !== undefined && staffId !== asked.staffId && { staffId }),
    ...(made.status === 'pending' && { awaitsApproval: true }),
  }
}

function notDone({ connection }: WriteDeps, reply: CalcomReply): NotDone {
  const away = { kind: 'unavailable', mayWait: connection.mayWait } as const
  switch (reply.kind) {
    case 'not_sent':
      return away
    case 'no_answer':
      return { kind: 'unknown' }
    case 'answered': {
      if (reply.status < 300) return { kind: 'unknown' }
      const refusal = judgeRefusal(reply.status, reply.body)
      return refusal.kind === 'away' ? away : refusal
    }
  }
}
