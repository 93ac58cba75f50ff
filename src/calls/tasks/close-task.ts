import type { Transaction } from 'kysely'

import type { Clock } from '../../infra/clock.ts'
import type { Database } from '../../infra/db/tables.ts'

/** `closed_before`: somebody was faster, or it was closed for another reason. */
export type CloseOutcome = 'closed' | 'closed_before' | 'none'

/** Closes a task: `done`, or `dropped` when there is nothing to be done about it any more. Both absorb. */
export async function closeTask(
  tx: Transaction<Database>,
  deps: { clock: Clock },
  { companyId, taskId, as }: { companyId: string; taskId: string; as: 'done' | 'dropped' },
): Promise<CloseOutcome> {
  const closed = await tx
    .updateTable('tasks')
    .set({ state: as, closed_at: deps.clock.now().toString() })
    .where('company_id', '=', companyId)
    .where('id', '=', taskId)
    .where('state', 'in', ['open', 'escalated'])
    .returning('id')
    .executeTakeFirst()
  if (closed !== undefined) return 'closed'
  const known = await tx
    .selectFrom('tasks')
    .select('id')
    .where('company_id', '=', companyId)
    .where('id', '=', taskId)
    .executeTakeFirst()
  return known === undefined ? 'none' : 'closed_before'
}
