import type { FastifyPluginAsync } from 'fastify'

import type { CalcomInDeps } from '../calcom-in/receive.ts'
import { calcomInRoutes } from '../calcom-in/routes.ts'
import { twilioInRoutes } from '../messages/replies/routes.ts'
import { retellRoutes } from '../retell/routes.ts'
import { retellWebhookRoutes } from '../retell/webhooks/routes.ts'
import { enqueueCallWork } from './call-jobs.ts'
import type { Context } from './context.ts'
import { calendarWebhookKind } from './job-kinds.ts'

/** The routes of the features, in the order they are mounted. Each states its paths in full. */
export function listRoutes(context: Context): FastifyPluginAsync[] {
  const enqueueSync: CalcomInDeps['enqueueSync'] = async (tx, companyId) => {
    // One that waits sees what comes until it runs.
    await context.jobs.enqueue(tx, calendarWebhookKind, { companyId }, { key: companyId })
  }
  return [
    retellRoutes(context),
    calcomInRoutes({ ...context, enqueueSync }),
    twilioInRoutes(context),
    retellWebhooks(context),
  ]
}

function retellWebhooks(context: Context): FastifyPluginAsync {
  return retellWebhookRoutes({ ...context, enqueueCallWork: (...call) => enqueueCallWork(context, ...call) })
}
