import fastify from 'fastify'
import { type ZodTypeProvider, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { expect, test } from 'vitest'
import { z } from 'zod'

import { answerError } from './errors.ts'

const failed: unknown[] = []

/** A server whose one route throws what it is told to, and expects a body of a certain shape. */
function serverThrowing(error: unknown) {
  const events = { requestFailed: (_request: unknown, cause: unknown) => failed.push(cause) }
  const app = fastify({ logger: false })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((thrown, request, reply) => answerError({ events: events as never }, thrown, request, reply))
  app
    .withTypeProvider<ZodTypeProvider>()
    .post('/route', { schema: { body: z.object({ count: z.number() }), response: { 200: z.object({}) } } }, () => {
      throw error
    })
  return app
}

async function answer(error: unknown, body: string = '{"count":1}', type = 'application/json') {
  const response = await serverThrowing(error).inject({
    method: 'POST',
    url: '/route',
    body,
    headers: { 'content-type': type },
  })
  return { status: response.statusCode, headers: response.headers, body: response.json<Record<string, string>>() }
}

test('a fault of ours is written down and not told', async () => {
  const fault = new Error('password is hunter2')
  const { status, body } = await answer(fault)
  expect(status).toBe(500)
  expect(body).toMatchObject({ error: 'internal', request_id: expect.any(String) })
  expect(JSON.stringify(body)).not.toContain('hunter2')
  expect(failed).toContain(fault)
})

test('a body that does not fit says where, without repeating what was sent', async () => {
  const { status, body } = await answer(undefined, '{"count":"hunter2"}')
  expect(status).toBe(422)
  expect(body['message']).toContain('/count')
  expect(JSON.stringify(body)).not.toContain('hunter2')
})

test('a body of an unknown kind is refused', async () => {
  expect(await answer(undefined, 'x', 'image/png')).toMatchObject({
    status: 415,
    body: { error: 'unsupported_media_type' },
  })
})

test.each([
  [429, 'too_many_requests'],
  [409, 'conflict'],
  [418, 'bad_request'],
  [502, 'internal'],
  [200, 'internal'],
])('an error that calls itself %i is answered as %s', async (statusCode, error) => {
  expect((await answer(Object.assign(new Error('x'), { statusCode }))).body['error']).toBe(error)
})

test('a database that is away is no fault: come back soon', async () => {
  const { status, headers } = await answer(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))
  expect(status).toBe(503)
  expect(headers['retry-after']).toBe('5')
})

test('something thrown that is no error is a fault like any other', async () => {
  expect((await answer('a string')).status).toBe(500)
})
