import type { Customer } from '../customers/customer.ts'
import type { Appointment } from './appointment.ts'
import type { BookCommand, ConfirmedBy } from './book-command.ts'
import { checkAvailability } from './check-availability.ts'
import { endsWithNo, judgeConfirmation, type Verdict } from './confirmation.ts'
import { readEffect } from './effects.ts'
import { findOtherTimes } from './find-other-times.ts'
import { canAnswer } from './hear-yes.ts'
import { askMirror } from './mirror.ts'
import { type KeptOffer, noteConfirmationAsked, readOffers } from './offers.ts'
import type { BookOutcome } from './outcomes.ts'
import { takeOffer } from './take-offer.ts'
import { tellAgain, tellStanding } from './tell-again.ts'
import { areSameServices, servicesStillOffered, staffOf } from './visit-parts.ts'
import type { BookingDeps } from './visit.ts'
import { findStanding } from './who-it-is-for.ts'

/**
 * Books an offer of this call, once, when the caller has agreed to it. The whole of it is told in docs/booking.md.
 *
 * `booked` is said only of an appointment that is in the database (and, where the calendar is elsewhere, in that too).
 */
export async function bookAppointment(
  deps: BookingDeps,
  command: BookCommand,
  signal: AbortSignal,
): Promise<BookOutcome> {
  const { company } = command.house
  const effect = { companyId: company.id, key: command.effectKey }
  const [earlier, made] = await deps.database.inCompany(
    company.id,
    (tx) => Promise.all([readEffect(tx, effect), readOffers(tx, company.id, command.call.id)]),
    { signal },
  )
  // One to move an appointment books no other.
  const offers = made.filter((one) => one.movesAppointmentId === null)
  if (earlier !== undefined) return await tellAgain(deps, effect, earlier, offers, signal)

  const meant = findMeant(command, offers)
  const { staffInQuestion } = command
  if (meant.kind === 'none' && staffInQuestion !== undefined)
    return { kind: 'staff_unknown', staffIds: staffInQuestion }
  if (meant.kind === 'none') return await offerInstead(deps, { ...command, ...meant.instead }, signal)
  const { offer } = meant
  const attendeeName = command.attendeeName ?? fullName(command.customer)
  const confirmedBy = await confirm(deps, command, { ...meant, offers, attendeeName })
  if (typeof confirmedBy === 'object') return confirmedBy

  if (attendeeName === null) return { kind: 'needs_name', offer }
  const wasAsked = offers.some((one) => one.confirmationAskedAt !== null)
  const taken = await takeOffer(deps, command, offer, { attendeeName, confirmedBy, wasAsked }, signal)
  const outcome = taken.kind === 'asking' ? await askMirror(deps, command, taken, signal) : taken
  if (outcome.kind === 'repeated') return await tellAgain(deps, effect, outcome.appointment, offers, signal)
  if (outcome.kind !== 'time_refused') return outcome
  const alternatives = await findOtherTimes(deps, { offer, wish: outcome.wish }, signal)
  return { ...outcome.refusal, alternatives }
}

type Meant =
  /**
   * `isOtherDay`: the time of day is that of this one offer, the day is not. Models keep the day first asked for when an
   * alternative is on another.
   */
  | { kind: 'offer'; offer: KeptOffer; verdict: Verdict; isOtherDay: boolean }
  /** What is to be looked up instead. */
  | { kind: 'none'; instead: Partial<Pick<BookCommand, 'at' | 'service' | 'further' | 'branch'>> }

/**
 * Which offer is meant: the one of the id, else the latest that begins when was said, else one at that time of day on another
 * day: the one the caller has agreed to, or the only one while they have not been heard to decide otherwise. One for another
 * service or person than the request names is not meant: what is named is looked up at its time.
 */
function findMeant(command: BookCommand, offers: readonly KeptOffer[]): Meant {
  const meant = (offer: KeptOffer, isOtherDay = false): Meant => {
    return { kind: 'offer', offer, verdict: judge(command, offer, offers), isOtherDay }
  }
  const byId = offers.find((offer) => offer.id === command.offerId?.toLowerCase())
  if (byId !== undefined && isFor(command, byId)) return meant(byId)
  const at = byId === undefined ? command.at : wallStart(command, byId)
  if (at === null) return { kind: 'none', instead: {} }
  const fitting = offers.filter((offer) => isFor(command, offer))
  // The latest is the one on the table.
  const sameStart = fitting.findLast((offer) => wallStart(command, offer).equals(at))
  if (sameStart !== undefined) return meant(sameStart)
  if (byId !== undefined) return { kind: 'none', instead: { at, ...whatAndWhere(command, byId) } }
  const sameTime = fitting
    .filter((offer) => wallStart(command, offer).toPlainTime().equals(at.toPlainTime()))
    .map((offer) => meant(offer, true))
  const agreed = sameTime.find((one) => one.kind === 'offer' && one.verdict === 'confirmed')
  const [only] = sameTime
  const undecided = sameTime.length === 1 && only?.kind === 'offer' && isUndecided(only.verdict) ? only : undefined
  return agreed ?? undecided ?? { kind: 'none', instead: {} }
}

/** Whether an offer is for what was asked for, and with whom, as far as that was said. */
function isFor({ service, further = [], staffId }: BookCommand, offer: KeptOffer): boolean {
  const wanted = service && {
    serviceId: service.id,
    further: further.map(({ id }) => ({ serviceId: id, staffId: '' })),
  }
  return (wanted === null || areSameServices(wanted, offer)) && (staffId === null || staffOf(offer).includes(staffId))
}

function whatAndWhere(
  { house, service, further = [], branch }: BookCommand,
  offer: KeptOffer,
): Pick<BookCommand, 'service' | 'further' | 'branch'> {
  const [first = null, ...others] = servicesStillOffered(house, offer) ?? []
  return {
    ...(service === null ? { service: first, further: others } : { service, further }),
    branch: house.company.branches.find((one) => one.id === offer.branchId) ?? branch,
  }
}

function isUndecided(verdict: Verdict): boolean {
  return verdict === 'unclear' || verdict === 'not_heard'
}

function wallStart(command: BookCommand, offer: KeptOffer): Temporal.PlainDateTime {
  return offer.startsAt.toZonedDateTimeISO(command.house.company.zone).toPlainDateTime()
}

/** A time that was not offered is checked afresh and offered: the caller hears it before it can be booked. */
async function offerInstead(deps: BookingDeps, command: BookCommand, signal: AbortSignal): Promise<BookOutcome> {
  const { at, service, branch } = command
  if (at === null || service === null || branch === null) return { kind: 'not_offered', offer: null, alternatives: [] }
  const found = await checkAvailability(deps, { ...command, service, branch, when: { kind: 'point', at } }, signal)
  switch (found.kind) {
    case 'available':
      return { kind: 'not_offered', offer: found.offer, alternatives: [] }
    case 'none':
    case 'too_far':
      return { kind: 'not_offered', offer: null, alternatives: [] }
    case 'alternatives':
    case 'closed':
    case 'past':
    case 'too_soon':
      return { kind: 'not_offered', offer: null, alternatives: found.alternatives }
  }
}

function judge(command: BookCommand, offer: KeptOffer, offers: readonly KeptOffer[]): Verdict {
  return judgeConfirmation(command.heard, offer.id, (id) => {
    const known = offers.find((one) => one.id === id)
    return known && wallStart(command, known)
  })
}

/** What is asked about: the offer that is meant, of all that were made in this call. */
type Asked = Extract<Meant, { kind: 'offer' }> & { offers: readonly KeptOffer[]; attendeeName: string | null }

/** Who vouches for the yes, or the outcome that asks for one. */
async function confirm(deps: BookingDeps, command: BookCommand, asked: Asked): Promise<ConfirmedBy | BookOutcome> {
  const { offer, verdict, isOtherDay } = asked
  if (!command.house.company.checksConfirmation && !isOtherDay) {
    return command.confirm === false ? { kind: 'needs_confirmation', offer, why: 'not_asked' } : 'unchecked'
  }
  switch (verdict) {
    case 'confirmed':
      return 'transcript'
    case 'declined':
    case 'changed':
      return { kind: 'needs_confirmation', offer, why: verdict }
    case 'unclear':
    case 'not_heard': {
      if (isVouchedFor(command, asked, deps.clock.now())) return 'agent'
      const standing = await askOrTell(deps, command, asked)
      if (standing !== undefined) return tellStanding(standing)
      const why = verdict === 'unclear' ? 'unclear' : 'not_asked'
      return { kind: 'needs_confirmation', offer, why: isOtherDay ? 'changed' : why }
    }
  }
}

/**
 * The agent's word counts once the caller has been asked about this offer, and about no other since; and for what they said
 * that was unclear once that has been asked about; never after a no, nor before anybody can have answered.
 */
function isVouchedFor(command: BookCommand, { offer, offers, verdict }: Asked, now: Temporal.Instant): boolean {
  const { confirmationAskedAt, confirmationAskedBy, confirmationAskedUnclear } = offer
  if (confirmationAskedAt === null || command.confirm !== true) return false
  if (verdict === 'unclear' && !confirmationAskedUnclear) return false
  if (verdict === 'not_heard' && endsWithNo(command.heard)) return false
  const isAskedLater = ({ confirmationAskedAt: at }: KeptOffer) =>
    at !== null && Temporal.Instant.compare(at, confirmationAskedAt) > 0
  if (offers.some(isAskedLater)) return false
  return canAnswer({ by: confirmationAskedBy, at: confirmationAskedAt }, { effectKey: command.effectKey, now })
}

/** Nobody is asked for a yes to what they have: that is told. Everybody else is asked, which is noted. */
async function askOrTell(
  deps: BookingDeps,
  { house, call, phone, effectKey }: BookCommand,
  { offer, attendeeName, verdict }: Asked,
): Promise<Appointment | undefined> {
  const { id: companyId } = house.company
  const now = deps.clock.now()
  return await deps.database.inCompany(companyId, async (tx) => {
    const wanted = attendeeName === null ? null : { call, saidPhone: phone, attendeeName, offer }
    const standing = wanted === null ? undefined : await findStanding(tx, wanted, now)
    if (standing !== undefined) return standing
    const asked = { by: effectKey, at: now, isUnclear: verdict === 'unclear' }
    await noteConfirmationAsked(tx, { companyId, callId: call.id, offerId: offer.id, ...asked })
    return undefined
  })
}

function fullName(customer: Customer | null): string | null {
  const name = `${customer?.firstName ?? ''} ${customer?.lastName ?? ''}`.trim()
  return name === '' ? null : name
}
