import type { Transaction } from 'kysely'

import { type Contact, readContact } from '../customers/contact.ts'
import type { Database } from '../infra/db/tables.ts'
import { type Interval, overlapsInterval } from '../infra/intervals.ts'
import { clearTheWay, readHold } from '../occupancy/holds.ts'
import { lockClaim } from '../occupancy/lock-claim.ts'
import { shift, widen } from '../occupancy/shift.ts'
import type { Stretch } from '../occupancy/stretch.ts'
import { foldName } from '../speech/name-folding.ts'
import type { Appointment } from './appointment.ts'
import type { ConfirmedBy } from './book-command.ts'
import { changeAppointment, columnsOf, countMove, type Target } from './change-appointment.ts'
import type { MoveOutcome } from './change-outcomes.ts'
import { noteEffect, readEffect } from './effects.ts'
import { freeStaff } from './free-staff.ts'
import type { Wish } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import type { OwnAppointment } from './own-appointments.ts'
import { type ChangeableState, notePendingChange } from './pending-changes.ts'
import { refuse } from './refuse-offer.ts'
import { type Search, searchCalendar, searchDays, withBusy } from './search.ts'
import { readOpenAppointments } from './store.ts'
import { ChangedMeanwhile } from './try-again.ts'
import type { BookingDeps } from './visit.ts'
import { findMovingThere } from './who-it-is-for.ts'
import { reachOf, stretchesOf } from './wish-services.ts'

/** One attempt to take the time an appointment is to move to, with all that is known before the transaction. */
export type MoveAttempt = {
  appointment: OwnAppointment
  offer: Offer
  /** What is looked for at the new time; `wish.moving` is the appointment. */
  wish: Wish
  /** The appointment's, in which it may be changed. */
  state: ChangeableState
  /** What it keeps so far. */
  before: readonly Stretch[]
  confirmedBy: ConfirmedBy
  effectKey: string
  /** The name the agent called it by, for the record. */
  tool: string
}

/** How taking the new time ended, before a calendar elsewhere was asked. */
export type TakenTime =
  | MoveOutcome
  /** Both times are the appointment's; the calendar elsewhere has still to agree. `contact` is its customer's. */
  | { kind: 'asking'; appointment: OwnAppointment; to: Target; contact: Contact }
  /** Another delivery of this request was faster. */
  | { kind: 'repeated'; appointment: Appointment }

/**
 * Takes the new time and lets the old one go, in one transaction; or, where a calendar elsewhere has to agree, takes the new
 * one besides the old. Everything that was true when the time was offered is looked at again.
 *
 * @throws ChangedMeanwhile when the appointment has moved on since it was read.
 */
export async function takeNewTime(deps: BookingDeps, attempt: MoveAttempt, signal: AbortSignal): Promise<TakenTime> {
  const { wish, offer } = attempt
  const { company } = wish.house
  const firstDate = offer.startsAt.toZonedDateTimeISO(company.zone).toPlainDate()
  const days = { firstDate, endDate: firstDate.add({ days: searchDays + 1 }) }
  const search = await searchCalendar(deps, wish, days, signal)
  // Repeating it is safe: it is one transaction, and nothing of it is outside the database.
  const options = { signal, retries: 3 } as const
  try {
    return await deps.database.inCompany(company.id, (tx) => take(tx, deps, attempt, search), options)
  } catch (error) {
    if (!(error instanceof SomebodyWasFaster)) throw error
    return await deps.database.inCompany(
      company.id,
      async (tx) => toRefusal(attempt, await refuse(tx, deps, attempt, search)),
      options,
    )
  }
}

/** Undoes the transaction: the constraint gave the time to somebody who had not taken the lock. */
class SomebodyWasFaster extends Error {
  override readonly name = 'SomebodyWasFaster'
}

async function take(
  tx: Transaction<Database>,
  deps: BookingDeps,
  attempt: MoveAttempt,
  search: Search,
): Promise<TakenTime> {
  const { wish, offer, effectKey: key, appointment, before } = attempt
  const { id: companyId } = wish.house.company
  const { id: callId, callerNumber: caller } = wish.call
  const during = reachOf(wish, offer.startsAt.epochMilliseconds)
  const also = before.map(({ resourceId, startMs, endMs }) => ({ resourceIds: [resourceId], startMs, endMs }))
  // Sent together, and still one after the other: what is read after the lock is as of after the wait for it.
  const [, earlier, hold, current, open] = await Promise.all([
    lockClaim(tx, { companyId, resourceIds: search.resourceIds, callId, caller, ...during, also }),
    readEffect(tx, { companyId, key }),
    readHold(tx, companyId, callId),
    withBusy(tx, search),
    readOpenAppointments(tx, companyId, appointment.customerId, deps.clock.now()),
  ])
  if (earlier !== undefined) return { kind: 'repeated', appointment: earlier }
  const staffIds = freeStaff(deps, attempt, current, hold?.offerId === offer.id ? hold.ageMs : 0)
  const [staffId, ...furtherStaffIds] = staffIds ?? []
  if (staffId === undefined) return toRefusal(attempt, await refuse(tx, deps, attempt, current))
  const others = open.filter(({ id }) => id !== appointment.id)
  const goingThere = { call: wish.call, attendeeName: appointment.attendeeName, offer }
  const isTheirs =
    others.some((other) => isElsewhere(other, attempt)) || (await findMovingThere(tx, goingThere, others)) !== undefined
  if (isTheirs) {
    const { alternatives } = await refuse(tx, deps, attempt, current)
    return { kind: 'taken', appointment, by: 'own', alternatives }
  }
  const { branchId, startsAt, endsAt } = offer
  const to = { branchId, staffId, furtherStaffIds, startsAt, endsAt }
  return await shiftTo(tx, deps, attempt, to)
}

/** The same person has something else at the new time. */
function isElsewhere(other: Appointment, { appointment, offer }: MoveAttempt): boolean {
  return (
    foldName(other.attendeeName) === foldName(appointment.attendeeName) &&
    overlapsInterval([intervalOf(other)], intervalOf(offer))
  )
}

function intervalOf(range: { startsAt: Temporal.Instant; endsAt: Temporal.Instant }): Interval {
  return { startMs: range.startsAt.epochMilliseconds, endMs: range.endsAt.epochMilliseconds }
}

async function shiftTo(
  tx: Transaction<Database>,
  deps: BookingDeps,
  attempt: MoveAttempt,
  to: Target,
): Promise<TakenTime> {
  const { appointment, wish, effectKey: key, tool, confirmedBy, before } = attempt
  const { staffId, furtherStaffIds = [], startsAt } = to
  const after = stretchesOf(wish, [staffId, ...furtherStaffIds], startsAt.epochMilliseconds)
  const { id: companyId, zone } = wish.house.company
  const { id: callId } = wish.call
  const isMirrored = deps.calendar.mirror !== undefined && appointment.calendarReference !== null
  const from = appointment.startsAt.toZonedDateTimeISO(zone).toPlainDateTime()
  const reason = { who: `call ${callId}`, why: `moved from ${from.toString()}, confirmed by ${confirmedBy}` }
  const columns = isMirrored ? { state: 'moving' as const } : columnsOf(to)
  const changed = await changeAppointment(tx, deps, companyId, appointment, columns, reason)
  if (changed === undefined) throw new ChangedMeanwhile('Somebody else has changed the appointment')

  await clearTheWay(tx, { companyId, callId, stretches: after })
  const shifting = { companyId, appointmentId: appointment.id, to: after }
  const isTaken = isMirrored ? await widen(tx, deps, shifting) : await shift(tx, deps, shifting)
  if (!isTaken) throw new SomebodyWasFaster()
  const noting = noteEffect(tx, { companyId, key, callId, tool, appointmentId: appointment.id })
  if (!isMirrored) {
    await Promise.all([noting, countMove(tx, companyId, appointment.id)])
    return { kind: 'moved', appointment: changed }
  }
  const requestedAt = deps.clock.now()
  const pending = { kind: 'move' as const, stateBefore: attempt.state, effectKey: key, to, before, after, requestedAt }
  const [contact] = await Promise.all([
    // Who calls may have another number than whose appointment it is.
    readContact(tx, companyId, appointment.customerId),
    noting,
    notePendingChange(tx, companyId, appointment.id, pending),
  ])
  return { kind: 'asking', appointment: { ...appointment, ...changed }, to, contact }
}

function toRefusal(
  { appointment }: MoveAttempt,
  refusal: Awaited<ReturnType<typeof refuse>>,
): Extract<MoveOutcome, { kind: 'taken' | 'new_time_policy' }> {
  const { alternatives } = refusal
  if (refusal.kind === 'taken') return { kind: 'taken', appointment, by: 'somebody', alternatives }
  return { kind: 'new_time_policy', appointment, rule: refusal.rule, alternatives }
}
