import type { Transaction } from 'kysely'

import type { BookAnswer, CalendarBooking, MirrorBooking, Written } from '../calendars/mirror.ts'
import type { Database } from '../infra/db/tables.ts'
import { vacate } from '../occupancy/segments.ts'
import { addAppointmentTask } from './appointment-task.ts'
import { forgetAttempt } from './calendar-attempts.ts'
import { clearWrong, count, leaveOpen } from './clear-wrong.ts'
import { giveTo } from './give-to.ts'
import {
  bySettling,
  MOST_ATTEMPTS,
  type SettleDeps,
  type SettleOutcome,
  type Settling,
  type Unsettled,
  WRITE_DEADLINE_MS,
} from './settle-deps.ts'
import { changeState } from './store.ts'

/**
 * Finds out what became of a booking: there under our reference, it is confirmed; not there, it is booked again, as the slow
 * request can no longer land; refused, or sent too often, it is given up and the front desk tells the customer.
 */
export async function settleBooking(settling: Settling, one: Unsettled): Promise<SettleOutcome> {
  const { appointment, createdAt, attempt } = one
  const { mirror, signal } = settling
  // What was never sent cannot be there.
  const since = createdAt
  const found =
    attempt.attempts === 0
      ? ({ kind: 'absent' } as const)
      : await mirror.find({ reference: appointment.id, since, calendarReference: one.calendarReference }, signal)
  if (found.kind === 'unknown') return 'open'
  const bookings = found.kind === 'found' ? found.bookings : []
  const right = bookings.find((booking) => isAsBooked(one, booking))
  const wrong = bookings.filter((booking) => booking !== right)
  const cleared = await clearWrong(settling, one, wrong)
  if (cleared === undefined) return 'open'
  if (right !== undefined) return await confirm(settling, cleared, toWritten(cleared, right), 'found there')
  return await bookAgain(settling, cleared)
}

function isAsBooked({ appointment }: Unsettled, booking: CalendarBooking): boolean {
  return booking.startsAt.equals(appointment.startsAt) && booking.endsAt.equals(appointment.endsAt)
}

function toWritten({ appointment }: Unsettled, booking: CalendarBooking): Written {
  return {
    calendarReference: booking.calendarReference,
    ...(booking.staffId !== null && booking.staffId !== appointment.staffId && { staffId: booking.staffId }),
    ...(booking.state === 'pending' && { awaitsApproval: true }),
  }
}

async function bookAgain(settling: Settling, one: Unsettled): Promise<SettleOutcome> {
  const { deps, mirror } = settling
  const { appointment, attempt } = one
  const now = deps.clock.now()
  if (attempt.attempts >= MOST_ATTEMPTS) return await giveUp(settling, one, 'not there after several tries')
  if (Temporal.Instant.compare(appointment.startsAt, now) <= 0)
    return await giveUp(settling, one, 'its time has passed')
  if ((await count(settling, one)) === undefined) return 'open'
  const answer = await mirror
    .book(toMirror(one), AbortSignal.timeout(WRITE_DEADLINE_MS))
    .catch((): BookAnswer => ({ kind: 'unknown' }))
  switch (answer.kind) {
    case 'booked':
      return await confirm(settling, one, answer, 'booked on another try')
    case 'taken':
      return await giveUp(settling, one, 'taken there')
    case 'refused':
      return await giveUp(settling, one, `refused there: ${answer.why}`)
    case 'unavailable':
    case 'unknown':
      return await leaveOpen(settling, one, answer.kind === 'unknown')
  }
}

/** The booking as the calendar is told it, from what is kept of it. Nobody waits for a colleague by name any more. */
export function toMirror({ appointment, house, contact }: Unsettled): MirrorBooking {
  return {
    reference: appointment.id,
    serviceId: appointment.serviceId,
    staffId: appointment.staffId,
    staffAskedFor: false,
    startsAt: appointment.startsAt,
    endsAt: appointment.endsAt,
    zone: house.company.zone,
    attendeeName: appointment.attendeeName,
    attendeePhone: contact.phone,
    attendeeEmail: contact.email,
  }
}

async function confirm(settling: Settling, one: Unsettled, written: Written, why: string): Promise<SettleOutcome> {
  const { deps } = settling
  const { appointment, house } = one
  const { id: companyId } = house.company
  return await deps.database.inCompany(companyId, async (tx) => {
    const state = written.awaitsApproval === true ? 'pending_approval' : 'confirmed'
    const to = { state, calendarReference: written.calendarReference } as const
    const changed = await changeState(tx, deps, companyId, appointment, to, { who: bySettling, why })
    if (changed === undefined) return 'open'
    await giveTo(tx, companyId, changed, written.staffId ?? changed.staffId)
    return await end(tx, deps, one)
  })
}

/** The time is free again, and the customer, who was told to expect a confirmation, has to hear it from a person. */
async function giveUp({ deps }: Settling, one: Unsettled, why: string): Promise<SettleOutcome> {
  const { appointment, house } = one
  const { id: companyId } = house.company
  return await deps.database.inCompany(companyId, async (tx) => {
    const state = appointment.state === 'pending_approval' ? 'rejected' : 'failed'
    const changed = await changeState(tx, deps, companyId, appointment, { state }, { who: bySettling, why })
    if (changed === undefined) return 'open'
    await vacate(tx, companyId, appointment.id)
    await addAppointmentTask(tx, deps, house, { kind: 'unconfirmed_booking', appointment })
    return await end(tx, deps, one)
  })
}

/** Not for one that has moved on by itself: what it is now is looked at next time, and where it has ended there is nothing to look at. */
async function end(tx: Transaction<Database>, deps: SettleDeps, one: Unsettled): Promise<SettleOutcome> {
  const { appointment, house, leavesWrong = false } = one
  await forgetAttempt(tx, house.company.id, appointment.id)
  if (leavesWrong) await addAppointmentTask(tx, deps, house, { kind: 'calendar_conflict', appointment })
  return 'settled'
}
