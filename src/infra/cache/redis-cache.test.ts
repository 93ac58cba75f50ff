import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import { whenFileIsDone } from '../../../test/harness/clean-up.ts'
import { startTestRedis, type TestRedis } from '../../../test/harness/redis.ts'
import { systemClock } from '../clock.ts'
import { defineCacheKind } from './cache-kind.ts'
import type { Cache, CacheOutcome } from './cache.ts'
import { createCache } from './create-cache.ts'
import { openRedisCache } from './open-redis.ts'

const kind = defineCacheKind({
  name: 'day',
  ttlMs: 60_000,
  staleForMs: 0,
  answerWithinMs: 3_000,
  schema: z.number(),
  unavailable: { is: (error) => error instanceof RangeError, make: () => new RangeError('away') },
})

/** A process as far as a cache is one: with connections, a memory and a view of whether Redis is there, all of its own. */
type Process = { cache: Cache; outcomes: CacheOutcome[]; isUp: boolean }

async function startProcess(redis: TestRedis): Promise<Process> {
  const outcomes: CacheOutcome[] = []
  const seen = { isUp: false }
  const setUp = (isUp: boolean) => () => {
    seen.isUp = isUp
  }
  const events = { redisUp: setUp(true), redisDown: setUp(false), redisFaulty: () => undefined }
  const connection = { url: redis.url, connectionName: 'test', processId: crypto.randomUUID(), events }
  const cache = createCache({
    clock: systemClock,
    events: { cacheAnswered: (_kind, outcome) => outcomes.push(outcome), cacheChanged: () => undefined },
    openShared: (hearing) => openRedisCache(connection, hearing),
  })
  whenFileIsDone(async () => cache.close())
  const process = {
    cache,
    outcomes,
    get isUp() {
      return seen.isUp
    },
  }
  await whenUp(process)
  return process
}

const whenUp = (process: Process) => expect.poll(() => process.isUp).toBe(true)
const whenDown = (process: Process) => expect.poll(() => process.isUp).toBe(false)

function createSource() {
  const source = { truth: 1, loads: 0, load: async () => ((source.loads += 1), source.truth) }
  return source
}

const place = (id: string) => ({ scope: 'company', id, tags: ['calendar'] })

/** What can happen to a Redis, and how it ends. */
const mishaps: [string, (redis: TestRedis) => unknown, (redis: TestRedis) => unknown][] = [
  ['killed and started again', (redis) => redis.kill(), (redis) => redis.start()],
  ['frozen and thawed', (redis) => redis.freeze(), (redis) => redis.thaw()],
]

describe.each(mishaps)('while Redis is %s', (_name, strike, heal) => {
  test('everybody is answered from their own memory or by the source, and nothing of before a change is told after', async () => {
    const redis = await startTestRedis()
    const [one, other] = [await startProcess(redis), await startProcess(redis)]
    const source = createSource()
    expect((await one.cache.get(kind, place('monday'), source.load)).value).toBe(1)
    expect((await other.cache.get(kind, place('monday'), source.load)).value).toBe(1)
    expect(source.loads).toBe(1)
    await strike(redis)
    for (const process of [one, other]) {
      // What is held is told, what is not is loaded: each for themselves.
      expect((await process.cache.get(kind, place('monday'), source.load)).value).toBe(1)
      expect((await process.cache.get(kind, place(`tuesday`), source.load)).value).toBe(1)
      await whenDown(process)
      expect(process.outcomes.at(-1)).toBe('loaded')
    }
    source.truth = 2
    await one.cache.change('company', { tags: ['calendar'] })
    expect((await one.cache.get(kind, place('monday'), source.load)).value).toBe(2)
    await heal(redis)
    await Promise.all([whenUp(one), whenUp(other)])
    // The change could not be told when it was made; it is as soon as Redis is back.
    await expect.poll(async () => (await other.cache.get(kind, place('monday'), source.load)).value).toBe(2)
    await expect.poll(async () => (await other.cache.get(kind, place('tuesday'), source.load)).value).toBe(2)
    // And they share again.
    const loads = source.loads
    await one.cache.get(kind, place('thursday'), source.load)
    await other.cache.get(kind, place('thursday'), source.load)
    expect(source.loads).toBe(loads + 1)
  })

  test('no error reaches anybody under load', async () => {
    const redis = await startTestRedis()
    const process = await startProcess(redis)
    const source = createSource()
    let asked = 0
    const over = new AbortController()
    const ask = async () => {
      while (!over.signal.aborted) {
        asked += 1
        const told = await process.cache.get(kind, place(`day-${asked % 500}`), source.load)
        expect(told.value).toBe(1)
        if (asked % 50 === 0) await process.cache.change('company', { entries: [{ kind, id: `day-${asked % 500}` }] })
        await new Promise(setImmediate)
      }
    }
    const asking = Promise.all(Array.from({ length: 20 }, ask))
    await expect.poll(() => asked).toBeGreaterThan(500)
    await strike(redis)
    await whenDown(process)
    const before = asked
    await expect.poll(() => asked).toBeGreaterThan(before + 500)
    await heal(redis)
    await whenUp(process)
    over.abort()
    await asking
    expect(process.outcomes).not.toContain('failed')
    expect(process.outcomes).not.toContain('unavailable')
  })
})

test('a Redis that forgot everything makes nobody believe what was before a change', async () => {
  const redis = await startTestRedis()
  const [one, other] = [await startProcess(redis), await startProcess(redis)]
  const source = createSource()
  const gate = Promise.withResolvers<number>()
  const early = one.cache.get(kind, place('monday'), () => gate.promise)
  await expect.poll(() => redis.keys()).toHaveLength(2)
  await redis.wipe()
  source.truth = 2
  await other.cache.change('company', { tags: ['calendar'] })
  gate.resolve(1)
  expect((await early).value).toBe(1)
  for (const process of [one, other]) {
    expect((await process.cache.get(kind, place('monday'), source.load)).value).toBe(2)
  }
})

test('who was loading and died keeps the others waiting no longer than a lease', async () => {
  const redis = await startTestRedis()
  const [dying, other] = [await startProcess(redis), await startProcess(redis)]
  const source = createSource()
  const stuck = dying.cache.get(kind, place('monday'), () => new Promise(() => undefined))
  await expect.poll(() => redis.keys()).toHaveLength(2)
  dying.cache.close()
  expect((await other.cache.get(kind, place('monday'), source.load)).value).toBe(1)
  expect(other.outcomes).toEqual(['loaded'])
  await expect(stuck).rejects.toThrow(RangeError)
})

test('a process that cannot hear of changes tells none of what it held before them, then or when it hears again', async () => {
  const redis = await startTestRedis()
  const [one, deaf, deafened] = [await startProcess(redis), await startProcess(redis), await startProcess(redis)]
  const source = createSource()
  const listeners = () => redis.listeners('ringbook:changes')
  await expect.poll(listeners).toBe(3)
  for (const { cache } of [one, deaf, deafened]) await cache.get(kind, place('monday'), source.load)
  await redis.forbidListening()
  await expect.poll(listeners).toBe(0)
  source.truth = 2
  await one.cache.change('company', { tags: ['calendar'] })
  const ask = async ({ cache }: Process) => (await cache.get(kind, place('monday'), source.load)).value
  await expect.poll(() => ask(deaf)).toBe(2)
  await redis.allowListening()
  await expect.poll(listeners).toBe(3)
  await expect.poll(() => ask(deafened)).toBe(2)
})

test('without any Redis at its address a cache works as if there were none', async () => {
  const redis = await startTestRedis()
  await redis.kill()
  const events = { redisUp: () => undefined, redisDown: () => undefined, redisFaulty: () => undefined }
  const connection = { url: redis.url, connectionName: 'test', processId: 'only', events }
  const cache = createCache({
    clock: systemClock,
    events: { cacheAnswered: () => undefined, cacheChanged: () => undefined },
    openShared: (hearing) => openRedisCache(connection, hearing),
  })
  const source = createSource()
  await Promise.all([1, 2, 3].map(() => cache.get(kind, place('monday'), source.load)))
  await cache.get(kind, place('monday'), source.load)
  expect(source.loads).toBe(1)
  await cache.change('company', { tags: ['calendar'] })
  await cache.get(kind, place('monday'), source.load)
  expect(source.loads).toBe(2)
  cache.close()
})

test('what another version of the program kept in another shape is loaded anew', async () => {
  const redis = await startTestRedis()
  const [one, other] = [await startProcess(redis), await startProcess(redis)]
  const older = defineCacheKind({ ...kind, schema: z.string() })
  await one.cache.get(older, place('monday'), async () => 'eins')
  expect((await other.cache.get(kind, place('monday'), createSource().load)).value).toBe(1)
})
