import type { BookOutcome } from '../../src/appointments/outcomes.ts'
import { breaking } from './breaking-database.ts'
import { demand } from './disagreement.ts'
import { at } from './play-ask.ts'
import { book, type RealHouse, type RealRequest } from './real-house.ts'
import { customerOf, type Expected, expectBooking } from './reference-booking.ts'
import { keptFor } from './reference-openings.ts'
import {
  clearTheWay,
  endOf,
  type Reference,
  type ReferenceOffer,
  type ReferenceRequest,
  type Turns,
} from './reference.ts'
import type { Said, Step } from './step.ts'

type Book = Extract<Step, { kind: 'book' }>

const ANSWER_MS = 5_000

export async function playBook(step: Book, reference: Reference, real: RealHouse): Promise<void> {
  const call = at(reference.calls, step.call)
  const from = step.offerOf === 'own' ? call : at(reference.calls, step.call + 1)
  if (from.offers.length === 0) return
  const offer = at(from.offers, step.offer)
  const attendee = ['Erika Beispiel', 'Otto Muster', 'Mia Probe'][step.attendee] ?? ''
  const request = {
    key: `tool:${reference.requests.length}`,
    offer,
    attendee,
    turns: turnsFor(step.said, offer, from.offers),
    confirm: step.confirm,
  }
  if (from !== call && !call.offers.some((one) => one.id === offer.id)) {
    const outcome = await book(real, realRequest(call.index, request))
    demand(outcome.kind === 'not_offered', 'booked on an offer that was made to somebody else', outcome)
    return
  }
  // Whoever was asked takes a moment to answer. Of the agents that show no answer every other one has not waited for it.
  const isAnswered = step.said !== 'nothing' || reference.requests.length % 2 === 0
  if (offer.asked !== null && isAnswered) reference.nowMs += ANSWER_MS
  reference.requests.push(request)
  const said = step.said === 'yes_to_another' && from.offers.length < 2 ? 'unclear' : step.said
  const isSure = said === 'yes' || said === 'no_then_yes'
  if (step.breaks !== null && isSure) await breakOnce(real, realRequest(call.index, request), step.breaks)
  await deliver(reference, real, request, said)
}

/** A request is delivered again as it was: what it did is told, what it did not do is worked afresh. */
export async function playRepeat(
  step: Pick<Extract<Step, { kind: 'repeat' }>, 'ofRefused' | 'request'>,
  reference: Reference,
  real: RealHouse,
): Promise<void> {
  const requests = step.ofRefused ? reference.refused : reference.requests
  if (requests.length === 0) return
  const request = at(requests, step.request)
  await deliver(reference, real, request, saidBy(request))
}

/** The answer is lost; what was done before it stays done, and the repeat has to know. */
async function breakOnce(
  real: RealHouse,
  request: RealRequest,
  breaks: { commit: number; side: 'before' | 'after' },
): Promise<void> {
  const outcome = await book(real, request, breaking(real.db, breaks)).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ConnectionBroke') return undefined
    throw error
  })
  if (outcome === undefined || !('appointment' in outcome)) return
  const { rows } = await real.owner.query('select 1 from appointments where id = $1', [outcome.appointment.id])
  demand(rows.length === 1, 'told of an appointment that was never written', outcome)
}

async function deliver(reference: Reference, real: RealHouse, request: ReferenceRequest, said: Said): Promise<void> {
  const expected = expectBooking(reference, request, said)
  const outcome = await book(real, realRequest(request.offer.call, request))
  const detail = { expected: expected.kind, outcome, said, offer: request.offer.id }
  demand(isAsExpected(real, expected, outcome), 'booking ended otherwise', detail)
  const isAskedBack =
    outcome.kind === 'needs_confirmation' && (outcome.why === 'unclear' || outcome.why === 'not_asked')
  if (isAskedBack) noteAsked(reference, request, outcome.why === 'unclear')
  if (isAskedBack || refusals.has(outcome.kind)) reference.refused.push(request)
  if (outcome.kind === 'booked' && expected.kind === 'booked') adoptBooked(reference, real, request, outcome)
}

/** What may be otherwise the next time. */
const refusals: ReadonlySet<BookOutcome['kind']> = new Set(['taken', 'policy', 'limit', 'conflict'])

function isAsExpected(real: RealHouse, expected: Expected, outcome: BookOutcome): boolean {
  switch (expected.kind) {
    case 'booked':
      return outcome.kind === 'booked' && expected.staff.includes(real.staffIds.indexOf(outcome.appointment.staffId))
    case 'repeated':
      return outcome.kind === 'booked' && outcome.appointment.id === expected.appointment.id
    case 'cancelled_since':
      return outcome.kind === 'needs_confirmation' && outcome.why === 'cancelled_since'
    case 'not_agreed':
      return outcome.kind === 'needs_confirmation' && outcome.why === expected.why
    case 'policy':
      return outcome.kind === 'policy' && outcome.rule === expected.rule
    case 'already_booked':
    case 'conflict':
      return outcome.kind === expected.kind && outcome.appointment.id === expected.appointment.id
    case 'taken':
    case 'limit':
      return outcome.kind === expected.kind
  }
}

function noteAsked(reference: Reference, { offer, key }: ReferenceRequest, isUnclear: boolean): void {
  const about = isUnclear || offer.asked?.about === 'unclear' ? 'unclear' : 'not_asked'
  offer.asked = { about, by: key, atMs: reference.nowMs }
}

function adoptBooked(
  reference: Reference,
  real: RealHouse,
  request: ReferenceRequest,
  { appointment }: Extract<BookOutcome, { kind: 'booked' }>,
): void {
  const { offer, attendee } = request
  const staff = real.staffIds.indexOf(appointment.staffId)
  const kept = keptFor(reference.plan, offer.service, offer.startMs)
  demand(appointment.startsAt.epochMilliseconds === offer.startMs, 'booked another time than was offered', appointment)
  demand(appointment.state === 'confirmed' && appointment.version === 1, 'booked, and not confirmed', appointment)
  clearTheWay(reference, offer.call, { staff, kept })
  const known = {
    id: appointment.id,
    call: offer.call,
    customer: customerOf(reference, offer.call),
    attendee,
    service: offer.service,
    staff,
    startMs: offer.startMs,
    endMs: endOf(reference.plan, offer.service, offer.startMs),
    segments: kept.map((piece) => ({ staff, kept: piece })),
    isOpen: true,
  }
  // What was asked has been answered: the next is asked anew.
  for (const one of reference.calls[offer.call]?.offers ?? []) one.asked = null
  reference.appointments.push(known)
  reference.usualStaff.set(known.customer, staff)
  reference.effects.set(request.key, known)
}

function realRequest(call: number, request: ReferenceRequest): RealRequest {
  return { ...request, call, offerId: request.offer.id }
}

function turnsFor(said: Said, offer: ReferenceOffer, offers: readonly ReferenceOffer[]): Turns {
  const to = (words: string, main = offer.id) => ({ said: words, main, others: [] })
  const another = offers.find((one) => one.id !== offer.id)
  switch (said) {
    case 'yes':
      return [to('Ja, gerne.')]
    case 'no':
      return [to('Nein danke.')]
    case 'yes_then_no':
      return [to('Ja.'), to('Nein, doch nicht.')]
    case 'no_then_yes':
      return [to('Nein.'), to('Ach doch, ja bitte.')]
    case 'yes_to_another':
      return another === undefined ? [to('Wie bitte?')] : [to('Wie bitte?'), to('Ja, gerne.', another.id)]
    case 'unclear':
      return [to('Wie bitte?')]
    case 'nothing':
      return []
  }
}

/** What a request that is delivered again carries, read off its turns. */
function saidBy({ turns, offer }: ReferenceRequest): Said {
  const last = turns.at(-1)
  if (last === undefined) return 'nothing'
  if (last.main !== offer.id) return 'yes_to_another'
  if (last.said.startsWith('Nein')) return 'no'
  return last.said === 'Wie bitte?' ? 'unclear' : 'yes'
}
