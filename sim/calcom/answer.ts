import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

import { type Credential, nameOf, readCredential } from './credentials.ts'
import type { Fate } from './faults.ts'
import type { Recorder } from './recorder.ts'
import { toldHeaders } from './recorder.ts'
import { RefusedRequest, refusalBody, refuse, refuseFromCore } from './refusal.ts'
import type { Asked, Reply, Route } from './route.ts'
import { findRoute } from './router.ts'
import type { World } from './world.ts'

/** Bodies over there are small; what is larger is a mistake. */
const MOST_BODY_BYTES = 1_000_000
/** Nobody waits longer for an answer that never comes; the connection ends then. */
const NEVER_MS = 60_000

/** What a server needs beside its world to answer. */
export type Answering = {
  world: World
  recorder: Recorder | undefined
  /** Ends early, and then never comes back to the caller, when the server closes. */
  wait(milliseconds: number): Promise<void>
}

/** Nothing is sent; the connection ends, or is left to wait. */
class Unanswered extends Error {
  readonly how: 'drop' | 'hang'
  constructor(how: 'drop' | 'hang') {
    super(how)
    this.how = how
  }
}

type Exchanging = {
  request: IncomingMessage
  response: ServerResponse
  path: string
  endpoint: string
  credential: Credential
  startedMs: number
  body: unknown
  fault: string | undefined
}

/** Answers one request of the API, from the credential to the record. */
export async function answer(answering: Answering, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { world } = answering
  const path = request.url ?? '/'
  const method = request.method ?? 'GET'
  const [pathname = '/'] = path.split('?')
  const found = findRoute(world, method, pathname)
  const exchange: Exchanging = {
    request,
    response,
    path,
    endpoint: found === undefined ? 'unknown' : `${method} ${found.route.path}`,
    credential: readCredential(world, request.headers),
    startedMs: performance.now(),
    body: undefined,
    fault: undefined,
  }
  world.counters.received(exchange.endpoint, nameOf(exchange.credential), world.clock.nowMs())
  try {
    const outage = world.faults.outage()
    if (outage !== undefined) await beAway(answering, exchange, outage)
    exchange.body = await readBody(request)
    if (found === undefined) throw refuse(404, `Cannot ${method} ${path}`)
    const reply = await work(answering, exchange, found)
    send(answering, exchange, reply)
  } catch (error) {
    await tell(answering, exchange, error)
  }
}

/** The faults before the work, the work, and the faults after it. */
async function work(
  answering: Answering,
  exchange: Exchanging,
  { route, params }: { route: Route; params: Record<string, string> },
): Promise<Reply> {
  const { world } = answering
  limitRate(world, exchange)
  const fate = world.faults.fateOf(route.family)
  exchange.fault = fate.fault?.name
  await sufferBefore(answering, fate)
  const { request, path, credential } = exchange
  const version = request.headers['cal-api-version']
  const asked: Asked = {
    world,
    key: credential.kind === 'key' ? credential.key : undefined,
    params,
    query: new URLSearchParams(path.split('?')[1] ?? ''),
    path,
    body: exchange.body,
    version: typeof version === 'string' ? version : undefined,
    fate,
    pause: (extraMs = 0) => answering.wait(fate.latencyMs + extraMs),
  }
  if (route.pausesItself !== true) await asked.pause()
  const reply = await handle(route, asked, exchange)
  sufferAfter(fate)
  return reply
}

async function handle(route: Route, asked: Asked, { path, request }: Exchanging): Promise<Reply> {
  const isItsVersion = route.versions === undefined || route.versions(asked.world).includes(asked.version ?? '')
  if (!isItsVersion && route.older === undefined) throw refuse(404, `Cannot ${request.method} ${path}`)
  if (route.needs !== undefined && asked.key === undefined) throw withoutKey(route.needs)
  return !isItsVersion && route.older !== undefined ? route.older(asked) : await route.handle(asked)
}

function withoutKey(needs: 'key' | 'permission'): RefusedRequest {
  return needs === 'permission'
    ? refuse(
        403,
        "PermissionsGuard - no authentication provided. Provide either authorization bearer token containing managed user access token or oAuth client id in 'x-cal-client-id' header.",
      )
    : refuse(401, 'ApiAuthStrategy - No authentication provided. Provide an API key or an access token as bearer.')
}

/** Counts the request against its key, or its address, and sets the headers that say how many are left. */
function limitRate(world: World, { credential, request, response }: Exchanging): void {
  if (credential.kind === 'wrong') throw refuse(401, credential.message)
  const { rateLimit } = world.faults.plan
  if (rateLimit === 'off') return
  const isKey = credential.kind === 'key'
  const tracker = isKey ? `key ${credential.key.key}` : `address ${request.socket.remoteAddress}`
  const limit = rateLimit.limit ?? (isKey ? credential.key.limit : undefined)
  const verdict = world.limiter.hit(tracker, { limit, blockMs: rateLimit.blockMs }, world.clock.nowMs())
  response.setHeader('x-ratelimit-limit-default', String(verdict.limit))
  response.setHeader('x-ratelimit-remaining-default', String(verdict.remaining))
  response.setHeader('x-ratelimit-reset-default', String(verdict.resetSeconds))
  if (verdict.allowed) return
  const message = 'CustomThrottlerGuard - Too many requests. Please try again later.'
  throw new RefusedRequest({ shape: 'framework', status: 429, code: 'ThrottlerException', message, details: message })
}

async function beAway(answering: Answering, exchange: Exchanging, how: 'drop' | 'hang' | number): Promise<void> {
  exchange.fault = 'outage'
  answering.world.faults.strike('outage')
  if (how === 'drop' || how === 'hang') throw new Unanswered(how)
  throw refuseFromCore(how, messageOf(how))
}

async function sufferBefore(answering: Answering, { fault }: Fate): Promise<void> {
  if (fault === undefined) return
  if (fault.name === 'hang') await answering.wait(fault.milliseconds)
  if (fault.name === 'drop' && !fault.after) throw new Unanswered('drop')
  if (fault.name === 'status' && !fault.after) throw refuseFromCore(fault.status, messageOf(fault.status))
}

function sufferAfter({ fault }: Fate): void {
  if (fault === undefined) return
  if (fault.name === 'done-then-timeout') throw new Unanswered('hang')
  if (fault.name === 'drop' && fault.after) throw new Unanswered('drop')
  if (fault.name === 'status' && fault.after) throw refuseFromCore(fault.status, messageOf(fault.status))
}

const MESSAGES: Record<number, string> = {
  500: 'Internal server error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

function messageOf(status: number): string {
  return MESSAGES[status] ?? 'Error'
}

async function tell(answering: Answering, exchange: Exchanging, error: unknown): Promise<void> {
  const { world } = answering
  if (error instanceof Unanswered) return await leaveUnanswered(answering, exchange, error.how)
  if (error instanceof RefusedRequest) {
    const { refusal } = error
    const body = refusalBody(refusal, exchange.path, world.clock.nowMs())
    return send(answering, exchange, { status: refusal.status, body })
  }
  // The client has gone in the middle of its request.
  if (exchange.request.destroyed && !exchange.request.complete) return world.counters.unanswered(exchange.endpoint)
  world.counters.crashed(error)
  send(answering, exchange, { status: 500, body: { statusCode: 500, message: messageOf(500) } })
}

async function leaveUnanswered(answering: Answering, exchange: Exchanging, how: 'drop' | 'hang'): Promise<void> {
  const { world } = answering
  world.counters.unanswered(exchange.endpoint)
  record(answering, exchange, { status: null, body: undefined })
  if (how === 'hang') await answering.wait(NEVER_MS)
  exchange.request.socket.destroy()
}

function send(answering: Answering, exchange: Exchanging, { status, body }: Reply): void {
  const { response, endpoint } = exchange
  answering.world.counters.answered(endpoint, status)
  if (status !== 429) response.setHeader('x-request-id', randomUUID())
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'x-content-type-options': 'nosniff',
  })
  response.end(text)
  record(answering, exchange, { status, body })
}

function record(
  { recorder, world }: Answering,
  exchange: Exchanging,
  { status, body }: { status: number | null; body: unknown },
): void {
  if (recorder === undefined) return
  const { request, response, path, credential, startedMs, fault } = exchange
  const responseHeaders = Object.fromEntries(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)] as const),
  )
  recorder.record({
    at: new Date(world.clock.nowMs()).toISOString(),
    method: request.method ?? '',
    path,
    key: nameOf(credential),
    headers: toldHeaders(request.headers),
    ...(exchange.body !== undefined && { body: exchange.body }),
    status,
    ...(status !== null && { responseHeaders, response: body }),
    milliseconds: Math.round((performance.now() - startedMs) * 10) / 10,
    ...(fault !== undefined && { fault }),
  })
}

/** The JSON of a body, if there is one. @throws RefusedRequest 400, 413 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > MOST_BODY_BYTES) throw refuseFromCore(413, 'request entity too large')
    pieces.push(piece)
  }
  if (bytes === 0) return undefined
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'))
  } catch (error) {
    throw refuse(400, error instanceof Error ? error.message : 'Unexpected token in JSON')
  }
}
