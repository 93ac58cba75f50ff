import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { AppointmentState, Database } from '../infra/db/tables.ts'
import { foldName } from '../speech/name-folding.ts'
import type { Appointment } from './appointment.ts'
import type { ConfirmedBy } from './book-command.ts'
import { drawCode } from './booking-code.ts'
import type { Wish } from './offer-openings.ts'
import { appointmentColumns, type AppointmentRow, toAppointment } from './store.ts'
import type { BookingDeps } from './visit.ts'
import { minutesOf, priceOf } from './wish-services.ts'

export type NewAppointment = {
  id: string
  wish: Wish
  customerId: string
  /** Who does each service of the wish, in their order. */
  staffIds: readonly string[]
  state: Extract<AppointmentState, 'booking' | 'confirmed' | 'pending_approval'>
  startsAt: Temporal.Instant
  attendeeName: string
  confirmedBy: ConfirmedBy
}

/**
 * Writes an appointment with its first row of history. Undefined, and nothing written, when a constraint says no: another
 * open appointment has the code that was drawn (with a thousand of these, once in a thousand bookings), or the attendee is
 * elsewhere then.
 */
export async function insertAppointment(
  tx: Transaction<Database>,
  deps: Pick<BookingDeps, 'ids' | 'random'>,
  appointment: NewAppointment,
): Promise<Appointment | undefined> {
  const { wish, startsAt, attendeeName, confirmedBy } = appointment
  const { company } = wish.house
  const [staffId = '', ...furtherStaffIds] = appointment.staffIds
  const [row] = await insertWithHistory(tx, {
    id: appointment.id,
    companyId: company.id,
    branchId: wish.branch.id,
    customerId: appointment.customerId,
    serviceId: wish.service.id,
    staffId,
    callId: wish.call.id,
    attendeeName,
    attendeeKey: foldName(attendeeName),
    startsAt: startsAt.toString(),
    endsAt: startsAt.add({ minutes: minutesOf(wish) }).toString(),
    zone: company.zone,
    wallStart: startsAt.toZonedDateTimeISO(company.zone).toPlainDateTime().toString(),
    state: appointment.state,
    code: drawCode(deps.random),
    priceMinor: priceOf(wish),
    furtherServiceIds: (wish.further ?? []).map((service) => service.id),
    furtherStaffIds,
    currency: company.currency,
    confirmedBy,
    historyId: deps.ids.uuid(),
    who: `call ${wish.call.id}`,
    why: `booked, confirmed by ${confirmedBy}`,
  })
  return row && toAppointment(row)
}

type NewRow = Record<
  | 'id'
  | 'companyId'
  | 'branchId'
  | 'customerId'
  | 'serviceId'
  | 'staffId'
  | 'callId'
  | 'attendeeName'
  | 'attendeeKey'
  | 'startsAt'
  | 'endsAt'
  | 'zone'
  | 'wallStart'
  | 'state'
  | 'code'
  | 'currency'
  | 'confirmedBy'
  | 'historyId'
  | 'who'
  | 'why',
  string
> & { priceMinor: number | null; furtherServiceIds: readonly string[]; furtherStaffIds: readonly string[] }

const insertWithHistory = hotRead('insert appointment', (db, row: NewRow) => ({
  compile: () =>
    sql<AppointmentRow>`
      with made as (
        insert into appointments (id, company_id, branch_id, customer_id, service_id, staff_id, call_id, attendee_name,
          attendee_key, starts_at, ends_at, zone, wall_start, state, code, price_minor, currency, source, confirmed_by,
          reference, further_service_ids, further_staff_ids)
        values (${row.id}, ${row.companyId}, ${row.branchId}, ${row.customerId}, ${row.serviceId}, ${row.staffId},
          ${row.callId}, ${row.attendeeName}, ${row.attendeeKey}, ${row.startsAt}, ${row.endsAt}, ${row.zone},
          ${row.wallStart}, ${row.state}, ${row.code}, ${row.priceMinor}, ${row.currency}, 'phone', ${row.confirmedBy},
          ${row.id}::uuid::text, ${row.furtherServiceIds}, ${row.furtherStaffIds})
        on conflict do nothing
        returning ${sql.join(appointmentColumns.map((column) => sql.ref(column)))}
      ), told as (
        insert into appointment_history (id, company_id, appointment_id, version, from_state, to_state, who, why)
        select ${row.historyId}, ${row.companyId}, id, version, null, state, ${row.who}, ${row.why} from made
      )
      select * from made`.compile(db),
}))
