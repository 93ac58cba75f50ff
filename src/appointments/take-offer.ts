import type { Transaction } from 'kysely'

import { linkCustomer } from '../calls/remember-call.ts'
import { type BookingRules, rulesFor } from '../companies/rules.ts'
import { findCustomerId, rememberCustomer } from '../customers/remember-customer.ts'
import type { Database } from '../infra/db/tables.ts'
import { type Interval, overlapsInterval } from '../infra/intervals.ts'
import { MINUTE_MS } from '../infra/wall-day.ts'
import { clearTheWay, readHold, useHold } from '../occupancy/holds.ts'
import { lockClaim } from '../occupancy/lock-claim.ts'
import { handOver, occupy } from '../occupancy/segments.ts'
import { findOpenings } from '../openings/find-openings.ts'
import { judgeStart } from '../openings/judge-start.ts'
import { rankOpenings } from '../openings/rank-openings.ts'
import { foldName } from '../speech/name-folding.ts'
import type { Appointment } from './appointment.ts'
import type { BookCommand, ConfirmedBy } from './book-command.ts'
import { noteEffect, readEffect } from './effects.ts'
import { insertAppointment } from './insert-appointment.ts'
import { offerOpenings, pickStaff, type Wish, withBuffers } from './offer-openings.ts'
import { keepOffers, type KeptOffer } from './offers.ts'
import type { BookOutcome } from './outcomes.ts'
import { type FullSearch, onlyStaff, openingsOf, type Search, searchCalendar, searchDays, withBusy } from './search.ts'
import { customerOfEarlierBooking, readOpenAppointments } from './store.ts'
import type { BookingDeps } from './visit.ts'

/** How taking the time of an offer ended, before a calendar elsewhere was asked. */
export type Taken =
  | BookOutcome
  /** The time is taken here; the calendar elsewhere has still to agree. */
  | { kind: 'asking'; appointment: Appointment; wish: Wish }
  /** Another delivery of this request was faster. */
  | { kind: 'repeated'; appointment: Appointment }

/** One attempt to take the time of an offer, with all that is known before the transaction. */
type Attempt = {
  command: BookCommand
  offer: KeptOffer
  wish: Wish
  rules: BookingRules
  attendeeName: string
  confirmedBy: ConfirmedBy
}

/**
 * Takes the time of an offer for an appointment: the transaction after which nobody else can have it. Everything that
 * was true when it was offered is looked at again.
 */
export async function takeOffer(
  deps: BookingDeps,
  command: BookCommand,
  offer: KeptOffer,
  who: { attendeeName: string; confirmedBy: ConfirmedBy },
  signal: AbortSignal,
): Promise<Taken> {
  const wish = wishOf(command, offer)
  if (wish === undefined) return { kind: 'not_offered', offer: null, alternatives: [] }
  const { company } = command.house
  const attempt = { command, offer, wish, rules: rulesFor(company, wish.branch.id, wish.service.id), ...who }
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
      async (tx) => await refuse(tx, deps, attempt, await withBusy(tx, search)),
      options,
    )
  }
}

/** Undoes the transaction: the constraint gave the time to somebody who had not taken the lock. */
class SomebodyWasFaster extends Error {}

/** What the offer was for; undefined when the house has stopped offering it. */
function wishOf(command: BookCommand, offer: KeptOffer): Wish | undefined {
  const { house, call, customer } = command
  const service = house.services.find((one) => one.id === offer.serviceId)
  const branch = house.company.branches.find((one) => one.id === offer.branchId)
  if (service === undefined || branch === undefined) return undefined
  return { house, call, customer, service, branch, staffId: offer.staffAskedFor ? offer.staffId : null }
}

async function take(tx: Transaction<Database>, deps: BookingDeps, attempt: Attempt, search: Search): Promise<Taken> {
  const { command, offer, wish } = attempt
  const companyId = wish.house.company.id
  const during = withBuffers(wish.service, offer.startsAt.epochMilliseconds)
  const { id: callId, callerNumber: caller } = wish.call
  // Sent together, and still one after the other: what is read after the lock is as of after the wait for it.
  const [, earlier, hold, current] = await Promise.all([
    lockClaim(tx, { companyId, resourceIds: search.resourceIds, callId, caller, ...during }),
    readEffect(tx, { companyId, key: command.effectKey }),
    readHold(tx, companyId, callId),
    withBusy(tx, search),
  ])
  if (earlier !== undefined) return { kind: 'repeated', appointment: earlier }

  const open = await whatCustomerHas(tx, deps, attempt)
  const clash = open.find(
    (one) => isSameAttendee(one, attempt) && overlapsInterval([intervalOf(one)], intervalOf(offer)),
  )
  // Before anything is refused: a caller's own appointment must not be what stands in their way.
  if (clash !== undefined && isSameWish(clash, attempt)) return { kind: 'already_booked', appointment: clash }
  const held = hold?.offerId === offer.id ? hold : undefined
  const staffId = freeStaff(deps, attempt, current, held?.ageMs ?? 0)
  if (staffId === null) return await refuse(tx, deps, attempt, current)
  if (clash !== undefined) return { kind: 'conflict', appointment: clash }
  const { maxOpenAppointments } = attempt.rules
  if (open.length >= maxOpenAppointments) return { kind: 'limit', maxOpenAppointments }

  const customerId = await customerOf(tx, deps, attempt)

  const appointment = await insertAppointment(tx, deps, {
    wish,
    customerId,
    staffId,
    state: firstState(deps, attempt),
    startsAt: offer.startsAt,
    attendeeName: attempt.attendeeName,
    confirmedBy: attempt.confirmedBy,
  })
  if (appointment === undefined) throw new SomebodyWasFaster()
  if (held?.resourceId === staffId) {
    await Promise.all([handOver(tx, companyId, held.id, appointment.id), useHold(tx, companyId, held.id)])
  } else {
    await clearTheWay(tx, { companyId, callId, resourceId: staffId, during })
    const segment = { id: deps.ids.uuid(), companyId, resourceId: staffId, during }
    if (!(await occupy(tx, { ...segment, owner: { appointmentId: appointment.id } }))) throw new SomebodyWasFaster()
  }
  const { effectKey: key, tool } = command
  await noteEffect(tx, { companyId, key, callId, tool, appointmentId: appointment.id })
  if (appointment.state === 'booking') return { kind: 'asking', appointment, wish }
  return { kind: appointment.state === 'pending_approval' ? 'pending_approval' : 'booked', appointment }
}

/**
 * Whom the appointment is with: the person of the offer while free, else (nobody was asked for by name) a colleague.
 *
 * What was held was promised when it was held: the minimum notice counts from then, so that nobody is refused for the
 * minute they took to say yes. Its age is the database's to tell, as its clock may not be ours.
 */
function freeStaff(deps: BookingDeps, attempt: Attempt, current: FullSearch, heldForMs: number): string | null {
  const { offer, wish } = attempt
  const startMs = offer.startsAt.epochMilliseconds
  if (startMs <= deps.clock.now().epochMilliseconds) return null
  const rules = { ...current.basis.rules }
  rules.minimumNoticeMinutes = Math.max(0, rules.minimumNoticeMinutes - heldForMs / MINUTE_MS)
  const opening = findOpenings({ ...current.basis, rules }).find((one) => one.startMs === startMs)
  if (opening === undefined) return null
  if (opening.staffIds.includes(offer.staffId)) return offer.staffId
  return offer.staffAskedFor ? null : pickStaff(wish, opening, current.busy)
}

/** Why the time cannot be had any more, with what can. */
async function refuse(
  tx: Transaction<Database>,
  deps: BookingDeps,
  attempt: Attempt,
  current: FullSearch,
): Promise<BookOutcome> {
  const { offer } = attempt
  const startMs = offer.startsAt.epochMilliseconds
  const at = offer.startsAt.toZonedDateTimeISO(current.basis.zone).toPlainDateTime()
  const others = openingsOf(current).filter((one) => one.startMs !== startMs)
  const ranked = rankOpenings(
    others,
    { kind: 'at', at },
    { zone: current.basis.zone, refusedStartsMs: new Set([startMs]) },
  )
  const { offers: alternatives, fresh } = offerOpenings(deps, current, ranked)
  await keepOffers(tx, current.wish.house.company.id, current.wish.call.id, fresh)
  const verdict = judgeStart(offer.staffAskedFor ? onlyStaff(current.basis, offer.staffId) : current.basis, startMs)
  switch (verdict) {
    case 'past':
    case 'too_soon':
      return { kind: 'policy', rule: 'notice', alternatives }
    case 'too_far':
      return { kind: 'policy', rule: 'horizon', alternatives }
    case 'closed':
      return { kind: 'policy', rule: 'closed', alternatives }
    case 'staff_away':
      return { kind: 'policy', rule: 'staff_away', alternatives }
    case 'free':
    case 'taken':
    case 'off_grid':
      return { kind: 'taken', alternatives }
  }
}

/**
 * Whose appointment it is. Who shows no number and leaves none is, within a call, one and the same person: the one who
 * booked in it before.
 */
async function customerOf(tx: Transaction<Database>, deps: BookingDeps, attempt: Attempt): Promise<string> {
  const { command, wish, attendeeName } = attempt
  const { id: companyId } = wish.house.company
  const phone = phoneOf(attempt)
  const before = phone === null ? await customerOfEarlierBooking(tx, companyId, wish.call.id) : undefined
  if (before !== undefined) return before
  const { email } = command
  const { language } = wish.call
  const customerId = await rememberCustomer(tx, deps, { companyId, phone, name: attendeeName, email, language })
  // A number that was only said proves nothing: it does not make the rest of the call that customer's.
  if (wish.call.callerNumber !== null) await linkCustomer(tx, companyId, wish.call.id, customerId)
  return customerId
}

function phoneOf({ command, wish }: Attempt): string | null {
  return wish.call.callerNumber ?? command.phone
}

/** The open appointments of whoever it would be for; none for somebody new. */
async function whatCustomerHas(
  tx: Transaction<Database>,
  deps: BookingDeps,
  attempt: Attempt,
): Promise<readonly Appointment[]> {
  const { call, house } = attempt.wish
  const { id: companyId } = house.company
  const phone = phoneOf(attempt)
  const customerId =
    phone === null ? await customerOfEarlierBooking(tx, companyId, call.id) : await findCustomerId(tx, companyId, phone)
  return customerId === undefined ? [] : await readOpenAppointments(tx, companyId, customerId, deps.clock.now())
}

function isSameAttendee(appointment: Appointment, { attendeeName }: Attempt): boolean {
  return foldName(appointment.attendeeName) === foldName(attendeeName)
}

/** The same thing at the same time: asked for again, not twice. */
function isSameWish(appointment: Appointment, { offer, wish }: Attempt): boolean {
  return appointment.startsAt.equals(offer.startsAt) && appointment.serviceId === wish.service.id
}

function intervalOf(range: { startsAt: Temporal.Instant; endsAt: Temporal.Instant }): Interval {
  return { startMs: range.startsAt.epochMilliseconds, endMs: range.endsAt.epochMilliseconds }
}

function firstState(deps: BookingDeps, attempt: Attempt): 'booking' | 'confirmed' | 'pending_approval' {
  if (attempt.rules.needsApproval) return 'pending_approval'
  return deps.calendar.mirror === undefined ? 'confirmed' : 'booking'
}
