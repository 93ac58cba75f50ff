import { type SelectQueryBuilder, type Transaction, sql } from 'kysely'

import type { AppointmentState, Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { Appointment } from './appointment.ts'

/** States in which an appointment takes up time and counts against limits; the others absorb. */
const openStates = [
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
}

export function toAppointment(row: AppointmentRow): Appointment {
  return {
    id: row.id,
    branchId: row.branch_id,
    customerId: row.customer_id,
    serviceId: row.service_id,
    staffId: row.staff_id,
    attendeeName: row.attendee_name,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    state: row.state,
    version: row.version,
    code: row.code,
    priceMinor: row.price_minor,
  }
}

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

/** The open appointment a booking code names, as a list of one; empty when there is none or it has ended. */
export async function readByCode(
  tx: Transaction<Database>,
  companyId: string,
  code: string,
  now: Temporal.Instant,
): Promise<readonly Appointment[]> {
  const rows = await appointmentsOf(tx, companyId)
    .where('code', '=', code)
    .where('state', 'in', openStates)
    .where('ends_at', '>', sql<Temporal.Instant>`${now.toString()}::timestamptz`)
    .execute()
  return rows.map(toAppointment)
}

/** Whom an appointment made in this call belongs to; undefined when none was made. */
export async function customerOfEarlierBooking(
  tx: Transaction<Database>,
  companyId: string,
  callId: string,
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('appointments')
    .select('customer_id')
    .where('company_id', '=', companyId)
    .where('call_id', '=', callId)
    .limit(1)
    .executeTakeFirst()
  return row?.customer_id
}

/** Far above every limit a company sets; a bound all the same. */
const maxOpenAppointmentsRead = 200

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
