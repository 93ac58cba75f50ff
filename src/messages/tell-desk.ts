import type { Transaction } from 'kysely'

import { addAppointmentTask } from '../appointments/appointment-task.ts'
import type { Clock } from '../infra/clock.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { House } from '../openings/house.ts'
import type { Message } from './message.ts'
import { isAwaited, taskInstead } from './what-follows.ts'

/**
 * Has the front desk call somebody who waits to hear and whom this message will not reach; not where another way has told them, or
 * still may (messages_appointment).
 */
export async function tellDesk(
  tx: Transaction<Database>,
  deps: { clock: Clock; ids: Ids },
  house: House,
  message: Message,
): Promise<void> {
  const { companyId, appointmentId, kind, id } = message
  if (appointmentId === null || !isAwaited(kind)) return
  const other = await tx
    .selectFrom('messages')
    .select('id')
    .where('company_id', '=', companyId)
    .where('appointment_id', '=', appointmentId)
    .where('kind', '=', kind)
    .where('id', '<>', id)
    .where('state', 'in', ['queued', 'sending', 'unclear', 'sent'])
    .limit(1)
    .executeTakeFirst()
  if (other !== undefined) return
  const appointment = await tx
    .selectFrom('appointments')
    .select(['customer_id', 'branch_id'])
    .where('company_id', '=', companyId)
    .where('id', '=', appointmentId)
    .executeTakeFirst()
  if (appointment === undefined) return
  const { customer_id: customerId, branch_id: branchId } = appointment
  const appointmentTask = { kind: taskInstead(kind), appointment: { id: appointmentId, customerId, branchId } }
  await addAppointmentTask(tx, deps, house, appointmentTask)
}
