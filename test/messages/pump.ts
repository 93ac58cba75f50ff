import type { Db } from '../../src/infra/db/database.ts'
import type { SendDeps } from '../../src/messages/send-deps.ts'
import { sendDue } from '../../src/messages/send-due.ts'
import { testIds } from '../harness/company.ts'

/** Somebody has a company send as many texts as they can. */
export type Pump = {
  /** How many messages are asked for, past every check that comes before sending. */
  readonly tries: number
  /** At how many numbers, in turn. */
  readonly numbers: number
  /** How many processes send at once. */
  readonly senders: number
}

const BATCH = 1_000
const NOBODY = new AbortController().signal

/** Queues the tries and sends until nothing is left. */
export async function pump(
  db: Db,
  deps: SendDeps,
  companyId: string,
  { tries, numbers, senders }: Pump,
): Promise<void> {
  const taskId = await addTask(db, deps, companyId)
  const createdAt = deps.clock.now()
  for (let queued = 0; queued < tries; queued += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, tries - queued) }, (_, index) => ({
      id: testIds.uuid(),
      company_id: companyId,
      kind: 'callback_promised',
      channel: 'sms' as const,
      recipient: `+4915${String(730_000_000 + ((queued + index) % numbers))}`,
      language: 'de' as const,
      task_id: taskId,
      created_at: createdAt.toString(),
      send_before: createdAt.add({ hours: 10 }).toString(),
    }))
    await db.inCompany(companyId, (tx) => tx.insertInto('messages').values(rows).execute())
  }
  while (await isLeft(db, companyId)) {
    await Promise.all(Array.from({ length: senders }, () => sendDue(deps, companyId, NOBODY)))
  }
}

async function isLeft(db: Db, companyId: string): Promise<boolean> {
  const left = await db.inCompany(companyId, (tx) =>
    tx
      .selectFrom('messages')
      .select('id')
      .where('company_id', '=', companyId)
      .where('state', '=', 'queued')
      .limit(1)
      .executeTakeFirst(),
  )
  return left !== undefined
}

async function addTask(db: Db, { clock }: SendDeps, companyId: string): Promise<string> {
  const id = testIds.uuid()
  await db.inCompany(companyId, (tx) =>
    tx
      .insertInto('tasks')
      .values({
        id,
        company_id: companyId,
        kind: 'waiting',
        earliest_at: clock.now().toString(),
        due_at: clock.now().add({ hours: 10 }).toString(),
      })
      .execute(),
  )
  return id
}
