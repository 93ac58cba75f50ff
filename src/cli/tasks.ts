import { parseArgs } from 'node:util'

import type { Context } from '../app/context.ts'
import { openContext } from '../app/start-process.ts'
import { type CloseOutcome, closeTask } from '../calls/tasks/close-task.ts'
import { type ListedTask, listTasks } from '../calls/tasks/list-tasks.ts'
import { isUuid } from '../infra/ids.ts'
import { type Command, type Io, UsageError } from './command.ts'
import { findCompany } from './find-company.ts'
import { table } from './table.ts'

export const summary = 'Show what the front desk has to do, and note that it is done'
export const usage = `ringbook tasks --company SLUG [list | done ID | drop ID] [--closed] [--limit 100] [--json]

  list          What is open, what is due first on top
  done ID       It is done
  drop ID       There is nothing to be done about it any more
  --closed      List those that are closed as well, the latest first
  --limit N     List at most so many
  --json        Answer as JSON`
export const examples: Command['examples'] = [
  ['ringbook tasks --company salon', 'Whom to call back, and why'],
  ['ringbook tasks --company salon done 01900000-0000-7000-8000-000000000001', 'They were called'],
]

const MOST_LISTED = 10_000
const EXIT_NOT_DONE = 1
const VERBS = { done: 'done', drop: 'dropped' } as const

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      company: { type: 'string' },
      closed: { type: 'boolean', default: false },
      limit: { type: 'string', default: '100' },
      json: { type: 'boolean', default: false },
    },
  })
  const wish = readWish(positionals)
  const limit = Number(values.limit)
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LISTED) {
    throw new UsageError(`--limit is a number from 1 to ${MOST_LISTED}, not "${values.limit}"`)
  }
  const context = await openContext(io.env, { processName: 'ringbook tasks', migrate: false })
  try {
    const companyId = await findCompany(context.database.kysely, values.company)
    if (wish !== 'list') return await close(context, { companyId, ...wish }, values.json, io)
    return await list(context, companyId, { closed: values.closed, limit, asJson: values.json }, io)
  } finally {
    await context.close()
  }
}

type Wish = 'list' | { taskId: string; as: 'done' | 'dropped' }

function readWish([action = 'list', taskId = '', ...more]: readonly string[]): Wish {
  if (more.length > 0) throw new UsageError(`"${more[0]}" is one word too many`)
  if (action === 'list' && taskId === '') return 'list'
  if (action !== 'done' && action !== 'drop') {
    throw new UsageError('What can be done is "list", "done ID" and "drop ID"')
  }
  if (!isUuid(taskId)) throw new UsageError(`"${action}" takes the ID that "list" shows`)
  return { taskId, as: VERBS[action] }
}

async function list(
  context: Context,
  companyId: string,
  { closed, limit, asJson }: { closed: boolean; limit: number; asJson: boolean },
  io: Io,
): Promise<number> {
  const { house, tasks } = await context.database.inCompany(companyId, async (tx) => ({
    house: await context.houses.get(tx, companyId),
    tasks: await listTasks(tx, companyId, { closed, limit }),
  }))
  const zone = house?.company.zone ?? 'UTC'
  if (asJson) io.out(JSON.stringify(tasks))
  else if (tasks.length === 0) io.out('Nothing is to be done')
  else for (const line of tell(tasks, zone)) io.out(line)
  return 0
}

function tell(tasks: readonly ListedTask[], zone: string): string[] {
  const rows = tasks.map((task) => [
    task.id,
    atMinute(task.dueAt.toZonedDateTimeISO(zone).toPlainDateTime()),
    task.state === 'escalated' ? 'OVERDUE' : task.state,
    task.kind,
    task.phone ?? '–',
    task.customerName,
    aboutOf(task),
  ])
  return table([['Id', 'Due', 'State', 'What', 'Phone', 'Who', 'About'], ...rows])
}

function aboutOf({ appointmentAt, reason, wishedTime }: ListedTask): string {
  const appointment = appointmentAt === null ? '' : `appointment of ${atMinute(appointmentAt)}`
  const wished = wishedTime === '' ? '' : `wished: ${wishedTime}`
  return [appointment, reason, wished].filter((part) => part !== '').join('; ')
}

function atMinute(at: Temporal.PlainDateTime): string {
  return at.toString({ smallestUnit: 'minute' }).replace('T', ' ')
}

async function close(
  context: Context,
  wanted: { companyId: string; taskId: string; as: 'done' | 'dropped' },
  asJson: boolean,
  io: Io,
): Promise<number> {
  const outcome = await context.database.inCompany(wanted.companyId, (tx) => closeTask(tx, context, wanted))
  io.out(asJson ? JSON.stringify({ id: wanted.taskId, outcome }) : OUTCOMES[outcome])
  return outcome === 'closed' ? 0 : EXIT_NOT_DONE
}

const OUTCOMES: Readonly<Record<CloseOutcome, string>> = {
  closed: 'It is off the list.',
  closed_before: 'It was off the list before.',
  none: 'There is no such task.',
}
