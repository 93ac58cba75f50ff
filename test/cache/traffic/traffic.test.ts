import { beforeAll, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../harness/database.ts'
import { startTestRedis, type TestRedis } from '../../harness/redis.ts'
import { playTraffic } from './play-traffic.ts'
import { createTruth } from './truth.ts'

let redis: TestRedis
let database: TestDatabase

beforeAll(async () => {
  redis = await startTestRedis()
  database = await createTestDatabase()
})

async function play(given: { gateways: number; companies: readonly number[]; minutes: number; seed: number }) {
  const env = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl, REDIS_URL: redis.url }
  return await playTraffic({ database, env, ...given })
}

test.each([
  { gateways: 2, companies: [3], minutes: 6, seed: 7 },
  { gateways: 4, companies: [2], minutes: 2, seed: 8 },
])(
  'in minutes of traffic over $gateways gateways nothing is offered that is taken, and calendars are hardly asked',
  { timeout: 180_000 },
  async (given) => {
    const report = await play(given)
    expect(report.breaches).toEqual([])
    expect(report.booked).toBeGreaterThan(10)
    expect(report.cache.hitRate).toBeGreaterThan(0.75)
    expect(report.mostRequestsInAMinute).toBeLessThanOrEqual(120)
    expect(report.refusedByLimit).toBe(0)
    // Every five minutes once for each person, twice as long as it is not known how much may be asked; and after every change
    // there once, and once more when it has settled.
    const people = given.companies.reduce((sum, count) => sum + count, 0)
    const periods = Math.ceil(given.minutes / 5)
    expect(report.slotRequests).toBeLessThanOrEqual(people * (periods + 2) + 2 * report.outsideEdits)
  },
)

test('whoever offers what is known to be taken, or what was taken long ago, is found out', () => {
  const truth = createTruth(300_000, 30)
  const time = { company: 0, staff: 'Anna Abel', startMs: 36_000_000 }
  truth.take({ ...time, endMs: 37_800_000, by: 'us', sinceMs: 1_000 })
  truth.take({ ...time, staff: 'Bert Busch', endMs: 37_800_000, by: 'nobody told', sinceMs: 1_000 })
  const overlapping = { ...time, startMs: 35_100_000 }
  truth.judge(1_000, [time])
  truth.judge(2_000, [
    { ...time, startMs: 37_800_000 },
    { ...time, company: 1 },
  ])
  truth.judge(301_000, [{ ...overlapping, staff: 'Bert Busch' }])
  expect([truth.breaches.length, truth.oldOffers]).toEqual([0, 1])
  truth.judge(2_000, [overlapping])
  truth.judge(302_000, [{ ...overlapping, staff: 'Bert Busch' }])
  expect(truth.breaches).toHaveLength(2)
  truth.free(time)
  truth.judge(3_000, [time])
  expect(truth.breaches).toHaveLength(2)
})
