import type { Redis } from 'ioredis'

import { CACHE_PREFIX } from './cache-key.ts'
import { gatherEntries } from './gather-entries.ts'
import { createPendingChanges } from './pending-changes.ts'
import { type BusMessage, createRedisBus } from './redis-bus.ts'
import { createRedisLine, type RedisLine } from './redis-line.ts'
import { type RedisScript, redisScript } from './redis-script.ts'
import * as scripts from './scripts.ts'
import type { Entered, LoadEnd, SharedCache, SharedHearing, SharedPlace } from './shared-cache.ts'

export type RedisCacheOptions = SharedHearing & {
  /** For commands, and for listening. Both are closed with the cache. */
  redis: Redis
  listener: Redis
  /** Unique among processes, in space and time. */
  processId: string
  /** When an answer of Redis is late, where it is not the usual fifth of a second. */
  answerWithinMs?: number
  /** How long a load counts as under way while its process says nothing of it, where it is not the usual second. */
  leaseMs?: number
  onUp: () => void
  onDown: () => void
  onFault: (error: unknown) => void
}

const CHANNEL = `${CACHE_PREFIX}changes`
/** A process that died while loading keeps the others waiting no longer. Renewed three times as often. */
const LEASE_MS = 1_000
/** Longer than anything is kept: stamps must outlive what was kept under them. */
const KEEP_MS = 2 * 3_600_000
/** Two who patch at once: one of them reads again. More than a few in a row is a storm; then it is loaded anew. */
const MOST_PATCHES = 3

const enter = redisScript(scripts.ENTER)
const renew = redisScript(scripts.RENEW)
const settle = redisScript(scripts.SETTLE)
const patch = redisScript(scripts.PATCH)
const change = redisScript(scripts.CHANGE)

/** The shared cache in a Redis. Works while there is one, says so while there is none, and finds back by itself. */
export function createRedisCache(options: RedisCacheOptions): SharedCache {
  const { processId, leaseMs = LEASE_MS } = options
  const waiting = new Map<string, Set<() => void>>()
  let made = 0
  const unique = () => `${processId}.${(made += 1)}`
  const say = (message: Omit<BusMessage, 'by'>) => JSON.stringify({ by: processId, ...message })

  function hear(message: BusMessage): void {
    if (message.settled !== undefined) for (const wake of waiting.get(message.settled) ?? []) wake()
    if (message.by === processId) return
    if (message.keys !== undefined || message.tags !== undefined) {
      options.onChange(message.keys ?? [], message.tags ?? [])
    }
  }

  const pending = createPendingChanges()
  const sendPending = (ask: RedisLine['ask']) =>
    pending.send(async (keys, tags, nowMs) => {
      const done = await ask((redis) => sendChange(redis, keys, tags, nowMs))
      return done !== undefined
    })
  // What is kept in there is believed only after it has heard of what changed meanwhile.
  const line = createRedisLine({ ...options, onBack: sendPending })
  const bus = createRedisBus({ redis: options.listener, channel: CHANNEL, onMessage: hear, onGap: options.onGap })
  const run = (script: RedisScript, place: SharedPlace, values: readonly (string | number)[]) =>
    line.ask((redis) => script(redis, [place.key, ...place.tags], values))
  const sendChange = (redis: Redis, keys: readonly string[], tags: readonly string[], nowMs: number) => {
    const message = say({ keys: [...keys], tags: [...tags] })
    return change(redis, [...keys, ...tags], [keys.length, `${nowMs}.${unique()}`, KEEP_MS, CHANNEL, message])
  }

  const enterFor = (forMs: number) =>
    gatherEntries(async (asked) => {
      const owner = unique()
      const keys = asked.flatMap(({ place }) => [place.key, ...place.tags])
      const each = asked.flatMap(({ place, ages }) => [
        place.tags.length,
        ages.freshAfterMs,
        ages.freshBeforeMs,
        ages.nowMs,
      ])
      const values = [`0.${owner}`, owner, forMs, KEEP_MS, ...each]
      const answer = await line.ask((redis) => enter(redis, keys, values))
      return asked.map((_one, index) => (Array.isArray(answer) ? toEntered(answer[index], owner) : undefined))
    })
  const lookOnly = enterFor(0)

  return {
    enter: enterFor(leaseMs),
    async look(place, ages) {
      const entered = await lookOnly(place, ages)
      return entered?.kind === 'value' ? entered.value : undefined
    },
    async renew(place, owner) {
      await run(renew, { key: place.key, tags: [] }, [owner, leaseMs])
    },
    async settle(place, load, end) {
      const answer = await run(settle, place, [
        load.owner,
        load.stamps,
        ...endValues(end),
        KEEP_MS,
        CHANNEL,
        say({ settled: place.key }),
      ])
      return answer === undefined ? undefined : answer === 1
    },
    settled: (key, waitMs) => waitFor(waiting, key, waitMs),
    async change(keys, tags, nowMs) {
      const answer = await line.ask((redis) => sendChange(redis, keys, tags, nowMs))
      if (answer !== undefined) return
      pending.add(keys, tags, nowMs)
      // It came back between the asking and the adding.
      if (line.isUp) await sendPending(line.ask)
    },
    async patch(place, changeValue) {
      for (let tries = 0; tries < MOST_PATCHES; tries += 1) {
        const value = await line.ask((redis) => redis.hget(place.key, 'value'))
        const changed = typeof value === 'string' ? changeValue(value) : undefined
        if (typeof value !== 'string' || changed === undefined) return undefined
        const answer = await run(patch, place, [value, changed, unique(), CHANNEL, say({ keys: [place.key] })])
        if (answer === undefined) return undefined
        if (answer === 1) return changed
      }
      return undefined
    },
    get isListening() {
      return bus.isUp
    },
    get isUp() {
      return line.isUp
    },
    close() {
      line.close()
      bus.close()
    },
  }
}

function toEntered(answer: unknown, owner: string): Entered | undefined {
  if (!Array.isArray(answer)) return undefined
  const [kind, stamps, value, failedUntil] = answer.map(String)
  if (stamps === undefined || value === undefined) return undefined
  if (kind === 'value' || kind === 'follow') return { kind, value }
  if (kind === 'none') return undefined
  if (kind === 'failed') return { kind, value, failedUntilMs: Number(failedUntil) }
  return { kind: 'lead', value, load: { owner, stamps, changedAtMs: latestChange(stamps) } }
}

/** Stamps begin with the time of the change that made them. */
function latestChange(stamps: string): number {
  return Math.max(...stamps.split(' ').map((stamp) => Number.parseInt(stamp, 10) || 0))
}

function endValues(end: LoadEnd): [string, number | string, number | string] {
  if (end.kind === 'value') return [end.value, end.freshUntilMs, '']
  return ['', '', end.kind === 'failed' ? end.failedUntilMs : '']
}

async function waitFor(waiting: Map<string, Set<() => void>>, key: string, waitMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const others = waiting.get(key) ?? new Set()
  waiting.set(key, others.add(resolve))
  const timer = setTimeout(resolve, waitMs)
  await promise
  clearTimeout(timer)
  others.delete(resolve)
  if (others.size === 0 && waiting.get(key) === others) waiting.delete(key)
}
