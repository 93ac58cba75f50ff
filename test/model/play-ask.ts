import type { Offer } from '../../src/appointments/offer.ts'
import type { AvailabilityOutcome } from '../../src/appointments/outcomes.ts'
import { demand } from './disagreement.ts'
import { ask, type RealHouse } from './real-house.ts'
import { customerOf } from './reference-booking.ts'
import { dateAt, freeStaffAt, serviceOf, type Verdict } from './reference-openings.ts'
import {
  endOf,
  freeFor,
  hold,
  judge,
  likeliestOf,
  type Reference,
  type ReferenceCall,
  type ReferenceOffer,
  takenFor,
  wishedStart,
} from './reference.ts'
import type { Step } from './step.ts'

type Ask = Extract<Step, { kind: 'ask' }>
/** A question with everything it names looked up. */
type Question = { call: ReferenceCall; service: number; staff: number | null; startMs: number }

export async function playAsk(step: Ask, reference: Reference, real: RealHouse): Promise<void> {
  const call = at(reference.calls, step.call)
  const service = step.service % reference.plan.services.length
  const staff = step.staff === null ? null : at(serviceOf(reference.plan, service).staff, step.staff)
  const { at: wall, startMs } = wishedStart(reference.plan, step.when)
  const outcome = await ask(real, { call: call.index, service, staff, at: wall })
  await adoptMovedHolds(reference, real)
  const question = { call, service, staff, startMs }
  const verdict = judge(reference, call.index, question)
  demand(outcome.kind === expectedKind(verdict, outcome), `asked for a time that is ${verdict}`, {
    outcome,
    startMs,
    service,
    staff,
  })
  checkAlternatives(reference, real, question, outcome)
  if (outcome.kind === 'available') adoptAvailable(reference, real, question, outcome.offer)
  if ('alternatives' in outcome) for (const offer of outcome.alternatives) adoptOffer(call, service, real, offer)
}

/** Nothing at all is free within the search: then there is nothing to name. */
function expectedKind(verdict: Verdict, outcome: AvailabilityOutcome): AvailabilityOutcome['kind'] {
  switch (verdict) {
    case 'free':
      return 'available'
    case 'past':
    case 'too_soon':
    case 'too_far':
    case 'closed':
      return verdict
    case 'taken':
    case 'off_grid':
    case 'staff_away':
      return outcome.kind === 'none' ? 'none' : 'alternatives'
  }
}

/** Every other time that is named can be had, by the person asked for where that person has any. */
function checkAlternatives(reference: Reference, real: RealHouse, asked: Question, outcome: AvailabilityOutcome): void {
  const offers = 'alternatives' in outcome ? outcome.alternatives : []
  demand(offers.length <= 3, 'more than three alternatives')
  const starts = new Set(offers.map((offer) => offer.startsAt.epochMilliseconds))
  demand(starts.size === offers.length, 'an alternative is named twice', offers)
  for (const offer of offers) {
    const startMs = offer.startsAt.epochMilliseconds
    const free = freeFor(reference, asked.call.index, { startMs, service: asked.service })
    const staff = real.staffIds.indexOf(offer.staffId)
    demand(free.includes(staff), 'an alternative is not free', offer)
    const right = likeliestOf(reference, asked.call.index, free)
    demand(offer.staffAskedFor || right.includes(staff), 'an alternative is not with the usual person', offer)
    demand(!isExpectedThen(reference, asked, startMs), 'an alternative is at a time the caller has already', offer)
    demand(outcome.kind !== 'available' || startMs !== asked.startMs, 'the time asked for is its own alternative')
  }
  if (offers.length < 3 && outcome.kind !== 'too_far') {
    const missed = firstMissed(reference, asked, starts)
    demand(missed === undefined, 'a free time is not named though there is room', { missed, outcome })
  }
  checkWhoIsNamed(reference, real, asked, offers)
}

function checkWhoIsNamed(reference: Reference, real: RealHouse, asked: Question, offers: readonly Offer[]): void {
  const { staff } = asked
  if (staff === null || offers.length === 0) return
  const named = offers.filter((offer) => offer.staffId === real.staffIds[staff])
  if (named.length === offers.length) return
  demand(named.length === 0, 'some alternatives are with the person asked for and some are not', offers)
  const theirs = searchedStarts(reference, asked).find((startMs) =>
    freeFor(reference, asked.call.index, { startMs, service: asked.service }).includes(staff),
  )
  demand(theirs === undefined, 'the person asked for is free and is not named', offers)
}

/** Whether an appointment of the caller's lies at that time: one person is in one place. */
function isExpectedThen(reference: Reference, { call, service }: Question, startMs: number): boolean {
  const endMs = endOf(reference.plan, service, startMs)
  return reference.appointments.some(
    (one) =>
      one.isOpen && one.customer === customerOf(reference, call.index) && one.startMs < endMs && startMs < one.endMs,
  )
}

/** A free time of the next days that was left out. Only the first days: what is far is not what was asked for. */
function firstMissed(reference: Reference, asked: Question, named: ReadonlySet<number>): number | undefined {
  const canBeWith = (free: readonly number[]) => (asked.staff === null ? free.length > 0 : free.includes(asked.staff))
  return searchedStarts(reference, asked)
    .filter((startMs) => startMs !== asked.startMs && !named.has(startMs))
    .filter((startMs) => !isExpectedThen(reference, asked, startMs))
    .find((startMs) => canBeWith(freeFor(reference, asked.call.index, { startMs, service: asked.service })))
}

/** Every quarter and third of an hour of three days of the search. */
function searchedStarts(reference: Reference, asked: Question): readonly number[] {
  const { plan } = reference
  const wanted = dateAt(plan, asked.startMs)
  const today = dateAt(plan, reference.nowMs)
  const first = Temporal.PlainDate.compare(wanted, today) < 0 ? today : wanted
  const firstMs = first.toZonedDateTime(plan.zone).epochMilliseconds
  const endMs = first.add({ days: 3 }).toZonedDateTime(plan.zone).epochMilliseconds
  const stepMs = plan.slotGridMinutes * 60_000
  return Array.from({ length: Math.ceil((endMs - firstMs) / stepMs) }, (_, index) => firstMs + index * stepMs)
}

function adoptAvailable(reference: Reference, real: RealHouse, asked: Question, offer: Offer): void {
  demand(offer.startsAt.epochMilliseconds === asked.startMs, 'another time is offered than was asked for', offer)
  const staff = real.staffIds.indexOf(offer.staffId)
  demand(asked.staff === null || asked.staff === staff, 'somebody else is offered than was asked for', offer)
  const free = freeFor(reference, asked.call.index, asked)
  demand(free.includes(staff), 'the time is offered with somebody who is not free', { offer, free })
  const right = likeliestOf(reference, asked.call.index, free)
  demand(offer.staffAskedFor || right.includes(staff), 'the time is not offered with the usual person', {
    offer,
    right,
  })
  const known = adoptOffer(asked.call, asked.service, real, offer)
  hold(reference, known)
}

function adoptOffer(call: ReferenceCall, service: number, real: RealHouse, offer: Offer): ReferenceOffer {
  const known = call.offers.find((one) => one.id === offer.id)
  if (known !== undefined) return known
  const fresh = {
    id: offer.id,
    call: call.index,
    service,
    startMs: offer.startsAt.epochMilliseconds,
    staffAskedFor: offer.staffAskedFor,
    staff: real.staffIds.indexOf(offer.staffId),
    asked: null,
  }
  call.offers.push(fresh)
  return fresh
}

/** A hold that nobody asked for by name may have moved to a colleague who does that and was free. */
async function adoptMovedHolds(reference: Reference, real: RealHouse): Promise<void> {
  const { rows } = await real.owner.query<{ call_id: string; offer_id: string; resource_id: string }>(
    `select h.call_id, h.offer_id, s.resource_id from holds h join segments s on s.hold_id = h.id and s.active
     where h.company_id = $1 and h.state = 'live' and h.expires_at > now()`,
    [real.companyId],
  )
  for (const row of rows) {
    const held = reference.holds.find(
      (one) => !one.hasRunOut && real.calls[one.call]?.id === row.call_id && one.offer.id === row.offer_id,
    )
    const staff = real.staffIds.indexOf(row.resource_id)
    if (held === undefined || held.staff === staff) continue
    demand(!held.offer.staffAskedFor, 'a hold that asked for somebody was moved')
    const { service, startMs } = held.offer
    const free = freeStaffAt(reference.plan, service, startMs, (one) => takenFor(reference, held.call, one))
    demand(free.includes(staff), 'a hold was moved to somebody who is not free')
    held.staff = staff
    held.offer.staff = staff
  }
}

/** The element an index means, counted round. */
export function at<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length]
  if (value === undefined) throw new Error('There is none to choose from')
  return value
}
