import { Redis } from 'ioredis'

const CONNECT_WITHIN_MS = 500
const LONGEST_PAUSE_MS = 1_000

/**
 * A connection to a Redis that may come and go: commands fail at once while there is none, and are never sent a second time;
 * connections are tried for ever.
 *
 * @param url `redis://` or `rediss://`, with user and password where there are any
 */
export function connectRedis(url: string, connectionName: string): Redis {
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
