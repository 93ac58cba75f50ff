import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

import { whenFileIsDone } from '../../../test/harness/clean-up.ts'
import { startTestRedis, type TestRedis } from '../../../test/harness/redis.ts'
import { clockAt } from '../../../test/harness/server.ts'
import { defineCacheKind } from './cache-kind.ts'
import type { Cache, CacheOutcome } from './cache.ts'
import { createCache } from './create-cache.ts'
import { openRedisCache } from './open-redis.ts'

class AwayError extends Error {
  override readonly name = 'AwayError'
}

const kind = defineCacheKind({
  name: 'day',
  ttlMs: 60_000,
  staleForMs: 900_000,
  answerWithinMs: 3_000,
  settlesWithinMs: 2_000,
  schema: z.object({ version: z.number(), free: z.array(z.number()) }),
  unavailable: { is: (error) => error instanceof AwayError, make: () => new AwayError('away') },
})

let redis: TestRedis
beforeAll(async () => {
  redis = await startTestRedis()
})

let made = 0

/** Caches as several processes would have them, with one source and one clock behind all. */
async function setUp(options: { caches: number; withRedis: boolean }) {
  const clock = clockAt('2026-11-23T09:00Z')
  const outcomes: CacheOutcome[] = []
  const changes: string[] = []
  const up: Promise<void>[] = []
  const caches = Array.from({ length: options.caches }, (): Cache => {
    const isUp = Promise.withResolvers<void>()
    up.push(isUp.promise)
    const events = { redisUp: isUp.resolve, redisDown: () => undefined, redisFaulty: () => undefined }
    const connection = { url: redis.url, connectionName: 'test', processId: crypto.randomUUID(), events }
    const cache = createCache({
      clock,
      events: {
        cacheAnswered: (_kind, outcome) => outcomes.push(outcome),
        cacheChanged: (_kind, how) => changes.push(how),
      },
      openShared: options.withRedis ? (hearing) => openRedisCache(connection, hearing) : undefined,
    })
    whenFileIsDone(async () => cache.close())
    return cache
  })
  if (options.withRedis) await Promise.all(up)
  const [cache] = caches
  if (cache === undefined) throw new Error('at least one')
  const place = { scope: `company-${(made += 1)}`, id: 'monday', tags: ['calendar'] }
  return { clock, outcomes, changes, caches, cache, place, source: createSource() }
}

/** A source that counts who asks it, and answers when told to. */
function createSource() {
  let gate: PromiseWithResolvers<void> | undefined
  const source = {
    version: 1,
    loads: 0,
    isAway: false,
    hold: () => (gate = Promise.withResolvers<void>()),
    load: async () => {
      source.loads += 1
      const { version, isAway } = source
      await gate?.promise
      if (isAway) throw new AwayError('nobody answers')
      return { version, free: [1, 2, 3] }
    },
  }
  return source
}

const later = (clock: ReturnType<typeof clockAt>, seconds: number) => clock.set(clock.now().add({ seconds }).toString())

/**
 * Changes everything of a place, and ends when all have heard of it: of a value that is kept for that alone. Messages come in
 * order, so what was said before it has been heard, too.
 */
async function tellAll(
  caches: readonly Cache[],
  changer: Cache | undefined,
  place: { scope: string; id: string; tags: string[] },
  byTag: boolean,
): Promise<void> {
  let version = 0
  const hear = async (cache: Cache) =>
    (await cache.get(kind, { ...place, id: 'heard' }, async () => ({ version, free: [] }))).value.version
  for (const cache of caches) await hear(cache)
  const known = await Promise.all(caches.map(hear))
  version = Math.max(...known) + 1
  const entries = ['day-0', 'day-1', 'heard'].map((id) => ({ kind, id }))
  await changer?.change(place.scope, byTag ? { tags: place.tags } : { entries })
  for (const cache of caches) await expect.poll(() => hear(cache)).toBe(version)
}

const ttlMs = ({ version }: { version: number }) => (version === 1 ? 30_000 : 999_999_999)

describe.each([
  ['alone', { caches: 1, withRedis: false }],
  ['with Redis', { caches: 1, withRedis: true }],
  ['with Redis and another process', { caches: 2, withRedis: true }],
])('a cache %s', (_name, options) => {
  test('loads once, tells frozen values, and loads again when their time is over', async () => {
    const { cache, place, source, clock, outcomes } = await setUp(options)
    const first = await cache.get(kind, place, source.load)
    expect(first).toMatchObject({ value: { version: 1 }, isStale: false })
    expect(Object.isFrozen(first.value.free)).toBe(true)
    later(clock, 59)
    await cache.get(kind, place, source.load)
    expect(source.loads).toBe(1)
    later(clock, 1)
    source.version = 2
    expect((await cache.get(kind, place, source.load)).value.version).toBe(2)
    expect(source.loads).toBe(2)
    expect(outcomes).toEqual(['loaded', expect.stringMatching('memory|redis'), 'loaded'])
  })

  test('looks at what is there without asking for it, and counts that as nothing', async () => {
    const { caches, cache, place, source, clock, outcomes } = await setUp(options)
    const everywhere = () => Promise.all(caches.map((one) => one.look(kind, place)))
    expect(await everywhere()).toEqual(caches.map(() => undefined))
    await cache.get(kind, place, source.load)
    expect(await everywhere()).toMatchObject(caches.map(() => ({ value: { version: 1 }, isStale: false })))
    later(clock, 31)
    expect(await cache.look(kind, place, { freshForMs: 30_000 })).toBeUndefined()
    await cache.change(place.scope, { tags: place.tags })
    expect(await cache.look(kind, place)).toBeUndefined()
    source.version = 2
    expect((await cache.get(kind, place, source.load)).value.version).toBe(2)
    expect(source.loads).toBe(2)
    expect(outcomes).toEqual(['loaded', 'loaded'])
  })

  test('who waits for a load takes what it brings, also when that is not good for as long as was wished', async () => {
    const { caches, place, source, outcomes } = await setUp(options)
    const gate = source.hold()
    const wish = { freshForMs: 50_000, ttlMs: () => 1_000, isCounted: false }
    const askers = [...caches, ...caches].map((one) => one.get(kind, place, source.load, wish))
    await expect.poll(() => source.loads).toBe(1)
    gate.resolve()
    await Promise.all(askers)
    expect(source.loads).toBe(1)
    expect(outcomes).toEqual([])
  })

  test('keeps what is soon out of date for a shorter time', async () => {
    const { cache, place, source, clock } = await setUp(options)
    await cache.get(kind, place, source.load, { ttlMs })
    later(clock, 30)
    source.version = 2
    await cache.get(kind, place, source.load, { ttlMs })
    later(clock, 59)
    await cache.get(kind, place, source.load, { ttlMs })
    expect(source.loads).toBe(2)
    later(clock, 1)
    await cache.get(kind, place, source.load, { ttlMs })
    expect(source.loads).toBe(3)
  })

  test('makes of a hundred who ask at once one who loads', async () => {
    const { caches, place, source } = await setUp(options)
    const gate = source.hold()
    const asked = Array.from({ length: 100 / caches.length }, () =>
      caches.map((one) => one.get(kind, place, source.load)),
    ).flat()
    await expect.poll(() => source.loads).toBe(1)
    gate.resolve()
    const told = await Promise.all(asked)
    expect(told.every((one) => one.value.version === 1)).toBe(true)
    expect(source.loads).toBe(1)
  })

  test('shares the failure of a source that is away, and leaves it in peace for five seconds', async () => {
    const { caches, cache, place, source, clock } = await setUp(options)
    source.isAway = true
    const ask = () =>
      Promise.allSettled(caches.flatMap((one) => [1, 2, 3, 4, 5].map(() => one.get(kind, place, source.load))))
    for (const seconds of [0, 2, 2]) {
      later(clock, seconds)
      const told = await ask()
      expect(told.every((one) => one.status === 'rejected' && one.reason instanceof AwayError)).toBe(true)
    }
    expect(source.loads).toBe(1)
    later(clock, 2)
    await ask()
    expect(source.loads).toBe(2)
    source.isAway = false
    later(clock, 6)
    expect((await cache.get(kind, place, source.load)).isStale).toBe(false)
  })

  test('does not remember a fault that says nothing of the source', async () => {
    const { cache, place, source } = await setUp(options)
    await expect(cache.get(kind, place, () => Promise.reject(new TypeError('a bug')))).rejects.toThrow(TypeError)
    expect((await cache.get(kind, place, source.load)).value.version).toBe(1)
  })

  test('tells the last known value, called stale, while the source is away, up to a quarter of an hour', async () => {
    const { caches, cache, place, source, clock, outcomes } = await setUp(options)
    await cache.get(kind, place, source.load)
    source.isAway = true
    later(clock, 61)
    for (const one of caches) {
      expect(await one.get(kind, place, source.load)).toMatchObject({ value: { version: 1 }, isStale: true })
    }
    expect(outcomes.slice(1).every((outcome) => outcome === 'stale')).toBe(true)
    later(clock, 900)
    await expect(cache.get(kind, place, source.load)).rejects.toThrow(AwayError)
  })

  test('tells nobody as fresh what was before a change, by value and by tag', async () => {
    const { cache, place, source, clock } = await setUp(options)
    for (const change of [{ entries: [{ kind, id: 'monday' }] }, { tags: ['calendar'] }]) {
      await cache.get(kind, place, source.load)
      source.version += 1
      await cache.change(place.scope, change)
      expect((await cache.get(kind, place, source.load)).value.version).toBe(source.version)
      later(clock, 10)
    }
    await cache.change('somebody-else', { tags: ['calendar'] })
    await cache.get(kind, place, source.load)
    later(clock, 40)
    const loads = source.loads
    await cache.get(kind, place, source.load)
    expect(source.loads).toBe(loads)
  })

  test('does not keep what a load that began before a change brings, and does not let anybody join it', async () => {
    const { caches, cache, place, source } = await setUp(options)
    const gate = source.hold()
    const early = cache.get(kind, place, source.load)
    await expect.poll(() => source.loads).toBe(1)
    source.version = 2
    const changer = caches.at(-1) ?? cache
    await changer.change(place.scope, { tags: ['calendar'] })
    const late = changer.get(kind, place, source.load)
    await expect.poll(() => source.loads).toBe(2)
    gate.resolve()
    expect((await early).value.version).toBe(1)
    expect((await late).value.version).toBe(2)
    for (const one of caches) expect((await one.get(kind, place, source.load)).value.version).toBe(2)
    expect(source.loads).toBe(2)
  })

  test('keeps what was loaded right after a change only until the source has settled', async () => {
    const { cache, place, source, clock } = await setUp(options)
    await cache.get(kind, place, source.load)
    await cache.change(place.scope, { entries: [{ kind, id: 'monday' }] })
    later(clock, 1)
    await cache.get(kind, place, source.load)
    later(clock, 2)
    source.version = 2
    expect((await cache.get(kind, place, source.load)).value.version).toBe(2)
    later(clock, 59)
    await cache.get(kind, place, source.load)
    expect(source.loads).toBe(3)
  })

  test('changes a kept value by what is known, and keeps out loads that began before', async () => {
    const { caches, cache, place, source, clock, changes } = await setUp(options)
    await cache.get(kind, place, source.load)
    await cache.patch(kind, place, (day) => ({ ...day, free: day.free.filter((start) => start !== 2) }))
    for (const one of caches) {
      await expect.poll(async () => (await one.get(kind, place, source.load)).value.free).toEqual([1, 3])
    }
    expect(source.loads).toBe(1)
    later(clock, 61)
    const gate = source.hold()
    const early = cache.get(kind, place, source.load)
    await expect.poll(() => source.loads).toBe(2)
    await cache.patch(kind, place, (day) => ({ ...day, free: [] }))
    gate.resolve()
    await early
    await cache.get(kind, place, source.load)
    expect(source.loads).toBe(3)
    expect(changes[0]).toBe('patched')
  })

  test('asks the source itself where it is switched off', async () => {
    const { cache, place, source, outcomes } = await setUp(options)
    await cache.get(kind, place, source.load)
    source.version = 2
    for (const loads of [2, 3]) {
      const told = await cache.get(kind, place, source.load, { isOn: false })
      expect([told.value.version, source.loads]).toEqual([2, loads])
    }
    expect(outcomes.slice(1)).toEqual(['off', 'off'])
  })

  test('loads for the others when the one who asked first gives up', async () => {
    const { cache, place, source } = await setUp(options)
    const gate = source.hold()
    const hungUp = new AbortController()
    const first = cache.get(kind, place, source.load, { signal: hungUp.signal })
    const second = cache.get(kind, place, source.load)
    await expect.poll(() => source.loads).toBe(1)
    hungUp.abort(new Error('hung up'))
    await expect(first).rejects.toThrow('hung up')
    gate.resolve()
    expect((await second).value.version).toBe(1)
    await expect(cache.get(kind, place, source.load, { signal: hungUp.signal })).rejects.toThrow('hung up')
  })

  test('ends within its kind’s time when the source never answers', async () => {
    const { cache, place, source } = await setUp(options)
    const impatient = defineCacheKind({ ...kind, answerWithinMs: 100 })
    source.hold()
    const told = await Promise.allSettled([1, 2].map(() => cache.get(impatient, place, source.load)))
    expect(told.every((one) => one.status === 'rejected' && one.reason instanceof AwayError)).toBe(true)
    expect(source.loads).toBe(1)
  })

  test('warms what will be out of date soon, and nothing else', async () => {
    const { cache, place, source, clock } = await setUp(options)
    await cache.get(kind, place, source.load)
    later(clock, 20)
    await cache.get(kind, place, source.load, { freshForMs: 30_000 })
    expect(source.loads).toBe(1)
    later(clock, 20)
    await cache.get(kind, place, source.load, { freshForMs: 30_000 })
    expect(source.loads).toBe(2)
  })

  test('never tells what is older than its time or from before a change, whatever happens', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ do: fc.constant('ask' as const), who: fc.nat(1), day: fc.nat(1) }) },
      {
        weight: 2,
        arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 70 }) }),
      },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('change' as const), who: fc.nat(1), byTag: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('away' as const), isAway: fc.boolean() }) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { caches, place, clock, source } = await setUp(options)
        const cacheOf = (who: number) => caches[who % caches.length]
        const wrong: string[] = []
        let changedAtVersion = 1
        let lastAwayMs = -Infinity
        const loadedAt = new Map<number, number>([[1, clock.now().epochMilliseconds]])
        for (const one of steps) {
          if (one.do === 'wait') later(clock, one.seconds)
          if (one.do === 'away') source.isAway = one.isAway
          if (source.isAway) lastAwayMs = clock.now().epochMilliseconds
          // Everything that happens over there gets a number of its own, told or not.
          source.version += 1
          loadedAt.set(source.version, clock.now().epochMilliseconds)
          if (one.do === 'change') {
            changedAtVersion = source.version
            await tellAll(caches, cacheOf(one.who), place, one.byTag)
          }
          if (one.do !== 'ask') continue
          const told = await cacheOf(one.who)
            ?.get(kind, { ...place, id: `day-${one.day}` }, source.load)
            .catch(() => undefined)
          const nowMs = clock.now().epochMilliseconds
          if (told === undefined) {
            if (nowMs - lastAwayMs > 6_000) wrong.push('not told although the source was there')
            continue
          }
          const ageMs = nowMs - (loadedAt.get(told.value.version) ?? 0)
          if (ageMs > (told.isStale ? kind.staleForMs : kind.ttlMs)) wrong.push(`told what was ${ageMs} ms old`)
          if (!told.isStale && told.value.version < changedAtVersion) wrong.push('told what was before a change')
        }
        for (const cache of caches) cache.close()
        expect(wrong).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

test('no key of Redis carries a phone number or a mail address', async () => {
  const { cache, place, source } = await setUp({ caches: 1, withRedis: true })
  for (const id of ['+4917604069001', 'clara@example.org', '', 'x'.repeat(300)]) {
    await expect(cache.get(kind, { ...place, id }, source.load)).rejects.toThrow(RangeError)
  }
  await cache.get(kind, place, source.load)
  expect((await redis.keys()).every((key) => key.startsWith('ringbook:{'))).toBe(true)
})
