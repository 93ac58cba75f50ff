import { connectRedis } from '../redis-connection.ts'
import { createRedisCache } from './redis-cache.ts'
import type { SharedCache, SharedHearing } from './shared-cache.ts'

export type OpenRedisOptions = {
  /** `redis://` or `rediss://`, with user and password where there are any. */
  url: string
  /** What the process is called where Redis lists its connections. */
  connectionName: string
  /** Unique among processes, in space and time. */
  processId: string
  /** When an answer of Redis is late, where it is not the usual fifth of a second. */
  answerWithinMs?: number
  /** How long a load counts as under way while its process says nothing of it, where it is not the usual second. */
  leaseMs?: number
  events: {
    redisUp: () => void
    redisDown: () => void
    redisFaulty: (error: unknown) => void
  }
}

/**
 * The cache that processes share, in a Redis that may come and go. Nothing is waited for: while there is no Redis, each
 * process has its own memory.
 */
export function openRedisCache(options: OpenRedisOptions, hearing: SharedHearing): SharedCache {
  const { url, events, answerWithinMs, leaseMs } = options
  return createRedisCache({
    ...hearing,
    redis: connectRedis(url, options.connectionName),
    listener: connectRedis(url, `${options.connectionName} listener`),
    processId: options.processId,
    ...(answerWithinMs !== undefined && { answerWithinMs }),
    ...(leaseMs !== undefined && { leaseMs }),
    onUp: events.redisUp,
    onDown: events.redisDown,
    onFault: events.redisFaulty,
  })
}
