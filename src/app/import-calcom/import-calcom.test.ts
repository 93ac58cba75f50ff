import { beforeAll, describe, expect, test } from 'vitest'

import { demoAccount, DEMO_KEY } from '../../../sim/calcom/demo-account.ts'
import type { CalcomStandIn } from '../../../sim/calcom/start.ts'
import {
  accountOf,
  hostWithEventType,
  poolEventType,
  startTestCalcom,
  TEST_CALCOM_KEY,
} from '../../../test/harness/calcom.ts'
import { queryAsOwner } from '../../../test/harness/database.ts'
import { createRetellLine } from '../../../test/harness/retell-line.ts'
import { startTestServer, type TestServer } from '../../../test/harness/server.ts'
import { seedDemoCompany } from '../demo/seed.ts'
import { importCalcom, type ImportRequest, type ImportStep } from './import-calcom.ts'

let server: TestServer
let standIn: CalcomStandIn

beforeAll(async () => {
  server = await startTestServer()
  standIn = await startTestCalcom({ account: demoAccount })
})

const request = (slug: string): ImportRequest => ({
  slug,
  baseUrl: `${standIn.url}/v2`,
  dialect: 'hosted',
  apiKey: DEMO_KEY,
  attendeeMailbox: 'termine@sonnenschein.example',
  mayWait: true,
  publicUrl: null,
  isDryRun: false,
})
const bringIn = async (given: ImportRequest, steps: ImportStep[] = []) =>
  await importCalcom(server.context, given, (step) => steps.push(step), new AbortController().signal)

async function count(table: string, companyId: string): Promise<number> {
  const [row] = await queryAsOwner<{ count: string }>(
    server.database.ownerUrl,
    `select count(*) from ${table} where company_id = $1`,
    [companyId],
  )
  return Number(row?.count)
}

describe('an account with two branches', () => {
  test('is told, and nothing is changed, when that is all that was asked for', async () => {
    const { plan, done } = await bringIn({ ...request('only-told'), isDryRun: true })
    expect(done).toBeUndefined()
    expect(plan.branches.map(({ name }) => name)).toEqual([
      'Salon Sonnenschein Mitte',
      'Salon Sonnenschein Prenzlauer Berg',
    ])
    expect(plan.staff).toHaveLength(8)
    expect(plan.services).toHaveLength(12)
    expect(new Set(plan.notByVoice.map(({ why }) => why))).toEqual(new Set(['managed_parent']))
    const companies = await queryAsOwner(server.database.ownerUrl, "select 1 from companies where slug = 'only-told'")
    expect(companies).toEqual([])
  })

  test('becomes a company in which everybody is booked through an event type of their own', async () => {
    standIn.edit({
      kind: 'book',
      eventTypeId: 130_111,
      start: soonAt(10),
      name: 'Otto Holm',
      phoneNumber: '+4917604069031',
    })
    const steps: ImportStep[] = []
    const { done } = await bringIn(request('salon'), steps)
    const companyId = done?.companyId ?? ''
    expect(done).toMatchObject({
      imported: { staffAdded: 8, servicesAdded: 12, servicesEnded: 0 },
      bookings: { made: 1 },
    })
    expect(steps).toEqual(['reading the account', 'writing the company', 'reading bookings'])
    expect([await count('branches', companyId), await count('staff', companyId)]).toEqual([2, 8])
    const pools = await queryAsOwner(
      server.database.ownerUrl,
      'select 1 from calcom_event_types where company_id = $1 and is_pool',
      [companyId],
    )
    expect(pools).toEqual([])
    expect(await count('appointments', companyId)).toBe(1)
  })

  test('is brought up to date by doing it again: nothing twice, and what was set here stays', async () => {
    const first = await bringIn(request('again'))
    const companyId = first.done?.companyId ?? ''
    const before = [
      await count('staff', companyId),
      await count('services', companyId),
      await count('branches', companyId),
    ]
    await queryAsOwner(
      server.database.ownerUrl,
      "update services set name = 'Schneiden' where company_id = $1 and name = 'Damenhaarschnitt'",
      [companyId],
    )
    const second = await bringIn(request('again'))
    expect(second.done).toMatchObject({ imported: { staffAdded: 0, servicesAdded: 0, servicesEnded: 0 } })
    expect([
      await count('staff', companyId),
      await count('services', companyId),
      await count('branches', companyId),
    ]).toEqual(before)
    const named = await queryAsOwner(
      server.database.ownerUrl,
      "select 1 from services where company_id = $1 and name = 'Schneiden'",
      [companyId],
    )
    expect(named).toHaveLength(1)
  })
})

test('a company of the same people, branches and services is the same company: nothing of it is made twice', async () => {
  const { database, clock, ids, random } = server.context
  const { workspaceId } = await createRetellLine(server)
  await seedDemoCompany({ database, clock, ids, random, workspaceId })
  const [demo] = await queryAsOwner<{ id: string }>(
    server.database.ownerUrl,
    `select id from companies where slug = 'demo'`,
  )
  const before = [await count('staff', demo?.id ?? ''), await count('services', demo?.id ?? '')]
  const { done } = await bringIn(request('demo'))
  expect(done?.imported).toMatchObject({ staffAdded: 0, servicesAdded: 0 })
  expect([await count('staff', demo?.id ?? ''), await count('services', demo?.id ?? '')]).toEqual(before)
  expect(await count('branches', demo?.id ?? '')).toBe(2)
})

test('webhooks are set up for every event type of a team, once, and their secret is ours', async () => {
  const account = accountOf([hostWithEventType(1), hostWithEventType(2), poolEventType(900, [1, 2])])
  const small = await startTestCalcom({ account })
  const given = { ...request('hooked'), baseUrl: `${small.url}/v2`, apiKey: TEST_CALCOM_KEY, publicUrl: server.url }
  const parts: unknown[] = []
  const first = await importCalcom(
    server.context,
    given,
    (_step, part) => parts.push(part),
    new AbortController().signal,
  )
  expect(first.done).toMatchObject({ webhooks: 3 })
  expect(parts.filter(Boolean)).toEqual([1, 2, 3].map((done) => ({ done, of: 3 })))
  const { done } = await bringIn(given)
  expect(done).toMatchObject({ webhooks: 3 })
  small.edit({ kind: 'book', eventTypeId: 100, start: soonAt(10) })
  await small.settleWebhooks()
  expect(small.deliveries()).toMatchObject([{ trigger: 'BOOKING_CREATED', outcome: 'sent', status: 204 }])
})

/** An hour of the next weekday but one, in Berlin. */
function soonAt(hour: number): string {
  let date = Temporal.Now.plainDateISO('Europe/Berlin').add({ days: 2 })
  while (date.dayOfWeek > 5) date = date.add({ days: 1 })
  return date.toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: { hour } }).toInstant().toString()
}

test('an account in which nothing can be booked is told, and takes nothing from a company that has services', async () => {
  const whole = await startTestCalcom({ account: demoAccount })
  const { done } = await bringIn({ ...request('kept'), baseUrl: `${whole.url}/v2` })
  const companyId = done?.companyId ?? ''
  // A server without teams: all that can be booked belongs to one.
  const bare = await startTestCalcom({ account: demoAccount, dialect: 'self-hosted' })
  const given = { ...request('kept'), baseUrl: `${bare.url}/v2` }
  expect((await bringIn({ ...given, isDryRun: true })).plan.services).toEqual([])
  await expect(bringIn(given)).rejects.toThrow('Nothing in this account can be booked by phone')
  const active = await queryAsOwner(
    server.database.ownerUrl,
    'select 1 from services where company_id = $1 and active',
    [companyId],
  )
  expect(active).toHaveLength(12)
  const connected = await queryAsOwner(
    server.database.ownerUrl,
    'select base_url from calcom_connections where company_id = $1',
    [companyId],
  )
  expect(connected).toEqual([{ base_url: `${whole.url}/v2` }])
})

test('a key nobody knows is told in one sentence', async () => {
  await expect(bringIn({ ...request('nobody'), apiKey: 'cal_wrong' })).rejects.toThrow(
    'The calendar cannot be understood (401): /me',
  )
})
