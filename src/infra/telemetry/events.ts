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
    request: Answer & { requestId: string; method: string; route: string; statusCode: number; companyId?: string },
  ): void
  /** A fault of ours, answered as one. */
  requestFailed(request: { requestId: string; route: string }, error: unknown): void
  toolAnswered(
    tool: Answer & { requestId: string; tool: string; status: string; companyId?: string; callId?: string },
  ): void
  toolFailed(tool: { requestId: string; tool: string; companyId?: string; callId?: string }, error: unknown): void
  /** Something a person should look at: `alert` is a constant name, the rest says where. */
  alert(alert: string, fields: LogFields): void
  queryAnswered: (elapsedMs: number) => void
  connectionBroke: (error: Error) => void
  jobRan(job: { job: string; jobId: string; attempt: number; durationMs: number }): void
  jobFailed(job: { job: string; jobId: string; attempt: number; durationMs: number }, error: unknown): void
  queueFaulty(error: unknown): void
}

const MS_PER_SECOND = 1_000

/** The events of one process. */
export function createEvents(log: Log, metrics: Metrics): Events {
  return {
    requestAnswered({ queries, durationMs, ...request }) {
      const labels = { method: request.method, route: request.route, status: String(request.statusCode) }
      metrics.requestSeconds.observe(labels, durationMs / MS_PER_SECOND)
      metrics.requestQueries.observe({ route: request.route }, queries.count)
      log.info('request answered', { ...request, durationMs: round(durationMs), ...queryFields(queries) })
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
  }
}

function queryFields(queries: QueryTally): LogFields {
  return { queryCount: queries.count, queryMs: round(queries.totalMs) }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * MS_PER_SECOND) / MS_PER_SECOND
}
