import { type Transaction, sql } from 'kysely'

import { callbackTime } from '../../appointments/callback-time.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Database } from '../../infra/db/tables.ts'
import type { Ids } from '../../infra/ids.ts'
import type { House } from '../../openings/house.ts'
import { tameLine } from '../letters/tame.ts'

/** What is kept for the front desk to read. */
const LONGEST_REASON = 500

/** Has a person read an answer nothing certain could be made of. A second one about the same appointment is added to the first. */
export async function addReplyTask(
  tx: Transaction<Database>,
  deps: { clock: Clock; ids: Ids },
  house: House,
  reply: { appointmentId: string; customerId: string; phone: string; text: string },
): Promise<void> {
  const { company } = house
  const { earliestAt, dueAt } = callbackTime(company, company.branches, null, deps.clock.now())
  const reason = tameLine(reply.text).slice(0, LONGEST_REASON)
  const added = await tx
    .insertInto('tasks')
    .values({
      id: deps.ids.uuid(),
      company_id: company.id,
      kind: 'text_reply',
      appointment_id: reply.appointmentId,
      customer_id: reply.customerId,
      phone: reply.phone,
      reason,
      earliest_at: earliestAt.toString(),
      due_at: dueAt.toString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (added !== undefined) return
  // the open one of this appointment (tasks_open_appointment)
  await tx
    .updateTable('tasks')
    .set({ reason: sql<string>`left(reason || ' / ' || ${reason}::text, ${LONGEST_REASON})` })
    .where('company_id', '=', company.id)
    .where('appointment_id', '=', reply.appointmentId)
    .where('kind', '=', 'text_reply')
    .where('state', 'in', ['open', 'escalated'])
    .execute()
}
