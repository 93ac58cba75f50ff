import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** The counters of one process. Labels are names out of the code or status codes: few, and never a person's. */
export type Metrics = {
  registry: Registry
  requestSeconds: Histogram<'method' | 'route' | 'status'>
  toolSeconds: Histogram<'tool' | 'status'>
  querySeconds: Histogram
  requestQueries: Histogram<'route'>
  jobSeconds: Histogram<'job' | 'outcome'>
  alerts: Counter<'alert'>
  calendarSeconds: Histogram<'request' | 'outcome'>
  breakerChanges: Counter<'state'>
  breakers: Gauge<'state'>
  messageSeconds: Histogram<'channel' | 'outcome'>
  cacheRequests: Counter<'kind' | 'outcome'>
  cacheChanges: Counter<'kind' | 'how'>
  redisUp: Gauge
  redisFaults: Counter
}

/** What a pool of connections can be asked. */
export type PoolFigures = {
  totalCount: number
  idleCount: number
  waitingCount: number
  options: { max?: number | undefined }
}

/** Around the targets of the tools: 5 ms for the fastest, 3 s for the slowest. */
const ANSWER_BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1, 1.5, 2, 3, 5, 10]
const QUERY_BUCKETS = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 1, 5]
const JOB_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300]

/** Counters and the process's own figures (memory, CPU, event loop lag), in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'ringbook_' })
  const registers = [registry]
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'ringbook_http_request_seconds',
      help: 'How long HTTP requests took to answer, by the pattern of their route',
      labelNames: ['method', 'route', 'status'],
      buckets: ANSWER_BUCKETS,
      registers,
    }),
    toolSeconds: new Histogram({
      name: 'ringbook_tool_seconds',
      help: 'How long tool calls took to answer, by tool and the status answered',
      labelNames: ['tool', 'status'],
      buckets: ANSWER_BUCKETS,
      registers,
    }),
    querySeconds: new Histogram({
      name: 'ringbook_query_seconds',
      help: 'How long the database took to answer a statement',
      buckets: QUERY_BUCKETS,
      registers,
    }),
    requestQueries: new Histogram({
      name: 'ringbook_request_queries',
      help: 'How many statements one HTTP request sent to the database',
      labelNames: ['route'],
      buckets: [0, 1, 2, 5, 10, 15, 20, 30, 50, 100],
      registers,
    }),
    jobSeconds: new Histogram({
      name: 'ringbook_job_seconds',
      help: 'How long jobs ran, by job and outcome',
      labelNames: ['job', 'outcome'],
      buckets: JOB_BUCKETS,
      registers,
    }),
    calendarSeconds: new Histogram({
      name: 'ringbook_calendar_request_seconds',
      help: 'How long requests to calendars elsewhere took, by kind and what came of them',
      labelNames: ['request', 'outcome'],
      buckets: ANSWER_BUCKETS,
      registers,
    }),
    breakerChanges: new Counter({
      name: 'ringbook_calendar_breaker_changes_total',
      help: 'How often a calendar elsewhere began to be left alone, probed, and asked again',
      labelNames: ['state'],
      registers,
    }),
    breakers: new Gauge({
      name: 'ringbook_calendar_breakers',
      help: 'How many companies have a calendar elsewhere that is being left alone (open) or probed (half_open) by this process',
      labelNames: ['state'],
      registers,
    }),
    messageSeconds: new Histogram({
      name: 'ringbook_message_seconds',
      help: 'How long handing messages over took, by the way they went and what came of it',
      labelNames: ['channel', 'outcome'],
      buckets: ANSWER_BUCKETS,
      registers,
    }),
    alerts: new Counter({
      name: 'ringbook_alerts_total',
      help: 'Things somebody should look at, by what they are',
      labelNames: ['alert'],
      registers,
    }),
    ...cacheMetrics(registers),
  }
}

/** Whether there is a Redis at all is the configuration's to tell: without one it is never up, and nothing is at fault. */
function cacheMetrics(
  registers: Registry[],
): Pick<Metrics, 'cacheRequests' | 'cacheChanges' | 'redisUp' | 'redisFaults'> {
  return {
    cacheRequests: new Counter({
      name: 'ringbook_cache_requests_total',
      help: 'Questions to the cache, by kind of value and how they were answered: memory, redis, shared and shared_elsewhere are hits',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    cacheChanges: new Counter({
      name: 'ringbook_cache_changes_total',
      help: 'Kept values that were dropped or patched because something had changed, by kind of value',
      labelNames: ['kind', 'how'],
      registers,
    }),
    redisUp: new Gauge({
      name: 'ringbook_redis_up',
      help: 'Whether Redis answers this process: 1 or 0',
      registers,
    }),
    redisFaults: new Counter({
      name: 'ringbook_redis_faults_total',
      help: 'Commands that Redis refused or that were lost with the connection',
      registers,
    }),
  }
}

/** Shows the connections of pools by what they are for: how many there are, are idle, are waited for, and may be at most. */
export function watchPools(metrics: Metrics, pools: Readonly<Record<string, PoolFigures>>): void {
  const gauge = new Gauge({
    name: 'ringbook_pool_connections',
    help: 'Database connections of this process: open, idle, waited for, and the most there may be',
    labelNames: ['pool', 'state'],
    registers: [metrics.registry],
    collect() {
      for (const [name, pool] of Object.entries(pools)) {
        gauge.set({ pool: name, state: 'open' }, pool.totalCount)
        gauge.set({ pool: name, state: 'idle' }, pool.idleCount)
        gauge.set({ pool: name, state: 'waiting' }, pool.waitingCount)
        gauge.set({ pool: name, state: 'limit' }, pool.options.max ?? 0)
      }
    },
  })
}
