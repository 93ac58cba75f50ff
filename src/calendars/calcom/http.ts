import { setTimeout as wait } from 'node:timers/promises'

import type { Dispatcher, Pool } from 'undici'
import type { z } from 'zod'

import { CalendarUnavailableError } from '../calendar.ts'
import { type Breaker, BreakerOpenError, CalcomFault, UnjudgedError } from './breaker.ts'
import { createProber } from './keep-probing.ts'
import type { RequestBudget } from './request-budget.ts'

export type CalcomRequest = {
  method: 'GET' | 'POST' | 'PATCH'
  /** Below the base URL: `/slots`. What stands in it is encoded already. */
  path: string
  query?: Readonly<Record<string, string>>
  body?: object
  /** `cal-api-version` of the family; null for families without. One the server does not know means the first one. */
  version: string | null
}

/** What became of one request. */
export type CalcomReply =
  | { kind: 'answered'; status: number; body: unknown }
  /** Surely nothing was done. `isFault`: there is no connection; else the budget is spent or the breaker open. */
  | { kind: 'not_sent'; isFault: boolean }
  /** Sent, or perhaps: nobody knows what came of it. */
  | { kind: 'no_answer' }

/** The way to one account. */
export type CalcomHttp = {
  /** One request, sent once at most. Never throws for what happens over there, nor when the signal fires. */
  send(request: CalcomRequest, signal: AbortSignal): Promise<CalcomReply>
  /**
   * Reads: one deadline in all, and a second attempt only after a failure that came fast.
   *
   * @throws CalendarUnavailableError when there is no readable answer; CalcomNotFoundError for 404; the signal's reason
   */
  read<Answer>(request: CalcomRequest, shape: z.ZodType<Answer>, signal: AbortSignal): Promise<Answer>
}

export type CalcomHttpOptions = {
  baseUrl: string
  apiKey: string
  pool: Pool
  budget: RequestBudget
  breaker: Breaker
  readDeadlineMs?: number
  /** How long a request waits for the key's budget; not sent after that. */
  patienceMs?: number
  /**
   * Whether what is read while the calendar is in trouble is probed aside, until this signal: whoever asks hears at once that nothing
   * is known, and the next one profits.
   */
  probesAside?: { readonly until: AbortSignal; readonly tryEveryMs?: number | undefined }
  onRequest?: (request: { family: string; outcome: string; durationMs: number }) => void
}

/** What was asked about is not there. */
export class CalcomNotFoundError extends Error {
  override readonly name = 'CalcomNotFoundError'
}

/** A caller waits on the line for it: past this, what was known before is the better answer. */
const READ_DEADLINE_MS = 3_300
/** What fails within this is a broken connection or a refusal, not a calendar that is thinking. */
const FAST_FAILURE_MS = 500
const SECOND_ATTEMPT_AFTER_MS = 100
/** A week of starts of a large team is tens of kilobytes. */
const MOST_BYTES = 8 * 1024 * 1024
/** How long Cal.com shuts out a key that asked too often, when it does not say. */
const SHUT_OUT_MS = 60_000
const MS_PER_SECOND = 1_000
const TOO_MANY_REQUESTS = 429

/** Failures to connect: no byte of the request can have arrived. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** The way to an account through a kept-alive connection. */
export function createCalcomHttp(options: CalcomHttpOptions): CalcomHttp {
  const send: CalcomHttp['send'] = async (request, signal) => {
    const startedMs = performance.now()
    const reply = await sendWithin(options, request, signal)
    const outcome = reply.kind === 'answered' ? `${Math.floor(reply.status / 100)}xx` : reply.kind
    options.onRequest?.({ family: familyOf(request), outcome, durationMs: performance.now() - startedMs })
    return reply
  }
  const { readDeadlineMs: deadlineMs = READ_DEADLINE_MS, breaker, probesAside } = options
  // Sent only when it is time for a probe; never rejects.
  const probe = async (request: CalcomRequest) => await send(request, AbortSignal.timeout(deadlineMs))
  const prober =
    probesAside && createProber({ breaker, send: probe, over: probesAside.until, tryEveryMs: probesAside.tryEveryMs })
  return {
    send,
    async read(request, shape, signal) {
      signal.throwIfAborted()
      if (prober !== undefined && breaker.state() !== 'closed') {
        prober.begin(request)
        void probe(request)
        throw new CalendarUnavailableError('The calendar is in trouble')
      }
      try {
        return await readWithin(send, deadlineMs, request, shape, signal)
      } finally {
        if (breaker.state() !== 'closed') prober?.begin(request)
      }
    },
  }
}

/** The first word of a path: no id, and no uid of a booking, which is a secret. */
function familyOf({ method, path }: CalcomRequest): string {
  return `${method} ${path.split('/')[1] ?? ''}`
}

async function sendWithin(
  options: CalcomHttpOptions,
  request: CalcomRequest,
  signal: AbortSignal,
): Promise<CalcomReply> {
  const purpose = request.method === 'GET' ? 'read' : 'write'
  try {
    return await options.breaker.run(async () => {
      if (!(await waitForTurn(options, purpose, signal))) throw new UnjudgedExchange(NOT_ASKED)
      return await exchange(options, request, signal)
    })
  } catch (error) {
    if (error instanceof BreakerOpenError) return NOT_ASKED
    if (error instanceof FailedExchange || error instanceof UnjudgedExchange) return error.reply
    return { kind: 'no_answer' }
  }
}

/** Waits for a request's worth, but not for what would come after the longest anybody waits. */
async function waitForTurn(
  { budget, patienceMs = READ_DEADLINE_MS }: CalcomHttpOptions,
  purpose: 'read' | 'write',
  signal: AbortSignal,
): Promise<boolean> {
  for (let waitedMs = 0; ;) {
    const waitMs = await budget.take(purpose)
    if (waitMs === 0) return true
    waitedMs += waitMs
    if (waitedMs > patienceMs || signal.aborted) return false
    await wait(waitMs, undefined, { signal }).catch(() => undefined)
  }
}

const NOT_ASKED: CalcomReply = { kind: 'not_sent', isFault: false }

/** Carries a reply out of the breaker, to which it says nothing. */
class UnjudgedExchange extends UnjudgedError {
  readonly reply: CalcomReply
  constructor(reply: CalcomReply) {
    super('Nothing was learnt of the calendar')
    this.reply = reply
  }
}

/** Carries a reply out of the breaker, to which it is a failure. */
class FailedExchange extends CalcomFault {
  readonly reply: CalcomReply
  constructor(reply: CalcomReply) {
    super('The calendar failed')
    this.reply = reply
  }
}

async function exchange(options: CalcomHttpOptions, request: CalcomRequest, signal: AbortSignal): Promise<CalcomReply> {
  try {
    const { pathname, search } = addressOf(options.baseUrl, request)
    const response = await options.pool.request({
      method: request.method,
      path: `${pathname}${search}`,
      headers: {
        authorization: `Bearer ${options.apiKey}`,
        accept: 'application/json',
        ...(request.version !== null && { 'cal-api-version': request.version }),
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal,
    })
    const body = await readBody(response)
    noteLimits(options.budget, response)
    const reply: CalcomReply = { kind: 'answered', status: response.statusCode, body }
    if (reply.status >= 500) throw new FailedExchange(reply)
    if (reply.status === TOO_MANY_REQUESTS) throw new UnjudgedExchange(NOT_ASKED)
    return reply
  } catch (error) {
    if (error instanceof FailedExchange || error instanceof UnjudgedExchange) throw error
    // Who hung up says nothing about the calendar; a time-out of ours does.
    if (signal.aborted && !isTimeout(signal.reason)) throw new UnjudgedExchange({ kind: 'no_answer' })
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new FailedExchange(NOT_SENT.has(code) ? { kind: 'not_sent', isFault: true } : { kind: 'no_answer' })
  }
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError'
}

function addressOf(baseUrl: string, request: CalcomRequest): URL {
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}${request.path}`)
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value)
  return url
}

async function readBody(response: Dispatcher.ResponseData): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) throw new CalcomFault('The answer is too long')
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown
  } catch {
    // A proxy in front of it answers in HTML: the status says enough.
    return undefined
  }
}

function noteLimits(budget: RequestBudget, { statusCode, headers }: Dispatcher.ResponseData): void {
  const figure = (name: string) => {
    const value = headers[name]
    return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined
  }
  const remaining = figure('x-ratelimit-remaining-default')
  const resetSeconds = figure('x-ratelimit-reset-default')
  if (statusCode === TOO_MANY_REQUESTS) {
    budget.shutOut(resetSeconds === undefined ? SHUT_OUT_MS : Math.min(resetSeconds * MS_PER_SECOND, SHUT_OUT_MS))
  } else if (remaining !== undefined && resetSeconds !== undefined) {
    budget.told({ remaining, resetMs: Math.min(resetSeconds * MS_PER_SECOND, SHUT_OUT_MS) })
  }
}

async function readWithin<Answer>(
  send: CalcomHttp['send'],
  deadlineMs: number,
  request: CalcomRequest,
  shape: z.ZodType<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])
  const startedMs = performance.now()
  let reply = await send(request, deadline)
  if (hasFailed(reply) && performance.now() - startedMs < FAST_FAILURE_MS && !deadline.aborted) {
    await wait(SECOND_ATTEMPT_AFTER_MS, undefined, { signal: deadline }).catch(() => undefined)
    reply = await send(request, deadline)
  }
  signal.throwIfAborted()
  if (reply.kind !== 'answered') throw new CalendarUnavailableError('The calendar does not answer')
  if (reply.status === 404) throw new CalcomNotFoundError('The calendar does not know what was asked about')
  const read = reply.status < 300 ? shape.safeParse(reply.body) : undefined
  if (read?.success !== true) throw new CalendarUnavailableError(`The calendar cannot be understood (${reply.status})`)
  return read.data
}

/** Broken connections and server errors; what it refuses it would refuse again. */
function hasFailed(reply: CalcomReply): boolean {
  switch (reply.kind) {
    case 'answered':
      return reply.status >= 500
    case 'not_sent':
      return reply.isFault
    case 'no_answer':
      return true
  }
}
