import { type Transaction, sql } from 'kysely'

import { rulesForVisit } from '../companies/visit-rules.ts'
import type { Database } from '../infra/db/tables.ts'
import type { House } from '../openings/house.ts'
import type { ChangeRefusal } from './change-outcomes.ts'
import type { OwnAppointment } from './own-appointments.ts'
import { serviceIdsOf } from './visit-parts.ts'

/** Whether an appointment may be cancelled by its customer now; null when it may. */
export async function refuseCancelling(
  tx: Transaction<Database>,
  house: House,
  appointment: OwnAppointment,
  now: Temporal.Instant,
): Promise<ChangeRefusal | null> {
  const { company } = house
  const rules = rulesForVisit(company, appointment.branchId, serviceIdsOf(appointment))
  const tooLate = refuseNotice(appointment, rules.cancellationNoticeMinutes, now)
  if (tooLate !== null || rules.maxCancellations === null) return tooLate
  const since = now.subtract({ hours: rules.cancellationPeriodDays * hoursPerDay })
  const cancelled = await countCancellations(tx, company.id, appointment.customerId, since)
  if (cancelled < rules.maxCancellations) return null
  return { rule: 'cancellations', most: rules.maxCancellations, periodDays: rules.cancellationPeriodDays }
}

/** Whether an appointment may be moved by its customer now; null when it may. Where to is judged with the new time. */
export function refuseMoving(house: House, appointment: OwnAppointment, now: Temporal.Instant): ChangeRefusal | null {
  const rules = rulesForVisit(house.company, appointment.branchId, serviceIdsOf(appointment))
  const tooLate = refuseNotice(appointment, rules.reschedulingNoticeMinutes, now)
  if (tooLate !== null) return tooLate
  const most = rules.maxMovesPerAppointment
  if (most !== null && appointment.moveCount >= most) return { rule: 'moves', most }
  return null
}

const hoursPerDay = 24

function refuseNotice(
  { startsAt }: OwnAppointment,
  noticeMinutes: number,
  now: Temporal.Instant,
): ChangeRefusal | null {
  if (Temporal.Instant.compare(startsAt, now) <= 0) return { rule: 'begun' }
  const latest = startsAt.subtract({ minutes: noticeMinutes })
  return Temporal.Instant.compare(now, latest) > 0 ? { rule: 'notice', noticeMinutes } : null
}

/** Those asked for at a calendar elsewhere count as well: else several at once would go past the quota. */
async function countCancellations(
  tx: Transaction<Database>,
  companyId: string,
  customerId: string,
  since: Temporal.Instant,
): Promise<number> {
  // a customer's appointments (appointments_customer)
  const row = await tx
    .selectFrom('appointments')
    .select((of) => of.fn.countAll<number>().as('cancelled'))
    .where('company_id', '=', companyId)
    .where('customer_id', '=', customerId)
    .where('cancelled_by', '=', 'customer')
    .where('cancelled_at', '>', sql<Temporal.Instant>`${since.toString()}::timestamptz`)
    .executeTakeFirstOrThrow()
  return row.cancelled
}
