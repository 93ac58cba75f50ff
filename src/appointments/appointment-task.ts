import type { Transaction } from 'kysely'

import type { Branch, Company } from '../companies/company.ts'
import type { Clock } from '../infra/clock.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { Appointment } from './appointment.ts'
import { callbackTime } from './callback-time.ts'

/** What the front desk has to look after because neither a calendar elsewhere nor a message did it. */
export type AppointmentTaskKind =
  /** Nobody knows, or nobody could find out, whether the booking stands: the customer waits to hear. */
  | 'unconfirmed_booking'
  /** The same of a change the customer wanted. */
  | 'unconfirmed_change'
  /** It was booked after the call had broken off, and no message reaches the customer. */
  | 'untold_booking'
  /** Two have the same time, or what stands in the calendar is not what stands here. */
  | 'calendar_conflict'

/**
 * Puts an appointment on the front desk's list, due within the next open hour. Once: while the task is open, another of its
 * kind for the same appointment is not added.
 */
export async function addAppointmentTask(
  tx: Transaction<Database>,
  deps: { ids: Ids; clock: Clock },
  house: { company: Company },
  task: { kind: AppointmentTaskKind; appointment: Pick<Appointment, 'id' | 'customerId' | 'branchId'> },
): Promise<void> {
  const { company } = house
  const { appointment } = task
  const { earliestAt, dueAt } = callbackTime(company, branchesOf(company, appointment), null, deps.clock.now())
  const customer = await tx
    .selectFrom('customers')
    .select('phone')
    .where('company_id', '=', company.id)
    .where('id', '=', appointment.customerId)
    .executeTakeFirst()
  await tx
    .insertInto('tasks')
    .values({
      id: deps.ids.uuid(),
      company_id: company.id,
      kind: task.kind,
      appointment_id: appointment.id,
      customer_id: appointment.customerId,
      phone: customer?.phone ?? null,
      earliest_at: earliestAt.toString(),
      due_at: dueAt.toString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

function branchesOf(company: Company, { branchId }: { branchId: string }): readonly Branch[] {
  const own = company.branches.filter((branch) => branch.id === branchId)
  return own.length > 0 ? own : company.branches
}
