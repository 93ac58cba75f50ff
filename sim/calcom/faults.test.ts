import { expect, test } from 'vitest'

import { askStandIn, bookingBody } from './test/stand-in.ts'

const DAY = 'eventTypeId=1&start=2026-11-23&end=2026-11-23&timeZone=Europe/Berlin'

test('a status before the work leaves nothing behind; after the work it is done', async () => {
  const { standIn, book } = await askStandIn({ faults: 'bookings.500=100%' })
  expect(await book()).toMatchObject({ status: 500, body: { statusCode: 500, message: 'Internal server error' } })
  expect(standIn.bookings()).toHaveLength(0)
  standIn.faults.set('bookings.500-after=100%')
  expect((await book()).status).toBe(500)
  expect(standIn.bookings()).toHaveLength(1)
})

test('booked, then no answer: the client gives up, and the booking is there', async () => {
  const { standIn, book, ask } = await askStandIn({ faults: 'bookings.booked-then-timeout=100%' })
  const body = bookingBody({ metadata: { reference: 'r-1' } })
  await expect(ask('POST', '/v2/bookings', { body, signal: AbortSignal.timeout(150) })).rejects.toThrow(/timeout/)
  expect(standIn.bookings()).toMatchObject([{ status: 'accepted', metadata: { reference: 'r-1' } }])
  expect(standIn.faults.struck()).toEqual({ 'bookings.done-then-timeout': 1 })
  standIn.faults.clear()
  expect((await book()).status).toBe(400)
})

test('a request that hangs is done late, when nobody waits any more', async () => {
  const { standIn, ask } = await askStandIn({ faults: 'bookings.hang=300ms@100%' })
  const asked = ask('POST', '/v2/bookings', { body: bookingBody(), signal: AbortSignal.timeout(100) })
  await expect(asked).rejects.toThrow(/timeout/)
  expect(standIn.bookings()).toHaveLength(0)
  await expect.poll(() => standIn.bookings().length).toBe(1)
})

test('a connection that drops drops before the work or after it', async () => {
  const { standIn, book, ask } = await askStandIn({ faults: 'bookings.drop=100%' })
  await expect(book()).rejects.toThrow('fetch failed')
  expect(standIn.bookings()).toHaveLength(0)
  standIn.faults.set('writes.drop-after=100%')
  await expect(book()).rejects.toThrow('fetch failed')
  const [booking] = standIn.bookings()
  await expect(ask('POST', `/v2/bookings/${String(booking?.['uid'])}/cancel`, { body: {} })).rejects.toThrow(
    'fetch failed',
  )
  expect(standIn.bookings()).toMatchObject([{ status: 'cancelled' }])
})

test('another time than asked for is booked, told and kept', async () => {
  const { standIn, book } = await askStandIn({ faults: 'other-time=100%' })
  const { status, body } = await book({ start: '2026-11-23T09:00:00Z' })
  expect(status).toBe(201)
  expect(body['data']).toMatchObject({ start: '2026-11-23T09:30:00.000Z', end: '2026-11-23T10:00:00.000Z' })
  expect(standIn.bookings()).toMatchObject([{ start: '2026-11-23T09:30:00.000Z' }])
})

test('during an outage nobody is let in, and afterwards all is as before', async () => {
  const { standIn, slots, ask } = await askStandIn()
  standIn.faults.set('outage=30s+600s')
  expect(await slots(DAY)).toHaveLength(16)
  standIn.clock.advance(30_000)
  await expect(slots(DAY)).rejects.toThrow('fetch failed')
  standIn.faults.set('outage=10m@503')
  expect(await ask('GET', '/v2/me')).toMatchObject({ status: 503, body: { statusCode: 503 } })
  standIn.clock.advance(600_000)
  expect(await slots(DAY)).toHaveLength(16)
  const counters = standIn.counters()
  // Those turned away have arrived, too.
  expect(counters.byEndpoint).toEqual({ 'GET /v2/slots': 3, 'GET /v2/me': 1 })
  expect(counters.unanswered).toBe(1)
})

test('slots are as old as the window says, for the very same question only', async () => {
  const { standIn, slots, book } = await askStandIn({ faults: 'stale=5s' })
  expect(await slots(DAY)).toContain('2026-11-23T10:00:00.000+01:00')
  await book()
  expect(await slots(DAY)).toContain('2026-11-23T10:00:00.000+01:00')
  expect(await slots(`${DAY}&format=time`)).not.toContain('2026-11-23T10:00:00.000+01:00')
  standIn.clock.advance(5_000)
  expect(await slots(DAY)).not.toContain('2026-11-23T10:00:00.000+01:00')
  standIn.faults.set('stale=0')
  await book({ start: '2026-11-23T10:00:00Z', email: 'b@example.test' })
  expect(await slots(DAY)).not.toContain('2026-11-23T11:00:00.000+01:00')
})

test('a calendar that cannot be read has no slots, and says nothing about it', async () => {
  const { ask } = await askStandIn({ faults: 'slots.empty=100%' })
  expect(await ask('GET', `/v2/slots?${DAY}`)).toMatchObject({ status: 200, body: { status: 'success', data: {} } })
})

test('without a time zone slots of the days beside leak in, where that is wanted', async () => {
  const { slots } = await askStandIn({ faults: 'leak=on' })
  const asked = 'eventTypeId=1&start=2026-11-24&end=2026-11-24'
  const days = new Set((await slots(asked)).map((start) => start.slice(0, 10)))
  expect([...days]).toEqual(['2026-11-23', '2026-11-24', '2026-11-25'])
  expect(new Set((await slots(`${asked}&timeZone=UTC`)).map((start) => start.slice(0, 10))).size).toBe(1)
})

test('bookings that overlap are let in when they race, always, or never', async () => {
  const overlapping = ['2026-11-23T09:00:00Z', '2026-11-23T09:15:00Z', '2026-11-23T09:20:00Z']
  const statuses = async (faults: string) => {
    const { book } = await askStandIn({ faults })
    const answers = overlapping.map((start, index) => book({ start, email: `${index}@example.test` }))
    return (await Promise.all(answers)).map(({ status }) => status).sort((left, right) => left - right)
  }
  expect(await statuses('race=50ms')).toEqual([201, 201, 201])
  expect(await statuses('race=50ms,overlaps=off')).toEqual([201, 400, 400])

  const { book } = await askStandIn({ faults: 'overlaps=on' })
  const oneByOne = []
  for (const [index, start] of overlapping.entries())
    oneByOne.push(await book({ start, email: `${index}@example.test` }))
  expect(oneByOne.map(({ status }) => status)).toEqual([201, 201, 201])
  // Only the very same time is never let in twice, and nobody works at night.
  expect((await book({ start: overlapping[0], email: 'x@example.test' })).status).toBe(409)
  expect((await book({ start: '2026-11-23T22:00:00Z' })).status).toBe(400)
})

test('the rate limit can be another, shorter, or off', async () => {
  const { standIn, ask } = await askStandIn({ faults: 'rate-limit=2,rate-block=5s' })
  const statuses = async (count: number) => {
    const answers = []
    for (let index = 0; index < count; index++) answers.push((await ask('GET', '/v2/me')).status)
    return answers
  }
  expect(await statuses(3)).toEqual([200, 200, 429])
  standIn.clock.advance(5_000)
  expect(await statuses(3)).toEqual([200, 200, 429])
  standIn.faults.set('rate-limit=off')
  expect(new Set(await statuses(200))).toEqual(new Set([200]))
  expect(standIn.counters().byKey['practice']).toMatchObject({ total: 206, mostInAMinute: 206 })
})

const took = async (work: Promise<unknown>) => {
  const startedMs = performance.now()
  await work
  return performance.now() - startedMs
}

test('latency is waited for before a read and inside a write', async () => {
  const { ask, book } = await askStandIn({ faults: 'latency=60ms' })
  expect(await took(ask('GET', '/v2/me'))).toBeGreaterThanOrEqual(59)
  expect(await took(book())).toBeGreaterThanOrEqual(59)
})
