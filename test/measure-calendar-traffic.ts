/**
 * Ten minutes of ten companies' traffic on a set clock: how often their calendars are asked, and whether anything is offered
 * that is taken. On a database, a Redis and gateways of its own; a minute takes some seconds.
 *
 *     node test/measure-calendar-traffic.ts [--minutes 10] [--companies 10] [--gateways 4] [--seed 1] [--no-redis]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { openDatabase } from '../src/infra/db/database.ts'
import { startEmbeddedPostgres } from '../src/infra/db/embedded-postgres.ts'
import { migrateUp } from '../src/infra/db/migrate.ts'
import { playTraffic } from './cache/traffic/play-traffic.ts'
import { cleanUp } from './harness/clean-up.ts'
import { startTestRedis } from './harness/redis.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    companies: { type: 'string', default: '10' },
    gateways: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    'no-redis': { type: 'boolean', default: false },
  },
})
/** From the practice of one to the salon of five; three on average. */
const PEOPLE = [3, 1, 4, 2, 3, 5, 2, 3, 4, 3]

await using parts = new AsyncDisposableStack()
const dataDir = await mkdtemp(join(tmpdir(), 'ringbook-traffic-'))
parts.defer(() => rm(dataDir, { recursive: true, force: true }))
parts.defer(cleanUp)
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
const server = await startEmbeddedPostgres({ dataDir, settings })
parts.defer(() => server.stop())
await migrateUp(server.ownerUrl)
const db = openDatabase({ url: server.appUrl, applicationName: 'traffic', size: { min: 0, max: 5 } })
parts.defer(() => db.close())
const redis = values['no-redis'] ? undefined : await startTestRedis()

const startedMs = performance.now()
const report = await playTraffic({
  database: { db },
  env: {
    DATABASE_URL: server.appUrl,
    DATABASE_OWNER_URL: server.ownerUrl,
    ...(redis !== undefined && { REDIS_URL: redis.url }),
  },
  gateways: Number(values.gateways),
  companies: Array.from({ length: Number(values.companies) }, (_none, index) => PEOPLE[index % PEOPLE.length] ?? 1),
  minutes: Number(values.minutes),
  seed: Number(values.seed),
  onMinute: (minute) => process.stderr.write(`minute ${minute}\r`),
})
const { breaches, ...figures } = report
const perThousand = Math.round((1_000 * report.slotRequests) / report.checks)
console.log(JSON.stringify({ ...figures, breaches: breaches.length, first: breaches.slice(0, 3) }, null, 2))
console.log(
  `${perThousand} requests for free times in 1,000 checks, ${(100 * report.cache.hitRate).toFixed(1)} % of days known, at most ` +
    `${report.mostRequestsInAMinute} requests of a key in a minute, ${breaches.length} offered too late; ` +
    `${Math.round((performance.now() - startedMs) / 1_000)} s`,
)
// Over fewer minutes or companies the first questions weigh more than they may.
const isFullSize = Number(values.minutes) >= 10 && Number(values.companies) >= 10 && redis !== undefined
const isWell =
  breaches.length === 0 &&
  report.cache.hitRate > 0.75 &&
  report.mostRequestsInAMinute <= 120 &&
  report.refusedByLimit === 0 &&
  (perThousand <= 50 || !isFullSize)
process.exitCode = isWell ? 0 : 1
