import { createHash } from 'node:crypto'

import type { Redis } from 'ioredis'

/** A script Redis runs in one step. */
export type RedisScript = (
  redis: Redis,
  keys: readonly string[],
  values: readonly (string | number)[],
) => Promise<unknown>

/** A script that is named by its digest and sent whole only to a Redis that does not know it (any more). */
export function redisScript(text: string): RedisScript {
  const digest = createHash('sha1').update(text).digest('hex')
  return async (redis, keys, values) => {
    try {
      return await redis.evalsha(digest, keys.length, ...keys, ...values)
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return await redis.eval(text, keys.length, ...keys, ...values)
    }
  }
}
