import { Agent, request } from 'undici'

/** A provider's answer: its status and its body, as JSON where it is some. */
export type HttpAnswer = {
  readonly statusCode: number
  readonly body: unknown
  readonly retryAfterSeconds: number | null
}

export type HttpRequest = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Asks a provider. */
export type Ask = (wanted: HttpRequest) => Promise<HttpAnswer>

/** Nothing that was asked for has reached anybody: asking again does nothing twice. */
export class NotReachedError extends Error {
  override readonly name = 'NotReachedError'
}

const CONNECT_TIMEOUT_MS = 5_000
/** Providers answer within a second; past this nobody knows what they did. */
const DEADLINE_MS = 15_000
const CONNECTIONS = 8
/** As much as a list of fifty messages has. */
const MOST_BODY_BYTES = 1_000_000

/** Codes of faults that happen before anything of a request has left. */
const BEFORE_SENDING: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** A way to providers over HTTP. No redirect is followed: what is sent is meant for that one address. */
export function openHttp(): { ask: Ask; close(): Promise<void> } {
  const agent = new Agent({
    connections: CONNECTIONS,
    // A connection that lies idle may be closed by the other side just as it is used: then nobody knows.
    keepAliveTimeout: 1_000,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    maxResponseSize: MOST_BODY_BYTES,
  })
  return {
    async ask({ method, url, headers, body }) {
      try {
        const answer = await request(url, {
          method,
          dispatcher: agent,
          signal: AbortSignal.timeout(DEADLINE_MS),
          ...(headers && { headers }),
          ...(body !== undefined && { body }),
        })
        const text = await answer.body.text()
        const retryAfter = Number(answer.headers['retry-after'])
        return {
          statusCode: answer.statusCode,
          body: readJson(text),
          retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
        }
      } catch (error) {
        if (codesOf(error).some((code) => BEFORE_SENDING.has(code))) {
          throw new NotReachedError('The provider was not reached', { cause: error })
        }
        throw error
      }
    },
    close: () => agent.destroy(),
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Of an error, and of those it was made of: where a name has several addresses each failed for itself. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  const inner = error instanceof AggregateError ? error.errors.flatMap(codesOf) : []
  return [...own, ...inner, ...codesOf(error.cause)]
}
