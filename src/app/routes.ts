import type { FastifyPluginAsync } from 'fastify'

import { retellRoutes } from '../retell/routes.ts'
import type { Context } from './context.ts'

/** The routes of the features, in the order they are mounted. Each states its paths in full. */
export function listRoutes(context: Context): FastifyPluginAsync[] {
  return [retellRoutes(context)]
}
