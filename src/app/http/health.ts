import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'

import type { Db } from '../../infra/db/database.ts'
import type { Metrics } from '../../infra/telemetry/metrics.ts'
import { readDatabaseState } from '../database-state.ts'
import type { ServerState } from '../server.ts'
import { VERSION } from '../version.ts'

const aliveSchema = z
  .object({ status: z.literal('ok'), product: z.literal('ringbook'), version: z.string() })
  .describe('The process runs')
const readySchema = z
  .object({
    status: z.enum(['ready', 'not_ready']),
    database: z.boolean().describe('The database answers within a second'),
    migrations: z.boolean().describe('The database has the migrations of this version'),
    starting: z.boolean().describe('The process answers, and has not started everything yet'),
    draining: z.boolean().describe('The process is on its way out'),
  })
  .describe('Whether requests should be sent here')

/** A load balancer waits about as long. */
const DATABASE_TIMEOUT_MS = 1_000

/** Overload must not hide how overloaded we are, nor have us restarted for it. */
const answeredUnderPressure = { config: { pressureHandler: () => undefined } }

/** `/healthz` (alive), `/readyz` (wants requests) and `/metrics` (Prometheus). */
export function healthRoutes(
  deps: { database: Db; metrics: Metrics },
  state: Readonly<ServerState>,
): FastifyPluginAsync {
  return async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    app.get(
      '/healthz',
      { ...answeredUnderPressure, schema: { tags: ['operations'], response: { 200: aliveSchema } } },
      () => ({ status: 'ok' as const, product: 'ringbook' as const, version: VERSION }),
    )
    app.get(
      '/readyz',
      { ...answeredUnderPressure, schema: { tags: ['operations'], response: { 200: readySchema, 503: readySchema } } },
      async (_request, reply) => {
        const { reachable, migrated } = await readDatabaseState(deps.database, DATABASE_TIMEOUT_MS)
        const ready = reachable && migrated && !state.starting && !state.draining
        return reply.code(ready ? 200 : 503).send({
          status: ready ? 'ready' : 'not_ready',
          database: reachable,
          migrations: migrated,
          starting: state.starting,
          draining: state.draining,
        })
      },
    )
    app.get('/metrics', { ...answeredUnderPressure, schema: { hide: true } }, async (_request, reply) =>
      reply.type(deps.metrics.registry.contentType).send(await deps.metrics.registry.metrics()),
    )
  }
}
