import { getHeapStatistics } from 'node:v8'

import helmet from '@fastify/helmet'
import underPressure from '@fastify/under-pressure'
import fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'

import type { Context } from './context.ts'
import { answerError, answerNotFound } from './http/errors.ts'
import { healthRoutes } from './http/health.ts'
import { measureRequests, stampTimes } from './http/measure-requests.ts'
import { openApi } from './http/open-api.ts'
import { listRoutes } from './routes.ts'

export type ServerState = {
  /** Whether something is still to be started: it answers, and may end because that fails. */
  starting: boolean
  /** Whether the process is on its way out: it finishes what it has and wants nothing new. */
  draining: boolean
}

/** As much as a tool call's body may have. */
const BODY_LIMIT_BYTES = 2 * 1024 * 1024
/** Slower than any client of ours sends a request, faster than somebody who holds connections open on purpose. */
const REQUEST_TIMEOUT_MS = 30_000
/** Longer than the usual 60 s of load balancers, so that it is they who close an idle connection. */
const KEEP_ALIVE_MS = 72_000
/** A second behind, every tool call is late already: better to say so at the door. */
const EVENT_LOOP_DELAY_LIMIT_MS = 1_000
const HEAP_LIMIT_SHARE = 0.92
const RETRY_AFTER_SECONDS = 5

/** Nothing inline. Encryption is the proxy's in front of us: telling browsers to insist on it would break plain HTTP. */
const CONTENT_POLICY = { styleSrc: ["'self'"], upgradeInsecureRequests: null }

/** The HTTP server, ready but not listening. What is mounted where stands here and in routes.ts. */
export async function createServer(context: Context, state: ServerState): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    genReqId: () => context.ids.uuid(),
    requestIdHeader: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    // An address that cannot be decoded is answered before any hook runs.
    frameworkErrors: (error, request, reply) => {
      stampTimes(request, reply)
      answerError(context, error, request, reply)
    },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((error, request, reply) => answerError(context, error, request, reply))
  app.setNotFoundHandler(answerNotFound)

  measureRequests(app, context)
  // A connection kept alive would hold up the end of the process for as long as its client likes.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (state.draining) reply.header('connection', 'close')
    done()
  })
  await app.register(helmet, { contentSecurityPolicy: { directives: CONTENT_POLICY } })
  await app.register(underPressure, {
    maxEventLoopDelay: EVENT_LOOP_DELAY_LIMIT_MS,
    maxHeapUsedBytes: Math.floor(getHeapStatistics().heap_size_limit * HEAP_LIMIT_SHARE),
    retryAfter: RETRY_AFTER_SECONDS,
    message: 'Overloaded',
  })
  await openApi(app)
  await app.register(healthRoutes(context, state))
  for (const routes of listRoutes(context)) await app.register(routes)
  await app.ready()
  return app
}
