import type { Redis } from 'ioredis'
import { z } from 'zod'

/** What processes tell each other. */
export type BusMessage = z.infer<typeof messageSchema>

const messageSchema = z.object({
  /** Which process says so. */
  by: z.string(),
  /** Keys and tags whose values have changed. */
  keys: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  /** A key somebody has finished loading. */
  settled: z.string().optional(),
})

/** Where messages are read. While it is not `isUp`, or was not, messages may be missed: Redis keeps none. */
export type RedisBus = { readonly isUp: boolean; close(): void }

export type RedisBusOptions = {
  /** A connection of its own: one that listens can do nothing else. */
  redis: Redis
  channel: string
  onMessage: (message: BusMessage) => void
  /** It listens again; what was said meanwhile is lost. */
  onGap: () => void
}

/** A line on which nothing is said looks like one that is cut; so it is tried from time to time. */
const PING_EVERY_MS = 5_000

export function createRedisBus(options: RedisBusOptions): RedisBus {
  const { redis, channel } = options
  let isUp = false

  async function listen(): Promise<void> {
    try {
      await redis.subscribe(channel)
      options.onGap()
      isUp = true
    } catch {
      // Tried again when the connection is back, or cut and made anew by the next ping.
      isUp = false
    }
  }

  redis.on('ready', () => void listen())
  redis.on('close', () => {
    isUp = false
  })
  redis.on('error', () => undefined)
  redis.on('message', (_channel: string, text: string) => {
    const message = readMessage(text)
    if (message !== undefined) options.onMessage(message)
  })
  if (redis.status === 'ready') void listen()

  let unanswered = 0
  async function ping(): Promise<void> {
    await redis.ping().catch(() => undefined)
    unanswered = 0
  }
  const pings = setInterval(() => {
    if (redis.status !== 'ready' && redis.status !== 'connect') return
    if (unanswered === 0 && isUp) {
      unanswered += 1
      void ping()
      return
    }
    unanswered = 0
    isUp = false
    redis.disconnect(true)
  }, PING_EVERY_MS).unref()

  return {
    get isUp() {
      return isUp
    },
    close() {
      clearInterval(pings)
      redis.disconnect()
    },
  }
}

/** Undefined for what another version of the program says in words we do not know. */
function readMessage(text: string): BusMessage | undefined {
  try {
    return messageSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
