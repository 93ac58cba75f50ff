import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

import { argumentSchemas, type ToolName } from './arguments.ts'
import type { RetellDeps } from './deps.ts'
import { handleToolCall, signatureOf, type ToolCallDeps, type ToolResponse } from './handle-tool-call.ts'
import { createRecentRoutes } from './recent-routes.ts'
import { replies } from './reply.ts'
import { createSigningKeys } from './signing-keys.ts'
import { type CalledTool, earlierNames, tools } from './tools/registry.ts'

/** A long call's transcript with the times of its words is some hundred kilobytes. */
const BODY_LIMIT_BYTES = 2 * 1024 * 1024

/**
 * The addresses an agent's tools point at: `POST /api/retell/tools` for all of them by the name in the body, one for each
 * tool, and those of the earlier generation. Bodies are kept as they came, whatever they say they are: what was signed is
 * their bytes.
 */
export function retellRoutes(deps: RetellDeps): FastifyPluginAsync {
  const toolCallDeps = { ...deps, signingKeys: createSigningKeys(deps), recentRoutes: createRecentRoutes(deps) }
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) => {
      done(null, body)
    })
    const mount = (url: string, called: CalledTool | undefined, schema: object) =>
      mountTool(app, toolCallDeps, deps.tallyOf, { url, called, schema })

    mount('/api/retell/tools', undefined, describeAnyTool())
    for (const tool of Object.values(tools)) {
      mount(`/api/retell/${dashed(tool.name)}`, { tool, implied: {} }, describeTool(tool.name, tool.description))
    }
    for (const [name, called] of Object.entries(earlierNames)) {
      const description = `${called.tool.description} As agents of the earlier generation call it.`
      mount(`/api/retell/v17/${dashed(name.replace(/_v17$/, ''))}`, called, describeTool(called.tool.name, description))
    }
  }
}

function mountTool(
  app: FastifyInstance,
  deps: ToolCallDeps,
  tallyOf: RetellDeps['tallyOf'],
  { url, called, schema }: { url: string; called: CalledTool | undefined; schema: object },
): void {
  app.post(url, {
    bodyLimit: BODY_LIMIT_BYTES,
    // The schemas describe; the bytes are verified before anything is read, and replies are made of their schema's parts.
    schema,
    validatorCompiler: () => (value: unknown) => ({ value }),
    serializerCompiler: () => JSON.stringify,
    handler: async (request, reply) => {
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const call = {
        requestId: request.id,
        rawBody,
        signature: signatureOf(request),
        called,
        queries: tallyOf(request),
      }
      return await send(request, reply, await handleToolCall(deps, call))
    },
  })
}

function send(request: FastifyRequest, reply: FastifyReply, response: ToolResponse): FastifyReply {
  void reply.code(response.statusCode)
  switch (response.statusCode) {
    case 200:
      return reply.send(response.reply)
    case 401:
      return reply.send()
    case 400:
    case 404:
    case 422:
      return reply.send({ ...response.refusal, request_id: request.id })
  }
}

function dashed(name: string): string {
  return name.replaceAll('_', '-')
}

const callSchema = z.looseObject({ call_id: z.string() }).describe('The call as the voice platform describes it')
const refusalSchema = z.object({ error: z.string(), message: z.string(), request_id: z.string() })
const refusals = {
  400: refusalSchema.describe('Not JSON, or no call in it'),
  401: z.void().describe('Not signed by a key of the workspace this call belongs to'),
  404: refusalSchema.describe('No such tool'),
  422: refusalSchema.describe('The arguments alone, without the call'),
}

function describeAnyTool(): object {
  return {
    tags: ['retell'],
    summary: 'Every tool, by the name in the body',
    body: z.looseObject({ name: z.string(), args: z.looseObject({}), call: callSchema }),
    response: { 200: z.looseObject({ status: z.string(), say: z.string() }), ...refusals },
  }
}

function describeTool(name: ToolName, description: string): object {
  return {
    tags: ['retell'],
    summary: description,
    body: z.looseObject({ name: z.string().optional(), args: argumentSchemas[name], call: callSchema }),
    response: { 200: replySchema(name), ...refusals },
  }
}

function replySchema(name: ToolName): z.ZodObject {
  const { statuses, scalars, lists } = replies[name]
  const item = z.union([z.string(), z.record(z.string(), z.string())])
  return z.object({
    status: z.enum([...statuses, 'error', 'not_configured']),
    say: z.string().describe('What the agent says, in the language of the call'),
    ...Object.fromEntries(scalars.map((field) => [field, z.string()])),
    ...Object.fromEntries(lists.map((field) => [field, z.array(item)])),
  })
}
