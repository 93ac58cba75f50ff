import { Redis } from 'ioredis'

import { type Finding, bad, firstLine, good, skipped } from './finding.ts'

/** Whoever asks gives a late answer up after so long: a Redis that usually takes longer is as good as none. */
const ANSWER_WITHIN_MS = 200
/** One in the next room takes less than one; with more than this it costs more than it saves. */
const SLOW_MS = 20
const CONNECT_WITHIN_MS = 2_000
/** Enough to tell a slow way from a slow moment. */
const PINGS = 5
/** Under these a Redis that is full drops what was used least lately, instead of refusing. */
const EVICTING = /^(allkeys|volatile)-/
/** What can be put off: the version that knows all commands used. */
const REDIS_MAJOR = 7

/**
 * Whether the Redis that processes share answers, how quickly, and what it does when it is full. Its clock does not matter: ages
 * are told by ours. Gives nothing to mend where there is none, as everything works without.
 */
export async function checkRedis(url: string | undefined): Promise<readonly Finding[]> {
  if (url === undefined) return [skipped('Redis', 'none: every process remembers for itself')]
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_WITHIN_MS,
    commandTimeout: CONNECT_WITHIN_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    // A server that takes connections and never speaks is to fail the first question, not a look before it.
    enableReadyCheck: false,
    retryStrategy: () => null,
  })
  // Told by the command that fails of it.
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    return [await checkAnswers(redis), await checkEviction(redis)]
  } catch (error) {
    return [bad('Redis', `cannot be used: ${firstLine(error)}`, 'Start it, and see whether REDIS_URL names it')]
  } finally {
    redis.disconnect()
  }
}

async function checkAnswers(redis: Redis): Promise<Finding> {
  const version = /^redis_version:(.+)$/m.exec(await redis.info('server'))?.[1]?.trim() ?? 'of unknown version'
  const times: number[] = []
  for (let ping = 0; ping < PINGS; ping += 1) {
    const startedMs = performance.now()
    await redis.ping()
    times.push(performance.now() - startedMs)
  }
  const usualMs = times.sort((one, other) => one - other)[Math.floor(PINGS / 2)] ?? 0
  const detail = `Redis ${version}, answers in ${usualMs.toFixed(1)} ms`
  if (Number.parseInt(version, 10) < REDIS_MAJOR) return bad('Redis', detail, `Move to Redis ${REDIS_MAJOR} or newer`)
  if (usualMs <= SLOW_MS) return good('Redis', detail)
  const harm = usualMs > ANSWER_WITHIN_MS ? ': too late to be waited for' : ''
  return bad('Redis', `${detail}${harm}`, 'Run it on the same network as Ringbook, or do without: unset REDIS_URL')
}

async function checkEviction(redis: Redis): Promise<Finding> {
  const check = 'Redis memory'
  const memory = await redis.info('memory')
  const figure = (name: string) => new RegExp(`^${name}:(.+)$`, 'm').exec(memory)?.[1]?.trim()
  const policy = figure('maxmemory_policy')
  const most = Number(figure('maxmemory') ?? 0)
  if (policy === undefined) return skipped(check, 'it does not say what it does when it is full')
  if (most === 0) return good(check, `no limit; ${figure('used_memory_human') ?? 'little'} used`)
  if (EVICTING.test(policy)) return good(check, `${policy} beyond ${figure('maxmemory_human') ?? most}`)
  return bad(
    check,
    `${policy}: when it is full it refuses, and every process is left to itself`,
    'CONFIG SET maxmemory-policy volatile-lru, and the same in redis.conf',
  )
}
