import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'

import type { Events } from '../../infra/telemetry/events.ts'
import { isDatabaseAway } from '../database-state.ts'

/** What every answer that is an error looks like. */
export type ErrorAnswer = { error: string; message: string; request_id: string }

/** Constant words: a message made of what was sent would send it back, into somebody's log. */
const ANSWERS: Record<number, { error: string; message: string }> = {
  400: { error: 'bad_request', message: 'The request cannot be read. Is its body valid JSON?' },
  401: { error: 'unauthorized', message: 'The request is not signed by a key known here.' },
  403: { error: 'forbidden', message: 'This is not allowed.' },
  404: { error: 'not_found', message: 'There is nothing at this address.' },
  405: { error: 'method_not_allowed', message: 'This address does not answer this method.' },
  408: { error: 'timeout', message: 'The request took too long to arrive.' },
  409: { error: 'conflict', message: 'It was changed meanwhile.' },
  413: { error: 'too_large', message: 'The body is larger than 2 MB.' },
  414: { error: 'too_large', message: 'The address is too long.' },
  415: { error: 'unsupported_media_type', message: 'The body must be application/json.' },
  422: { error: 'invalid', message: 'The request can be read but does not fit what this address expects.' },
  429: { error: 'too_many_requests', message: 'Too many requests. Try again in a while.' },
  500: { error: 'internal', message: 'Something went wrong here. It has been written down under this request id.' },
  503: { error: 'unavailable', message: 'Not able to answer right now. Try again in a few seconds.' },
}
const BAD_REQUEST = { error: 'bad_request', message: 'The request cannot be answered.' }
const INTERNAL = {
  error: 'internal',
  message: 'Something went wrong here. It has been written down under this request id.',
}

const RETRY_AFTER_SECONDS = 5
const ISSUES_LIMIT = 10

/** Turns whatever was thrown into an answer. Faults of ours are written down and not told. */
export function answerError(
  deps: { events: Events },
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const statusCode = statusOf(error)
  if (statusCode >= 500) {
    deps.events.requestFailed({ requestId: request.id, route: request.routeOptions.url ?? 'none' }, error)
  }
  if (statusCode === 503) reply.header('retry-after', RETRY_AFTER_SECONDS)
  const answer = ANSWERS[statusCode] ?? (statusCode >= 500 ? INTERNAL : BAD_REQUEST)
  const issues = hasZodFastifySchemaValidationErrors(error) ? error.validation.slice(0, ISSUES_LIMIT) : []
  const details = issues.map((issue) => `${issue.instancePath || '/'}: ${issue.message}`).join('; ')
  send(reply, request, statusCode, details === '' ? answer : { ...answer, message: details })
}

/** The answer for an address nothing is mounted at. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
  send(reply, request, 404, { error: 'not_found', message: 'There is nothing at this address.' })
}

function send(
  reply: FastifyReply,
  request: FastifyRequest,
  statusCode: number,
  answer: { error: string; message: string },
): void {
  const body: ErrorAnswer = { ...answer, request_id: request.id }
  // Serialised here: the schema of the route it failed on describes another answer.
  void reply.code(statusCode).type('application/json; charset=utf-8').serializer(JSON.stringify).send(body)
}

function statusOf(error: unknown): number {
  if (hasZodFastifySchemaValidationErrors(error)) return 422
  if (isDatabaseAway(error)) return 503
  if (typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number') {
    return error.statusCode >= 400 && error.statusCode < 600 ? error.statusCode : 500
  }
  return 500
}
