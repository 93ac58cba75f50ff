import { setTimeout as wait } from 'node:timers/promises'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { whenFileIsDone } from '../../../test/harness/clean-up.ts'
import { startTestRedis } from '../../../test/harness/redis.ts'
import { openRedisBuckets, type SharedBuckets } from '../../infra/redis-buckets.ts'
import { createSharedBudget } from './shared-budget.ts'

const MINUTE_MS = 60_000

/** Buckets as Redis keeps them, by a clock of the test's: away at times, and empty-headed after that if it was started anew. */
function createBuckets(nowMs: () => number) {
  let known: { tokens: number; atMs: number } | undefined
  const askers = new Set<number>()
  const weather = {
    isAway: false,
    forget() {
      known = undefined
      askers.clear()
    },
  }
  const bucketsFor = (process: number): Pick<SharedBuckets, 'take' | 'told' | 'shutOut'> => ({
    async take(_key, { limits: { capacity, perSecond }, kept, atMost, ifForgotten }) {
      if (weather.isAway) return undefined
      askers.add(process)
      const before = known ?? { tokens: ifForgotten, atMs: nowMs() }
      const added = ((nowMs() - before.atMs) / 1_000) * perSecond
      const tokens = Math.min(capacity, before.tokens + added, atMost)
      const isTaken = tokens >= 1 + kept
      known = { tokens: isTaken ? tokens - 1 : tokens, atMs: nowMs() }
      return { waitMs: isTaken ? 0 : 1_000, tokens: known.tokens, askers: askers.size }
    },
    told: () => undefined,
    shutOut: () => undefined,
  })
  return { weather, bucketsFor }
}

const anyStep = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.nat(400), fc.nat(4_000)),
  process: fc.nat(3),
  purpose: fc.constantFrom('read' as const, 'write' as const),
  weather: fc.oneof(
    { weight: 60, arbitrary: fc.constant('same' as const) },
    { weight: 1, arbitrary: fc.constantFrom('away' as const, 'back' as const, 'back and forgetful' as const) },
  ),
})

test('whatever several processes ask, and however Redis comes and goes, no minute sees 120 requests', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 300, maxLength: 500 }), async (steps) => {
      let nowMs = 0
      const { weather, bucketsFor } = createBuckets(() => nowMs)
      const budgets = [0, 1, 2, 3].map((process) =>
        createSharedBudget({ buckets: bucketsFor(process), nowMs: () => nowMs }, 'key'),
      )
      // All have asked before: what is known of how many they are is what keeps them apart later.
      for (const budget of budgets) await budget.take('write')
      for (const budget of budgets) await budget.take('write')
      const sent: number[] = Array.from({ length: 8 }, () => 0)
      for (const step of steps) {
        nowMs += step.afterMs
        if (step.weather === 'away') weather.isAway = true
        if (step.weather === 'back and forgetful') weather.forget()
        if (step.weather.startsWith('back')) weather.isAway = false
        if ((await budgets[step.process]?.take(step.purpose)) === 0) sent.push(nowMs)
      }
      for (const atMs of sent)
        expect(sent.filter((one) => atMs <= one && one < atMs + MINUTE_MS).length).toBeLessThan(120)
    }),
    { numRuns: 60, endOnFailure: true },
  )
})

/** Whether a process has its connection. */
async function isUp(buckets: SharedBuckets): Promise<boolean> {
  const limits = { capacity: 9, perSecond: 9 }
  return (await buckets.take('another key', { limits, kept: 0, atMost: 9, ifForgotten: 9 })) !== undefined
}

test('processes take from one bucket in Redis, live on their parts while it is away, and go on from there', async () => {
  const redis = await startTestRedis()
  const open = (process: number) => {
    const buckets = openRedisBuckets({
      url: redis.url,
      connectionName: 'test',
      processId: `process ${process}`,
      onFault: () => undefined,
    })
    whenFileIsDone(async () => buckets.close())
    return buckets
  }
  const all = [0, 1, 2].map(open)
  const allUp = async () => (await Promise.all(all.map(isUp))).every(Boolean)
  await expect.poll(allUp).toBe(true)

  const budgets = all.map((buckets) => createSharedBudget({ buckets, nowMs: () => performance.now() }, 'key'))
  const takeAll = async () => {
    const takenBy = await Promise.all(
      budgets.map(async (budget) => {
        let taken = 0
        while (taken < 200 && (await budget.take('write')) === 0) taken += 1
        return taken
      }),
    )
    return takenBy.reduce((sum, taken) => sum + taken, 0)
  }
  const startedMs = performance.now()
  const mostSince = () => 44 + Math.ceil((performance.now() - startedMs) / 1_000)
  const first = await takeAll()
  expect(first).toBeGreaterThanOrEqual(44)
  expect(first).toBeLessThanOrEqual(mostSince())
  expect(await budgets[1]?.take('read')).toBeGreaterThan(0)

  await redis.kill()
  await wait(1_100)
  const alone = await takeAll()
  expect(first + alone).toBeLessThanOrEqual(mostSince())

  // It comes back knowing nothing, and is told what is left.
  await redis.start()
  await expect.poll(allUp).toBe(true)
  expect(first + alone + (await takeAll())).toBeLessThanOrEqual(mostSince() + 3)
})

test('what the calendar says of a key counts for all processes, and so does being shut out', async () => {
  const redis = await startTestRedis()
  const all = [0, 1].map((process) =>
    openRedisBuckets({ url: redis.url, connectionName: 'test', processId: `${process}`, onFault: () => undefined }),
  )
  whenFileIsDone(async () => all.forEach((buckets) => buckets.close()))
  const [one, other] = all.map((buckets) => createSharedBudget({ buckets, nowMs: () => performance.now() }, 'key'))
  for (const buckets of all) await expect.poll(() => isUp(buckets)).toBe(true)
  one?.told({ remaining: 1, resetMs: 20_000 })
  await expect.poll(() => other?.take('read')).toBeGreaterThan(10_000)
  expect(await other?.take('write')).toBe(0)
  expect(await other?.take('write')).toBeGreaterThan(10_000)
  one?.shutOut(60_000)
  await expect.poll(() => other?.take('write')).toBeGreaterThan(50_000)
})
