import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'

import type { Sealing } from '../../companies/workspaces.ts'
import { isUuid } from '../../infra/ids.ts'
import type { Events } from '../../infra/telemetry/events.ts'
import { loadAccounts } from '../accounts.ts'
import { noteDelivery } from './note-delivery.ts'
import { receiveReply, type ReplyDeps } from './receive-reply.ts'
import { type FormFields, isSignedByTwilio, readForm } from './signature.ts'

export type TwilioInDeps = ReplyDeps & {
  sealing: Sealing
  events: Pick<Events, 'alert'>
  /** The address Twilio was told, without a path; null when nobody was told any, and then nothing is believed. */
  publicUrl: string | null
}

/** A text of sixteen hundred characters with all that comes with it. */
const BODY_LIMIT_BYTES = 64 * 1024
/** Nothing is said here: an answer goes out as a message of its own, within the caps. */
const NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
const E164 = /^\+[1-9]\d{4,14}$/

const responses = {
  200: z.string().describe('Taken in'),
  400: z.void().describe('Not what Twilio sends'),
  401: z.void().describe('Not signed with the token of this company’s account'),
}

/**
 * Where Twilio tells what became of texts (`/api/webhooks/twilio/<company id>/status/<message id>`) and what people answer
 * (`/api/webhooks/twilio/<company id>/inbound`). Signed over the address we know to be ours, or refused without a word.
 */
export function twilioInRoutes(deps: TwilioInDeps): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) => {
      done(null, body)
    })
    // The schemas describe; the bytes are verified before anything is read.
    const plain = { validatorCompiler: () => (value: unknown) => ({ value }), serializerCompiler: () => String }
    app.post<{ Params: { companyId: string } }>('/api/webhooks/twilio/:companyId/inbound', {
      bodyLimit: BODY_LIMIT_BYTES,
      schema: { tags: ['webhooks'], summary: 'What somebody answered to a text message', response: responses },
      ...plain,
      handler: async (request, reply) => {
        const { companyId } = request.params
        const fields = await verify(deps, companyId, request)
        if (fields === null) return await reply.code(401).send()
        const [providerId, from, text] = ['MessageSid', 'From', 'Body'].map((name) => fieldOf(fields, name))
        if (!isProviderId(providerId) || from === undefined || !E164.test(from)) return await reply.code(400).send()
        await receiveReply(deps, companyId, { providerId, from, text: text ?? '' })
        return await reply.type('text/xml').send(NO_ANSWER)
      },
    })
    app.post<{ Params: { companyId: string; messageId: string } }>(
      '/api/webhooks/twilio/:companyId/status/:messageId',
      {
        bodyLimit: BODY_LIMIT_BYTES,
        schema: { tags: ['webhooks'], summary: 'What became of a text message', response: responses },
        ...plain,
        handler: async (request, reply) => {
          const { companyId, messageId } = request.params
          const fields = await verify(deps, companyId, request)
          if (fields === null) return await reply.code(401).send()
          const providerId = fieldOf(fields, 'MessageSid')
          if (!isProviderId(providerId) || !isUuid(messageId)) return await reply.code(400).send()
          const status = fieldOf(fields, 'MessageStatus') ?? ''
          const errorCode = fieldOf(fields, 'ErrorCode') ?? ''
          const report = { companyId, messageId, providerId, status, errorCode }
          await deps.database.inCompany(companyId, (tx) => noteDelivery(tx, deps, report))
          return await reply.type('text/xml').send(NO_ANSWER)
        },
      },
    )
  }
}

/** The fields of a genuine request; null for every other. */
async function verify(
  deps: TwilioInDeps,
  companyId: string,
  request: { body: unknown; originalUrl: string; headers: Record<string, string | string[] | undefined> },
): Promise<FormFields | null> {
  const { publicUrl } = deps
  if (publicUrl === null || !isUuid(companyId) || !Buffer.isBuffer(request.body)) return null
  const { twilio } = await deps.database.inCompany(companyId, (tx) => loadAccounts(tx, deps, companyId))
  if (twilio === undefined) return null
  const fields = readForm(request.body)
  const header = request.headers['x-twilio-signature']
  const signature = typeof header === 'string' ? header : undefined
  return isSignedByTwilio(twilio.secret, `${publicUrl}${request.originalUrl}`, fields, signature) ? fields : null
}

function fieldOf(fields: FormFields, name: string): string | undefined {
  return fields.find(([field]) => field === name)?.[1]
}

function isProviderId(text: string | undefined): text is string {
  return text !== undefined && /^[A-Za-z0-9]{1,80}$/.test(text)
}
