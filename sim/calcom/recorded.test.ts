import { expect, test } from 'vitest'

import { recordedExchanges, slotsAmongReservations, varying } from './test/recorded-exchanges.ts'
import { askStandIn, bookingBody } from './test/stand-in.ts'

/** Keys in order, uids by their names, and what varies blanked. */
function comparable(answer: unknown, uids: ReadonlyMap<string, string>): unknown {
  let text = JSON.stringify(answer)
  for (const [name, uid] of uids) text = text.replaceAll(uid, `«${name}»`)
  return JSON.parse(text, (key, value: unknown) => (varying.includes(key) ? typeof value : value))
}

test('every exchange recorded from a real server is answered with the same status, shape and message', async () => {
  const { standIn } = await askStandIn()
  const uids = new Map<string, string>()
  const withUids = (text: string) => [...uids].reduce((done, [name, uid]) => done.replaceAll(`«${name}»`, uid), text)
  for (const { what, method, path, headers = {}, body, status, answer, remember } of recordedExchanges) {
    const sent = {
      authorization: 'Bearer cal_test',
      'cal-api-version': path.startsWith('/v2/slots') ? '2024-09-04' : '2024-08-13',
      'content-type': 'application/json',
      ...headers,
    }
    const response = await fetch(standIn.url + withUids(path), {
      method,
      headers: Object.entries(sent).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const received = (await response.json()) as { data?: { uid?: string; reservationUid?: string } }
    const uid = received.data?.uid ?? received.data?.reservationUid
    if (remember !== undefined && uid !== undefined) uids.set(remember, uid)
    expect({ what, status: response.status }).toEqual({ what, status })
    expect({ what, answer: comparable(received, uids) }).toEqual({ what, answer: comparable(answer, new Map()) })
    const hasHeaders = ['x-request-id', 'x-ratelimit-remaining-default'].map((name) => response.headers.has(name))
    expect({ what, hasHeaders }).toEqual({ what, hasHeaders: [true, status !== 401] })
  }
  expect(recordedExchanges).toHaveLength(28)
})

test('reserved slots are not shown once two seconds have passed', async () => {
  const { standIn, ask } = await askStandIn()
  const { reserved, exchange } = slotsAmongReservations
  const before = await ask('GET', exchange.path)
  for (const slotStart of reserved) await ask('POST', '/v2/slots/reservations', { body: { eventTypeId: 1, slotStart } })
  expect((await ask('GET', exchange.path)).body).toEqual(before.body)
  standIn.clock.advance(2_500)
  const answer = await ask('GET', exchange.path)
  expect(answer.status).toBe(exchange.status)
  expect(answer.body).toEqual(exchange.answer)
})

test('of four who book the very same slot at once one gets it, and three hear of a conflict in the bare shape', async () => {
  const { standIn, book } = await askStandIn({ faults: 'race=30ms' })
  const emails = ['r1', 'r2', 'r3', 'r4'].map((name) => `${name}@example.test`)
  const answers = await Promise.all(emails.map((email) => book({ email, start: '2026-11-23T14:00:00Z' })))
  const statuses = answers.map(({ status }) => status).sort((left, right) => left - right)
  expect(statuses).toEqual([201, 409, 409, 409])
  const refused = answers.filter(({ status }) => status === 409).map(({ body }) => body)
  expect(refused).toEqual(refused.map(() => ({ statusCode: 409, message: 'booking_conflict_error' })))
  expect(standIn.bookings()).toHaveLength(1)
})

test('the hundred and twenty-first request of a minute blocks the key for a minute', async () => {
  const { standIn, ask } = await askStandIn()
  const path = '/v2/bookings/nonexistent'
  for (let count = 1; count <= 120; count++) {
    const { status, headers } = await ask('GET', path)
    expect(status).toBe(404)
    expect(headers.get('x-ratelimit-remaining-default')).toBe(String(120 - count))
  }
  standIn.clock.advance(50_000)
  const { status, headers, body } = await ask('GET', path)
  expect(status).toBe(429)
  expect(Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-ratelimit')))).toEqual({
    'x-ratelimit-limit-default': '120',
    'x-ratelimit-remaining-default': '0',
    'x-ratelimit-reset-default': '60',
  })
  expect(headers.has('retry-after')).toBe(false)
  const message = 'CustomThrottlerGuard - Too many requests. Please try again later.'
  expect(body).toEqual({
    status: 'error',
    timestamp: expect.any(String),
    path,
    error: { code: 'ThrottlerException', message, details: message },
  })
  // The window it began in is over by now; the block is not.
  standIn.clock.advance(59_000)
  expect((await ask('GET', path)).headers.get('x-ratelimit-reset-default')).toBe('1')
  expect((await ask('GET', path, { key: null })).status).toBe(404)
  standIn.clock.advance(1_000)
  expect((await ask('POST', '/v2/bookings', { body: bookingBody() })).status).toBe(201)
})
