import { JOB_KINDS } from './job-kinds.ts'
import { KEPT_DATA } from './retention.ts'
import { listJobs, type WorkerDeps } from './worker.ts'

/** What people want to know of a job besides its figures. */
type Told = {
  /** What it does. */
  readonly does: string
  /** What happens when it has failed as often as it may. */
  readonly afterwards: string
}

const NEXT_RUN = 'the next run does what this one left'

/** Told by name; a job nobody has told of is found by a test. */
const TOLD: Readonly<Record<string, Told>> = {
  'expire-holds': { does: 'retires holds that ran out', afterwards: NEXT_RUN },
  'escalate-tasks': { does: 'escalates tasks of the front desk that are overdue, and alerts', afterwards: NEXT_RUN },
  'settle-unknown': {
    does: 'finds out what became of bookings and changes a calendar elsewhere has not answered for: looks every five seconds',
    afterwards: 'the next run goes on; after 15 minutes the front desk gets a task',
  },
  'calendar-webhook': {
    does: 'looks at the bookings a calendar elsewhere has told of',
    afterwards: 'a dead letter; the poll finds what it missed',
  },
  'poll-calendars': { does: 'looks for changes in calendars elsewhere that no webhook told of', afterwards: NEXT_RUN },
  'compare-calendars': {
    does: 'compares everything to come with calendars elsewhere',
    afterwards: 'a dead letter; the next night compares again',
  },
  'warm-calendars': { does: 'fetches what callers are likely to ask for next', afterwards: NEXT_RUN },
  'send-messages': {
    does: 'writes and sends what customers and the front desk are to be told: looks every second; each message has a plan of its own (messages.md)',
    afterwards: 'the next run goes on',
  },
  'remind-customers': { does: 'writes the reminders that are due', afterwards: NEXT_RUN },
  'delete-old-data': {
    does: 'deletes what has been kept long enough (below), of companies served no longer too; what cannot be deleted holds up nothing else',
    afterwards: 'a dead letter; the next run deletes it',
  },
  'work-call': {
    does: 'makes of a call what follows from all that webhooks have told of it',
    afterwards: 'a dead letter; run again it sees everything that came meanwhile',
  },
  'wrap-up-call': {
    does: 'looks through a call that is over: what was agreed and not booked is booked, or becomes a task',
    afterwards: 'a dead letter; run again it books nothing twice',
  },
  'close-calls': {
    does: 'ends calls nobody told the end of, and has those looked through whose analysis does not come',
    afterwards: NEXT_RUN,
  },
  'check-agents': {
    does: 'looks whether Retell still has the agents as they were deployed, and alerts where it has not',
    afterwards: 'a dead letter; the next morning looks again',
  },
}

/** A job as the page tells of it. */
export type CatalogueEntry = Told & {
  readonly name: string
  /** When it runs by itself, as cron has it, in UTC; null for one that follows something. */
  readonly schedule: string | null
  readonly retries: string
  readonly deadline: string
}

/** Every job there is, in the order of their kinds. @throws Error naming a job nobody has told of */
export function jobCatalogue(): readonly CatalogueEntry[] {
  const schedules = new Map(listJobs(NOBODY).map(({ name, schedule }) => [name, schedule?.cron ?? null]))
  return JOB_KINDS.map(({ name, retry, expireSeconds }) => {
    const told = TOLD[name]
    if (told === undefined) throw new Error(`Nobody has told what the job ${name} does: src/app/job-catalogue.ts`)
    const { times, firstDelaySeconds, longestDelaySeconds } = retry
    const apart =
      firstDelaySeconds === longestDelaySeconds
        ? sayDuration(firstDelaySeconds)
        : `${sayDuration(firstDelaySeconds)} to ${sayDuration(longestDelaySeconds)}`
    return {
      name,
      ...told,
      schedule: schedules.get(name) ?? null,
      retries: times === 0 ? 'none' : `${times}, ${apart} apart`,
      deadline: sayDuration(expireSeconds),
    }
  })
}

/** The page docs/jobs.md from its second heading on: every job, and what is deleted when. */
export function describeJobs(): string {
  const jobs = jobCatalogue().map((job) => [
    `\`${job.name}\``,
    job.does,
    job.schedule === null ? 'when something happens' : `\`${job.schedule}\``,
    job.retries,
    job.deadline,
    job.afterwards,
  ])
  const kept = KEPT_DATA.map(({ what, table, days }) => [what, `\`${table}\``, days === 1 ? '1 day' : `${days} days`])
  return [
    '## Every job',
    '',
    table(['job', 'does', 'when (UTC)', 'tried again', 'one run takes at most', 'when it was given up'], jobs),
    '',
    '## What is deleted when',
    '',
    table(['what', 'table', 'kept'], kept),
    '',
  ].join('\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const SECONDS_PER_MINUTE = 60

function sayDuration(seconds: number): string {
  if (seconds < 2 * SECONDS_PER_MINUTE || seconds % SECONDS_PER_MINUTE !== 0) return `${seconds} s`
  return `${seconds / SECONDS_PER_MINUTE} min`
}

/** Only the timetable is read of what these would do. */
const idle = () => Promise.reject(new Error('This list is only for reading'))
const NOBODY: WorkerDeps = new Proxy({} as WorkerDeps, { get: () => idle })
