import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

import { Redis } from 'ioredis'

import { whenFileIsDone } from './clean-up.ts'

/** A Redis of a test's own, on a port of its own, and what can befall one. */
export type TestRedis = {
  url: string
  /** Ends it as a crash does. */
  kill(): Promise<void>
  /** Starts it again on the same port, remembering nothing. */
  start(): Promise<void>
  /** It keeps its connections and answers nobody, until it is thawed. */
  freeze(): void
  thaw(): void
  /** It forgets everything. */
  wipe(): Promise<void>
  /** Lets nobody listen any more, those who do now among them, until it is allowed again. */
  forbidListening(): Promise<void>
  allowListening(): Promise<void>
  /** How many listen to a channel. */
  listeners(channel: string): Promise<number>
  /** What it knows, keys in order. */
  keys(): Promise<string[]>
}

const STARTS_WITHIN_MS = 10_000

/** Starts a Redis; it ends when the file is done. */
export async function startTestRedis(): Promise<TestRedis> {
  const port = await freePort()
  let server = await startServer(port)
  const atHand = async <Answer>(ask: (redis: Redis) => Promise<Answer>) => {
    const redis = new Redis({ port })
    try {
      return await ask(redis)
    } finally {
      redis.disconnect()
    }
  }
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const gone = once(server, 'exit')
    server.kill('SIGKILL')
    await gone
  }
  whenFileIsDone(kill)
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    async start() {
      server = await startServer(port)
    },
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    wipe: async () => void (await atHand((redis) => redis.flushall())),
    async forbidListening() {
      await atHand((redis) => redis.acl('SETUSER', 'default', '-subscribe'))
      await atHand((redis) => redis.client('KILL', 'TYPE', 'pubsub'))
    },
    allowListening: async () => void (await atHand((redis) => redis.acl('SETUSER', 'default', '+subscribe'))),
    listeners: async (channel) => Number((await atHand((redis) => redis.pubsub('NUMSUB', channel)))[1]),
    keys: async () => (await atHand((redis) => redis.keys('*'))).sort(),
  }
}

async function startServer(port: number): Promise<ChildProcess> {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    throw new Error('These tests need redis-server on the PATH: apt-get install redis-server')
  }
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/tmp']
  const server = spawn('redis-server', settings, { stdio: 'ignore' })
  const redis = new Redis({ port, retryStrategy: () => 20, maxRetriesPerRequest: null })
  redis.on('error', () => undefined)
  const tooLate = AbortSignal.timeout(STARTS_WITHIN_MS)
  try {
    await Promise.race([redis.ping(), once(server, 'exit'), once(tooLate, 'abort')])
    if (server.exitCode !== null || tooLate.aborted) throw new Error(`redis-server did not start on port ${port}`)
  } finally {
    redis.disconnect()
  }
  return server
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('No port is free')
  return address.port
}
