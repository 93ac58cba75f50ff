import { type CacheTally, countCacheAnswer } from '../cache/cache-tally.ts'
import type { CacheOutcome } from '../cache/cache.ts'
import type { QueryTally } from '../db/query-tally.ts'
import type { Log, LogFields } from './log.ts'
import { faultFields } from './log.ts'
import type { Metrics } from './metrics.ts'

/** Something that was answered within a request. */
type Answer = { durationMs: number; queries: QueryTally }

/**
 * What happens in the gateway, one function per event: each feeds the log and the counters, so that the two cannot tell
 * different stories. None of them throws.
 */
export type Events = {
  requestAnswered(
    request: Answer & {
      requestId: string
      method: string
      route: string
      statusCode: number
      companyId?: string
      cache?: CacheTally
    },
  ): void
  /** A fault of ours, answered as one. */
  requestFailed(request: { requestId: string; route: string }, error: unknown): void
  toolAnswered(
    tool: Answer & { requestId: string; tool: string; status: string; companyId?: string; callId?: string },
  ): void
  toolFailed(tool: { requestId: string; tool: string; companyId?: string; callId?: string }, error: unknown): void
  /** Something a person should look at: `alert` is a constant name, the rest says where. */
  alert(alert: string, fields: LogFields): void
  /** One request to a company's calendar elsewhere: which kind, and what came of it. */
  calendarAsked(request: { companyId: string; family: string; outcome: string; durationMs: number }): void
  /** A calendar elsewhere is asked again, or left alone. */
  breakerChanged(breaker: { companyId: string; state: 'closed' | 'open' | 'half_open' }): void
  /** A company's open bookings could not be looked after; the next look does it. */
  settlingFailed(companyId: string | null, error: unknown): void
  /** A calendar elsewhere could not be looked at; the next look does it. */
  calendarSyncFailed(companyId: string, error: unknown): void
  /** One message was handed over, or tried to be: which way, and what came of it. */
  messageTried(message: {
    companyId: string
    messageId: string
    channel: string
    kind: string
    outcome: string
    durationMs: number
  }): void
  /** A company's messages, or with null anybody's, could not be looked after; the next look does it. */
  sendingFailed(companyId: string | null, error: unknown): void
  /** What has been kept long enough could not be deleted from a company's table; the next run does it. */
  deletingFailed(where: { companyId: string; table: string }, error: unknown): void
  queryAnswered: (elapsedMs: number) => void
  connectionBroke: (error: Error) => void
  jobRan(job: { job: string; jobId: string; attempt: number; durationMs: number }): void
  jobFailed(job: { job: string; jobId: string; attempt: number; durationMs: number }, error: unknown): void
  queueFaulty(error: unknown): void
  /** A question to the cache, by kind of value. */
  cacheAnswered(kind: string, outcome: CacheOutcome): void
  cacheChanged(kind: string, how: 'dropped' | 'patched'): void
  /** Redis answers, again or for the first time. */
  redisUp: () => void
  /** Redis is late or gone; everything goes on without. */
  redisDown: () => void
  redisFaulty: (error: unknown) => void
}

const MS_PER_SECOND = 1_000

/** The events of one process. */
export function createEvents(log: Log, metrics: Metrics): Events {
  const breakers = countBreakers(metrics)
  return {
    requestAnswered({ queries, cache, durationMs, ...request }) {
      const labels = { method: request.method, route: request.route, status: String(request.statusCode) }
      metrics.requestSeconds.observe(labels, durationMs / MS_PER_SECOND)
      metrics.requestQueries.observe({ route: request.route }, queries.count)
      log.info('request answered', {
        ...request,
        durationMs: round(durationMs),
        ...queryFields(queries),
        ...(cache !== undefined && { cacheHits: cache.hits, cacheMisses: cache.misses }),
      })
    },
    requestFailed(request, error) {
      log.error('request failed', { ...request, fault: faultFields(error) })
    },
    toolAnswered({ queries, durationMs, ...tool }) {
      metrics.toolSeconds.observe({ tool: tool.tool, status: tool.status }, durationMs / MS_PER_SECOND)
      log.info('tool answered', { ...tool, durationMs: round(durationMs), ...queryFields(queries) })
    },
    toolFailed(tool, error) {
      log.error('tool failed', { ...tool, fault: faultFields(error) })
    },
    alert(alert, fields) {
      metrics.alerts.inc({ alert })
      log.warn('somebody should look at this', { ...fields, reason: alert })
    },
    calendarAsked({ durationMs, family, outcome }) {
      metrics.calendarSeconds.observe({ request: family, outcome }, durationMs / MS_PER_SECOND)
    },
    breakerChanged({ companyId, state }) {
      metrics.breakerChanges.inc({ state })
      breakers.set(companyId, state)
      log.warn('a calendar elsewhere is treated differently', { companyId, status: state })
    },
    settlingFailed: (companyId, error) => {
      log.error('settling failed', { ...(companyId !== null && { companyId }), fault: faultFields(error) })
    },
    calendarSyncFailed: (companyId, error) => {
      log.error('a calendar elsewhere was not looked at', { companyId, fault: faultFields(error) })
    },
    messageTried({ companyId, messageId, channel, kind, outcome, durationMs }) {
      metrics.messageSeconds.observe({ channel, outcome }, durationMs / MS_PER_SECOND)
      log.info('message tried', { companyId, messageId, reason: kind, status: outcome, durationMs: round(durationMs) })
    },
    sendingFailed: (companyId, error) => {
      log.error('messages were not looked after', {
        ...(companyId !== null && { companyId }),
        fault: faultFields(error),
      })
    },
    deletingFailed: ({ companyId, table }, error) => {
      log.error('old data was not deleted', { companyId, reason: table, fault: faultFields(error) })
    },
    queryAnswered: (elapsedMs) => metrics.querySeconds.observe(elapsedMs / MS_PER_SECOND),
    connectionBroke: (error) => log.warn('a database connection broke', { fault: faultFields(error) }),
    jobRan({ durationMs, ...job }) {
      metrics.jobSeconds.observe({ job: job.job, outcome: 'done' }, durationMs / MS_PER_SECOND)
      log.debug('job done', { ...job, durationMs: round(durationMs) })
    },
    jobFailed({ durationMs, ...job }, error) {
      metrics.jobSeconds.observe({ job: job.job, outcome: 'failed' }, durationMs / MS_PER_SECOND)
      log.error('job failed', { ...job, durationMs: round(durationMs), fault: faultFields(error) })
    },
    queueFaulty: (error) => log.error('the job queue reports a fault', { fault: faultFields(error) }),
    ...cacheEvents(log, metrics),
  }
}

/** Shows how many companies' calendars are in trouble; those that are well are not remembered. */
function countBreakers({ breakers }: Metrics): {
  set(companyId: string, state: 'closed' | 'open' | 'half_open'): void
} {
  const troubled = new Map<string, 'open' | 'half_open'>()
  const show = () => {
    for (const state of ['open', 'half_open'] as const) {
      breakers.set({ state }, [...troubled.values()].filter((one) => one === state).length)
    }
  }
  show()
  return {
    set(companyId, state) {
      if (state === 'closed') troubled.delete(companyId)
      else troubled.set(companyId, state)
      show()
    },
  }
}

function cacheEvents(
  log: Log,
  metrics: Metrics,
): Pick<Events, 'cacheAnswered' | 'cacheChanged' | 'redisUp' | 'redisDown' | 'redisFaulty'> {
  return {
    cacheAnswered(kind, outcome) {
      metrics.cacheRequests.inc({ kind, outcome })
      countCacheAnswer(outcome)
    },
    cacheChanged: (kind, how) => metrics.cacheChanges.inc({ kind, how }),
    redisUp() {
      metrics.redisUp.set(1)
      log.info('redis answers')
    },
    redisDown() {
      metrics.redisUp.set(0)
      log.warn('redis does not answer: going on without')
    },
    redisFaulty(error) {
      metrics.redisFaults.inc()
      log.debug('redis reports a fault', { fault: faultFields(error) })
    },
  }
}

function queryFields(queries: QueryTally): LogFields {
  return { queryCount: queries.count, queryMs: round(queries.totalMs) }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * MS_PER_SECOND) / MS_PER_SECOND
}
