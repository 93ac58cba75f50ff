import type { Redis } from 'ioredis'

/**
 * A connection to Redis that nobody ever waits for in vain. Once an answer is late or the connection breaks, nothing more is
 * sent until Redis has shown that it answers again.
 */
export type RedisLine = {
  /** What `send` asks; undefined when Redis is away, says no or is late. Never rejects. */
  ask: <Answer>(send: (redis: Redis) => Promise<Answer>) => Promise<Answer | undefined>
  readonly isUp: boolean
  close(): void
}

export type RedisLineOptions = {
  redis: Redis
  /** When an answer is late; a fifth of a second unless told otherwise. */
  answerWithinMs?: number
  /** Runs each time Redis answers again, before anybody else may ask; it is given a way to ask. False: not yet. Never rejects. */
  onBack(ask: RedisLine['ask']): Promise<boolean>
  onUp: () => void
  onDown: () => void
  /** Redis said no, or the connection failed. */
  onFault: (error: unknown) => void
}

/** A late answer costs whoever asked this much, once: with what comes around it less than a quarter of a second. */
const ANSWER_WITHIN_MS = 200
/** A connection whose other end has gone without a word looks like one that is slow. After this a new one is tried. */
const RECONNECT_AFTER_MS = 3_000

const late = Symbol('late')

export function createRedisLine(options: RedisLineOptions): RedisLine {
  const { redis, answerWithinMs = ANSWER_WITHIN_MS } = options
  let state: 'down' | 'returning' | 'up' = 'down'
  let closed = false
  const isDown = () => state === 'down'

  async function send<Answer>(command: (redis: Redis) => Promise<Answer>): Promise<Answer | undefined> {
    const answer = command(redis)
    try {
      const inTime = await orLate(answer, answerWithinMs)
      if (inTime !== late) return inTime
      goDown()
      // The very command that was late shows when Redis answers again.
      answer.then(onReady, () => undefined)
    } catch (error) {
      options.onFault(error)
      if (redis.status !== 'ready') goDown()
    }
    return undefined
  }

  function goDown(): void {
    if (state === 'up') options.onDown()
    state = 'down'
  }

  async function comeBack(): Promise<void> {
    if (state !== 'down' || closed || redis.status !== 'ready') return
    state = 'returning'
    const isDone = await options.onBack(send)
    // It may have gone again meanwhile.
    if (isDown()) return
    state = isDone ? 'up' : 'down'
    if (isDone) options.onUp()
  }

  const onReady = () => void comeBack()
  redis.on('ready', onReady)
  redis.on('close', goDown)
  redis.on('error', () => undefined)
  onReady()
  const stopWatching = reconnectWhenStuck(redis, isDown)

  return {
    ask: async (command) => (state === 'up' ? await send(command) : undefined),
    get isUp() {
      return state === 'up'
    },
    close() {
      closed = true
      stopWatching()
      redis.disconnect()
    },
  }
}

/** Tries a new connection where one has been of no use from one look to the next. Gives how to stop that. */
function reconnectWhenStuck(redis: Redis, isDown: () => boolean): () => void {
  let wasStuck = false
  const watch = setInterval(() => {
    const isStuck = isDown() && (redis.status === 'ready' || redis.status === 'connect')
    if (isStuck && wasStuck) redis.disconnect(true)
    wasStuck = isStuck && !wasStuck
  }, RECONNECT_AFTER_MS / 2).unref()
  return () => clearInterval(watch)
}

/**
 * The answer, or `late`. A process that was busy itself finds its timer before the answers that came meanwhile: those are
 * read before anything is called late.
 */
async function orLate<Answer>(answer: Promise<Answer>, withinMs: number): Promise<Answer | typeof late> {
  const { promise, resolve } = Promise.withResolvers<typeof late>()
  const timer = setTimeout(() => setImmediate(() => setImmediate(resolve, late)), withinMs)
  try {
    return await Promise.race([answer, promise])
  } finally {
    clearTimeout(timer)
  }
}
