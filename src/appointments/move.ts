import type { Transaction } from 'kysely'

import { CalendarUnavailableError } from '../calendars/calendar.ts'
import type { Database } from '../infra/db/tables.ts'
import { readOccupied } from '../occupancy/shift.ts'
import type { Appointment } from './appointment.ts'
import { askToMove } from './ask-to-change.ts'
import type { MoveOutcome } from './change-outcomes.ts'
import { refuseMoving } from './change-rules.ts'
import type { WantedTime } from './check-availability.ts'
import { readEffect } from './effects.ts'
import { findOtherTimes } from './find-other-times.ts'
import { type Agreement, hearYes, isAgreedTo } from './hear-yes.ts'
import { meantForMove } from './meant-for-move.ts'
import type { Wish } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import { type KeptOffer, readOffers } from './offers.ts'
import { findOwnAppointments, type OwnAppointment } from './own-appointments.ts'
import { type Meant, pickAppointment } from './pick-appointment.ts'
import { proposeTime } from './propose-time.ts'
import { type MoveAttempt, takeNewTime } from './take-new-time.ts'
import { againWhenChanged } from './try-again.ts'
import { untilSettled } from './until-settled.ts'
import { areSameParts, askedForAlone, servicesStillOffered } from './visit-parts.ts'
import type { BookingDeps, Visit } from './visit.ts'

export type MoveCommand = Agreement &
  Meant & {
    /** The offer meant, by its id; else the time meant. */
    offerId: string | null
    when: WantedTime | null
    /** The name the agent called it by, for the record. */
    tool: string
  }

/** What is to be done about an appointment that may be moved. */
type Plan =
  | MoveOutcome
  /** Another delivery of this request was faster. */
  | { kind: 'repeated'; appointment: Appointment }
  /** The time has not been offered for this move yet. */
  | { kind: 'look'; appointment: OwnAppointment; when: WantedTime }
  | ({ kind: 'agreed' } & Omit<MoveAttempt, 'wish' | 'effectKey' | 'tool'>)

/**
 * Moves an appointment of a caller who has shown whose it is to a time of this call they have agreed to. Its id and code stay
 * the same. The whole of it is told in docs/booking.md.
 *
 * The new time is taken before the old one is let go, or in the same moment: whatever breaks on the way, there is always one
 * of them. `moved` is said only of an appointment that is there (and, where the calendar is elsewhere, in that too).
 */
export async function moveAppointment(
  deps: BookingDeps,
  command: MoveCommand,
  signal: AbortSignal,
): Promise<MoveOutcome> {
  const attempt = async () => await againWhenChanged(() => attemptMove(deps, command, signal))
  let outcome = await attempt()
  const waitsFor = otherRequestAbout(outcome)
  if (waitsFor !== null) {
    await untilSettled(deps, { companyId: command.house.company.id, appointmentId: waitsFor.id }, signal)
    outcome = await attempt()
  }
  return outcome.kind === 'repeated' ? tellAgain(outcome.appointment) : outcome
}

type Attempted = MoveOutcome | { kind: 'repeated'; appointment: Appointment }

/** The appointment another request is still asking the calendar about. */
function otherRequestAbout(outcome: Attempted): Appointment | null {
  if (outcome.kind === 'repeated' && outcome.appointment.state === 'moving') return outcome.appointment
  return outcome.kind === 'unconfirmed' && outcome.why === 'under_way' ? outcome.appointment : null
}

/** What became of an earlier delivery of this request. */
function tellAgain(appointment: Appointment): MoveOutcome {
  switch (appointment.state) {
    case 'confirmed':
    case 'pending_approval':
    case 'cancelling':
    case 'completed':
    case 'no_show':
      return { kind: 'moved', appointment }
    case 'booking':
    case 'moving':
    case 'unknown':
      return { kind: 'unconfirmed', appointment, to: null, why: 'no_answer' }
    case 'cancelled':
    case 'failed':
    case 'rejected':
      return { kind: 'none', cancelled: appointment }
  }
}

async function attemptMove(deps: BookingDeps, command: MoveCommand, signal: AbortSignal): Promise<Attempted> {
  const { id: companyId } = command.house.company
  const plan = await deps.database.inCompany(companyId, (tx) => planMove(tx, deps, command), { signal, retries: 3 })
  if (plan.kind !== 'look' && plan.kind !== 'agreed') return plan
  const { appointment } = plan
  const wish = wishToMove(command, appointment, plan.kind === 'agreed' ? plan.offer : null)
  if (wish === undefined) return { kind: 'policy', appointment, rule: 'service_gone' }
  try {
    if (plan.kind === 'look') {
      return await proposeTime(deps, { appointment, wish, when: plan.when, effectKey: command.effectKey }, signal)
    }
    const { effectKey, tool } = command
    const taken = await takeNewTime(deps, { ...plan, wish, effectKey, tool }, signal)
    if (taken.kind !== 'asking') return taken
    const { offer } = plan
    const asked = await askToMove(deps, command, { ...taken, staffAskedFor: offer.staffAskedFor }, signal)
    if (asked.kind !== 'taken' && asked.kind !== 'new_time_policy') return asked
    return { ...asked, alternatives: await findOtherTimes(deps, { offer, wish }, signal) }
  } catch (error) {
    if (!(error instanceof CalendarUnavailableError)) throw error
    return { kind: 'unconfirmed', appointment, to: null, why: 'unavailable' }
  }
}

/** The same thing at the same branch, with the same person if they can; undefined when the house has stopped offering it. */
export function wishToMove(
  { house, call, customer }: Visit,
  appointment: OwnAppointment,
  to: Pick<Offer, 'branchId' | 'staffId' | 'further' | 'staffAskedFor'> | null,
): Wish | undefined {
  const [service, ...further] = servicesStillOffered(house, appointment) ?? []
  const branch = house.company.branches.find((one) => one.id === (to ?? appointment).branchId)
  if (service === undefined || branch === undefined) return undefined
  const staffId = to === null ? null : askedForAlone(to)
  return { house, call, customer, service, further, branch, staffId, moving: appointment }
}

async function planMove(tx: Transaction<Database>, deps: BookingDeps, command: MoveCommand): Promise<Plan> {
  const { id: companyId, zone } = command.house.company
  // Without a lock: whether it was done already is looked at again when the time is taken.
  const [earlier, offers, own] = await Promise.all([
    readEffect(tx, { companyId, key: command.effectKey }),
    readOffers(tx, companyId, command.call.id),
    findOwnAppointments(tx, command, command, deps.clock.now()),
  ])
  if (earlier !== undefined) return { kind: 'repeated', appointment: earlier }
  if (own.kind === 'verify') return own
  const picked = pickAppointment(own.appointments, command, zone)
  switch (picked.kind) {
    case 'which':
      return picked
    case 'none':
      return { kind: 'none', cancelled: null }
    case 'cancelled':
      return { kind: 'none', cancelled: picked.appointment }
    case 'one':
      return await planFor(tx, deps, command, picked.appointment, offers)
  }
}

async function planFor(
  tx: Transaction<Database>,
  deps: BookingDeps,
  command: MoveCommand,
  appointment: OwnAppointment,
  offers: readonly KeptOffer[],
): Promise<Plan> {
  const { house, when } = command
  const { state } = appointment
  if (state !== 'confirmed' && state !== 'pending_approval') {
    return { kind: 'unconfirmed', appointment, to: null, why: 'under_way' }
  }
  const { zone } = house.company
  const wallStart = (range: { startsAt: Temporal.Instant }) => range.startsAt.toZonedDateTimeISO(zone).toPlainDateTime()
  const startOf = (id: string) => {
    const known = offers.find((one) => one.id === id)
    return known && wallStart(known)
  }
  const subjectOf = (offer: Offer) => ({ id: offer.id, change: 'move', startOf }) as const
  const wanted = { appointment, offerId: command.offerId, when }
  const isMeant = { wallStart, isAgreedTo: (offer: Offer) => isAgreedTo(command, subjectOf(offer)) }
  const offer = meantForMove(offers, wanted, isMeant)
  // Asked again for what has been done: whatever a rule says by now, it is where it was to go.
  const isThere = offer === undefined ? isWanted(when, wallStart(appointment)) : isAt(appointment, offer)
  if (isThere) return { kind: 'already_there', appointment }
  const now = deps.clock.now()
  const refusal = refuseMoving(house, appointment, now)
  if (refusal !== null) return { kind: 'policy', appointment, ...refusal }
  if (offer === undefined) {
    return when === null ? { kind: 'needs_time', appointment, alternatives: [] } : { kind: 'look', appointment, when }
  }
  const yes = await hearYes(tx, command, subjectOf(offer), now)
  if (typeof yes === 'object') return { kind: 'needs_confirmation', appointment, offer, why: yes.why }
  const before = await readOccupied(tx, house.company.id, appointment.id)
  return { kind: 'agreed', appointment, state, offer, before, confirmedBy: yes }
}

function isWanted(when: WantedTime | null, start: Temporal.PlainDateTime): boolean {
  return when?.kind === 'point' && when.at.equals(start)
}

function isAt(appointment: OwnAppointment, offer: Offer): boolean {
  return appointment.startsAt.equals(offer.startsAt) && (!offer.staffAskedFor || areSameParts(appointment, offer))
}
