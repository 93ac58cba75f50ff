import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'

import type { RetellDeps } from '../deps.ts'
import { signatureOf } from '../handle-tool-call.ts'
import { createSigningKeys } from '../signing-keys.ts'
import type { WebhookDeps } from './deps.ts'
import { GREETING_VARIABLES } from './greeting.ts'
import { receiveEvent } from './receive.ts'

/** A long call's transcript with the times of its words is some hundred kilobytes, and an event may carry it three times. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024

/**
 * Where the voice platform tells what happens in calls, and asks what to do when the phone rings: `POST /api/webhooks/retell`.
 * Stored and answered; the work is a job's. Bodies are kept as they came: what was signed is their bytes.
 */
export function retellWebhookRoutes(
  deps: WebhookDeps & Pick<RetellDeps, 'database' | 'sealing' | 'clock' | 'config'>,
): FastifyPluginAsync {
  const signed = { ...deps, signingKeys: createSigningKeys(deps) }
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) => {
      done(null, body)
    })
    app.post('/api/webhooks/retell', {
      bodyLimit: BODY_LIMIT_BYTES,
      schema: describeWebhook(),
      // The schemas describe; the bytes are verified before anything is read.
      validatorCompiler: () => (value: unknown) => ({ value }),
      serializerCompiler: () => JSON.stringify,
      handler: async (request, reply) => {
        const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const response = await receiveEvent(signed, { requestId: request.id, rawBody, signature: signatureOf(request) })
        void reply.code(response.statusCode)
        return await (response.statusCode === 200 ? reply.send(response.answer) : reply.send())
      },
    })
  }
}

function describeWebhook(): object {
  const variables = z.object(Object.fromEntries(GREETING_VARIABLES.map((name) => [name, z.string()])))
  return {
    tags: ['webhooks'],
    summary: 'What happens in calls; a ringing phone is answered with variables',
    body: z.looseObject({ event: z.string(), call: z.looseObject({ call_id: z.string() }).optional() }),
    response: {
      200: z.object({
        call_inbound: z.object({
          reject: z.literal(true).optional(),
          dynamic_variables: variables.optional(),
          metadata: z.record(z.string(), z.string()).optional(),
          override_agent_id: z.string().optional(),
        }),
      }),
      204: z.void().describe('Taken in'),
      400: z.void().describe('Not a JSON object'),
      401: z.void().describe('Not signed by a key of the workspace this call belongs to'),
      404: z.void().describe('Nobody’s call, as far as is known yet'),
    },
  }
}
