import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

import { type TestDatabase, createTestDatabase, queryAsOwner } from '../../test/harness/database.ts'
import { type Job, type JobKind, defineJob, openJobs } from './jobs.ts'

const COMPANY = '01900000-0000-7000-8000-000000000001'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

const kind = (name: string): JobKind<{ id: string }> => ({
  name,
  schema: z.object({ id: z.string() }),
  retry: { times: 1, firstDelaySeconds: 1, longestDelaySeconds: 1 },
  expireSeconds: 30,
})

const rejected = () => Promise.reject(new Error('away'))

const quiet = { jobRan: () => undefined, jobFailed: () => undefined, queueFaulty: () => undefined }

async function open(...kinds: JobKind<{ id: string }>[]) {
  return await openJobs({ url: database.appUrl, applicationName: 'ringbook test jobs', kinds, events: quiet })
}

function waiting(name: string) {
  return queryAsOwner(database.ownerUrl, `select data from pgboss.job where name = $1 and state = 'created'`, [name])
}

test('a job exists exactly if the transaction it was added in was committed', async () => {
  const letter = kind('letter')
  const jobs = await open(letter)
  await database.db.inCompany(COMPANY, (tx) => jobs.enqueue(tx, letter, { id: 'kept' }))
  const failing = database.db.inCompany(COMPANY, async (tx) => {
    await jobs.enqueue(tx, letter, { id: 'undone' })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await waiting('letter')).toEqual([{ data: { id: 'kept' } }])
  await jobs.stop(1_000)
})

test('what was added is worked on by the app, without it owning the queue', async () => {
  const parcel = kind('parcel')
  const jobs = await open(parcel)
  const seen: string[] = []
  const job: Job<{ id: string }> = {
    ...parcel,
    run: async ({ id }) => {
      seen.push(id)
    },
  }
  await jobs.work([defineJob(job)])
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await jobs.enqueue(database.db.kysely, parcel, { id })
  await expect.poll(() => seen.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  await jobs.stop(1_000)
})

test('of several with the same key one waits; without a key all do', async () => {
  const reminder = kind('reminder')
  const jobs = await open(reminder)
  const afterSeconds = 3_600
  const ids = []
  for (const id of ['1', '2'])
    ids.push(await jobs.enqueue(database.db.kysely, reminder, { id }, { key: 'k', afterSeconds }))
  expect(ids).toEqual([expect.any(String), undefined])
  for (const id of ['3', '4']) await jobs.enqueue(database.db.kysely, reminder, { id }, { afterSeconds })
  expect(await waiting('reminder')).toHaveLength(3)
  await jobs.stop(1_000)
})

test('data that does not fit is refused when added', async () => {
  const strict = kind('strict')
  const jobs = await open(strict)
  await expect(jobs.enqueue(database.db.kysely, strict, { id: 7 as unknown as string })).rejects.toThrow(z.ZodError)
  await jobs.stop(1_000)
})

test('a job that keeps failing is tried again and then put aside, its fault without words', async () => {
  const faulty = kind('faulty')
  const attempts: number[] = []
  const failed: string[] = []
  const jobs = await openJobs({
    url: database.appUrl,
    applicationName: 'ringbook test jobs',
    kinds: [faulty],
    events: { ...quiet, jobFailed: ({ job }) => failed.push(job) },
  })
  const job: Job<{ id: string }> = {
    ...faulty,
    run: async (_data, { attempt }) => {
      attempts.push(attempt)
      throw new TypeError('+4917604069001 cannot be reached')
    },
  }
  await jobs.work([defineJob(job)])
  await jobs.enqueue(database.db.kysely, faulty, { id: 'x' })
  await expect.poll(() => waiting('faulty-dead')).toEqual([{ data: { id: 'x' } }])
  expect(attempts).toEqual([1, 2])
  expect(failed).toEqual(['faulty', 'faulty'])
  const rows = await queryAsOwner(database.ownerUrl, `select output::text from pgboss.job where name like 'faulty%'`)
  expect(JSON.stringify(rows)).not.toContain('17604069001')
  await jobs.stop(1_000)
})

test('a job whose next run does what a failed one left is not put aside', async () => {
  const lookout = { ...kind('lookout'), isTakenOver: true } as const
  const failed: string[] = []
  const jobs = await openJobs({
    url: database.appUrl,
    applicationName: 'ringbook test jobs',
    kinds: [lookout],
    events: { ...quiet, jobFailed: ({ job }) => failed.push(job) },
  })
  await jobs.work([defineJob({ ...lookout, run: rejected })])
  await jobs.enqueue(database.db.kysely, lookout, { id: 'x' })
  const states = async () =>
    await queryAsOwner(database.ownerUrl, `select name, state from pgboss.job where name like 'lookout%'`)
  await expect.poll(states).toEqual([{ name: 'lookout', state: 'failed' }])
  expect(failed).toEqual(['lookout', 'lookout'])
  await jobs.stop(1_000)
})

test('a job that shall, begins as soon as somebody works, once for all who begin meanwhile', async () => {
  const watch = kind('watch')
  const jobs = await open(watch)
  const seen: number[] = []
  const job: Job<{ id: string }> = {
    ...watch,
    schema: z.object({ id: z.string().default('none') }),
    schedule: { cron: '0 0 1 1 *', zone: 'UTC', atStart: true },
    run: async (_data, { attempt }) => {
      seen.push(attempt)
    },
  }
  await jobs.work([defineJob(job)])
  await expect.poll(() => seen).toEqual([1])
  await jobs.stop(1_000)
})

test('a job of a process that was killed is taken up by the next one as it starts', { timeout: 30_000 }, async () => {
  const orphan = kind('orphan')
  const killed = await open(orphan)
  await killed.enqueue(database.db.kysely, orphan, { id: 'left' })
  await killed.stop(1_000)
  // As it lies there when a process dies in the middle of it, and its time has run out.
  await queryAsOwner(
    database.ownerUrl,
    `update pgboss.job set state = 'active', started_on = now() - interval '1 hour' where name = 'orphan'`,
  )
  // Whatever is found is found at the start: the next look is hours away.
  const settings = { url: database.appUrl, applicationName: 'ringbook test jobs', kinds: [orphan], events: quiet }
  const next = await openJobs({ ...settings, superviseSeconds: 3_600 })
  await next.work([defineJob({ ...orphan, run: async () => undefined })])
  const states = () => queryAsOwner(database.ownerUrl, `select state from pgboss.job where name = 'orphan'`)
  await expect.poll(states).not.toEqual([{ state: 'active' }])
  await next.stop(1_000)
})

test('stopping lets a running job finish', async () => {
  const slow = kind('slow')
  const jobs = await open(slow)
  const started = Promise.withResolvers<void>()
  const letGo = Promise.withResolvers<void>()
  let finished = false
  const job: Job<{ id: string }> = {
    ...slow,
    run: async () => {
      started.resolve()
      await letGo.promise
      finished = true
    },
  }
  await jobs.work([defineJob(job)])
  await jobs.enqueue(database.db.kysely, slow, { id: 'x' })
  await started.promise
  const stopped = jobs.stop(10_000)
  letGo.resolve()
  await stopped
  expect(finished).toBe(true)
  const rows = await queryAsOwner(database.ownerUrl, `select state::text from pgboss.job where name = 'slow'`)
  expect(rows).toEqual([{ state: 'completed' }])
})

test('a job that only waits for something to do goes as soon as the process is to end', async () => {
  const patient = kind('patient')
  const jobs = await open(patient)
  const started = Promise.withResolvers<void>()
  let wasForced: boolean | undefined
  const job: Job<{ id: string }> = {
    ...patient,
    expireSeconds: 600,
    run: async (_data, { signal, leaving }) => {
      started.resolve()
      await new Promise((resolve) => leaving.addEventListener('abort', resolve))
      wasForced = signal.aborted
    },
  }
  await jobs.work([defineJob(job)])
  await jobs.enqueue(database.db.kysely, patient, { id: 'x' })
  await started.promise
  // Longer than the test may take.
  await jobs.stop(120_000)
  expect(wasForced).toBe(false)
})
