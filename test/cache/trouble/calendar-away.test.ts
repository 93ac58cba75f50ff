import { afterAll, beforeAll, expect, test } from 'vitest'

import { createTestDatabase } from '../../harness/database.ts'
import { troubledCalendars } from './breakers.ts'
import { badAnswers, setTroubleStage, type TroubleStage } from './stage.ts'

/** A machine that is busy with something else answers, too. */
const patiently = { timeout: 60_000, interval: 200 }
const QUIET = 'stale=0ms,rate-limit=off'
const BREAKER_OPEN_MS = 4_000

let stage: TroubleStage

beforeAll(async () => {
  const database = await createTestDatabase()
  const env = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl }
  stage = await setTroubleStage({
    database,
    env,
    gateways: 1,
    companies: [2, 2],
    breakerOpenMs: BREAKER_OPEN_MS,
    faults: QUIET,
  })
})

afterAll(() => stage.close())

const [known, unknown] = [0, 1]
const slotRequests = () => stage.standIn.counters().byEndpoint['GET /v2/slots'] ?? 0

test(
  'while a calendar is away everybody hears what was known or that nothing is, it is left alone, and it is found again',
  { timeout: 180_000 },
  async () => {
    for (let call = 0; call < 5; call += 1) await stage.ask(known, 'check_availability')
    stage.enter('away')
    stage.standIn.faults.set(`${QUIET},all.drop=100%`)
    // What was known is out of date by now, and not yet too old to be told.
    await stage.goAhead(6 * 60_000)
    const callers = stage.call({ callers: 5 }, [known, unknown])
    await expect.poll(() => troubledCalendars(stage), patiently).toEqual({ open: 2, halfOpen: 0 })

    stage.enter('left alone')
    const before = slotRequests()
    const since = performance.now()
    await expect
      .poll(() => stage.answers.filter(({ phase }) => phase === 'left alone').length, patiently)
      .toBeGreaterThan(60)
    // Two probes in each period for each company, and nothing else.
    const periods = Math.ceil((performance.now() - since) / BREAKER_OPEN_MS)
    expect(slotRequests() - before).toBeLessThanOrEqual(2 * 2 * periods)

    stage.standIn.faults.set(QUIET)
    await expect.poll(() => troubledCalendars(stage), patiently).toEqual({ open: 0, halfOpen: 0 })
    await expect.poll(async () => (await stage.ask(unknown, 'find_next_available')).status, patiently).toBe('available')
    await callers.stop()
    expect(badAnswers(stage.answers)).toEqual([])

    const told = (salon: number, phases: readonly string[]) =>
      new Set(
        stage.answers.filter((one) => one.salon === salon && phases.includes(one.phase)).map(({ status }) => status),
      )
    expect(told(known, ['away'])).toContain('available')
    expect([...told(unknown, ['away'])].filter((status) => status !== 'none').sort()).toEqual(['unavailable'])
  },
)
