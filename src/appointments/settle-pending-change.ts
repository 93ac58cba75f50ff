import type { Transaction } from 'kysely'

import type { CalendarBooking, CancelAnswer, MoveAnswer } from '../calendars/mirror.ts'
import type { Database } from '../infra/db/tables.ts'
import { addAppointmentTask } from './appointment-task.ts'
import { forgetAttempt } from './calendar-attempts.ts'
import { clearWrong, count, leaveOpen } from './clear-wrong.ts'
import type { PendingChange } from './pending-changes.ts'
import { toMirror } from './settle-booking.ts'
import { abandonCancel, abandonMove, finishCancel, finishMove, type MovedThere } from './settle-change.ts'
import {
  bySettling,
  MOST_ATTEMPTS,
  type SettleOutcome,
  type Settling,
  type Unsettled,
  WRITE_DEADLINE_MS,
} from './settle-deps.ts'

/** An appointment with the change that nobody knows the end of. */
export type UnsettledChange = Unsettled & { readonly pending: PendingChange }

type UnsettledMove = Unsettled & { readonly pending: Extract<PendingChange, { kind: 'move' }> }

/** Finds out what became of a move or a cancellation: done there, it is done here; not done, it is asked for again. */
export async function settlePendingChange(settling: Settling, one: UnsettledChange): Promise<SettleOutcome> {
  const { appointment, pending, calendarReference } = one
  const sought = { reference: appointment.id, since: pending.requestedAt, calendarReference }
  const found = await settling.mirror.find(sought, settling.signal)
  if (found.kind === 'unknown') return 'open'
  const bookings = found.kind === 'found' ? found.bookings : []
  if (pending.kind === 'cancel') return await settleCancel(settling, one, bookings)
  return await settleMove(settling, { ...one, pending }, bookings)
}

async function settleCancel(
  settling: Settling,
  one: UnsettledChange,
  bookings: readonly CalendarBooking[],
): Promise<SettleOutcome> {
  if (bookings.length > 0) {
    if (one.attempt.attempts >= MOST_ATTEMPTS)
      return await leaveStanding(settling, one, 'stands there after several tries')
    if ((await count(settling, one)) === undefined) return 'open'
  }
  for (const { calendarReference } of bookings) {
    const wanted = { reference: one.appointment.id, calendarReference, reason: 'Ringbook: cancelled by the customer' }
    const answer = await settling.mirror
      .cancel(wanted, AbortSignal.timeout(WRITE_DEADLINE_MS))
      .catch((): CancelAnswer => ({ kind: 'unknown' }))
    if (answer.kind === 'refused') return await leaveStanding(settling, one, `refused there: ${answer.why}`)
    if (answer.kind !== 'cancelled') return await leaveOpen(settling, one, answer.kind === 'unknown')
  }
  return await inTransaction(settling, one, async (tx, companyId) => {
    const reason = { who: bySettling, why: 'the calendar has cancelled it' }
    await finishCancel(tx, settling.deps, companyId, one.appointment, reason)
  })
}

async function leaveStanding(settling: Settling, one: UnsettledChange, why: string): Promise<SettleOutcome> {
  return await inTransaction(settling, one, async (tx, companyId) => {
    const { deps } = settling
    await abandonCancel(tx, deps, companyId, one.appointment, { who: bySettling, why })
    await addAppointmentTask(tx, deps, one.house, { kind: 'unconfirmed_change', appointment: one.appointment })
  })
}

async function settleMove(
  settling: Settling,
  one: UnsettledMove,
  bookings: readonly CalendarBooking[],
): Promise<SettleOutcome> {
  const there = movedOf(one, bookings)
  if (there === undefined) return await moveAgain(settling, one, bookings)
  const wrong = bookings.filter((booking) => booking !== there)
  const cleared = await clearWrong(settling, one, wrong)
  if (cleared === undefined) return 'open'
  const { calendarReference, staffId, state } = there
  const moved = { calendarReference, awaitsApproval: state === 'pending', staffId: staffId ?? undefined }
  return await finish(settling, cleared, moved, 'found there')
}

/**
 * The booking it has become over there. Where only the person changes the old booking has the new time too: it is not what was made
 * of it as long as it is with whom it was.
 */
function movedOf(
  { appointment, pending, calendarReference }: UnsettledMove,
  bookings: readonly CalendarBooking[],
): CalendarBooking | undefined {
  const { startsAt, staffId } = pending.to
  const isMoved = !appointment.startsAt.equals(startsAt)
  const there = bookings.filter((booking) => booking.startsAt.equals(startsAt))
  return (
    there.find((booking) => booking.calendarReference !== calendarReference) ??
    there.find((booking) => isMoved || booking.staffId === staffId)
  )
}

async function moveAgain(
  settling: Settling,
  one: UnsettledMove,
  [standing]: readonly CalendarBooking[],
): Promise<SettleOutcome> {
  // Cancelled over there meanwhile: whether that is meant for the new time too is for a person to say.
  if (standing === undefined) return await leaveAsBefore(settling, one, 'gone there')
  if (one.attempt.attempts >= MOST_ATTEMPTS) return await leaveAsBefore(settling, one, 'not moved after several tries')
  if ((await count(settling, one)) === undefined) return 'open'
  const { appointment, pending } = one
  const { staffId, startsAt, endsAt } = pending.to
  const move = {
    calendarReference: standing.calendarReference,
    from: { serviceId: appointment.serviceId, staffId: standing.staffId ?? appointment.staffId },
    to: { ...toMirror(one), staffId, startsAt, endsAt },
  }
  const answer = await settling.mirror
    .move(move, AbortSignal.timeout(WRITE_DEADLINE_MS))
    .catch((): MoveAnswer => ({ kind: 'unknown' }))
  switch (answer.kind) {
    case 'moved':
      return await finish(settling, one, answer, 'moved on another try')
    case 'taken':
      return await leaveAsBefore(settling, one, 'taken there')
    case 'refused':
      return await leaveAsBefore(settling, one, `refused there: ${answer.why}`)
    case 'unavailable':
    case 'unknown':
      return await leaveOpen(settling, one, answer.kind === 'unknown')
  }
}

async function finish(settling: Settling, one: UnsettledMove, moved: MovedThere, why: string): Promise<SettleOutcome> {
  return await inTransaction(settling, one, async (tx, companyId) => {
    const { deps } = settling
    const { appointment, house, leavesWrong = false } = one
    await finishMove(tx, deps, companyId, appointment, moved, { who: bySettling, why })
    if (leavesWrong) await addAppointmentTask(tx, deps, house, { kind: 'calendar_conflict', appointment })
  })
}

/** It stays where it was, and the customer, who was told to expect a confirmation, has to hear it from a person. */
async function leaveAsBefore(settling: Settling, one: UnsettledMove, why: string): Promise<SettleOutcome> {
  return await inTransaction(settling, one, async (tx, companyId) => {
    const { deps } = settling
    await abandonMove(tx, deps, companyId, one.appointment, { who: bySettling, why })
    await addAppointmentTask(tx, deps, one.house, { kind: 'unconfirmed_change', appointment: one.appointment })
  })
}

async function inTransaction(
  { deps }: Settling,
  { appointment, house }: Unsettled,
  work: (tx: Transaction<Database>, companyId: string) => Promise<void>,
): Promise<SettleOutcome> {
  const { id: companyId } = house.company
  await deps.database.inCompany(companyId, async (tx) => {
    await work(tx, companyId)
    await forgetAttempt(tx, companyId, appointment.id)
  })
  return 'settled'
}
