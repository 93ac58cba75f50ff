import { type KyselyTransactionLike, PgBoss, fromKysely } from 'pg-boss'
import type { ZodType } from 'zod'

import { APP_ROLE } from './db/database.ts'
import { JOBS_SCHEMA } from './db/migrate.ts'

/** A kind of work that is done later: what one is called, what it carries, and what happens when it fails. */
export type JobKind<Data extends object> = {
  name: string
  /** Ids only: a job reads the present state when it runs, and nothing personal waits in the queue. */
  schema: ZodType<Data>
  retry: { times: number; firstDelaySeconds: number; longestDelaySeconds: number }
  /** How long one run may take before it counts as failed. */
  expireSeconds: number
  /** The next run of its timetable does what a failed one left: nobody has to run it again, and it leaves no dead letter. */
  isTakenOver?: true
  /** Its runs take milliseconds and come by the hundred: many are taken at once, as none holds up the others. */
  isQuick?: true
}

/** A kind of job without what it carries. */
export type JobSettings = Omit<JobKind<object>, 'schema'>

export type JobRun = {
  id: string
  /** 1 on the first run. */
  attempt: number
  /** Fires when the run has used up its time or the process must end. */
  signal: AbortSignal
  /** Fires as soon as the process is to end: who waits for something to do goes, who does something ends it first. */
  leaving: AbortSignal
}

/** A kind of job with what it does: it acts, it does not decide again. */
export type Job<Data extends object> = JobKind<Data> & {
  run: (data: Data, run: JobRun) => Promise<void>
  /** When it also runs by itself, with empty data. `atStart`: also when a process begins to work, as the one before may have died. */
  schedule?: { cron: string; zone: string; atStart?: true }
}

/** A job whatever it carries, as a list of jobs holds it. */
export type AnyJob = Omit<Job<object>, 'run' | 'schema'> & { handle(data: unknown, run: JobRun): Promise<void> }

export type EnqueueOptions = {
  /** Not before so many seconds have passed, by the clock of the database. */
  afterSeconds?: number
  /** While one with the same key waits, another is not added. */
  key?: string
}

export type Jobs = {
  /**
   * Adds a job within the caller's transaction: it exists exactly if the change it follows does. Gives its id, or
   * undefined when one with the same key is waiting.
   *
   * @throws ZodError when the data does not fit the job's schema
   */
  enqueue<Data extends object>(
    tx: KyselyTransactionLike,
    kind: JobKind<Data>,
    data: Data,
    options?: EnqueueOptions,
  ): Promise<string | undefined>
  /**
   * Puts a job that failed too often back into its queue, to be tried as often as a new one; false when there is none of this id
   * among them.
   */
  runAgain(job: { id: string; name: string }): Promise<boolean>
  /** Starts working on these jobs and keeps their timetable. */
  work(jobs: readonly AnyJob[]): Promise<void>
  /** Stops taking jobs, tells running ones, lets them finish for at most `drainMs`, and closes. */
  stop(drainMs: number): Promise<void>
}

export type JobsOptions = {
  url: string
  applicationName: string
  /** Every kind there is: each needs its queue before anything is added to it. */
  kinds: readonly JobSettings[]
  /** How often jobs of processes that were killed are looked for after the start. */
  superviseSeconds?: number
  events: {
    jobRan(job: JobFigures): void
    jobFailed(job: JobFigures, error: unknown): void
    queueFaulty(error: unknown): void
  }
}

type JobFigures = { job: string; jobId: string; attempt: number; durationMs: number }

/**
 * How many takers a queue has in a process, and how many jobs each takes at once. A job that comes wakes all takers, and each
 * asks the database; and a taker takes no more before the last of its jobs has ended. So: several takers where jobs wait for the
 * network, few where they are quick, and two where a timetable adds one at a time that may still run when the next is due. With
 * one job at once a taker never notices that there is more to do, and waits for its next look.
 */
const TAKERS = { waiting: 4, quick: 2, scheduled: 2 } as const
const TAKEN_AT_ONCE = { waiting: 4, quick: 16, scheduled: 2 } as const
/** Adding jobs goes through the caller's connection; these fetch, finish and listen. */
const CONNECTIONS = 4
/**
 * A database that says nothing for so long is no longer there. Cleaning up after many jobs takes seconds. The package hands this
 * to its connections, but does not name it.
 */
const SILENCE = { query_timeout: 30_000 }
/** New jobs announce themselves; those for later and second tries do not, and are found by looking. */
const LOOK_AGAIN_SECONDS = 5
/**
 * Jobs of a process that was killed go to another when somebody looks: callers wait for what some of them settle. Looked for at
 * every start too: processes that live no longer than this would never look.
 */
const SUPERVISE_SECONDS = 15
const MS_PER_SECOND = 1_000
/** What the queue of jobs that failed too often is called after theirs. */
export const DEAD_SUFFIX = '-dead'

/** A job with its handler as a list holds it: what it carries is checked before it runs. */
export function defineJob<Data extends object>(job: Job<Data>): AnyJob {
  const { run, schema, ...rest } = job
  return { ...rest, handle: async (data, jobRun) => run(schema.parse(data ?? {}), jobRun) }
}

/**
 * Opens the job queue as the app's role; its tables were made with the migrations. Jobs that fail too often go to the
 * queue `<name>-dead`, from where they can be looked at and run again.
 */
export async function openJobs(options: JobsOptions): Promise<Jobs> {
  const { superviseSeconds = SUPERVISE_SECONDS } = options
  const boss = new PgBoss({
    connectionString: options.url,
    options: `-c role=${APP_ROLE}`,
    application_name: options.applicationName,
    schema: JOBS_SCHEMA,
    max: CONNECTIONS,
    ...SILENCE,
    useListenNotify: true,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
  })
  boss.on('error', (error) => options.events.queueFaulty(error))
  await boss.start()
  await makeQueues(boss, options.kinds)
  const leaving = new AbortController()
  const ending = new AbortController()

  return {
    async enqueue(tx, kind, data, enqueue = {}) {
      const id = await boss.send(kind.name, kind.schema.parse(data), {
        db: fromKysely(tx),
        ...(enqueue.afterSeconds !== undefined && { startAfter: enqueue.afterSeconds }),
        // The queue lets one job wait per key, and those without one would share it.
        singletonKey: enqueue.key ?? crypto.randomUUID(),
      })
      return id ?? undefined
    },
    runAgain: async ({ id, name }) => (await boss.redrive(deadQueueOf(name), { ids: [id] })) > 0,
    async work(jobs) {
      const signals = { leaving: leaving.signal, ending: ending.signal }
      await Promise.all(jobs.map((job) => startWorker(boss, job, signals, options.events)))
      // Nobody waits for it: what it finds can be worked on after the start.
      void boss.supervise().catch((error: unknown) => options.events.queueFaulty(error))
    },
    async stop(drainMs) {
      leaving.abort()
      const force = setTimeout(() => ending.abort(new Error('The process is ending')), drainMs)
      try {
        await boss.stop({ graceful: true, timeout: drainMs + MS_PER_SECOND, close: true })
      } finally {
        clearTimeout(force)
      }
    },
  }
}

/** Where jobs of a name go that failed too often. */
function deadQueueOf(name: string): string {
  return `${name}${DEAD_SUFFIX}`
}

async function makeQueues(boss: PgBoss, kinds: JobsOptions['kinds']): Promise<void> {
  const existing = new Set((await boss.getQueues()).map((queue) => queue.name))
  const makeQueue = async (kind: JobsOptions['kinds'][number]) => {
    const dead = kind.isTakenOver === true ? null : deadQueueOf(kind.name)
    if (dead !== null && !existing.has(dead)) await boss.createQueue(dead)
    const settings = {
      notify: true,
      retryLimit: kind.retry.times,
      retryDelay: kind.retry.firstDelaySeconds,
      retryBackoff: true,
      retryDelayMax: kind.retry.longestDelaySeconds,
      expireInSeconds: kind.expireSeconds,
    }
    if (existing.has(kind.name)) await boss.updateQueue(kind.name, { ...settings, deadLetter: dead })
    else await boss.createQueue(kind.name, { ...settings, ...(dead !== null && { deadLetter: dead }), policy: 'short' })
  }
  await Promise.all(kinds.map(makeQueue))
}

async function startWorker(
  boss: PgBoss,
  job: AnyJob,
  { leaving, ending }: { leaving: AbortSignal; ending: AbortSignal },
  events: JobsOptions['events'],
): Promise<void> {
  const pace = job.isQuick === true ? 'quick' : job.schedule === undefined ? 'waiting' : 'scheduled'
  const settings = {
    batchSize: TAKEN_AT_ONCE[pace],
    localConcurrency: TAKERS[pace],
    burstWhenBatchFull: true,
    notifyPollingIntervalSeconds: LOOK_AGAIN_SECONDS,
    perJobResults: true,
  } as const
  await boss.work<unknown, unknown, typeof settings>(job.name, settings, async (batch) =>
    Promise.all(
      batch.map(async ({ id, data, retryCount }) => {
        const startedMs = performance.now()
        const figures = () => ({
          job: job.name,
          jobId: id,
          attempt: retryCount + 1,
          durationMs: performance.now() - startedMs,
        })
        const signal = AbortSignal.any([ending, AbortSignal.timeout(job.expireSeconds * MS_PER_SECOND)])
        try {
          await job.handle(data, { id, attempt: retryCount + 1, signal, leaving })
          events.jobRan(figures())
          return { id, status: 'completed' as const }
        } catch (error) {
          events.jobFailed(figures(), error)
          // The message stays out of the queue's tables: it may quote what the job met.
          return { id, status: 'failed' as const, output: { fault: error instanceof Error ? error.name : 'unknown' } }
        }
      }),
    ),
  )
  if (job.schedule) await boss.schedule(job.name, job.schedule.cron, {}, { tz: job.schedule.zone })
  if (job.schedule?.atStart) await boss.send(job.name, {}, { singletonKey: 'start' })
}
