import { afterAll, beforeAll, expect, test } from 'vitest'

import { createTestDatabase } from '../../harness/database.ts'
import { startTestRedis, type TestRedis } from '../../harness/redis.ts'
import { haveRedis, strikeRedis } from './redis-faults.ts'
import { badAnswers, setTroubleStage, type TroubleStage } from './stage.ts'

/** A machine that is busy with something else answers, too. */
const patiently = { timeout: 30_000, interval: 100 }

let redis: TestRedis
let stage: TroubleStage

beforeAll(async () => {
  redis = await startTestRedis()
  const database = await createTestDatabase()
  const env = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl, REDIS_URL: redis.url }
  const faults = 'stale=0ms,rate-limit=off'
  stage = await setTroubleStage({ database, env, gateways: 2, companies: [2, 1], faults })
})

afterAll(() => stage.close())

const slotRequests = () => stage.standIn.counters().byEndpoint['GET /v2/slots'] ?? 0

/** A day nobody else asks for. */
const day = (() => {
  const date = Temporal.Now.plainDateISO('Europe/Berlin').add({ days: 20 })
  const workday = date.dayOfWeek > 5 ? date.add({ days: 2 }) : date
  return `${String(workday.day).padStart(2, '0')}.${String(workday.month).padStart(2, '0')}.${workday.year}`
})()
const ten = { date: day, time: '10:00' }
const start = () => {
  const [date = '', month = '', year = ''] = day.split('.')
  return Temporal.ZonedDateTime.from(`${year}-${month}-${date}T10:00[Europe/Berlin]`).toInstant().toString()
}

test(
  'no error reaches a caller whatever befalls Redis, and afterwards all gateways know what has changed meanwhile',
  { timeout: 120_000 },
  async () => {
    const single = 1
    await expect.poll(() => haveRedis(stage), patiently).toBe(2)
    for (const gateway of [0, 1]) {
      // It is held for the first, so that only that there is an answer counts.
      const answer = await stage.ask(single, 'check_availability', ten, gateway)
      expect(answer.httpStatus).toBe(200)
    }
    const callers = stage.call({ callers: 5 }, [0, 1])
    const answeredIn = (phase: string) => stage.answers.filter((one) => one.phase === phase).length
    await strikeRedis(stage, redis, (phase) => expect.poll(() => answeredIn(phase), patiently).toBeGreaterThan(15))
    await callers.stop()
    expect(badAnswers(stage.answers)).toEqual([])
    await expect.poll(() => haveRedis(stage), patiently).toBe(2)

    // What is asked of one gateway is shared with the other again: it is there, or it came with the other's question.
    stage.standIn.resetCounters()
    await stage.goAhead(6 * 60_000)
    await stage.ask(single, 'check_availability', ten, 0)
    const asked = slotRequests()
    expect(asked).toBeGreaterThan(0)
    for (const gateway of [1, 0, 1]) await stage.ask(single, 'check_availability', ten, gateway)
    expect(slotRequests()).toBe(asked)

    // Somebody takes a time there and tells nobody: it is offered for as long as a day is fresh, and by none after that.
    stage.standIn.edit({
      kind: 'busy',
      userId: stage.salons[single]?.hosts[0]?.userId ?? 0,
      start: start(),
      end: end(),
    })
    await stage.goAhead(5 * 60_000)
    for (const gateway of [0, 1]) {
      expect((await stage.ask(single, 'check_availability', ten, gateway)).status).toBe('alternatives')
    }
  },
)

function end(): string {
  return Temporal.Instant.from(start()).add({ hours: 1 }).toString()
}
