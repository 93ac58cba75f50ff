import { freeStaffAt, type Verdict } from './reference-openings.ts'
import {
  judge,
  likeliestOf,
  type Reference,
  type ReferenceAppointment,
  type ReferenceRequest,
  takenFor,
  endOf,
} from './reference.ts'
import type { Said } from './step.ts'

/** How a booking request has to end. */
export type Expected =
  /** Booked; with whom is one of these. */
  | { kind: 'booked'; staff: readonly number[] }
  /** The appointment an earlier delivery made. */
  | { kind: 'repeated'; appointment: ReferenceAppointment }
  | { kind: 'cancelled_since' }
  | { kind: 'not_agreed'; why: 'declined' | 'changed' | 'unclear' | 'not_asked' }
  | { kind: 'policy'; rule: 'notice' | 'horizon' | 'closed' | 'staff_away' }
  | { kind: 'taken' }
  | { kind: 'already_booked' | 'conflict'; appointment: ReferenceAppointment }
  | { kind: 'limit' }

/** What a caller who said this has agreed to, given that the offer meant was on the table. */
const verdicts: Readonly<Record<Said, 'confirmed' | 'declined' | 'changed' | 'unclear' | 'not_asked'>> = {
  yes: 'confirmed',
  no_then_yes: 'confirmed',
  no: 'declined',
  yes_then_no: 'declined',
  yes_to_another: 'changed',
  unclear: 'unclear',
  nothing: 'not_asked',
}

/** Nobody hears a question and answers it sooner. */
const SOONEST_ANSWER_MS = 3_000

export function expectBooking(reference: Reference, request: ReferenceRequest, said: Said): Expected {
  const earlier = reference.effects.get(request.key)
  if (earlier !== undefined)
    return earlier.isOpen ? { kind: 'repeated', appointment: earlier } : { kind: 'cancelled_since' }
  const verdict = verdicts[said]
  const { asked } = request.offer
  const isAnswered =
    asked !== null &&
    asked.by !== request.key &&
    reference.nowMs - asked.atMs >= SOONEST_ANSWER_MS &&
    (asked.about === 'unclear' || verdict === 'not_asked') &&
    // Nor has another been asked about since.
    !reference.calls[request.offer.call]?.offers.some((other) => other.asked !== null && other.asked.atMs > asked.atMs)
  const isVouchedFor = (verdict === 'unclear' || verdict === 'not_asked') && isAnswered && request.confirm
  if (verdict === 'confirmed' || isVouchedFor) return expectTaking(reference, request)
  const isUndecided = verdict === 'unclear' || verdict === 'not_asked'
  const standing = isUndecided ? findStanding(reference, request) : undefined
  return standing === undefined
    ? { kind: 'not_agreed', why: verdict }
    : { kind: 'already_booked', appointment: standing }
}

/** The caller's appointment for the very same thing: nobody is asked whether they want what they have. */
function findStanding(reference: Reference, request: ReferenceRequest): ReferenceAppointment | undefined {
  const same = findSamePerson(reference, request)
  const { offer } = request
  return same?.startMs === offer.startMs && same.service === offer.service ? same : undefined
}

function findSamePerson(reference: Reference, request: ReferenceRequest): ReferenceAppointment | undefined {
  return customersOpen(reference, request).find(
    (one) => one.attendee === request.attendee && meets(reference, one, request),
  )
}

function expectTaking(reference: Reference, request: ReferenceRequest): Expected {
  const standing = findStanding(reference, request)
  if (standing !== undefined) return { kind: 'already_booked', appointment: standing }
  const staff = staffFor(reference, request)
  if (staff.length === 0) return refusal(judgeOffer(reference, request))
  const same = findSamePerson(reference, request)
  if (same !== undefined) return { kind: 'conflict', appointment: same }
  if (customersOpen(reference, request).length >= reference.plan.maxOpenAppointments) return { kind: 'limit' }
  return { kind: 'booked', staff }
}

/** The one of the offer while free; otherwise, when nobody was asked for by name, whoever is. */
function staffFor(reference: Reference, { offer }: ReferenceRequest): readonly number[] {
  if (offer.startMs <= reference.nowMs || judgeOffer(reference, { offer }) !== 'free') return []
  const free = freeStaffAt(reference.plan, offer.service, offer.startMs, (staff) =>
    takenFor(reference, offer.call, staff),
  )
  if (free.includes(offer.staff)) return [offer.staff]
  return offer.staffAskedFor ? [] : likeliestOf(reference, offer.call, free)
}

function judgeOffer(reference: Reference, { offer }: Pick<ReferenceRequest, 'offer'>): Verdict {
  return judge(reference, offer.call, { ...offer, staff: offer.staffAskedFor ? offer.staff : null })
}

function refusal(verdict: Verdict): Expected {
  switch (verdict) {
    case 'past':
    case 'too_soon':
      return { kind: 'policy', rule: 'notice' }
    case 'too_far':
      return { kind: 'policy', rule: 'horizon' }
    case 'closed':
    case 'staff_away':
      return { kind: 'policy', rule: verdict }
    case 'free':
    case 'off_grid':
    case 'taken':
      return { kind: 'taken' }
  }
}

/** The open appointments of whoever calls that have not ended. */
function customersOpen(reference: Reference, { offer }: ReferenceRequest): readonly ReferenceAppointment[] {
  const customer = customerOf(reference, offer.call)
  return reference.appointments.filter((one) => one.isOpen && one.customer === customer && one.endMs > reference.nowMs)
}

function meets(reference: Reference, one: ReferenceAppointment, { offer }: ReferenceRequest): boolean {
  return one.startMs < endOf(reference.plan, offer.service, offer.startMs) && offer.startMs < one.endMs
}

export function customerOf(reference: Reference, call: number): string {
  return reference.calls[call]?.caller ?? `call ${call}`
}
