import { createBuiltinCalendar } from '../calendars/builtin/builtin-calendar.ts'
import { type AccountsOptions, type CalcomAccounts, createCalcomAccounts } from '../calendars/calcom/accounts.ts'
import { cachedDays } from '../calendars/calcom/cached-days.ts'
import { webhooksAreProven } from '../calendars/calcom/heed-changes.ts'
import { createSharedBudget } from '../calendars/calcom/shared-budget.ts'
import type { Calendar } from '../calendars/calendar.ts'
import { type CompanyCalendars, createCompanyCalendars } from '../calendars/company-calendars.ts'
import type { Cache } from '../infra/cache/cache.ts'
import { createCache } from '../infra/cache/create-cache.ts'
import { openRedisCache } from '../infra/cache/open-redis.ts'
import { type Clock, systemClock } from '../infra/clock.ts'
import { type Db, openDatabase } from '../infra/db/database.ts'
import { startEmbeddedPostgres } from '../infra/db/embedded-postgres.ts'
import { type Ids, createIds } from '../infra/ids.ts'
import { type Jobs, openJobs } from '../infra/jobs.ts'
import { type Random, systemRandom } from '../infra/random.ts'
import { openRedisBuckets } from '../infra/redis-buckets.ts'
import { type Sealer, createSealer } from '../infra/sealing.ts'
import { type Events, createEvents } from '../infra/telemetry/events.ts'
import { type Log, createLog } from '../infra/telemetry/log.ts'
import { type Metrics, createMetrics, watchPools } from '../infra/telemetry/metrics.ts'
import { type PhoneMark, markPhone } from '../infra/telemetry/phone-mark.ts'
import { createSenders, type Senders } from '../messages/channels/senders.ts'
import { type Houses, createHouses } from '../openings/load-house.ts'
import type { Config } from './config.ts'
import { bringUpToDate } from './database-state.ts'
import { tallyOf } from './http/measure-requests.ts'
import { JOB_KINDS } from './job-kinds.ts'
import type { Secrets } from './secrets.ts'

/** Everything there is, built once. Only `app` knows it whole: each feature names the few things it needs. */
export type Context = {
  config: Config
  clock: Clock
  ids: Ids
  random: Random
  database: Db
  /** The same for jobs that run beside callers: two connections of their own. */
  jobsDatabase: Db
  jobs: Jobs
  sealing: Sealer
  /** Where free times come from for companies that have theirs here. */
  calendar: Calendar
  /** The calendar of any company. */
  calendars: CompanyCalendars
  /** The ways to companies' accounts elsewhere. */
  calcomAccounts: CalcomAccounts
  /** The ways messages go out. */
  senders: Senders
  /** Where people and providers reach this Ringbook; null when that is not known. */
  publicUrl: string | null
  houses: Houses
  /** What is kept near at hand, here and in Redis where there is one. */
  cache: Cache
  /** What a request asked of the database so far. */
  tallyOf: typeof tallyOf
  markPhone(number: string): PhoneMark
  retellApiKey: string
  log: Log
  metrics: Metrics
  events: Events
  /** Closes everything, last built first. */
  close(): Promise<void>
}

/** What a test puts in place of the real thing. */
export type Overrides = {
  clock?: Clock
  ids?: Ids
  random?: Random
  log?: Log
  /** How accounts elsewhere are asked. */
  accounts?: AccountsOptions
}

export type ContextOptions = {
  /** What the process is called where the database lists its connections. */
  processName: string
  /** Whether to apply missing migrations to a database that is not ours; to our own they always are. */
  migrate: boolean
}

/** Until the next warming but one minute: what lives on until then is left alone. */
const WARM_FOR_MS = 4 * 60_000
/**
 * Nobody waits for a job on the phone: beside callers, jobs take turns on these. On the callers' own connections each second's
 * jobs would come before them, all at once.
 */
const JOBS_CONNECTIONS = { size: { min: 0, max: 2 } }
/** How long running jobs may take to finish when the process ends. */
const JOBS_DRAIN_MS = 10_000

/**
 * Builds the context. What was built is closed again when a later part fails.
 *
 * @throws Error in one sentence when the database is away or lacks migrations
 */
export async function createContext(
  config: Config,
  secrets: Secrets,
  options: ContextOptions,
  overrides: Overrides = {},
): Promise<Context> {
  await using parts = new AsyncDisposableStack()
  const clock = overrides.clock ?? systemClock
  const random = overrides.random ?? systemRandom
  const log = overrides.log ?? createLog(config.log)
  const metrics = createMetrics()
  const events = createEvents(log, metrics)

  const { database, jobsDatabase, jobs } = await openStorage(config, secrets, options, { metrics, events }, parts)
  const sealing = createSealer(secrets.sealingKey, secrets.previousSealingKeys, random)
  const senders = openSenders(config, secrets)
  parts.defer(() => senders.close())
  const ids = overrides.ids ?? createIds(clock, random)
  const accounts = openAccounts(secrets.redisUrl, { ids, events, processName: options.processName, overrides }, parts)
  const cache = openCache(secrets.redisUrl, { clock, ids, events, processName: options.processName })
  parts.defer(async () => cache.close())
  const areProven = (companyId: string) => webhooksAreProven({ cache, database, clock }, companyId)
  const days = { cache, clock, webhooksAreProven: areProven }
  const loadDays = cachedDays(days)
  const warmDays = cachedDays(days, { freshForMs: WARM_FOR_MS })
  const built = parts.move()
  return {
    config,
    clock,
    random,
    ids,
    database,
    jobsDatabase,
    jobs,
    calendar: createBuiltinCalendar(),
    calendars: createCompanyCalendars({ sealing, clock, accounts, loadDays, warmDays, cache }),
    calcomAccounts: accounts,
    senders,
    publicUrl: config.publicUrl,
    houses: createHouses({ clock }),
    cache,
    tallyOf,
    sealing,
    markPhone: (number) => markPhone(number, secrets.phoneMarkKey),
    retellApiKey: secrets.retellApiKey,
    log,
    metrics,
    events,
    close: () => built.disposeAsync(),
  }
}

/** The ways to accounts elsewhere; what their keys may ask is shared by all processes where there is a Redis. */
function openAccounts(
  redisUrl: string | undefined,
  {
    ids,
    events,
    processName,
    overrides,
  }: Pick<Context, 'ids' | 'events'> & { processName: string; overrides: Overrides },
  parts: AsyncDisposableStack,
): CalcomAccounts {
  const shared: AccountsOptions = {}
  if (redisUrl !== undefined) {
    const buckets = openRedisBuckets({
      url: redisUrl,
      connectionName: processName,
      processId: ids.uuid(),
      onFault: events.redisFaulty,
    })
    parts.defer(() => buckets.close())
    shared.createBudget = (mark) => createSharedBudget({ buckets, nowMs: () => performance.now() }, mark)
  }
  const accounts = createCalcomAccounts(events, { ...shared, ...overrides.accounts })
  parts.defer(() => accounts.close())
  return accounts
}

/** Near at hand: in this process, and shared by all where there is a Redis. */
function openCache(
  redisUrl: string | undefined,
  { clock, ids, events, processName }: Pick<Context, 'clock' | 'ids' | 'events'> & { processName: string },
): Cache {
  if (redisUrl === undefined) return createCache({ clock, events })
  const connection = { url: redisUrl, connectionName: processName, processId: ids.uuid(), events }
  return createCache({ clock, events, openShared: (hearing) => openRedisCache(connection, hearing) })
}

function openSenders({ mailFrom: from }: Config, { smtpUrl: url }: Secrets): Senders {
  return createSenders({ smtp: url === undefined || from === null ? null : { url, from } })
}

/** The database, brought up to date, and the job queue in it. */
async function openStorage(
  config: Config,
  secrets: Secrets,
  options: ContextOptions,
  { metrics, events }: Pick<Context, 'metrics' | 'events'>,
  parts: AsyncDisposableStack,
): Promise<Pick<Context, 'database' | 'jobsDatabase' | 'jobs'>> {
  const urls = secrets.database ?? (await embedded(config, parts))
  await bringUpToDate(urls, options.migrate || secrets.database === undefined)
  const access = {
    url: urls.appUrl,
    applicationName: options.processName,
    onError: events.connectionBroke,
    onQuery: events.queryAnswered,
  }
  const database = openDatabase(access)
  parts.defer(() => database.close())
  const jobsDatabase = openDatabase({ ...access, applicationName: `${options.processName} work`, ...JOBS_CONNECTIONS })
  parts.defer(() => jobsDatabase.close())
  watchPools(metrics, { callers: database.pool, jobs: jobsDatabase.pool })
  const jobs = await openJobs({
    url: urls.appUrl,
    applicationName: `${options.processName} jobs`,
    kinds: JOB_KINDS,
    events,
  })
  parts.defer(() => jobs.stop(JOBS_DRAIN_MS))
  return { database, jobsDatabase, jobs }
}

async function embedded(config: Config, parts: AsyncDisposableStack): Promise<{ appUrl: string; ownerUrl: string }> {
  const server = await startEmbeddedPostgres({ dataDir: config.dataDir })
  parts.defer(() => server.stop())
  return server
}
