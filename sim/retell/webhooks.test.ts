import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { Retell } from 'retell-sdk'
import { beforeEach, expect, test } from 'vitest'

import { whenFileIsDone } from '../../test/harness/clean-up.ts'
import { type RetellStandIn, startRetellStandIn } from './start.ts'

const KEY = 'key_stand_in'

type Heard = { body: string; signature: string }

let standIn: RetellStandIn
let url: string
let heard: Heard[]
/** What is answered, one after the other; the last one for ever. */
let answers: { status: number; body?: unknown }[]

beforeEach(async () => {
  heard = []
  answers = [{ status: 204 }]
  const listener = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      heard.push({ body: Buffer.concat(pieces).toString(), signature: String(request.headers['x-retell-signature']) })
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 204 }
      response.writeHead(answer.status, { 'content-type': 'application/json' })
      response.end(answer.body === undefined ? '' : JSON.stringify(answer.body))
    })
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`
  standIn = await startRetellStandIn({ key: KEY, numbers: ['+493023125001'], pauseMs: 1 })
  whenFileIsDone(async () => {
    listener.closeAllConnections()
    listener.close()
    await standIn.close()
  })
})

async function admin(method: string, path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${standIn.url}/_stand-in${path}`, { method, body: JSON.stringify(body) })
  return { status: response.status, body: await response.json() }
}

const events = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    event: 'call_ended',
    call: { call_id: `call_${index}`, name: 'Größe' },
  }))

test('events are signed as the platform signs them', async () => {
  await admin('POST', '/webhooks', { url, events: events(1) })
  const [one] = heard
  expect(await Retell.verify(one?.body ?? '', KEY, one?.signature ?? '')).toBe(true)
  expect(await Retell.verify(one?.body ?? '', 'key_other', one?.signature ?? '')).toBe(false)
})

test('what is not taken comes again, three times at most', async () => {
  answers = [{ status: 500 }, { status: 404 }, { status: 204 }]
  expect((await admin('POST', '/webhooks', { url, events: events(1) })).body).toMatchObject([
    { attempts: 3, status: 204, fate: 'sent' },
  ])
  answers = [{ status: 500 }]
  expect((await admin('POST', '/webhooks', { url, events: events(1) })).body).toMatchObject([
    { attempts: 4, status: 500, fate: 'given_up' },
  ])
  expect(heard).toHaveLength(7)
})

test('they come in order, or in any other when that is asked for', async () => {
  const order = () => heard.map(({ body }) => (JSON.parse(body) as { call: { call_id: string } }).call.call_id)
  await admin('POST', '/webhooks', { url, events: events(20) })
  const inOrder = order()
  expect(inOrder).toEqual(events(20).map(({ call }) => call.call_id))
  heard.length = 0
  await admin('POST', '/webhooks', { url, events: events(20), shuffled: true })
  expect(order()).not.toEqual(inOrder)
  expect(order().toSorted()).toEqual(inOrder.toSorted())
})

test('they are lost, doubled and forged as often as is asked for', async () => {
  await admin('PUT', '/faults', { lost: 1 })
  await admin('POST', '/webhooks', { url, events: events(3) })
  expect(heard).toEqual([])
  await admin('PUT', '/faults', { lost: 0, double: 1, forged: 1 })
  await admin('POST', '/webhooks', { url, events: events(3) })
  expect(heard).toHaveLength(6)
  expect(await Retell.verify(heard[0]?.body ?? '', KEY, heard[0]?.signature ?? '')).toBe(false)
  expect((await admin('PUT', '/faults', { lost: 7 })).status).toBe(422)
})

test('when a number rings its webhook is asked, and what it answers decides', async () => {
  const headers = { authorization: `Bearer ${KEY}` }
  const bind = { method: 'PATCH', headers, body: JSON.stringify({ inbound_webhook_url: url }) }
  await fetch(`${standIn.url}/update-phone-number/%2B493023125001`, bind)
  answers = [{ status: 200, body: { call_inbound: { dynamic_variables: { first_name: 'Anna' }, metadata: { a: 1 } } } }]
  const ring = { to_number: '+493023125001', from_number: 'anonymous', custom_sip_headers: { diversion: 'x' } }
  expect((await admin('POST', '/ring', ring)).body).toMatchObject({
    delivery: { event: 'call_inbound', fate: 'sent' },
    answer: { dynamic_variables: { first_name: 'Anna' }, metadata: { a: 1 } },
  })
  expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({
    event: 'call_inbound',
    call_inbound: { from_number: 'anonymous', to_number: '+493023125001', custom_sip_headers: { diversion: 'x' } },
  })
  expect((await admin('POST', '/ring', { to_number: '+490000' })).status).toBe(404)
})

test.for([
  ['without a key', 'GET', '/list-voices', undefined, 401],
  ['a flow without nodes', 'POST', '/create-conversation-flow', { model_choice: {}, start_speaker: 'agent' }, 422],
  ['an agent with a voice nobody has', 'POST', '/create-agent', { voice_id: 'x', response_engine: {} }, 422],
  ['an agent there is none of', 'GET', '/get-agent/agent_9', undefined, 404],
  ['a body that is no object', 'POST', '/create-agent', [], 400],
  ['an address there is none of', 'GET', '/get-weather', undefined, 404],
] as const)('%s is refused as the platform refuses', async ([what, method, path, body, status]) => {
  const headers = what === 'without a key' ? {} : { authorization: `Bearer ${KEY}` }
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
  const response = await fetch(`${standIn.url}${path}`, init)
  expect(response.status).toBe(status)
  expect(await response.json()).toEqual({ status: 'error', message: expect.any(String) })
})
