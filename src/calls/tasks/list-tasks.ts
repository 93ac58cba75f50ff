import type { Transaction } from 'kysely'

import type { Database } from '../../infra/db/tables.ts'
import type { Task } from './task.ts'

/** A task as somebody at the front desk needs it. */
export type ListedTask = Pick<Task, 'id' | 'state' | 'phone' | 'reason' | 'earliestAt' | 'dueAt'> & {
  readonly kind: string
  /** Of the customer it is about; '' when nobody knows who that is. */
  readonly customerName: string
  /** What was wished where no time was made of it; '' otherwise. */
  readonly wishedTime: string
  /** When the appointment it is about begins, on the company's clock; null when it is about none. */
  readonly appointmentAt: Temporal.PlainDateTime | null
}

/** The open tasks of a company, those that are overdue or due first on top; `closed` adds those that are done. */
export async function listTasks(
  tx: Transaction<Database>,
  companyId: string,
  { closed, limit }: { closed: boolean; limit: number },
): Promise<readonly ListedTask[]> {
  // the open ones of a company, with customer and appointment by their primary keys
  const rows = await tx
    .selectFrom('tasks as task')
    .leftJoin('customers as customer', (join) =>
      join.onRef('customer.company_id', '=', 'task.company_id').onRef('customer.id', '=', 'task.customer_id'),
    )
    .leftJoin('appointments as appointment', (join) =>
      join.onRef('appointment.company_id', '=', 'task.company_id').onRef('appointment.id', '=', 'task.appointment_id'),
    )
    .select(['task.id', 'task.kind', 'task.state', 'task.phone', 'task.reason', 'task.wished_time'])
    .select(['task.earliest_at', 'task.due_at', 'customer.first_name', 'customer.last_name'])
    .select(['appointment.starts_at', 'appointment.zone'])
    .where('task.company_id', '=', companyId)
    .$if(!closed, (query) => query.where('task.state', 'in', ['open', 'escalated']))
    .orderBy('task.due_at', closed ? 'desc' : 'asc')
    .orderBy('task.id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    phone: row.phone,
    reason: row.reason,
    wishedTime: row.wished_time,
    earliestAt: row.earliest_at,
    dueAt: row.due_at,
    customerName: [row.first_name, row.last_name].filter(Boolean).join(' '),
    appointmentAt: row.starts_at?.toZonedDateTimeISO(row.zone ?? 'UTC').toPlainDateTime() ?? null,
  }))
}
