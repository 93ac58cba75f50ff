import { type Transaction, sql } from 'kysely'

import type { AppointmentState, Database } from '../infra/db/tables.ts'
import { foldName } from '../speech/name-folding.ts'
import type { Appointment } from './appointment.ts'
import type { ConfirmedBy } from './book-command.ts'
import { drawCode } from './booking-code.ts'
import type { Wish } from './offer-openings.ts'
import { appointmentColumns, toAppointment, writeHistory } from './store.ts'
import type { BookingDeps } from './visit.ts'

export type NewAppointment = {
  wish: Wish
  customerId: string
  staffId: string
  state: Extract<AppointmentState, 'booking' | 'confirmed' | 'pending_approval'>
  startsAt: Temporal.Instant
  attendeeName: string
  confirmedBy: ConfirmedBy
}

/** A code is drawn again when an open appointment has it: with a thousand of these, once in a thousand bookings. */
const maxCodeDraws = 5

/**
 * Writes an appointment with its first row of history. Undefined when the attendee turns out to be elsewhere then: two
 * requests of one customer can meet only here, and the constraint lets one of them through.
 */
export async function insertAppointment(
  tx: Transaction<Database>,
  deps: Pick<BookingDeps, 'ids' | 'random'>,
  appointment: NewAppointment,
): Promise<Appointment | undefined> {
  for (let draw = 0; draw < maxCodeDraws; draw++) {
    const code = drawCode(deps.random)
    const inserted = await insertWithCode(tx, deps, appointment, code)
    if (inserted !== undefined) {
      await writeHistory(tx, deps, appointment.wish.house.company.id, inserted, null, firstReason(appointment))
      return inserted
    }
    if (!(await isCodeTaken(tx, appointment.wish.house.company.id, code))) return undefined
  }
  return undefined
}

function firstReason(appointment: NewAppointment): { who: string; why: string } {
  return { who: `call ${appointment.wish.call.id}`, why: `booked, confirmed by ${appointment.confirmedBy}` }
}

async function insertWithCode(
  tx: Transaction<Database>,
  deps: Pick<BookingDeps, 'ids'>,
  appointment: NewAppointment,
  code: string,
): Promise<Appointment | undefined> {
  const { wish, startsAt, attendeeName } = appointment
  const { company } = wish.house
  const id = deps.ids.uuid()
  const row = await tx
    .insertInto('appointments')
    .values({
      id,
      company_id: company.id,
      branch_id: wish.branch.id,
      customer_id: appointment.customerId,
      service_id: wish.service.id,
      staff_id: appointment.staffId,
      call_id: wish.call.id,
      attendee_name: attendeeName,
      attendee_key: foldName(attendeeName),
      starts_at: startsAt.toString(),
      ends_at: startsAt.add({ minutes: wish.service.durationMinutes }).toString(),
      zone: company.zone,
      wall_start: startsAt.toZonedDateTimeISO(company.zone).toPlainDateTime().toString(),
      state: appointment.state,
      code,
      price_minor: wish.service.priceMinor,
      currency: company.currency,
      source: 'phone',
      confirmed_by: appointment.confirmedBy,
      reference: id,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(appointmentColumns)
    .executeTakeFirst()
  return row && toAppointment(row)
}

async function isCodeTaken(tx: Transaction<Database>, companyId: string, code: string): Promise<boolean> {
  const found = await tx
    .selectFrom('appointments')
    .select(sql<number>`1`.as('one'))
    .where('company_id', '=', companyId)
    .where('code', '=', code)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
