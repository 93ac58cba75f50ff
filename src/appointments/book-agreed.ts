import { sql, type Transaction } from 'kysely'

import type { Service } from '../catalog/service.ts'
import type { Branch } from '../companies/company.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Appointment } from './appointment.ts'
import type { BookCommand } from './book-command.ts'
import { checkAvailability } from './check-availability.ts'
import { readEffect } from './effects.ts'
import { askMirror } from './mirror.ts'
import { readOffers } from './offers.ts'
import { takeOffer } from './take-offer.ts'
import type { BookingDeps, Visit } from './visit.ts'

/** What a caller agreed to before the call broke off. */
export type AgreedCommand = Visit & {
  /** Wall time of the company. */
  at: Temporal.PlainDateTime
  service: Service
  /** What is to be done after it in the same visit, in order. */
  further: readonly Service[]
  branch: Branch
  /** Asked for by name. */
  staffId: string | null
  attendeeName: string
}

export type AgreedOutcome =
  | { kind: 'booked'; appointment: Appointment }
  /** It cannot be had any more, or not like this: somebody has to speak with the caller. */
  | { kind: 'not_booked'; why: string }

/**
 * Books what was agreed in a call that is over: looked up afresh and taken like any other booking, under the same rules. Once
 * for a call, however often it is asked for and by whomever at once.
 */
export async function bookAgreed(
  deps: BookingDeps,
  agreed: AgreedCommand,
  signal: AbortSignal,
): Promise<AgreedOutcome> {
  const { id: companyId } = agreed.house.company
  const command = toCommand(agreed)
  const readEarlier = () =>
    deps.database.inCompany(companyId, (tx) => readEffect(tx, { companyId, key: command.effectKey }))
  const earlier = await readEarlier()
  if (earlier !== undefined) return toOutcome(earlier)
  const outcome = await bookNow(deps, command, agreed, signal)
  if (outcome.kind === 'booked') return toOutcome(outcome.appointment)
  // What stands in the way may be what another run has just booked.
  const meanwhile = await readEarlier()
  return meanwhile === undefined ? outcome : toOutcome(meanwhile)
}

async function bookNow(
  deps: BookingDeps,
  command: BookCommand,
  agreed: AgreedCommand,
  signal: AbortSignal,
): Promise<AgreedOutcome> {
  const { id: companyId } = agreed.house.company
  const found = await checkAvailability(deps, { ...agreed, when: { kind: 'point', at: agreed.at } }, signal)
  if (found.kind !== 'available') return { kind: 'not_booked', why: found.kind }
  const offers = await deps.database.inCompany(companyId, (tx) => readOffers(tx, companyId, agreed.call.id))
  const offer = offers.find(({ id }) => id === found.offer.id)
  if (offer === undefined) throw new Error('An offer that was just made is not there')
  const who = { attendeeName: agreed.attendeeName, confirmedBy: 'transcript', wasAsked: false } as const
  const taken = await takeOffer(deps, command, offer, who, signal)
  const outcome = taken.kind === 'asking' ? await askMirror(deps, command, taken, signal) : taken
  switch (outcome.kind) {
    case 'booked':
    case 'already_booked':
    case 'pending_approval':
    case 'unconfirmed':
    case 'repeated':
      return { kind: 'booked', appointment: outcome.appointment }
    case 'time_refused':
      return { kind: 'not_booked', why: outcome.refusal.kind }
    case 'taken':
    case 'conflict':
    case 'needs_confirmation':
    case 'needs_name':
    case 'staff_unknown':
    case 'not_offered':
    case 'policy':
    case 'limit':
      return { kind: 'not_booked', why: outcome.kind }
  }
}

/** The calendar elsewhere may have said no to what was taken here. */
function toOutcome(appointment: Appointment): AgreedOutcome {
  const isRefused = appointment.state === 'failed' || appointment.state === 'rejected'
  return isRefused ? { kind: 'not_booked', why: appointment.state } : { kind: 'booked', appointment }
}

/** What the booking of an agreed appointment is remembered by: one for a call. */
export function agreedEffectKey(callId: string): string {
  return `agreed:${callId}`
}

/**
 * Whether an appointment stands, or is being asked about, that a tool of this call made. Its answer may not have been written down
 * with the call; what was booked for what was agreed, after the call, is not meant.
 */
export async function hasBookedItself(tx: Transaction<Database>, companyId: string, callId: string): Promise<boolean> {
  // what a call made (appointments_call)
  const { rows } = await sql<{ has: boolean }>`
    select exists (select from appointments made
      where made.company_id = ${companyId} and made.call_id = ${callId}
        and made.state in ('booking', 'confirmed', 'unknown', 'pending_approval', 'moving', 'cancelling')
        and not exists (select from effects
          where effects.company_id = made.company_id and effects.key = ${agreedEffectKey(callId)}
            and effects.appointment_id = made.id)) as has`.execute(tx)
  return rows[0]?.has === true
}

function toCommand(agreed: AgreedCommand): BookCommand {
  return {
    ...agreed,
    offerId: null,
    phone: null,
    email: null,
    confirm: true,
    heard: [],
    effectKey: agreedEffectKey(agreed.call.id),
    tool: 'agreed_in_call',
  }
}
