import type { Transaction } from 'kysely'

import type { CalendarBooking } from '../calendars/mirror.ts'
import { rememberCustomer } from '../customers/remember-customer.ts'
import type { Database } from '../infra/db/tables.ts'
import { lockClaim } from '../occupancy/lock-claim.ts'
import { shift } from '../occupancy/shift.ts'
import { yieldHolds } from '../occupancy/yield-holds.ts'
import type { House } from '../openings/house.ts'
import { type CountryCode, readPhoneNumber } from '../speech/phone.ts'
import { findStaff } from '../staff/find-staff.ts'
import { addAppointmentTask } from './appointment-task.ts'
import type { Appointment } from './appointment.ts'
import { attendeeKeyAt } from './attendee-apart.ts'
import { drawCode } from './booking-code.ts'
import { byCalendar } from './mirror.ts'
import { type OutsideDeps, stretchOf, type TakenOver } from './outside-booking.ts'
import { appointmentColumns, toAppointment, writeHistory } from './store.ts'

/** As in `insertAppointment`. */
const maxCodeDraws = 5
const LONGEST_NAME = 160
/** Somebody without a name still has the appointment. */
const NAMELESS = '?'

type Offered = CalendarBooking & { readonly serviceId: string; readonly staffId: string }

/**
 * Writes down what was booked elsewhere, for a service and with somebody of this house. Its time is taken here, unless another
 * appointment has it: then it is stored without taking any, and somebody has to look.
 */
export async function insertOutsideBooking(
  tx: Transaction<Database>,
  deps: OutsideDeps,
  house: House,
  booking: CalendarBooking,
): Promise<TakenOver> {
  const { serviceId, staffId } = booking
  if (serviceId === null || staffId === null) return 'skipped'
  const { id: companyId } = house.company
  const offered = { ...booking, serviceId, staffId }
  const stretch = stretchOf(house, serviceId, offered)
  const { startMs, endMs } = stretch
  await lockClaim(tx, { companyId, resourceIds: [staffId], startMs, endMs, callId: null, caller: null })
  const isFree = (await yieldHolds(tx, { companyId, ...stretch }, null)) === 'free'
  const appointment = await insert(tx, deps, house, offered, !isFree)
  if (appointment === undefined) return 'skipped'
  if (isFree) {
    const taken = await shift(tx, deps, { companyId, appointmentId: appointment.id, to: [stretch] })
    if (!taken) throw new Error('A time that was free and locked has been taken')
    return 'made'
  }
  await addAppointmentTask(tx, deps, house, { kind: 'calendar_conflict', appointment })
  return 'conflict'
}

/** Undefined when it was written down already, or no branch or service is known any more. */
async function insert(
  tx: Transaction<Database>,
  deps: OutsideDeps,
  house: House,
  booking: Offered,
  conflicts: boolean,
): Promise<Appointment | undefined> {
  const { company } = house
  const branchId = findStaff(house.staff, booking.staffId)?.branchId ?? company.branches[0]?.id
  const service = house.services.find((one) => one.id === booking.serviceId)
  if (branchId === undefined || service === undefined) return undefined
  const attendeeName = booking.attendeeName.trim().slice(0, LONGEST_NAME) || NAMELESS
  const customerId = await rememberCustomer(tx, {
    id: deps.ids.uuid(),
    companyId: company.id,
    phone: readPhoneNumber(booking.attendeePhone ?? '', company.country as CountryCode) ?? null,
    name: attendeeName,
    email: booking.attendeeEmail,
    language: company.languages[0] ?? 'de',
  })
  const { startsAt, endsAt } = booking
  for (let draw = 0; draw < maxCodeDraws; draw += 1) {
    const appointmentId = deps.ids.uuid()
    const attendee = { appointmentId, customerId, attendeeName, startsAt, endsAt }
    const attendeeKey = await attendeeKeyAt(tx, company.id, attendee)
    const row = await tx
      .insertInto('appointments')
      .values({
        id: appointmentId,
        company_id: company.id,
        branch_id: branchId,
        customer_id: customerId,
        service_id: booking.serviceId,
        staff_id: booking.staffId,
        call_id: null,
        attendee_name: attendeeName,
        attendee_key: attendeeKey,
        starts_at: startsAt.toString(),
        ends_at: endsAt.toString(),
        zone: company.zone,
        wall_start: startsAt.toZonedDateTimeISO(company.zone).toPlainDateTime().toString(),
        state: booking.state === 'pending' ? 'pending_approval' : 'confirmed',
        code: drawCode(deps.random),
        price_minor: service.priceMinor,
        currency: company.currency,
        source: 'calendar',
        confirmed_by: 'person',
        reference: `calendar ${booking.calendarReference}`,
        calendar_reference: booking.calendarReference,
        conflicts,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(appointmentColumns)
      .executeTakeFirst()
    if (row === undefined) continue
    const appointment = toAppointment(row)
    await writeHistory(tx, deps, company.id, appointment, null, { who: byCalendar, why: 'booked there' })
    return appointment
  }
  return undefined
}
