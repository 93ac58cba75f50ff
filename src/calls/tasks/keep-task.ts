import { type Transaction, sql } from 'kysely'

import type { Database } from '../../infra/db/tables.ts'
import type { Ids } from '../../infra/ids.ts'
import type { Task, TaskKind } from './task.ts'

/** What is asked of the front desk. */
export type NewTask = {
  companyId: string
  callId: string
  customerId: string | null
  kind: TaskKind
  /** What was said: null and '' leave a task of this call as it is. `wishedTime` is a time nothing was made of. */
  said: { phone: string | null; reason: string; wishedTime: string; time: TaskTime | null }
  /** What holds for a new task where nothing was said. */
  otherwise: { phone: string | null; time: TaskTime }
}

/** From when until when it is to be done. */
export type TaskTime = { readonly earliestAt: Temporal.Instant; readonly dueAt: Temporal.Instant }

const LONGEST_REASON = 500
const LONGEST_WISHED_TIME = 200
/** Whoever calls a fourth time about the same is not helped by a fourth note on the desk. */
const MOST_OPEN_PER_PHONE = 3

const columns = ['id', 'kind', 'state', 'phone', 'reason', 'earliest_at', 'due_at'] as const

/**
 * Writes a task down. A call has one open task of a kind: asking again changes it, and says nothing twice. A number that has
 * three open tasks already gets no fourth: the latest is brought up to date.
 */
export async function keepTask(tx: Transaction<Database>, deps: { ids: Ids }, task: NewTask): Promise<Task> {
  const { said, otherwise } = task
  const phone = said.phone ?? otherwise.phone
  const changed = await changeOpenTask(tx, task, phone)
  if (changed !== undefined) return changed
  const { earliestAt, dueAt } = said.time ?? otherwise.time
  const row = await tx
    .insertInto('tasks')
    .values({
      id: deps.ids.uuid(),
      company_id: task.companyId,
      kind: task.kind,
      call_id: task.callId,
      customer_id: task.customerId,
      phone,
      reason: said.reason.slice(0, LONGEST_REASON),
      wished_time: said.wishedTime.slice(0, LONGEST_WISHED_TIME),
      earliest_at: earliestAt.toString(),
      due_at: dueAt.toString(),
    })
    // Two requests of one call at once: the second finds what the first wrote.
    .onConflict((conflict) =>
      conflict
        .columns(['company_id', 'call_id', 'kind'])
        .where('state', 'in', ['open', 'escalated'])
        .doUpdateSet(changesOf(task)),
    )
    .returning(columns)
    .executeTakeFirstOrThrow()
  return toTask(row)
}

/** The open task of this call; else, when its number has as many as it may, the latest of those. */
async function changeOpenTask(
  tx: Transaction<Database>,
  task: NewTask,
  phone: string | null,
): Promise<Task | undefined> {
  const open = await tx
    .selectFrom('tasks')
    .select(['id', 'call_id'])
    .where('company_id', '=', task.companyId)
    .where('kind', '=', task.kind)
    .where('state', 'in', ['open', 'escalated'])
    .where((is) => is.or([is('call_id', '=', task.callId), is('phone', '=', phone)]))
    .orderBy('created_at', 'desc')
    .limit(MOST_OPEN_PER_PHONE + 1)
    .execute()
  const own = open.find((one) => one.call_id === task.callId)
  const id = own?.id ?? (open.length >= MOST_OPEN_PER_PHONE ? open[0]?.id : undefined)
  if (id === undefined) return undefined
  const row = await tx
    .updateTable('tasks')
    .set(changesOf(task))
    .where('company_id', '=', task.companyId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst()
  return row && toTask(row)
}

/** What was said anew; a new time opens what had been escalated. */
function changesOf({ customerId, said }: NewTask) {
  const { phone, reason, wishedTime, time } = said
  return {
    ...(customerId !== null && { customer_id: customerId }),
    ...(phone !== null && { phone }),
    ...(reason !== '' && { reason: reason.slice(0, LONGEST_REASON) }),
    ...(wishedTime !== '' && { wished_time: wishedTime.slice(0, LONGEST_WISHED_TIME) }),
    ...(time !== null && {
      earliest_at: time.earliestAt.toString(),
      due_at: time.dueAt.toString(),
      state: 'open' as const,
      escalated_at: null,
    }),
    // A statement needs something to set also when nothing was said anew.
    kind: sql<string>`tasks.kind`,
  }
}

type TaskRow = {
  id: string
  kind: string
  state: Task['state']
  phone: string | null
  reason: string
  earliest_at: Temporal.Instant
  due_at: Temporal.Instant
}

function toTask(row: TaskRow): Task {
  return {
    id: row.id,
    kind: row.kind as TaskKind,
    state: row.state,
    phone: row.phone,
    reason: row.reason,
    earliestAt: row.earliest_at,
    dueAt: row.due_at,
  }
}
