import type { Customer } from '../customers/customer.ts'
import type { BookCommand, ConfirmedBy } from './book-command.ts'
import { checkAvailability } from './check-availability.ts'
import { judgeConfirmation, type Verdict } from './confirmation.ts'
import { readEffect } from './effects.ts'
import { askMirror } from './mirror.ts'
import { type KeptOffer, noteConfirmationAsked, readOffers } from './offers.ts'
import type { BookOutcome } from './outcomes.ts'
import { takeOffer } from './take-offer.ts'
import { tellAgain } from './tell-again.ts'
import type { BookingDeps } from './visit.ts'

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
  const { earlier, offers } = await deps.database.inCompany(
    company.id,
    async (tx) => ({
      earlier: await readEffect(tx, effect),
      offers: await readOffers(tx, company.id, command.call.id),
    }),
    { signal },
  )
  if (earlier !== undefined) return await tellAgain(deps, effect, earlier, offers, signal)

  const meant = findMeant(command, offers)
  if (meant.kind === 'none') return await offerInstead(deps, command, signal)
  const verdict = judge(command, meant.offer, offers)
  if (meant.kind === 'other_day' && verdict !== 'confirmed') {
    return { kind: 'needs_confirmation', offer: meant.offer, why: 'changed' }
  }
  const confirmedBy = await confirm(deps, command, meant.offer, verdict)
  if (typeof confirmedBy === 'object') return confirmedBy

  const attendeeName = command.attendeeName ?? fullName(command.customer)
  if (attendeeName === null) return { kind: 'needs_name', offer: meant.offer }
  const taken = await takeOffer(deps, command, meant.offer, { attendeeName, confirmedBy }, signal)
  const outcome = taken.kind === 'asking' ? await askMirror(deps, command, taken, signal) : taken
  if (outcome.kind === 'repeated') return await tellAgain(deps, effect, outcome.appointment, offers, signal)
  return outcome
}

type Meant =
  | { kind: 'offer'; offer: KeptOffer }
  /** The time of day is that of one offer, the day is not: models keep the day first asked for when an alternative is on another. */
  | { kind: 'other_day'; offer: KeptOffer }
  | { kind: 'none' }

function findMeant(command: BookCommand, offers: readonly KeptOffer[]): Meant {
  const byId = offers.find((offer) => offer.id === command.offerId?.toLowerCase())
  if (byId !== undefined) return { kind: 'offer', offer: byId }
  const { at } = command
  if (at === null) return { kind: 'none' }
  const fitting = offers.filter(
    (offer) =>
      (command.service === null || offer.serviceId === command.service.id) &&
      (command.staffId === null || offer.staffId === command.staffId),
  )
  const wallTime = (offer: KeptOffer) => wallStart(command, offer)
  // The latest is the one on the table.
  const sameStart = fitting.findLast((offer) => wallTime(offer).equals(at))
  if (sameStart !== undefined) return { kind: 'offer', offer: sameStart }
  const sameTime = fitting.filter((offer) => wallTime(offer).toPlainTime().equals(at.toPlainTime()))
  const [only] = sameTime
  return sameTime.length === 1 && only !== undefined ? { kind: 'other_day', offer: only } : { kind: 'none' }
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

/** Who vouches for the yes, or the outcome that asks for one. */
async function confirm(
  deps: BookingDeps,
  command: BookCommand,
  offer: KeptOffer,
  verdict: Verdict,
): Promise<ConfirmedBy | BookOutcome> {
  if (!command.house.company.checksConfirmation) {
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
      if (offer.confirmationAskedAt !== null && command.confirm === true) return 'agent'
      const { company } = command.house
      const asked = { companyId: company.id, callId: command.call.id, offerId: offer.id, at: deps.clock.now() }
      await deps.database.inCompany(company.id, (tx) => noteConfirmationAsked(tx, asked))
      return { kind: 'needs_confirmation', offer, why: verdict === 'unclear' ? 'unclear' : 'not_asked' }
    }
  }
}

function fullName(customer: Customer | null): string | null {
  const name = `${customer?.firstName ?? ''} ${customer?.lastName ?? ''}`.trim()
  return name === '' ? null : name
}
