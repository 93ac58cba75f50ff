import type { Transaction } from 'kysely'

import { linkCustomer } from '../calls/remember-call.ts'
import type { BookingRules } from '../companies/rules.ts'
import { type NewCustomer, rememberCustomer } from '../customers/remember-customer.ts'
import { noteUsual } from '../customers/usual.ts'
import type { Database } from '../infra/db/tables.ts'
import { clearTheWay, handOver, type Hold, readHold } from '../occupancy/holds.ts'
import { lockClaim } from '../occupancy/lock-claim.ts'
import { occupyAll } from '../occupancy/segments.ts'
import { areSameStretches } from '../occupancy/stretch.ts'
import type { Appointment } from './appointment.ts'
import type { BookCommand, ConfirmedBy } from './book-command.ts'
import { noteEffect, readEffect } from './effects.ts'
import { freeAsOffered, freeColleagues } from './free-staff.ts'
import { insertAppointment } from './insert-appointment.ts'
import type { Wish } from './offer-openings.ts'
import { forgetConfirmationAsked, type KeptOffer } from './offers.ts'
import type { BookOutcome } from './outcomes.ts'
import { refuse } from './refuse-offer.ts'
import { searchOrOffered } from './search-or-offered.ts'
import { readBusyAt, type Search, searchDays } from './search.ts'
import { tellStanding } from './tell-again.ts'
import { askedForAlone, servicesStillOffered, staffOf } from './visit-parts.ts'
import type { BookingDeps } from './visit.ts'
import { clashes, findMovingThere, isSameWish, type Known, type Wanted, whoItIsFor } from './who-it-is-for.ts'
import { reachOf, rulesOf, stretchesOf } from './wish-services.ts'

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
  /** Whether the caller has been asked for a clear yes to an offer of this call since the last booking. */
  wasAsked: boolean
}

/**
 * Takes the time of an offer for an appointment: the transaction after which nobody else can have it. Everything that
 * was true when it was offered is looked at again.
 */
export async function takeOffer(
  deps: BookingDeps,
  command: BookCommand,
  offer: KeptOffer,
  who: Pick<Attempt, 'attendeeName' | 'confirmedBy' | 'wasAsked'>,
  signal: AbortSignal,
): Promise<Taken> {
  const wish = wishOf(command, offer)
  if (wish === undefined) return { kind: 'not_offered', offer: null, alternatives: [] }
  const { company } = command.house
  const attempt = { command, offer, wish, rules: rulesOf(wish), ...who }
  const firstDate = offer.startsAt.toZonedDateTimeISO(company.zone).toPlainDate()
  // Whether it is free is for its own day to tell; what else there is, is only looked for when it is not.
  const day = await searchOrOffered(deps, wish, offer, { firstDate, endDate: firstDate.add({ days: 1 }) }, signal)
  // Repeating it is safe: it is one transaction, and nothing of it is outside the database.
  const options = { signal, retries: 3 } as const
  const taken = await takeUnlessOvertaken(() =>
    deps.database.inCompany(company.id, (tx) => take(tx, deps, attempt, day), options),
  )
  if (taken.kind !== 'gone') return taken
  const days = { firstDate, endDate: firstDate.add({ days: searchDays + 1 }) }
  const further = () => searchOrOffered(deps, wish, offer, days, signal)
  const isOurs = deps.calendar.mirror === undefined
  const search = isOurs ? day : await further()
  return await deps.database.inCompany(
    company.id,
    async (tx) => await refuse(tx, deps, attempt, search, isOurs ? further : undefined),
    options,
  )
}

/** Undoes the transaction: a constraint let somebody through who had not waited for the lock, or had the same code. */
class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/** Who is overtaken looks again, and sees who it was. Codes are drawn twice once in a thousand bookings, at worst. */
const mostTries = 4

async function takeUnlessOvertaken<T>(attempt: () => Promise<T>): Promise<T | { kind: 'gone' }> {
  for (let tries = 1; tries <= mostTries; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
    }
  }
  return { kind: 'gone' }
}

/** What the offer was for; undefined when the house has stopped offering it. */
function wishOf(command: BookCommand, offer: KeptOffer): Wish | undefined {
  const { house, call, customer } = command
  const [service, ...further] = servicesStillOffered(house, offer) ?? []
  const branch = house.company.branches.find((one) => one.id === offer.branchId)
  if (service === undefined || branch === undefined) return undefined
  return { house, call, customer, service, further, branch, staffId: askedForAlone(offer) }
}

async function take(
  tx: Transaction<Database>,
  deps: BookingDeps,
  attempt: Attempt,
  day: Search,
): Promise<Taken | { kind: 'gone' }> {
  const { command, offer, wish } = attempt
  const companyId = wish.house.company.id
  const during = reachOf(wish, offer.startsAt.epochMilliseconds)
  const { id: callId, callerNumber: caller } = wish.call
  const wanted = wantedOf(attempt)
  // Sent together, and still one after the other: what is read after the lock is as of after the wait for it.
  const [, earlier, hold, busy, known] = await Promise.all([
    lockClaim(tx, { companyId, resourceIds: day.resourceIds, callId, caller, ...during }),
    readEffect(tx, { companyId, key: command.effectKey }),
    readHold(tx, companyId, callId),
    readBusyAt(tx, wish, { resourceIds: staffOf(offer), startMs: offer.startsAt.epochMilliseconds }),
    whoItIsFor(tx, wanted, deps.clock.now()),
  ])
  if (earlier !== undefined) return { kind: 'repeated', appointment: earlier }

  const clash = known.open.find((one) => clashes(one, wanted))
  // Before anything is refused: a caller's own appointment must not be what stands in their way.
  if (clash !== undefined && isSameWish(clash, wanted)) return tellStanding(clash)
  const held = hold?.offerId === offer.id ? hold : undefined
  const heldForMs = held?.ageMs ?? 0
  const staffIds =
    freeAsOffered(deps, offer, { ...day.basis, busy }, heldForMs) ??
    (offer.staffAskedFor ? null : await freeColleagues(tx, deps, attempt, day, heldForMs))
  if (staffIds === null) return { kind: 'gone' }
  const inTheWay = clash ?? (await findMovingThere(tx, wanted, known.open))
  // Asked for already, by way of a move nobody knows the end of: they hear of it as of that.
  if (clash === undefined && inTheWay !== undefined && isSameWish(inTheWay, wanted))
    return { kind: 'unconfirmed', appointment: inTheWay }
  if (inTheWay !== undefined) return { kind: 'conflict', appointment: inTheWay }
  const { maxOpenAppointments } = attempt.rules
  if (known.open.length >= maxOpenAppointments) return { kind: 'limit', maxOpenAppointments }

  const appointment = await write(tx, deps, attempt, { staffIds, held, known })
  if (appointment.state === 'booking') return { kind: 'asking', appointment, wish }
  return { kind: appointment.state === 'pending_approval' ? 'pending_approval' : 'booked', appointment }
}

/**
 * Writes the appointment and all that belongs to it. Sent together: nothing here waits for an answer while others wait for
 * the lock.
 *
 * @throws Overtaken when a constraint says that it is somebody else's after all.
 */
async function write(
  tx: Transaction<Database>,
  deps: BookingDeps,
  attempt: Attempt,
  given: { staffIds: readonly string[]; held: Hold | undefined; known: Known },
): Promise<Appointment> {
  const { command, offer, wish, attendeeName, confirmedBy } = attempt
  const { id: companyId } = wish.house.company
  const { id: callId, callerNumber } = wish.call
  const { known } = given
  const customerId = known.customerId ?? deps.ids.uuid()
  const appointmentId = deps.ids.uuid()
  const usual = { branchId: wish.branch.id, staffId: given.staffIds[0] ?? offer.staffId }
  const isKnownByCall = known.customerId !== undefined && known.phone === null
  const remembering = isKnownByCall
    ? noteUsual(tx, companyId, customerId, usual).then(() => customerId)
    : rememberCustomerOf(tx, attempt, { id: customerId, phone: known.phone, usual })
  const [remembered, inserted, kept, noted] = await Promise.allSettled([
    remembering,
    insertAppointment(tx, deps, {
      id: appointmentId,
      wish,
      customerId,
      staffIds: given.staffIds,
      state: firstState(deps, attempt),
      startsAt: offer.startsAt,
      attendeeName,
      confirmedBy,
    }),
    keepTime(tx, deps, attempt, { ...given, appointmentId }),
    noteEffect(tx, { companyId, key: command.effectKey, callId, tool: command.tool, appointmentId }),
    // A number that was only said proves nothing: it does not make the rest of the call that customer's.
    callerNumber === null ? undefined : linkCustomer(tx, companyId, callId, customerId),
    // What was asked has been answered: the next appointment of this call takes a yes of its own.
    attempt.wasAsked ? forgetConfirmationAsked(tx, companyId, callId) : undefined,
  ])
  // The number became somebody's at this very moment; or the code, or the person, is taken.
  if (remembered.status === 'fulfilled' && remembered.value !== customerId) throw new Overtaken()
  if (inserted.status === 'fulfilled' && inserted.value === undefined) throw new Overtaken()
  for (const sent of [remembered, inserted, kept, noted]) if (sent.status === 'rejected') throw sent.reason
  if (kept.status === 'fulfilled' && !kept.value) throw new Overtaken()
  if (inserted.status === 'rejected' || inserted.value === undefined) throw new Overtaken()
  return inserted.value
}

/** Gives the appointment the time the call holds, or takes it. False when somebody has it. */
async function keepTime(
  tx: Transaction<Database>,
  deps: Pick<BookingDeps, 'ids'>,
  { offer, wish }: Attempt,
  { staffIds, held, appointmentId }: { staffIds: readonly string[]; held: Hold | undefined; appointmentId: string },
): Promise<boolean> {
  const { id: companyId } = wish.house.company
  const stretches = stretchesOf(wish, staffIds, offer.startsAt.epochMilliseconds)
  if (held !== undefined && areSameStretches(held.stretches, stretches)) {
    const handedOver = await handOver(tx, { companyId, holdId: held.id, appointmentId })
    if (handedOver === stretches.length) return true
    // The call ended in between and let go of it: nobody else can have had it since, as the claim is locked.
  }
  const [, isTaken] = await Promise.all([
    clearTheWay(tx, { companyId, callId: wish.call.id, stretches }),
    occupyAll(tx, deps, { companyId, stretches, owner: { appointmentId } }),
  ])
  return isTaken
}

/** Puts the customer on record. Resolves to the id under which they are: another's when their number has just been taken. */
async function rememberCustomerOf(
  tx: Transaction<Database>,
  attempt: Attempt,
  who: Pick<NewCustomer, 'id' | 'phone' | 'usual'>,
): Promise<string> {
  const { command, wish, attendeeName } = attempt
  const { language } = wish.call
  const facts = { companyId: wish.house.company.id, name: attendeeName, email: command.email, language }
  return await rememberCustomer(tx, { ...facts, ...who })
}

function wantedOf({ command, wish, attendeeName, offer }: Attempt): Wanted {
  return { call: wish.call, saidPhone: command.phone, attendeeName, offer }
}

function firstState(deps: BookingDeps, attempt: Attempt): 'booking' | 'confirmed' | 'pending_approval' {
  if (attempt.rules.needsApproval) return 'pending_approval'
  return deps.calendar.mirror === undefined ? 'confirmed' : 'booking'
}
