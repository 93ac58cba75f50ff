import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { type CacheTally, newCacheTally, tallyCacheAnswers } from '../../infra/cache/cache-tally.ts'
import { type QueryTally, newTally, tallyQueries } from '../../infra/db/query-tally.ts'
import type { Events } from '../../infra/telemetry/events.ts'

const tallies = new WeakMap<FastifyRequest, QueryTally>()

/** What a request asked of the database so far. */
export function tallyOf(request: FastifyRequest): QueryTally {
  const known = tallies.get(request)
  if (known) return known
  const made = newTally()
  tallies.set(request, made)
  return made
}

const cacheTallies = new WeakMap<FastifyRequest, CacheTally>()

/** How what a request asked of the cache so far was answered. */
function cacheTallyOf(request: FastifyRequest): CacheTally {
  const known = cacheTallies.get(request)
  if (known) return known
  const made = newCacheTally()
  cacheTallies.set(request, made)
  return made
}

/**
 * Measures every request: its answer carries `X-Request-Id`, `X-Response-Time` (ms) and `Server-Timing`, and becomes one
 * event. The times are those until the answer's first byte; the event's until its last.
 */
export function measureRequests(app: FastifyInstance, deps: { events: Events }): void {
  // After the body was read: reading it leaves the asynchronous context a request began in.
  app.addHook('preValidation', (request, _reply, done) => {
    tallyCacheAnswers(cacheTallyOf(request), () => tallyQueries(tallyOf(request), done))
  })
  app.addHook('onSend', (request, reply, _payload, done) => {
    stampTimes(request, reply)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    deps.events.requestAnswered({
      requestId: request.id,
      method: request.method,
      // Never the address asked for: anything may stand in it.
      route: request.routeOptions.url ?? 'none',
      statusCode: reply.statusCode,
      durationMs: reply.elapsedTime,
      queries: tallyOf(request),
      cache: cacheTallyOf(request),
    })
    done()
  })
}

/** Puts the headers about time on an answer; for those that are given before any hook runs, too. */
export function stampTimes(request: FastifyRequest, reply: FastifyReply): void {
  const queries = tallyOf(request)
  const cache = cacheTallyOf(request)
  const total = milliseconds(reply.elapsedTime)
  reply.header('x-request-id', request.id)
  reply.header('x-response-time', total)
  reply.header(
    'server-timing',
    `total;dur=${total}, db;dur=${milliseconds(queries.totalMs)};desc="${queries.count} queries", ` +
      `cache;desc="${cache.hits} hits, ${cache.misses} misses"`,
  )
}

/** At least one decimal, at most three. */
function milliseconds(elapsedMs: number): string {
  return elapsedMs.toFixed(3).replace(/0{1,2}$/, '')
}
