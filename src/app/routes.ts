import type { FastifyPluginAsync } from 'fastify'

import type { CalcomInDeps } from '../calcom-in/receive.ts'
import { calcomInRoutes } from '../calcom-in/routes.ts'
import { retellRoutes } from '../retell/routes.ts'
import type { Context } from './context.ts'
import { calendarWebhookKind } from './job-kinds.ts'

/** The routes of the features, in the order they are mounted. Each states its paths in full. */
export function listRoutes(context: Context): FastifyPluginAsync[] {
  const enqueueSync: CalcomInDeps['enqueueSync'] = async (tx, companyId) => {
    // One that waits sees what comes until it runs.
    await context.jobs.enqueue(tx, calendarWebhookKind, { companyId }, { key: companyId })
  }
  return [retellRoutes(context), calcomInRoutes({ ...context, enqueueSync })]
}
