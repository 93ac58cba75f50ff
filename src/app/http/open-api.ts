import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'

import { VERSION } from '../version.ts'

/** Describes every route from its own schema: `/openapi.json` for programs, `/docs` for people. Register it first. */
export async function openApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Ringbook',
        description: 'Gives a voice agent its tools, its memory and its calendar.',
        version: VERSION,
        license: { name: 'MIT' },
      },
    },
    transform: jsonSchemaTransform,
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    // The page's own policy, less what would break it over plain HTTP and what would let it ask somebody else.
    staticCSP: true,
    transformStaticCSP: (policy) =>
      policy.replace(/ ?upgrade-insecure-requests;?/, '').replace(' validator.swagger.io', ''),
  })
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
