import { parseArgs } from 'node:util'

import { jobCatalogue } from '../app/job-catalogue.ts'
import { openContext } from '../app/start-process.ts'
import { type DeadJob, listDeadJobs } from '../infra/dead-jobs.ts'
import { type Command, type Io, UsageError } from './command.ts'
import { table } from './table.ts'

export const summary = 'Show the jobs, and run those again that were given up'
export const usage = `ringbook jobs [dead | retry ID | retry --all] [--json]

  (nothing)     Every job there is: when it runs, how often it is tried
  dead          Jobs that failed as often as they may
  retry ID      Put one of these back into its queue; --all puts all of them back
  --json        Answer as JSON`
export const examples: Command['examples'] = [
  ['ringbook jobs dead', 'What was given up, the latest first'],
  ['ringbook jobs retry 01900000-0000-7000-8000-000000000001', 'Try one again'],
  ['ringbook jobs retry --all', 'Try all of them again, e.g. after a calendar was away for a day'],
]

/** More than anybody reads; what is beyond is told by the next call. */
const MOST_LISTED = 500

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  })
  const [what, id, ...rest] = positionals
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many`)
  switch (what) {
    case undefined:
      return listKinds(io, values.json)
    case 'dead':
      return await withDead(io, async ({ dead }) => tellDead(io, values.json, dead))
    case 'retry': {
      if ((id === undefined) !== values.all) throw new UsageError('Say which: an id, or --all')
      return await retry(io, values.json, id)
    }
    default:
      throw new UsageError(`What there is to do is dead and retry, not "${what}"`)
  }
}

function listKinds(io: Io, asJson: boolean): number {
  const jobs = jobCatalogue()
  if (asJson) io.out(JSON.stringify(jobs))
  else {
    const rows = jobs.map(({ name, schedule, retries, deadline }) => [
      name,
      schedule ?? 'when it follows',
      retries,
      deadline,
    ])
    for (const line of table([['Job', 'When (UTC)', 'Tried again', 'At most'], ...rows])) io.out(line)
  }
  return 0
}

type Opened = { dead: readonly DeadJob[]; runAgain: (job: DeadJob) => Promise<boolean> }

async function withDead(io: Io, work: (opened: Opened) => Promise<number> | number): Promise<number> {
  const context = await openContext(io.env, { processName: 'ringbook jobs', migrate: false })
  try {
    const dead = await listDeadJobs(context.database.kysely, MOST_LISTED)
    return await work({ dead, runAgain: (job) => context.jobs.runAgain(job) })
  } finally {
    await context.close()
  }
}

function tellDead(io: Io, asJson: boolean, dead: readonly DeadJob[]): number {
  if (asJson) io.out(JSON.stringify(dead))
  else if (dead.length === 0) io.out('No job was given up')
  else {
    const rows = dead.map((job) => [
      job.id,
      job.name,
      job.givenUpAt.toString({ smallestUnit: 'second' }),
      `${job.attempts}×`,
      job.fault,
      JSON.stringify(job.data ?? {}),
    ])
    for (const line of table([['Id', 'Job', 'Given up', 'Tried', 'Fault', 'About'], ...rows])) io.out(line)
  }
  return 0
}

async function retry(io: Io, asJson: boolean, id: string | undefined): Promise<number> {
  return await withDead(io, async ({ dead, runAgain }) => {
    const wanted = dead.filter((job) => id === undefined || job.id === id)
    if (id !== undefined && wanted.length === 0) throw new Error(`No job with the id ${id} was given up`)
    let count = 0
    for (const job of wanted) if (await runAgain(job)) count += 1
    if (asJson) io.out(JSON.stringify({ retried: count }))
    else io.out(`${count} of ${wanted.length} put back into their queues`)
    return 0
  })
}
