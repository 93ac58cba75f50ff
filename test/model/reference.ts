import type { Plan } from './plan.ts'
import {
  freeStaffAt,
  instantOf,
  judgeByMoments,
  keptFor,
  MINUTE,
  overlap,
  type Stretch,
  type Verdict,
} from './reference-openings.ts'
import type { WallWish } from './step.ts'

/** What is known of a house by the rules of docs/booking.md alone: who holds and has what, and what was offered to whom. */
export type Reference = {
  plan: Plan
  nowMs: number
  readonly calls: readonly ReferenceCall[]
  holds: ReferenceHold[]
  readonly appointments: ReferenceAppointment[]
  /** With whom each customer was booked last; nobody who shows no number is known again. */
  readonly usualStaff: Map<string, number>
  /** What each request did, by its key. */
  readonly effects: Map<string, ReferenceAppointment>
  /** Booking requests so far, and those of them that were refused for the time or the customer. */
  readonly requests: ReferenceRequest[]
  readonly refused: ReferenceRequest[]
}

export type ReferenceCall = {
  readonly index: number
  /** E.164; null when withheld. */
  readonly caller: string | null
  /** In the order they were first read out. */
  readonly offers: ReferenceOffer[]
}

export type ReferenceOffer = {
  readonly id: string
  readonly call: number
  readonly service: number
  readonly startMs: number
  readonly staffAskedFor: boolean
  /** Changes when its hold moves to a colleague. */
  staff: number
  /** How the caller was asked for a clear yes, and by which request; null when they were not. */
  asked: { about: 'not_asked' | 'unclear'; by: string; atMs: number } | null
}

/** A booking request as it can be delivered again. */
export type ReferenceRequest = {
  readonly key: string
  readonly offer: ReferenceOffer
  readonly attendee: string
  readonly turns: Turns
  readonly confirm: boolean
}

/** What the caller said, each turn with the offers that were on the table. */
export type Turns = readonly {
  readonly said: string
  readonly main: string | null
  readonly others: readonly string[]
}[]

export type ReferenceHold = {
  readonly call: number
  readonly offer: ReferenceOffer
  staff: number
  readonly kept: readonly Stretch[]
  /** Run out, and not retired yet: it keeps nobody out, but its segment is still there. */
  hasRunOut: boolean
}

export type ReferenceAppointment = {
  readonly id: string
  readonly call: number
  /** The caller's number, or the call when it shows none. */
  readonly customer: string
  readonly attendee: string
  readonly service: number
  readonly staff: number
  readonly startMs: number
  readonly endMs: number
  /** Its own segment and any others that were taken for it. */
  readonly segments: { readonly staff: number; readonly kept: Stretch }[]
  isOpen: boolean
}

/** Nobody can hold more times at once. */
export const MOST_HOLDS = 3

export function openReference(plan: Plan, callers: readonly (string | null)[]): Reference {
  const calls = callers.map((caller, index) => ({ index, caller, offers: [] }))
  const nowMs = instantOf(plan.today, plan.nowMinute, plan.zone)
  return {
    plan,
    nowMs,
    calls,
    holds: [],
    appointments: [],
    usualStaff: new Map(),
    effects: new Map(),
    requests: [],
    refused: [],
  }
}

/** What a staff member is taken for as one call sees it: what the call itself holds is free to it. */
export function takenFor(reference: Reference, call: number, staff: number): readonly Stretch[] {
  const held = reference.holds.filter((hold) => hold.staff === staff && hold.call !== call && !hold.hasRunOut)
  return [...held.flatMap((hold) => hold.kept), ...keptByAppointments(reference, staff)]
}

/** Every stretch of a staff member that has an active segment, run out or not: what the constraint sees. */
export function occupied(reference: Reference, staff: number): readonly Stretch[] {
  const held = reference.holds.filter((hold) => hold.staff === staff)
  return [...held.flatMap((hold) => hold.kept), ...keptByAppointments(reference, staff)]
}

function keptByAppointments(reference: Reference, staff: number): readonly Stretch[] {
  return reference.appointments
    .filter((appointment) => appointment.isOpen)
    .flatMap((appointment) => appointment.segments)
    .filter((segment) => segment.staff === staff)
    .map((segment) => segment.kept)
}

export function judge(
  reference: Reference,
  call: number,
  asked: { startMs: number; service: number; staff: number | null },
): Verdict {
  return judgeByMoments(reference.plan, { nowMs: reference.nowMs, ...asked }, (staff) =>
    takenFor(reference, call, staff),
  )
}

/** Who could take an appointment of this call then. */
export function freeFor(
  reference: Reference,
  call: number,
  asked: { startMs: number; service: number },
): readonly number[] {
  const isRight = judge(reference, call, { ...asked, staff: null }) === 'free'
  if (!isRight) return []
  return freeStaffAt(reference.plan, asked.service, asked.startMs, (staff) => takenFor(reference, call, staff))
}

/** Who of those free gets it when nobody was asked for: the caller's usual one, else any of them. */
export function likeliestOf(reference: Reference, call: number, free: readonly number[]): readonly number[] {
  const caller = reference.calls[call]?.caller ?? null
  const usual = caller === null ? undefined : reference.usualStaff.get(caller)
  return usual !== undefined && free.includes(usual) ? [usual] : free
}

/** The call lets go of what it held; what had run out and stands in the way of `wanted` is retired with it. */
export function clearTheWay(
  reference: Reference,
  call: number,
  wanted: { staff: number; kept: readonly Stretch[] },
): void {
  const isWanted = (held: Stretch) => wanted.kept.some((piece) => overlap(held, piece))
  reference.holds = reference.holds.filter(
    (hold) => hold.call !== call && !(hold.hasRunOut && hold.staff === wanted.staff && hold.kept.some(isWanted)),
  )
}

/** Holds an offer for its call; false when its caller holds too much in other calls. */
export function hold(reference: Reference, offer: ReferenceOffer): boolean {
  const kept = keptFor(reference.plan, offer.service, offer.startMs)
  clearTheWay(reference, offer.call, { staff: offer.staff, kept })
  const caller = reference.calls[offer.call]?.caller ?? null
  const live = reference.holds.filter(
    (one) => caller !== null && !one.hasRunOut && reference.calls[one.call]?.caller === caller,
  )
  if (live.length >= MOST_HOLDS) return false
  reference.holds.push({ call: offer.call, offer, staff: offer.staff, kept, hasRunOut: false })
  return true
}

/** The instant a wish means; a wall time that is missing is the one the same stretch after the leap. */
export function wishedStart(plan: Plan, wish: WallWish): { at: Temporal.PlainDateTime; startMs: number } {
  const at = plan.today
    .add({ days: wish.afterDays })
    .toPlainDateTime({ hour: Math.floor(wish.minute / 60), minute: wish.minute % 60 })
  return { at, startMs: at.toZonedDateTime(plan.zone).epochMilliseconds }
}

export function endOf(plan: Plan, service: number, startMs: number): number {
  return startMs + (plan.services[service]?.durationMinutes ?? 0) * MINUTE
}
