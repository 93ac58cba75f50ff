import { type Transaction, sql } from 'kysely'

import type { Customer } from '../customers/customer.ts'
import { splitName } from '../customers/name-columns.ts'
import { countTry, forgetTries, knownRequest } from '../customers/verification-tries.ts'
import { noteVerifications, readVerifications, type Verification } from '../customers/verifications.ts'
import { isOffered, type Proof, type Provable, provesAppointment, provesCustomer } from '../customers/verify-caller.ts'
import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Appointment } from './appointment.ts'
import { appointmentColumns, type AppointmentRow, toAppointment } from './store.ts'
import type { Visit } from './visit.ts'

/** An appointment as its customer may change it. */
export type OwnAppointment = Appointment & {
  /** The call that made it; null when it was not made by phone. */
  readonly callId: string | null
  /** What an outside calendar calls it; null where there is none, or it has not been told yet. */
  readonly calendarReference: string | null
  /** How often it has been moved by its customer. */
  readonly moveCount: number
}

/** What a caller may hear of and change: soonest first, those that stand and those that were cancelled. */
export type Own =
  | { kind: 'own'; appointments: readonly OwnAppointment[] }
  /** Not enough is known to tell; the same for a stranger, a wrong name and too many tries. */
  | { kind: 'verify' }

type OwnRow = AppointmentRow & {
  call_id: string | null
  calendar_reference: string | null
  move_count: number
  /** First and last name of the customer it is on record with; not always who comes. */
  customer_names: [string, string]
}

/** An appointment with what proves it. */
type ProvableAppointment = { appointment: OwnAppointment; provable: Provable }

/** Far above every limit a company sets; a bound all the same. */
const mostRead = 200

type Wanted = { companyId: string; customerId: string; callId: string; code: string; now: string }

// upcoming ones of a customer (appointments_customer), of a call (appointments_call), by code (appointments_code), and
// those shown in this call to be the caller's; an array of ids, because a list to look through would keep indexes out of it
const readUpcoming = hotRead<Wanted, OwnRow>('upcoming appointments of a caller', (db, of) =>
  db
    .selectFrom('appointments')
    .select([...appointmentColumns, 'call_id', 'calendar_reference', 'move_count'])
    .select(
      sql<[string, string]>`(select array[c.first_name, c.last_name] from customers c
        where c.company_id = appointments.company_id and c.id = appointments.customer_id)`.as('customer_names'),
    )
    .where('company_id', '=', of.companyId)
    .where(
      sql<boolean>`(customer_id = ${of.customerId}::uuid or call_id = ${of.callId}::uuid or (code = ${of.code}::text
        and state in ('booking', 'confirmed', 'unknown', 'pending_approval', 'moving', 'cancelling'))
        or id = any(array(select v.appointment_id from verifications v
          where v.company_id = ${of.companyId}::uuid and v.call_id = ${of.callId}::uuid)))`,
    )
    .where(
      sql<boolean>`state in ('booking', 'confirmed', 'unknown', 'pending_approval', 'moving', 'cancelling', 'cancelled')`,
    )
    .where(sql<boolean>`ends_at > ${of.now}::timestamptz`)
    .orderBy('starts_at')
    .orderBy('id')
    .limit(sql.lit(mostRead)),
)

/** Nobody's id: a stranger's appointments are looked for as well, so that a miss takes as long as a hit. */
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * The upcoming appointments a caller has shown to be theirs: the number and the customer's name open all of them; the number
 * and what is known of one (its day, its code, who comes) open that one; with no number that is known it takes all three. What
 * was shown holds for the rest of the call; what was made in this very call is the caller's without more.
 *
 * Whoever offers a proof that does not fit has used up one of the day's tries; after the last one nothing opens any more.
 * A stranger, a wrong name and one try too many get the same answer after the same queries.
 */
export async function findOwnAppointments(
  tx: Transaction<Database>,
  visit: Visit & { effectKey?: string },
  proof: Proof,
  now: Temporal.Instant,
): Promise<Own> {
  const { house, call, customer } = visit
  const { id: companyId, zone } = house.company
  const wanted = { companyId, customerId: customer?.id ?? nobody, callId: call.id, code: proof.code ?? '' }
  const [rows, verifications] = await Promise.all([
    readUpcoming(tx, { ...wanted, now: now.toString() }),
    readVerifications(tx, companyId, call.id),
  ])
  const found = rows.map(toOwn)
  const shown = found.filter((one) => one.callId === call.id || isShown(one, verifications))
  const isKnown = verifications.some((one) => one.appointmentId === null)
  const soFar: Own = shown.length > 0 || isKnown ? { kind: 'own', appointments: shown } : { kind: 'verify' }
  if (isKnown || !isOffered(proof)) return soFar
  const proven = whatIsProven(
    proof,
    customer,
    rows.map((row) => ({ appointment: toOwn(row), provable: provable(row, zone) })),
  )
  if (proven.length === 0 && fitsShown(proof, shown, zone)) return soFar

  const attempt = {
    companyId,
    caller: call.callerNumber ?? `call ${call.id}`,
    day: now.toZonedDateTimeISO(zone).toPlainDate(),
    request: knownRequest(visit.effectKey),
  }
  const mayTry = await countTry(tx, attempt)
  if (!mayTry || proven.length === 0) return { kind: 'verify' }
  await Promise.all([forgetTries(tx, attempt), noteVerifications(tx, companyId, call.id, proven)])
  return { kind: 'own', appointments: found.filter((one) => shown.includes(one) || isShown(one, proven)) }
}

/** One appointment by id, when it is one the caller may change without being asked who they are. */
export async function findShownAppointment(
  tx: Transaction<Database>,
  visit: Visit,
  appointmentId: string,
  now: Temporal.Instant,
): Promise<OwnAppointment | undefined> {
  const own = await findOwnAppointments(tx, visit, { name: null, date: null, code: null }, now)
  return own.kind === 'own' ? own.appointments.find((one) => one.id === appointmentId) : undefined
}

function isShown(appointment: Appointment, verifications: readonly Verification[]): boolean {
  return verifications.some((one) =>
    one.appointmentId === null ? one.customerId === appointment.customerId : one.appointmentId === appointment.id,
  )
}

/** What says which of their own appointments is meant is no attempt at somebody else's. */
function fitsShown(proof: Proof, shown: readonly Appointment[], zone: string): boolean {
  return shown.some(
    (one) =>
      (proof.code === null || proof.code === one.code) &&
      (proof.date === null || proof.date.equals(dayOf(one.startsAt, zone))),
  )
}

/** What opens by what was said; empty when nothing does. */
function whatIsProven(
  proof: Proof,
  customer: Customer | null,
  found: readonly ProvableAppointment[],
): readonly Verification[] {
  if (customer !== null && provesCustomer(proof, customer)) return [{ customerId: customer.id, appointmentId: null }]
  return found
    .filter(({ appointment }) => appointment.state !== 'cancelled')
    .filter(({ appointment }) => customer === null || appointment.customerId === customer.id)
    .filter((one) => provesAppointment(proof, one.provable, customer !== null))
    .map(({ appointment }) => ({ customerId: appointment.customerId, appointmentId: appointment.id }))
}

function provable({ attendee_name, customer_names, code, starts_at }: OwnRow, zone: string): Provable {
  const [firstName, lastName] = customer_names
  return { names: [splitName(attendee_name), { firstName, lastName }], code, date: dayOf(starts_at, zone) }
}

function dayOf(startsAt: Temporal.Instant, zone: string): Temporal.PlainDate {
  return startsAt.toZonedDateTimeISO(zone).toPlainDate()
}

function toOwn(row: OwnRow): OwnAppointment {
  return {
    ...toAppointment(row),
    callId: row.call_id,
    calendarReference: row.calendar_reference,
    moveCount: row.move_count,
  }
}
