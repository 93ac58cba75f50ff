import type { Transaction } from 'kysely'

import type { Call } from '../calls/call.ts'
import { findCustomerId } from '../customers/remember-customer.ts'
import type { Database } from '../infra/db/tables.ts'
import { type Interval, overlapsInterval } from '../infra/intervals.ts'
import { foldName } from '../speech/name-folding.ts'
import type { Appointment } from './appointment.ts'
import type { Offer } from './offer.ts'
import { readPendingChange } from './pending-changes.ts'
import { customerOfEarlierBooking, readOpenMadeInCall, readOpenOfEarlierBooking, readOpenOfNumber } from './store.ts'
import { areSameServices } from './visit-parts.ts'

/** Who is to come, to what. */
export type Wanted = {
  call: Pick<Call, 'id' | 'companyId' | 'callerNumber'>
  /** E.164, as the caller said it; counts when the call shows none. */
  saidPhone: string | null
  attendeeName: string
  offer: Pick<Offer, 'serviceId' | 'further' | 'startsAt' | 'endsAt'>
}

/** Whoever an appointment is for, as far as this call may know of them. */
export type Known = {
  /** Undefined for somebody new. */
  customerId: string | undefined
  /** The number that goes on record with them, E.164; null when there is none. */
  phone: string | null
  open: readonly Appointment[]
}

/** Whose appointment it is: whoever has the number that is shown. */
export async function whoItIsFor(tx: Transaction<Database>, wanted: Wanted, now: Temporal.Instant): Promise<Known> {
  const { companyId, callerNumber: phone } = wanted.call
  if (phone === null) return await whoShowsNoNumber(tx, wanted, now)
  const [customerId, open] = await Promise.all([
    findCustomerId(tx, companyId, phone),
    readOpenOfNumber(tx, companyId, phone, now),
  ])
  return { customerId, phone, open }
}

/**
 * Who shows no number is, within a call, one and the same person: the one who booked in it before. A number that was only
 * said proves nothing. It puts the appointment on record with whoever has it; what they have already is neither told nor in
 * the way: where it would be, the appointment becomes somebody new's, and the desk sees two of one name.
 */
async function whoShowsNoNumber(tx: Transaction<Database>, wanted: Wanted, now: Temporal.Instant): Promise<Known> {
  const { call, saidPhone: phone } = wanted
  const { companyId, id: callId } = call
  const [open, customerId, behind] = await Promise.all([
    readOpenMadeInCall(tx, companyId, callId, now),
    phone === null ? customerOfEarlierBooking(tx, companyId, callId) : findCustomerId(tx, companyId, phone),
    phone === null ? readOpenOfEarlierBooking(tx, companyId, callId, now) : readOpenOfNumber(tx, companyId, phone, now),
  ])
  const made = new Set(open.map((one) => one.id))
  const isInTheWay = behind.some((one) => !made.has(one.id) && clashes(one, wanted))
  return isInTheWay ? { customerId: undefined, phone: null, open } : { customerId, phone, open }
}

/** The appointment that stands for the very same thing already; undefined when there is none the call may know of. */
export async function findStanding(
  tx: Transaction<Database>,
  wanted: Wanted,
  now: Temporal.Instant,
): Promise<Appointment | undefined> {
  const { open } = await whoItIsFor(tx, wanted, now)
  return open.find((one) => clashes(one, wanted) && isSameWish(one, wanted))
}

/** Whether the same person would have to be in two places. */
export function clashes(appointment: Appointment, wanted: Pick<Wanted, 'attendeeName' | 'offer'>): boolean {
  const isSamePerson = foldName(appointment.attendeeName) === foldName(wanted.attendeeName)
  return isSamePerson && overlapsInterval([intervalOf(appointment)], intervalOf(wanted.offer))
}

/** The same thing at the same time: asked for again, not twice. */
export function isSameWish(appointment: Appointment, { offer }: Pick<Wanted, 'offer'>): boolean {
  return appointment.startsAt.equals(offer.startsAt) && areSameServices(appointment, offer)
}

/**
 * The same person's appointment that is on its way to a time that overlaps, as it would be there: nobody knows yet which of its two
 * times it keeps. Undefined when there is none; read only for those that are moving.
 */
export async function findMovingThere(
  tx: Transaction<Database>,
  { call, ...wanted }: Pick<Wanted, 'call' | 'attendeeName' | 'offer'>,
  open: readonly Appointment[],
): Promise<Appointment | undefined> {
  for (const one of open) {
    const pending = one.state === 'moving' ? await readPendingChange(tx, call.companyId, one.id) : undefined
    const there = pending?.kind === 'move' ? { ...one, ...pending.to } : undefined
    if (there !== undefined && clashes(there, wanted)) return there
  }
  return undefined
}

function intervalOf(range: { startsAt: Temporal.Instant; endsAt: Temporal.Instant }): Interval {
  return { startMs: range.startsAt.epochMilliseconds, endMs: range.endsAt.epochMilliseconds }
}
