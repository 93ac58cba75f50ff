import { createServer } from 'node:net'

import { Redis } from 'ioredis'
import { beforeAll, expect, test } from 'vitest'

import { whenFileIsDone } from '../../../test/harness/clean-up.ts'
import { startTestRedis, type TestRedis } from '../../../test/harness/redis.ts'
import { checkRedis } from './check-redis.ts'

let redis: TestRedis

beforeAll(async () => {
  redis = await startTestRedis()
})

async function configure(name: string, value: string): Promise<void> {
  const connection = new Redis(redis.url)
  await connection.config('SET', name, value)
  connection.disconnect()
}

test('a Redis that answers is good, with its version and how long it takes', async () => {
  expect(await checkRedis(redis.url)).toMatchObject([
    { check: 'Redis', state: 'good', detail: expect.stringMatching(/^Redis \d+\.[\d.]+, answers in [\d.]+ ms$/) },
    { check: 'Redis memory', state: 'good', detail: expect.stringMatching(/^no limit; /) },
  ])
})

test('none at all is no fault', async () => {
  expect(await checkRedis(undefined)).toMatchObject([{ state: 'skipped' }])
})

test('one that refuses when it is full is to be told otherwise', async () => {
  await configure('maxmemory', '64mb')
  await configure('maxmemory-policy', 'noeviction')
  expect((await checkRedis(redis.url))[1]).toMatchObject({ state: 'bad', detail: expect.stringMatching('^noeviction') })
  await configure('maxmemory-policy', 'volatile-lru')
  expect((await checkRedis(redis.url))[1]).toMatchObject({ state: 'good', detail: 'volatile-lru beyond 64.00M' })
})

test('one that is away, and one that never answers, are bad and keep nobody waiting', async () => {
  expect(await checkRedis('redis://127.0.0.1:1')).toMatchObject([{ check: 'Redis', state: 'bad' }])
  const mute = createServer(() => undefined).listen(0, '127.0.0.1')
  whenFileIsDone(async () => void mute.close())
  await new Promise((resolve) => mute.once('listening', resolve))
  const address = mute.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  expect(await checkRedis(`redis://127.0.0.1:${port}`)).toMatchObject([{ check: 'Redis', state: 'bad' }])
})

test('nothing of an address with a password is told', async () => {
  const told = await checkRedis('redis://user:very-secret@127.0.0.1:1')
  expect(JSON.stringify(told)).not.toContain('very-secret')
})
