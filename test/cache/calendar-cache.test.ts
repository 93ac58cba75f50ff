import { beforeAll, expect, test, vi } from 'vitest'

import type { CalcomStandIn } from '../../sim/calcom/start.ts'
import { prefetch } from '../../src/appointments/prefetch.ts'
import { type WarmDeps, warmOpenings } from '../../src/appointments/warm-openings.ts'
import { setOptimisationShares } from '../../src/companies/set-optimisation-shares.ts'
import { accountOf, connectCompany, hostWithEventType, startTestCalcom } from '../harness/calcom.ts'
import { startTestRedis, type TestRedis } from '../harness/redis.ts'
import { createRetellLine, type RetellLine } from '../harness/retell-line.ts'
import { startTestServer, type TestServer } from '../harness/server.ts'

let redis: TestRedis
let standIn: CalcomStandIn
/** Two processes of one gateway. */
let servers: [TestServer, TestServer]

beforeAll(async () => {
  redis = await startTestRedis()
  const one = await startTestServer({ env: { REDIS_URL: redis.url } })
  servers = [one, await startTestServer({ env: { REDIS_URL: redis.url }, database: one.database })]
  await vi.waitFor(() => {
    const haveRedis = servers.every(({ logged }) => logged.some(({ msg }) => msg === 'redis answers'))
    if (!haveRedis) throw new Error('Redis is not there yet')
  })
  standIn = await startTestCalcom({ account: accountOf([hostWithEventType(1)]) })
  while (lines.length < 6) {
    const line = await createRetellLine(one, { staff: ['Anna Abel'], checksConfirmation: false })
    await connectCompany(one.database.db, line, standIn, { sealing: one.context.sealing })
    lines.push(line)
  }
})

/** All made before the first call, as a new key is known to a process seconds later. */
const lines: RetellLine[] = []

/** A company nobody has called yet. */
function nextLine(): RetellLine {
  standIn.resetCounters()
  const line = lines.pop()
  if (line === undefined) throw new Error('One more is needed')
  return line
}

const slotRequests = () => standIn.counters().byEndpoint['GET /v2/slots'] ?? 0

const day = (() => {
  let date = Temporal.Now.plainDateISO('Europe/Berlin').add({ days: 1 })
  while (date.dayOfWeek > 5) date = date.add({ days: 1 })
  return date
})()
const date = `${String(day.day).padStart(2, '0')}.${String(day.month).padStart(2, '0')}.${day.year}`

async function ask(line: RetellLine, time: string, server = servers[0]) {
  const call = line.call()
  const url = new URL(server.url)
  const answer = await (server === servers[0] ? call : line.call({ baseUrl: url.origin })).callTool(
    'check_availability',
    {
      date,
      time,
    },
  )
  return { call, reply: answer.reply }
}

test('what one process was told by the calendar the other knows', async () => {
  const line = nextLine()
  expect((await ask(line, '10:00')).reply).toMatchObject({ status: 'available' })
  const first = slotRequests()
  expect(first).toBeGreaterThan(0)
  for (const [index, server] of servers.entries()) {
    expect((await ask(line, `1${index + 1}:00`, server)).reply).toMatchObject({ status: 'available' })
  }
  expect(slotRequests()).toBe(first)
})

test('a time we booked is offered by no process, and the calendar is not asked again', async () => {
  const line = nextLine()
  const { call, reply } = await ask(line, '14:00')
  const asked = slotRequests()
  const booked = await call.callTool('book_appointment', {
    offer_id: reply?.['offer_id'],
    name: 'Clara Berg',
    confirm: true,
  })
  expect(booked.reply).toMatchObject({ status: 'booked' })
  for (const server of servers) {
    expect((await ask(line, '14:00', server)).reply).toMatchObject({ status: 'alternatives' })
  }
  expect(slotRequests()).toBe(asked)
})

test('a company that switched it off has its calendar asked each time', async () => {
  const line = nextLine()
  const { db } = servers[0].database
  await db.inCompany(line.id, (tx) => setOptimisationShares(tx, line.id, { calendar_cache: 0 }))
  await ask(line, '10:00')
  const first = slotRequests()
  await ask(line, '10:00')
  expect(slotRequests()).toBe(2 * first)
})

test('while the phone rings the coming week is fetched, so that the first tool call asks nobody', async () => {
  const line = nextLine()
  const { context } = servers[0]
  await prefetch(context, { companyId: line.id, branchId: null, callId: 'ringing' })
  expect(slotRequests()).toBe(1)
  await prefetch(context, { companyId: line.id, branchId: line.branchId, callId: 'ringing again' })
  await prefetch(context, { companyId: crypto.randomUUID(), branchId: null, callId: 'wrong number' })
  expect(slotRequests()).toBe(1)
})

test('what callers asked for lately is warmed, what nobody asked for is not', async () => {
  const line = nextLine()
  const { context } = servers[0]
  const patientCalendar: WarmDeps['patientCalendar'] = (tx, { company, version }) =>
    context.calendars.of(tx, { ...company, version }, 'job')
  const warm = () => warmOpenings({ ...context, patientCalendar }, line.id, new AbortController().signal)
  expect(await warm()).toBe(0)
  expect(slotRequests()).toBe(0)
  await ask(line, '10:00')
  const asked = slotRequests()
  expect(await warm()).toBe(1)
  // No webhooks are set up here, so a day is fresh for a minute, and will be out of date before the next warming.
  expect(slotRequests()).toBe(asked + 1)
})

test('each request tells what of it was known', async () => {
  const line = nextLine()
  await ask(line, '10:00')
  await ask(line, '10:30')
  const answered = servers[0].logged.filter(({ msg, tool, route }) => {
    return msg === 'request answered' && tool === undefined && String(route).includes('/retell/')
  })
  const [cold, warm] = answered.slice(-2)
  expect(cold?.['cacheMisses']).toBeGreaterThan(0)
  expect(warm?.['cacheHits']).toBeGreaterThan(0)
  expect(warm?.['cacheMisses']).toBe(0)
})

test('how questions were answered is counted by kind of data', async () => {
  const metrics = await servers[0].context.metrics.registry.metrics()
  expect(metrics).toMatch(/ringbook_cache_requests_total\{kind="openings",outcome="(memory|redis)"\} [1-9]/)
  expect(metrics).toMatch(/ringbook_cache_requests_total\{kind="openings",outcome="loaded"\} [1-9]/)
  expect(metrics).toContain('ringbook_redis_up 1')
})
