import { createRedisLine, type RedisLineOptions } from './cache/redis-line.ts'
import { redisScript } from './cache/redis-script.ts'
import { connectRedis } from './redis-connection.ts'

/** How much there is at once, and what is added in a second. */
export type BucketLimits = { readonly capacity: number; readonly perSecond: number }

/** What is left of a bucket, and among how many processes it is shared. `waitMs` 0: one was taken. */
export type BucketState = { readonly waitMs: number; readonly tokens: number; readonly askers: number }

export type BucketTake = {
  readonly limits: BucketLimits
  /** So many are not for this one. */
  readonly kept: number
  /** The most there can be, as whoever asks knows who was on their own for a while. */
  readonly atMost: number
  /** What there is when Redis knows nothing of the bucket. */
  readonly ifForgotten: number
}

/** Buckets of tokens that all processes of an installation take from. */
export type SharedBuckets = {
  /** Takes one token; undefined while Redis is away, says no or is late. Never rejects. */
  take(key: string, wanted: BucketTake): Promise<BucketState | undefined>
  /** Somebody who counts too has said how many are left, until the count begins anew. */
  told(key: string, left: { remaining: number; resetMs: number }): void
  /** Nothing may be taken, for so long. */
  shutOut(key: string, forMs: number): void
  close(): void
}

export type SharedBucketsOptions = {
  url: string
  connectionName: string
  /** Unique among processes, in space and time. */
  processId: string
  onFault: RedisLineOptions['onFault']
}

/**
 * A bucket nobody takes from is known for so long, by then it is full again; so long are those counted who share it. Who asked later than
 * this ago and finds nothing known asks a Redis that has forgotten.
 */
export const REMEMBERED_FOR_MS = 10 * 60_000

/** Opens buckets in a Redis that may come and go. */
export function openRedisBuckets({ url, connectionName, processId, onFault }: SharedBucketsOptions): SharedBuckets {
  const line = createRedisLine({
    redis: connectRedis(url, `${connectionName} buckets`),
    onBack: async () => true,
    // The cache beside it tells when Redis comes and goes.
    onUp: () => undefined,
    onDown: () => undefined,
    onFault,
  })
  const run = async (key: string, operation: 'take' | 'told' | 'shut', values: readonly number[]) => {
    const keys = [`ringbook:{bucket:${key}}`, `ringbook:{bucket:${key}}:askers`]
    const fixed = [operation, processId, REMEMBERED_FOR_MS]
    return await line.ask((redis) => bucketScript(redis, keys, [...fixed, ...values]))
  }
  return {
    async take(key, { limits, kept, atMost, ifForgotten }) {
      const answer = await run(key, 'take', [limits.capacity, limits.perSecond, kept, atMost, ifForgotten])
      if (!Array.isArray(answer)) return undefined
      const [waitMs = 0, tokens = 0, askers = 1] = answer.map(Number)
      return { waitMs, tokens, askers }
    },
    told: (key, { remaining, resetMs }) => void run(key, 'told', [remaining, resetMs]),
    shutOut: (key, forMs) => void run(key, 'shut', [forMs]),
    close: () => line.close(),
  }
}

/**
 * One step for all that is done with a bucket, by Redis's own clock. Fields: tokens, at (when they were counted), shut (until when
 * nothing may be taken), left and until (what was told). Numbers are returned as text: Redis cuts fractions.
 */
const bucketScript = redisScript(`
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local operation, process, rememberedFor = ARGV[1], ARGV[2], tonumber(ARGV[3])
  local known = redis.call('HMGET', KEYS[1], 'tokens', 'at', 'shut', 'left', 'until')
  local shut, left, untilMs = tonumber(known[3] or 0), tonumber(known[4] or -1), tonumber(known[5] or 0)
  local answer = false
  if operation == 'shut' then
    redis.call('HSET', KEYS[1], 'shut', math.max(shut, now + tonumber(ARGV[4])))
  elseif operation == 'told' then
    local remaining = tonumber(ARGV[4])
    -- Answers overtake each other: within one count the lowest figure is the latest.
    if now < untilMs and left >= 0 then remaining = math.min(left, remaining) end
    redis.call('HSET', KEYS[1], 'left', remaining, 'until', math.max(untilMs, now + tonumber(ARGV[5])))
  else
    local capacity, perSecond, kept, atMost = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
    local tokens = tonumber(known[1] or ARGV[8])
    tokens = math.min(capacity, tokens + math.max(0, now - tonumber(known[2] or now)) / 1000 * perSecond, atMost)
    local waitMs = 0
    if now < shut then waitMs = shut - now
    elseif now < untilMs and left <= kept then waitMs = untilMs - now
    elseif tokens < 1 + kept then waitMs = math.ceil((1 + kept - tokens) / perSecond * 1000)
    else
      tokens = tokens - 1
      if now < untilMs then redis.call('HINCRBY', KEYS[1], 'left', -1) end
    end
    redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
    redis.call('ZADD', KEYS[2], now, process)
    redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - rememberedFor)
    redis.call('PEXPIRE', KEYS[2], rememberedFor)
    answer = { tostring(waitMs), tostring(tokens), tostring(redis.call('ZCARD', KEYS[2])) }
  end
  redis.call('PEXPIRE', KEYS[1], rememberedFor)
  return answer`)
