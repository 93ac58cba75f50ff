import type { Transaction } from 'kysely'

import type { Clock } from '../../infra/clock.ts'
import type { Database } from '../../infra/db/tables.ts'
import type { Events } from '../../infra/telemetry/events.ts'

type EscalateDeps = {
  clock: Clock
  events: Pick<Events, 'alert'>
  database: { inCompany<T>(companyId: string, work: (tx: Transaction<Database>) => Promise<T>): Promise<T> }
  /** The companies whose tasks are looked at. */
  companies(): Promise<readonly { id: string }[]>
}

/** A run takes so many of a company; the next minute's takes the rest. */
const MOST_PER_RUN = 500

/**
 * Escalates every open task that is overdue, once, and alerts somebody. The alert goes out before the change is certain:
 * one heard twice is better than a caller nobody calls back. Returns how many there were.
 */
export async function escalateTasks(deps: EscalateDeps): Promise<{ escalated: number }> {
  let escalated = 0
  for (const { id: companyId } of await deps.companies()) {
    escalated += await deps.database.inCompany(companyId, async (tx) => {
      const tasks = await escalateOf(tx, companyId, deps.clock.now())
      for (const task of tasks) {
        deps.events.alert('task_overdue', { companyId, taskId: task.id, ...(task.call_id && { callId: task.call_id }) })
      }
      return tasks.length
    })
  }
  return { escalated }
}

// those that are overdue (tasks_due)
async function escalateOf(tx: Transaction<Database>, companyId: string, now: Temporal.Instant) {
  const overdue = tx
    .selectFrom('tasks')
    .select('id')
    .where('company_id', '=', companyId)
    .where('state', '=', 'open')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(MOST_PER_RUN)
    // Two runs at once share them out.
    .forUpdate()
    .skipLocked()
  return await tx
    .updateTable('tasks')
    .set({ state: 'escalated', escalated_at: now.toString() })
    .where('company_id', '=', companyId)
    .where('id', 'in', overdue)
    .returning(['id', 'call_id'])
    .execute()
}
