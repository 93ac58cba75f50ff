/**
 * What callers notice when the calendar elsewhere is far, when it is away, and when Redis is in trouble: on a database, a Redis
 * and gateways of its own, in real time.
 *
 *     node test/measure-calendar-trouble.ts --part far | away | redis [--seconds 600] [--rate 20] [--gateways 2]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import { createCalcomAccounts } from '../src/calendars/calcom/accounts.ts'
import { cachedDays } from '../src/calendars/calcom/cached-days.ts'
import { fetchDaysOf } from '../src/calendars/calcom/load-days.ts'
import { createRangePace } from '../src/calendars/calcom/range-pace.ts'
import { createCache } from '../src/infra/cache/create-cache.ts'
import { systemClock } from '../src/infra/clock.ts'
import { openDatabase } from '../src/infra/db/database.ts'
import { startEmbeddedPostgres } from '../src/infra/db/embedded-postgres.ts'
import { migrateUp } from '../src/infra/db/migrate.ts'
import { datesBetween } from '../src/infra/wall-day.ts'
import { troubledCalendars } from './cache/trouble/breakers.ts'
import { strikeRedis } from './cache/trouble/redis-faults.ts'
import { type Answered, badAnswers, setTroubleStage, type TroubleStage } from './cache/trouble/stage.ts'
import { cleanUp } from './harness/clean-up.ts'
import { startTestRedis } from './harness/redis.ts'

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'far' },
    seconds: { type: 'string', default: '600' },
    rate: { type: 'string', default: '20' },
    gateways: { type: 'string', default: '2' },
  },
})
const rate = Number(values.rate)
const QUIET = 'stale=0ms,rate-limit=off'
const COMPANIES = [3, 1, 4, 2, 3, 5, 2, 3, 4, 3]

await using parts = new AsyncDisposableStack()
const dataDir = await mkdtemp(join(tmpdir(), 'ringbook-trouble-'))
parts.defer(() => rm(dataDir, { recursive: true, force: true }))
parts.defer(cleanUp)
const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off', synchronous_commit: 'off' } })
parts.defer(() => server.stop())
await migrateUp(server.ownerUrl)
const db = openDatabase({ url: server.appUrl, applicationName: 'trouble', size: { min: 0, max: 5 } })
parts.defer(() => db.close())
const redis = await startTestRedis()
const env = { DATABASE_URL: server.appUrl, DATABASE_OWNER_URL: server.ownerUrl, REDIS_URL: redis.url }
const options = { database: { db }, env, gateways: Number(values.gateways), companies: COMPANIES, faults: QUIET }

function tell(what: string, answers: readonly Answered[]): void {
  const times = answers.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other)
  const at = (share: number) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1)
  const statuses = Object.fromEntries(
    [...Map.groupBy(answers, ({ status, httpStatus }) => (httpStatus === 200 ? status : `HTTP ${httpStatus}`))].map(
      ([status, of]) => [status, of.length],
    ),
  )
  console.log(
    `${what.padEnd(22)} ${String(times.length).padStart(6)} answers, P50 ${at(0.5)} P95 ${at(0.95)} P99 ${at(0.99)} ` +
      `max ${at(1)} ms, ${badAnswers(answers).length} bad  ${JSON.stringify(statuses)}`,
  )
}

/** The way there and back, a first look, and a second one: of the days alone, in turns, and of whole tool calls. */
async function measureFar(): Promise<void> {
  const stage = await setTroubleStage({ ...options, faults: `${QUIET},all.latency=550ms` })
  parts.defer(() => stage.close())
  const { ways, cold, warm } = await lookAtWeeks(stage)
  console.log(
    `seven days: there and back ${ways.toFixed(0)} ms, a first look ${cold.toFixed(0)} ms (${(cold / ways).toFixed(2)} times ` +
      `that), a second one ${warm.toFixed(3)} ms`,
  )
  stage.enter('first tool calls')
  for (const salon of stage.salons.keys()) await stage.ask(salon, 'check_availability')
  stage.enter('further tool calls')
  for (let call = 0; call < 200; call += 1) await stage.ask(call % COMPANIES.length, 'check_availability')
  for (const [phase, answers] of Map.groupBy(stage.answers, (one) => one.phase)) tell(phase, answers)
}

function middle(of: number[]): number {
  return of.sort((one, other) => one - other)[Math.floor(of.length / 2)] ?? 0
}

async function time(of: number[], work: () => Promise<unknown>): Promise<void> {
  const startedMs = performance.now()
  await work()
  of.push(performance.now() - startedMs)
}

/** Medians, in milliseconds. */
async function lookAtWeeks(stage: TroubleStage): Promise<{ ways: number; cold: number; warm: number }> {
  const accounts = createCalcomAccounts({ calendarAsked: () => undefined, breakerChanged: () => undefined })
  parts.defer(() => accounts.close())
  const clock = systemClock
  const cache = createCache({ clock, events: { cacheAnswered: () => undefined, cacheChanged: () => undefined } })
  const loadDays = cachedDays({ cache, clock, webhooksAreProven: async () => true })
  const firstDate = Temporal.Now.plainDateISO('Europe/Berlin').add({ days: 1 })
  const dates = datesBetween(firstDate, firstDate.add({ days: 7 }))
  const signal = new AbortController().signal
  const times = { ways: [] as number[], cold: [] as number[], warm: [] as number[] }
  for (const salon of stage.salons) {
    for (const { eventTypeId } of salon.hosts) {
      const diary = { companyId: salon.line.id, eventTypeId, durationMinutes: null, zone: 'Europe/Berlin' }
      const account = { companyId: salon.line.id, baseUrl: `${stage.standIn.url}/v2`, apiKey: salon.key }
      const fetchDays = fetchDaysOf(accounts.http(account, 'caller'), createRangePace(), diary, null)
      const question = { dates, together: dates, ifEmptyAnew: [] }
      await time(times.ways, () => fetchDays({ firstDate, endDate: firstDate.add({ days: 7 }) }, signal))
      await time(times.cold, () => loadDays(diary, question, fetchDays, signal))
      await time(times.warm, () => loadDays(diary, question, fetchDays, signal))
    }
  }
  return { ways: middle(times.ways), cold: middle(times.cold), warm: middle(times.warm) }
}

/** The calendar hangs for so long at peak. */
async function measureAway(): Promise<void> {
  const stage = await setTroubleStage(options)
  parts.defer(() => stage.close())
  // Half of the companies have been asked about before.
  const known = [0, 1, 2, 3, 4]
  for (const salon of [...known, ...known]) await stage.ask(salon, 'check_availability')
  await stage.goAhead(6 * 60_000)
  stage.enter('until all are left alone')
  stage.standIn.faults.set(`${QUIET},all.hang=900s`)
  const startedMs = performance.now()
  const callers = stage.call({ perSecond: rate }, [...stage.salons.keys()])
  const all = COMPANIES.length * Number(values.gateways)
  while (performance.now() - startedMs < Number(values.seconds) * 1_000) {
    const { open, halfOpen } = await troubledCalendars(stage)
    if (open + halfOpen === all) stage.enter('left alone')
    await wait(500)
  }
  console.log(`left alone or probed: ${JSON.stringify(await troubledCalendars(stage))}`)
  stage.enter('back')
  stage.standIn.faults.set(QUIET)
  const healedMs = performance.now()
  while ((await troubledCalendars(stage)).open + (await troubledCalendars(stage)).halfOpen > 0) await wait(500)
  console.log(`found again after ${((performance.now() - healedMs) / 1_000).toFixed(1)} s`)
  stage.enter('well again')
  await wait(10_000)
  await callers.stop()
  for (const [phase, answers] of Map.groupBy(stage.answers, (one) => one.phase)) tell(phase, answers)
  tell(
    'find_next_available',
    stage.answers.filter(({ tool }) => tool === 'find_next_available'),
  )
}

/** Everything befalls Redis. */
async function measureRedis(): Promise<void> {
  const stage = await setTroubleStage(options)
  parts.defer(() => stage.close())
  for (const salon of stage.salons.keys()) await stage.ask(salon, 'check_availability')
  await wait(3_000)
  const callers = stage.call({ perSecond: rate }, [...stage.salons.keys()])
  await strikeRedis(stage, redis, () => wait((Number(values.seconds) * 1_000) / 9))
  await callers.stop()
  for (const [phase, answers] of Map.groupBy(stage.answers, (one) => one.phase)) tell(phase, answers)
}

await ({ far: measureFar, away: measureAway, redis: measureRedis }[values.part] ?? measureFar)()
