import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { whenFileIsDone } from '../../test/harness/clean-up.ts'
import { practiceAccount } from './practice-account.ts'
import { askStandIn, bookingBody } from './test/stand-in.ts'

const DAY = '/v2/slots?eventTypeId=1&start=2026-11-23&end=2026-11-23&timeZone=Europe/Berlin'

test('another process can change the faults, the clock and the calendar, and look at everything', async () => {
  const { ask } = await askStandIn()
  const admin = async (method: string, path: string, body?: unknown) =>
    (await ask(method, `/_stand-in/${path}`, { ...(body !== undefined && { body }) })).body
  expect(await admin('POST', 'faults', { spec: 'slots.500=100%' })).toEqual({ spec: 'slots.500=100%' })
  expect((await ask('GET', DAY)).status).toBe(500)
  expect(await admin('POST', 'faults', { add: 'stale=0' })).toEqual({ spec: 'slots.500=100%,stale=0' })
  expect(await admin('GET', 'faults')).toEqual({ spec: 'slots.500=100%,stale=0', struck: { 'slots.500': 1 } })
  await admin('DELETE', 'faults')
  const edit = { kind: 'book', eventTypeId: 1, start: '2026-11-23T09:00:00Z' }
  const { booking } = (await admin('POST', 'outside-edit', edit)) as unknown as { booking: { uid: string } }
  expect((await admin('GET', 'bookings'))['bookings']).toMatchObject([{ uid: booking.uid, metadata: {} }])
  expect(await admin('POST', 'clock', { now: '2026-11-23T08:00:00Z' })).toEqual({ now: '2026-11-23T08:00:00.000Z' })
  expect(await admin('POST', 'clock', { advanceMs: 1_000 })).toEqual({ now: '2026-11-23T08:00:01.000Z' })
  expect(await admin('POST', 'clock', { release: true })).toEqual({ now: '2026-11-21T08:00:00.000Z' })
  expect(await admin('GET', 'state')).toMatchObject({
    dialect: 'self-hosted-2025',
    bookings: { total: 1, accepted: 1 },
    // What is said to the stand-in itself is not counted.
    counters: { total: 1, byEndpoint: { 'GET /v2/slots': 1 } },
  })
})

test('what the stand-in does not understand is told', async () => {
  const { ask } = await askStandIn()
  for (const [path, body] of [
    ['faults', { spec: 'gremlins=5%' }],
    ['clock', { now: 'noon' }],
    ['outside-edit', { kind: 'burn' }],
    ['outside-edit', '{'],
  ] as const) {
    const answer = await ask('POST', `/_stand-in/${path}`, { body })
    expect(answer).toMatchObject({ status: 400, body: { error: expect.any(String) } })
  }
  expect((await ask('POST', '/_stand-in/outside-edit', { body: { kind: 'cancel', uid: 'none' } })).status).toBe(404)
  expect((await ask('GET', '/_stand-in/gremlins')).status).toBe(404)
})

test('requests are counted by address and key, refused ones too, and the most in a minute', async () => {
  const { standIn, ask } = await askStandIn()
  for (let count = 0; count < 3; count++) await ask('GET', DAY)
  standIn.clock.advance(61_000)
  await ask('GET', DAY, { key: null })
  await ask('GET', '/v2/me', { key: 'cal_wrong' })
  await ask('GET', '/v2/nowhere')
  expect(standIn.counters()).toMatchObject({
    total: 6,
    byEndpoint: { 'GET /v2/slots': 4, 'GET /v2/me': 1, unknown: 1 },
    byKey: {
      practice: { total: 4, mostInAMinute: 3, byEndpoint: { 'GET /v2/slots': 3, unknown: 1 } },
      none: { total: 1 },
      unknown: { total: 1 },
    },
    byStatus: { 200: 4, 401: 1, 404: 1 },
    crashes: [],
  })
  standIn.resetCounters()
  expect(standIn.counters().total).toBe(0)
})

test('what was there before is there: bookings of the account file', async () => {
  const bookings = [{ eventTypeId: 1, start: '2026-11-23T09:00:00Z', name: 'Helga', email: 'helga@example.test' }]
  const { ask, book } = await askStandIn({ account: { ...practiceAccount, bookings } })
  expect((await ask('GET', '/v2/bookings')).body['data']).toMatchObject([{ attendees: [{ name: 'Helga' }] }])
  expect((await book()).status).toBe(400)
})

test('each exchange is recorded, one JSON value a line, and no key is in it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'calcom-record-'))
  whenFileIsDone(() => rm(folder, { recursive: true }))
  const record = join(folder, 'exchanges.jsonl')
  const { standIn, ask } = await askStandIn({ record })
  await ask('POST', '/v2/bookings', { body: bookingBody() })
  await ask('GET', DAY)
  standIn.faults.set('slots.drop=100%')
  await expect(ask('GET', DAY)).rejects.toThrow('fetch failed')
  await standIn.close()
  const text = await readFile(record, 'utf8')
  expect(text).not.toContain('cal_test')
  const exchanges = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
  expect(exchanges).toMatchObject([
    {
      method: 'POST',
      path: '/v2/bookings',
      key: 'practice',
      headers: { 'cal-api-version': '2024-08-13', 'content-type': 'application/json' },
      body: { eventTypeId: 1 },
      status: 201,
      responseHeaders: { 'x-ratelimit-remaining-default': '119' },
      response: { status: 'success' },
    },
    { method: 'GET', path: DAY, status: 200, response: { status: 'success' } },
    { method: 'GET', path: DAY, status: null, fault: 'drop' },
  ])
})

test('closing ends whatever still waits', async () => {
  const { standIn, ask } = await askStandIn({ faults: 'hang=60m' })
  const asked = ask('GET', DAY)
  await expect.poll(() => standIn.counters().total).toBe(1)
  const [ended] = await Promise.allSettled([asked, standIn.close()])
  expect(ended).toMatchObject({ status: 'rejected', reason: { message: 'fetch failed' } })
})
