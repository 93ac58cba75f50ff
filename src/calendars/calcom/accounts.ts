import { createHash } from 'node:crypto'

import { Pool } from 'undici'

import { type Breaker, type BreakerState, createBreaker } from './breaker.ts'
import { type CalcomHttp, type CalcomHttpOptions, createCalcomHttp } from './http.ts'
import { createRequestBudget, type RequestBudget } from './request-budget.ts'

/** Who asks: somebody on the phone, or a job that can wait and finds out whether the calendar is back. */
export type Asker = 'caller' | 'job'

/** The ways to all accounts of an installation: connections by server, budgets by key, breakers by company. */
export type CalcomAccounts = {
  http(account: { companyId: string; baseUrl: string; apiKey: string }, asker: Asker): CalcomHttp
  /** How a company's calendar is doing; 'closed' for one that was never asked. */
  breakerState(companyId: string): BreakerState
  close(): Promise<void>
}

/** Enough for a hundred callers whose days are looked up at once; each waits half a second for an answer. */
const CONNECTIONS = 64
const CONNECT_TIMEOUT_MS = 1_000
const KEEP_ALIVE_MS = 60_000
/** A job asks every few seconds whether the calendar is back, so that what waits is settled within the minute. */
const JOB_BREAKER_OPEN_MS = 5_000
/** Nobody is on the line: a long list may take its time, and a spent budget is waited for. */
const JOB_PATIENCE = { readDeadlineMs: 15_000, patienceMs: 120_000 }

export type CalcomEvents = {
  calendarAsked(request: { companyId: string; family: string; outcome: string; durationMs: number }): void
  breakerChanged(breaker: { companyId: string; state: BreakerState }): void
}

export type AccountsOptions = {
  breakerOpenMs?: number
  /** How often it is tried whether a calendar that is left alone may be probed. */
  probeEveryMs?: number
  /**
   * In place of a bucket of this process: one shared with others, or none for servers that allow more. `mark` tells a key apart from
   * others without being it.
   */
  createBudget?: (mark: string) => RequestBudget
}

/** Opens no connection before the first request. */
export function createCalcomAccounts(events: CalcomEvents, options: AccountsOptions = {}): CalcomAccounts {
  const pools = new Map<string, Pool>()
  const budgets = new Map<string, RequestBudget>()
  const breakers = new Map<string, Breaker>()
  const over = new AbortController()
  const probesAside = { until: over.signal, tryEveryMs: options.probeEveryMs }

  const createBudget = options.createBudget ?? (() => createRequestBudget(() => performance.now()))

  function poolFor(baseUrl: string): Pool {
    const { origin } = new URL(baseUrl)
    return remember(pools, origin, () => {
      return new Pool(origin, {
        connections: CONNECTIONS,
        // A booking must not queue behind somebody's look-up.
        pipelining: 1,
        keepAliveTimeout: KEEP_ALIVE_MS,
        connect: { timeout: CONNECT_TIMEOUT_MS },
        // Every request has a signal with a deadline of its own.
        headersTimeout: 0,
        bodyTimeout: 0,
      })
    })
  }
  function breakerFor(companyId: string, asker: Asker): Breaker {
    return remember(breakers, `${asker} ${companyId}`, () =>
      asker === 'job'
        ? createBreaker({ openMs: JOB_BREAKER_OPEN_MS })
        : createBreaker({
            ...(options.breakerOpenMs !== undefined && { openMs: options.breakerOpenMs }),
            onChange: (state) => events.breakerChanged({ companyId, state }),
          }),
    )
  }

  return {
    http({ companyId, baseUrl, apiKey }, asker) {
      const mark = keyMark(baseUrl, apiKey)
      const settings: CalcomHttpOptions = {
        baseUrl,
        apiKey,
        pool: poolFor(baseUrl),
        budget: remember(budgets, mark, () => createBudget(mark)),
        breaker: breakerFor(companyId, asker),
        ...(asker === 'job' ? JOB_PATIENCE : { probesAside }),
        onRequest: (request) => events.calendarAsked({ companyId, ...request }),
      }
      return createCalcomHttp(settings)
    },
    breakerState: (companyId) => breakers.get(`caller ${companyId}`)?.state() ?? 'closed',
    async close() {
      over.abort()
      await Promise.all([...pools.values()].map((pool) => pool.destroy()))
    },
  }
}

/** Two companies of one agency may share a key, and then its budget. The key itself is not kept a second time. */
function keyMark(baseUrl: string, apiKey: string): string {
  return createHash('sha256').update(`${baseUrl} ${apiKey}`).digest('base64')
}

function remember<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make()
  known.set(key, value)
  return value
}
