import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { expect, test } from 'vitest'

import { whenFileIsDone } from '../../test/harness/clean-up.ts'
import { demoAccount } from './demo-account.ts'
import { practiceAccount } from './practice-account.ts'
import { type Asking, askStandIn, type Json } from './test/stand-in.ts'

type Received = { signature: string; version: string | undefined; raw: string; body: Json }

/** Somebody who listens to webhooks. */
async function listen(): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let raw = ''
    request.on('data', (piece: Buffer) => (raw += piece.toString()))
    request.on('end', () => {
      const { headers } = request
      const version = headers['x-cal-webhook-version']
      received.push({
        signature: String(headers['x-cal-signature-256']),
        version: typeof version === 'string' ? version : undefined,
        raw,
        body: JSON.parse(raw) as Json,
      })
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  whenFileIsDone(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received }
}

const ALL = [
  'BOOKING_CREATED',
  'BOOKING_RESCHEDULED',
  'BOOKING_CANCELLED',
  'BOOKING_REQUESTED',
  'BOOKING_REJECTED',
  'BOOKING_NO_SHOW_UPDATED',
]

async function subscribe(
  { ask }: Asking,
  url: string,
  options: { secret?: string; path?: string } = {},
): Promise<Json> {
  const { path = '/v2/webhooks', secret } = options
  const body = { subscriberUrl: url, active: true, triggers: ALL, ...(secret !== undefined && { secret }) }
  const answer = await ask('POST', path, { body })
  expect(answer.status).toBe(201)
  return answer.body['data'] as Json
}

const uidOf = ({ body }: Awaited<ReturnType<Asking['ask']>>) => String(body['data']?.['uid'])
const told = (received: readonly Received[]) =>
  received.map(({ body }) => [String(body['triggerEvent']), String(body['payload']?.['uid'])])

test('what happens to a booking is told, signed with the secret', async () => {
  const { url, received } = await listen()
  const asking = await askStandIn()
  await subscribe(asking, url, { secret: 'geheim' })
  const { ask, book, standIn } = asking
  const first = uidOf(await book({ metadata: { reference: 'r-1' } }))
  const second = uidOf(
    await ask('POST', `/v2/bookings/${first}/reschedule`, { body: { start: '2026-11-24T09:00:00Z' } }),
  )
  await ask('POST', `/v2/bookings/${second}/cancel`, { body: { cancellationReason: 'ill' } })
  await standIn.settleWebhooks()
  expect(told(received)).toEqual([
    ['BOOKING_CREATED', first],
    ['BOOKING_RESCHEDULED', second],
    ['BOOKING_CANCELLED', second],
  ])
  for (const { raw, signature } of received) {
    expect(signature).toBe(createHmac('sha256', 'geheim').update(raw).digest('hex'))
  }
  const [created, moved, cancelled] = received.map(({ body }) => body['payload'])
  expect(created).toMatchObject({
    type: 'erstgespraech',
    startTime: '2026-11-23T09:00:00Z',
    status: 'ACCEPTED',
    metadata: { reference: 'r-1' },
    organizer: { id: 1, utcOffset: 60 },
    attendees: [{ email: 'anna@example.test' }],
    responses: { name: { value: 'Anna Test' } },
  })
  expect(moved).toMatchObject({ rescheduleUid: first, rescheduleStartTime: '2026-11-23T09:00:00Z' })
  expect(cancelled).toMatchObject({
    startTime: '2026-11-24T09:00:00+00:00',
    cancellationReason: 'ill',
    destinationCalendar: [],
  })
  // The server of 2025 leaves it out of cancellations, and sends no version.
  expect(cancelled).not.toHaveProperty('metadata')
  expect(received[0]?.version).toBeUndefined()
})

test('newer servers send a version, and metadata of cancellations', async () => {
  const { url, received } = await listen()
  const asking = await askStandIn({ dialect: 'hosted' })
  await subscribe(asking, url)
  await asking.ask('POST', `/v2/bookings/${uidOf(await asking.book())}/cancel`, { body: {} })
  await asking.standIn.settleWebhooks()
  expect(received.map(({ version, signature }) => [version, signature])).toEqual(
    Array.from({ length: 2 }, () => ['2021-10-20', 'no-secret-provided']),
  )
  expect(received[1]?.body['payload']).toHaveProperty('metadata')
})

test('what needs a yes is requested, then created or rejected; a move of it is requested again', async () => {
  const { url, received } = await listen()
  const [practiceType] = practiceAccount.eventTypes
  const asking = await askStandIn({
    account: { ...practiceAccount, eventTypes: [{ ...practiceType, confirmation: {} }] },
  })
  await subscribe(asking, url)
  const { ask, book, standIn } = asking
  const first = uidOf(await book())
  await ask('POST', `/v2/bookings/${first}/confirm`)
  const second = uidOf(
    await ask('POST', `/v2/bookings/${first}/reschedule`, { body: { start: '2026-11-24T09:00:00Z' } }),
  )
  await ask('POST', `/v2/bookings/${second}/decline`, { body: {} })
  await standIn.settleWebhooks()
  expect(told(received)).toEqual([
    ['BOOKING_REQUESTED', first],
    ['BOOKING_CREATED', first],
    ['BOOKING_REQUESTED', second],
    ['BOOKING_REJECTED', second],
  ])
  expect(received[2]?.body['payload']).toMatchObject({ rescheduleUid: first, status: 'PENDING' })
})

test('a user hears of own types; types of a team tell those who listen to them, children their parent’s listeners', async () => {
  const [mine, managed] = [await listen(), await listen()]
  const asking = await askStandIn({ account: demoAccount })
  await subscribe(asking, mine.url)
  await subscribe(asking, managed.url, { path: '/v2/teams/1/event-types/120100/webhooks' })
  await asking.book({ eventTypeId: 130_111 })
  await asking.book({ eventTypeId: 110_100, start: '2026-11-23T12:00:00Z' })
  await asking.standIn.settleWebhooks()
  expect(mine.received).toHaveLength(0)
  expect(told(managed.received)).toHaveLength(1)
})

test('edits behind one’s back are told as well, and a ping has no booking', async () => {
  const { url, received } = await listen()
  const asking = await askStandIn()
  const webhook = await subscribe(asking, url)
  expect(webhook['id']).toBe('webhook-1')
  asking.standIn.edit({ kind: 'book', eventTypeId: 1, start: '2026-11-23T09:00:00Z' })
  await asking.ask('POST', '/_stand-in/ping', { body: { webhookId: 1 } })
  await asking.standIn.settleWebhooks()
  expect(received.map(({ body }) => body['triggerEvent'])).toEqual(['BOOKING_CREATED', 'PING'])
  expect(received[1]?.body['payload']).not.toHaveProperty('uid')
})

test('deliveries are lost, doubled, late and out of order as the faults say, and nothing else is', async () => {
  const { url, received } = await listen()
  const asking = await askStandIn({ faults: 'overlaps=on,rate-limit=off', seed: 3 })
  await subscribe(asking, url)
  const tell = async (faults: string) => {
    received.length = 0
    asking.standIn.faults.set(`overlaps=on,rate-limit=off,${faults}`)
    const uids = []
    for (let minute = 0; minute < 40; minute++) {
      const start = Temporal.Instant.from('2026-11-23T09:00:00Z').add({ minutes: minute })
      const booking = asking.standIn.edit({
        kind: 'book',
        eventTypeId: 1,
        start: start.toString(),
        email: `${minute}@example.test`,
      })
      uids.push(String(booking?.['uid']))
      asking.standIn.edit({ kind: 'cancel', uid: uids.at(-1) ?? '' })
    }
    await asking.standIn.settleWebhooks()
    return uids
  }
  const orderOf = (uids: readonly string[]) =>
    told(received).map(([trigger, uid]) => uids.indexOf(uid ?? '') * 2 + (trigger === 'BOOKING_CREATED' ? 0 : 1))
  const inOrder = Array.from({ length: 80 }, (_, index) => index)

  expect(orderOf(await tell(''))).toEqual(inOrder)
  const kept = orderOf(await tell('webhooks.lost=30%'))
  expect(kept).toEqual(kept.toSorted((left, right) => left - right))
  expect(kept.length).toBeGreaterThan(40)
  expect(kept.length).toBeLessThan(72)
  const doubled = orderOf(await tell('webhooks.double=100%'))
  expect(doubled).toEqual(inOrder.flatMap((index) => [index, index]))
  const tripled = orderOf(await tell('webhooks.times=3'))
  expect(tripled).toEqual(inOrder.flatMap((index) => [index, index, index]))
  const mixed = orderOf(await tell('webhooks.shuffle=10'))
  expect(mixed).not.toEqual(inOrder)
  expect(mixed.toSorted((left, right) => left - right)).toEqual(inOrder)
  const late = orderOf(await tell('webhooks.delay=1..80ms@50%'))
  expect(late).not.toEqual(inOrder)
  expect(late.toSorted((left, right) => left - right)).toEqual(inOrder)
})

test('a subscriber who is not there is told once, and nobody waits for it', async () => {
  const asking = await askStandIn()
  await subscribe(asking, 'http://127.0.0.1:9/hook')
  expect((await asking.book()).status).toBe(201)
  await asking.standIn.settleWebhooks()
  expect(asking.standIn.webhookCounts()).toMatchObject({ failed: 1, sent: 0 })
})

test('webhooks are made, listed, changed and taken away', async () => {
  const asking = await askStandIn({ dialect: 'hosted' })
  const { ask } = asking
  const made = await subscribe(asking, 'http://127.0.0.1:9/a', { secret: 's' })
  expect(made).toEqual({
    id: 1,
    userId: 1,
    subscriberUrl: 'http://127.0.0.1:9/a',
    active: true,
    triggers: ALL,
    payloadTemplate: '',
    secret: 's',
  })
  const same = { subscriberUrl: 'http://127.0.0.1:9/a', active: true, triggers: ALL }
  expect((await ask('POST', '/v2/webhooks', { body: same })).status).toBe(409)
  expect((await ask('PATCH', '/v2/webhooks/1', { body: { active: false } })).body['data']).toMatchObject({
    active: false,
    secret: 's',
  })
  expect((await ask('GET', '/v2/webhooks')).body['data']).toHaveLength(1)
  expect((await ask('GET', '/v2/webhooks/2')).status).toBe(404)
  await asking.book()
  await asking.standIn.settleWebhooks()
  expect(asking.standIn.deliveries()).toEqual([])
  expect((await ask('DELETE', '/v2/webhooks/1')).status).toBe(200)
  expect((await ask('GET', '/v2/webhooks')).body['data']).toEqual([])
  for (const body of [{ ...same, triggers: ['BOOKING_CONFIRMED'] }, { ...same, subscriberUrl: 'nowhere' }, {}]) {
    expect((await ask('POST', '/v2/webhooks', { body })).status).toBe(400)
  }
  expect((await ask('GET', '/v2/webhooks', { key: null })).status).toBe(401)
})

const statusOf = async (subscriberUrl: string, refusesPrivateWebhooks: boolean) => {
  const { ask } = await askStandIn({ dialect: 'hosted', account: { ...practiceAccount, refusesPrivateWebhooks } })
  return (await ask('POST', '/v2/webhooks', { body: { subscriberUrl, active: true, triggers: ALL } })).status
}

test('the hosted product can refuse what is private; nobody may reach the metadata of a cloud', async () => {
  expect(await statusOf('http://127.0.0.1:9/hook', false)).toBe(201)
  for (const url of ['http://127.0.0.1:9/hook', 'https://192.168.1.4/hook', 'http://example.org/hook']) {
    expect(await statusOf(url, true)).toBe(400)
  }
  expect(await statusOf('https://example.org/hook', true)).toBe(201)
  expect(await statusOf('http://169.254.169.254/latest', false)).toBe(400)
})
