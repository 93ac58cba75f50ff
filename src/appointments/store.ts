import { type SelectQueryBuilder, type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { AppointmentState, Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { Appointment } from './appointment.ts'
import { readFurther } from './visit-parts.ts'

/** States in which an appointment takes up time and counts against limits; the others absorb. */
export const openStates = [
  'booking',
  'confirmed',
  'unknown',
  'pending_approval',
  'moving',
  'cancelling',
] as const satisfies readonly AppointmentState[]

export const appointmentColumns = [
  'id',
  'branch_id',
  'customer_id',
  'service_id',
  'staff_id',
  'attendee_name',
  'starts_at',
  'ends_at',
  'state',
  'version',
  'code',
  'price_minor',
  'further_service_ids',
  'further_staff_ids',
] as const

export type AppointmentRow = {
  id: string
  branch_id: string
  customer_id: string
  service_id: string
  staff_id: string
  attendee_name: string
  starts_at: Temporal.Instant
  ends_at: Temporal.Instant
  state: AppointmentState
  version: number
  code: string
  price_minor: number | null
  further_service_ids: string[]
  further_staff_ids: string[]
}

export function toAppointment(row: AppointmentRow): Appointment {
  return {
    id: row.id,
    branchId: row.branch_id,
    customerId: row.customer_id,
    serviceId: row.service_id,
    staffId: row.staff_id,
    further: readFurther(row),
    attendeeName: row.attendee_name,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    state: row.state,
    version: row.version,
    code: row.code,
    priceMinor: row.price_minor,
  }
}

/** Far above every limit a company sets; a bound all the same. */
const maxOpenAppointmentsRead = 200

/** The open appointments of a customer that have not ended, soonest first. */
export async function readOpenAppointments(
  tx: Transaction<Database>,
  companyId: string,
  customerId: string,
  now: Temporal.Instant,
): Promise<readonly Appointment[]> {
  const rows = await appointmentsOf(tx, companyId)
    .where('customer_id', '=', customerId)
    .where('state', 'in', openStates)
    .where('ends_at', '>', sql<Temporal.Instant>`${now.toString()}::timestamptz`)
    .orderBy('starts_at')
    .limit(maxOpenAppointmentsRead)
    .execute()
  return rows.map(toAppointment)
}

type OfNumber = { companyId: string; phone: string; now: string }

// by number (customers_phone), then by customer and start (appointments_customer)
const readOpenByNumber = hotRead<OfNumber, AppointmentRow>('open appointments of a number', (db, of) =>
  db
    .selectFrom('customers')
    .innerJoin('appointments', (join) =>
      join
        .onRef('appointments.company_id', '=', 'customers.company_id')
        .onRef('appointments.customer_id', '=', 'customers.id'),
    )
    .select(appointmentColumns.map((column) => `appointments.${column}` as const))
    .where('customers.company_id', '=', of.companyId)
    .where('customers.phone', '=', of.phone)
    .where('customers.merged_into_id', 'is', null)
    .where('appointments.state', 'in', openStates)
    .where('appointments.ends_at', '>', sql<Temporal.Instant>`${of.now}::timestamptz`)
    .orderBy('appointments.starts_at')
    .limit(maxOpenAppointmentsRead),
)

/** The open appointments of whoever has a number, soonest first; none when nobody has it. */
export async function readOpenOfNumber(
  tx: Transaction<Database>,
  companyId: string,
  phone: string,
  now: Temporal.Instant,
): Promise<readonly Appointment[]> {
  const rows = await readOpenByNumber(tx, { companyId, phone, now: now.toString() })
  return rows.map(toAppointment)
}

type OfCall = { companyId: string; callId: string }

// by call (appointments_call)
const readMadeInCall = hotRead<OfCall & { now: string }, AppointmentRow>('appointments made in a call', (db, of) =>
  db
    .selectFrom('appointments')
    .select(appointmentColumns)
    .where('company_id', '=', of.companyId)
    .where('call_id', '=', of.callId)
    .where('state', 'in', openStates)
    .where('ends_at', '>', sql<Temporal.Instant>`${of.now}::timestamptz`)
    .orderBy('starts_at')
    .limit(maxOpenAppointmentsRead),
)

/** The open appointments made in this call, soonest first. */
export async function readOpenMadeInCall(
  tx: Transaction<Database>,
  companyId: string,
  callId: string,
  now: Temporal.Instant,
): Promise<readonly Appointment[]> {
  const rows = await readMadeInCall(tx, { companyId, callId, now: now.toString() })
  return rows.map(toAppointment)
}

// by call (appointments_call), then by customer and start (appointments_customer)
const readOpenByCall = hotRead<OfCall & { now: string }, AppointmentRow>('open appointments of a call', (db, of) =>
  db
    .selectFrom('appointments')
    .select(appointmentColumns)
    .where('company_id', '=', of.companyId)
    .where('customer_id', 'in', (made) =>
      made
        .selectFrom('appointments as made')
        .select('made.customer_id')
        .where('made.company_id', '=', of.companyId)
        .where('made.call_id', '=', of.callId),
    )
    .where('state', 'in', openStates)
    .where('ends_at', '>', sql<Temporal.Instant>`${of.now}::timestamptz`)
    .orderBy('starts_at')
    .limit(maxOpenAppointmentsRead),
)

/** The open appointments of whom an appointment made in this call belongs to, soonest first. */
export async function readOpenOfEarlierBooking(
  tx: Transaction<Database>,
  companyId: string,
  callId: string,
  now: Temporal.Instant,
): Promise<readonly Appointment[]> {
  const rows = await readOpenByCall(tx, { companyId, callId, now: now.toString() })
  return rows.map(toAppointment)
}

// by call (appointments_call)
const readCustomerByCall = hotRead<OfCall, { customer_id: string }>('customer of an earlier booking', (db, of) =>
  db
    .selectFrom('appointments')
    .select('customer_id')
    .where('company_id', '=', of.companyId)
    .where('call_id', '=', of.callId)
    .orderBy('created_at')
    .limit(sql.lit(1)),
)

/** Whom an appointment made in this call belongs to; undefined when none was made. */
export async function customerOfEarlierBooking(
  tx: Transaction<Database>,
  companyId: string,
  callId: string,
): Promise<string | undefined> {
  const [row] = await readCustomerByCall(tx, { companyId, callId })
  return row?.customer_id
}

function appointmentsOf(
  tx: Transaction<Database>,
  companyId: string,
): SelectQueryBuilder<Database, 'appointments', AppointmentRow> {
  return tx.selectFrom('appointments').select(appointmentColumns).where('company_id', '=', companyId)
}

/** Who changed an appointment, and why: for the front desk to read. */
export type ChangeReason = { who: string; why: string }

/**
 * Takes an appointment from the state and version that were read to another state, with a row of history. Undefined
 * when it has moved on since: the caller decides again on what it is now.
 */
export async function changeState(
  tx: Transaction<Database>,
  deps: { ids: Ids },
  companyId: string,
  appointment: Appointment,
  to: { state: AppointmentState; calendarReference?: string },
  reason: ChangeReason,
): Promise<Appointment | undefined> {
  const row = await tx
    .updateTable('appointments')
    .set({
      state: to.state,
      version: appointment.version + 1,
      ...(to.calendarReference === undefined ? {} : { calendar_reference: to.calendarReference }),
    })
    .where('company_id', '=', companyId)
    .where('id', '=', appointment.id)
    .where('version', '=', appointment.version)
    .where('state', '=', appointment.state)
    .returning(appointmentColumns)
    .executeTakeFirst()
  if (row === undefined) return undefined
  await writeHistory(tx, deps, companyId, toAppointment(row), appointment.state, reason)
  return toAppointment(row)
}

/** Adds the row of history that goes with a change. */
export async function writeHistory(
  tx: Transaction<Database>,
  deps: { ids: Ids },
  companyId: string,
  appointment: Appointment,
  fromState: AppointmentState | null,
  reason: ChangeReason,
): Promise<void> {
  await tx
    .insertInto('appointment_history')
    .values({
      id: deps.ids.uuid(),
      company_id: companyId,
      appointment_id: appointment.id,
      version: appointment.version,
      from_state: fromState,
      to_state: appointment.state,
      who: reason.who,
      why: reason.why,
    })
    .execute()
}
