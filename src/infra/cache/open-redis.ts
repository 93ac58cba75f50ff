import { Redis } from 'ioredis'

import { createRedisCache } from './redis-cache.ts'
import type { SharedCache, SharedHearing } from './shared-cache.ts'

export type OpenRedisOptions = {
  /** `redis://` or `rediss://`, with user and password where there are any. */
  url: string
  /** What the process is called where Redis lists its connections. */
  connectionName: string
  /** Unique among processes, in space and time. */
  processId: string
  events: {
    redisUp: () => void
    redisDown: () => void
    redisFaulty: (error: unknown) => void
  }
}

const CONNECT_WITHIN_MS = 500
const LONGEST_PAUSE_MS = 1_000

/**
 * The cache that processes share, in a Redis that may come and go. Nothing is waited for: while there is no Redis, each
 * process has its own memory.
 */
export function openRedisCache(options: OpenRedisOptions, hearing: SharedHearing): SharedCache {
  const { url, events } = options
  return createRedisCache({
    ...hearing,
    redis: connect(url, options.connectionName),
    listener: connect(url, `${options.connectionName} listener`),
    processId: options.processId,
    onUp: events.redisUp,
    onDown: events.redisDown,
    onFault: events.redisFaulty,
  })
}

/** Commands fail at once while there is no connection, and are never sent a second time; connections are tried for ever. */
function connect(url: string, connectionName: string): Redis {
  return new Redis(url, {
    // Redis wants names without blanks.
    connectionName: connectionName.replaceAll(/\s+/g, '-'),
    connectTimeout: CONNECT_WITHIN_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) => Math.min(times * 50, LONGEST_PAUSE_MS),
  })
}
