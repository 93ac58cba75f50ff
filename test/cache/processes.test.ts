import { beforeAll, describe, expect, test } from 'vitest'

import { startTestRedis, type TestRedis } from '../harness/redis.ts'
import { type CountingSource, type Processes, startCountingSource, startProcesses } from './processes.ts'

let redis: TestRedis
let source: CountingSource
/** Their loads stay theirs, however busy the machine is with something else. */
let processes: Processes

beforeAll(async () => {
  redis = await startTestRedis()
  source = await startCountingSource()
  processes = await startProcesses(4, { redisUrl: redis.url, sourceUrl: source.url, leaseMs: 30_000 })
})

const today = Temporal.Now.plainDateISO('Europe/Berlin')
let weeks = 0
/** Days nobody has asked for yet. */
function nextWeek(): string {
  return today.add({ weeks: (weeks += 1) }).toString()
}

/** A source like a calendar far away: whoever asks at the same moment comes before its answer. */
function askedAnew(): void {
  source.delayMs = 150
  source.requests = 0
}

describe.each([1, 2, 4])('%i processes', (count) => {
  test.each([
    [5, 1],
    [100, 1],
    [5, 7],
    [100, 7],
  ])('%i callers who ask for the same %i days at once are one request', async (callers, days) => {
    source.status = 200
    const firstDate = nextWeek()
    askedAnew()
    const reports = await processes.tell(count, { do: 'ask', callers, firstDate, days })
    expect(source.requests).toBe(1)
    expect(reports.map(({ answered }) => answered)).toEqual(Array(count).fill(callers))
  })

  test.each([5, 100])('%i callers of each share one failure, and the source is left in peace', async (callers) => {
    source.status = 503
    const firstDate = nextWeek()
    askedAnew()
    for (const ms of [0, 2_000, 2_000]) {
      await processes.tell(4, { do: 'wait', ms })
      const reports = await processes.tell(count, { do: 'ask', callers, firstDate, days: 7 })
      expect(reports.map(({ unavailable }) => unavailable)).toEqual(Array(count).fill(callers))
    }
    // What fails quickly is tried once more, and that is all for five seconds.
    expect(source.requests).toBe(2)
    source.status = 200
    await processes.tell(4, { do: 'wait', ms: 2_000 })
    const healed = await processes.tell(count, { do: 'ask', callers, firstDate, days: 7 })
    expect(healed.map(({ answered }) => answered)).toEqual(Array(count).fill(callers))
    expect(source.requests).toBe(3)
  })
})

test('when the source never answers, it is asked once, and everybody hears in time that nothing is known', async () => {
  const firstDate = nextWeek()
  askedAnew()
  source.delayMs = 600_000
  const reports = await processes.tell(4, { do: 'ask', callers: 100, firstDate, days: 7 })
  expect(source.requests).toBe(1)
  expect(reports.map(({ unavailable }) => unavailable)).toEqual([100, 100, 100, 100])
})

test('a change in one process is heard in all, and none tells what was before it', async () => {
  source.delayMs = 0
  source.status = 200
  const firstDate = nextWeek()
  const order = { do: 'ask', callers: 3, firstDate, days: 3 } as const
  await processes.tell(4, order)
  for (let round = 0; round < 10; round += 1) {
    source.version += 1
    await processes.tellOne(round % 4, { do: 'change' })
    for (const index of [0, 1, 2, 3]) {
      await expect.poll(async () => (await processes.tellOne(index, order)).versions).toEqual([source.version])
    }
  }
})

test('overlapping questions fetch what is missing, and no day twice', async () => {
  const firstDate = nextWeek()
  askedAnew()
  await processes.tellOne(0, { do: 'ask', callers: 5, firstDate, days: 3 })
  expect(source.requests).toBe(1)
  await processes.tellOne(1, { do: 'ask', callers: 5, firstDate, days: 7 })
  expect(source.requests).toBe(2)
  await processes.tellOne(2, { do: 'ask', callers: 5, firstDate, days: 7 })
  expect(source.requests).toBe(2)
})

test('while the source is away everybody is told what was last known, called stale', async () => {
  const firstDate = nextWeek()
  const order = { do: 'ask', callers: 5, firstDate, days: 7 } as const
  await processes.tellOne(0, order)
  source.status = 503
  source.requests = 0
  await processes.tell(4, { do: 'wait', ms: 301_000 })
  const reports = await processes.tell(4, order)
  expect(reports.map(({ stale }) => stale)).toEqual([35, 35, 35, 35])
  expect(source.requests).toBe(2)
  source.status = 200
})

test('when the process that was asking dies, another asks', async () => {
  const mortal = await startProcesses(4, { redisUrl: redis.url, sourceUrl: source.url, leaseMs: 1_000 })
  const firstDate = nextWeek()
  source.delayMs = 600_000
  source.requests = 0
  const order = { do: 'ask', callers: 5, firstDate, days: 1 } as const
  void mortal.tellOne(3, order).catch(() => undefined)
  await expect.poll(() => source.requests).toBe(1)
  const others = mortal.tell(3, order)
  source.delayMs = 0
  await mortal.kill(3)
  expect((await others).map(({ answered }) => answered)).toEqual([5, 5, 5])
  expect(source.requests).toBe(2)
})
