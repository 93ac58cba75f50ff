import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'

import { type CalcomInDeps, receiveDelivery } from './receive.ts'

/** A booking with every answer of its form is some kilobytes. */
const BODY_LIMIT_BYTES = 512 * 1024

const statusCodes = { stored: 204, repeated: 204, refused: 401, unreadable: 400 } as const

/**
 * Where Cal.com's webhooks of a company go: `POST /api/webhooks/calcom/<company id>`. Stored and answered; the work is a job's.
 * Bodies are kept as they came: what was signed is their bytes.
 */
export function calcomInRoutes(deps: CalcomInDeps): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) => {
      done(null, body)
    })
    app.post<{ Params: { companyId: string } }>('/api/webhooks/calcom/:companyId', {
      bodyLimit: BODY_LIMIT_BYTES,
      schema: {
        tags: ['webhooks'],
        summary: 'What happened in a company’s Cal.com account',
        params: z.object({ companyId: z.string() }),
        response: {
          204: z.void().describe('Taken in'),
          400: z.void().describe('Not a JSON object'),
          401: z.void().describe('Not signed with the secret of this company’s webhooks'),
        },
      },
      // The schemas describe; the bytes are verified before anything is read.
      validatorCompiler: () => (value: unknown) => ({ value }),
      serializerCompiler: () => JSON.stringify,
      handler: async (request, reply) => {
        const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const header = request.headers['x-cal-signature-256']
        const signature = typeof header === 'string' ? header : undefined
        const received = await receiveDelivery(deps, request.params.companyId, rawBody, signature)
        return await reply.code(statusCodes[received]).send()
      },
    })
  }
}
