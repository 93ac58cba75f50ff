import { beforeAll, describe, expect, test } from 'vitest'

import { companiesWithMessages } from '../../src/companies/routing.ts'
import type { Senders } from '../../src/messages/channels/senders.ts'
import { keepSending, tellAll } from '../../src/messages/keep-sending.ts'
import { remindCustomers } from '../../src/messages/remind.ts'
import { createTestCompany, type TestCompany, testIds } from '../harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../harness/database.ts'
import { type MailServer, startTestMailServer } from '../harness/mail-server.ts'
import { connectTwilio, createMessageDeps } from '../harness/messages.ts'
import { clockAt, type TestClock } from '../harness/server.ts'
import { startTestTwilio, type TwilioStandIn } from '../harness/twilio.ts'
import { createDraw } from './draw.ts'

const APPOINTMENTS = 40

let database: TestDatabase
let mail: MailServer

beforeAll(async () => {
  database = await createTestDatabase()
  mail = await startTestMailServer()
})

/** The process dies: whatever it was doing, nothing after this happens. */
class Died extends Error {
  override readonly name = 'Died'
}

/** Senders whose process dies now and then, before a message is handed over or after. */
function mortal(senders: Senders, draw: () => number): Senders {
  return {
    ...senders,
    async send(letter, by) {
      if (draw() < 0.1) throw new Died('before')
      const answer = await senders.send(letter, by)
      if (draw() < 0.1) throw new Died('after')
      return answer
    },
  }
}

async function book(company: TestCompany, index: number, startsAt: Temporal.Instant): Promise<void> {
  const [serviceId = ''] = Object.values(company.serviceIds)
  const id = testIds.uuid()
  const name = `Gast ${index}`
  await database.db.inCompany(company.id, async (tx) => {
    const customer = { id: testIds.uuid(), company_id: company.id, language: 'de' as const }
    const phone = `+491760406${9_000 + index}`
    await tx
      .insertInto('customers')
      .values({
        ...customer,
        phone,
        email: `gast${index}@example.org`,
        usual_branch_id: null,
        usual_staff_id: null,
        trusted_at: null,
        merged_into_id: null,
      })
      .execute()
    await tx
      .insertInto('appointments')
      .values({
        id,
        company_id: company.id,
        branch_id: company.branchId,
        customer_id: customer.id,
        service_id: serviceId,
        staff_id: company.staffIds[0] ?? '',
        attendee_name: name,
        attendee_key: name,
        starts_at: startsAt.toString(),
        ends_at: startsAt.add({ minutes: 30 }).toString(),
        zone: 'Europe/Berlin',
        wall_start: '2030-06-11T10:00',
        state: 'confirmed',
        code: String(100_000 + index),
        currency: 'EUR',
        source: 'phone',
        confirmed_by: 'transcript',
        reference: id,
      })
      .execute()
  })
}

/** How often each appointment was told of, by its code. */
function countByCode(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) {
    const code = /\b1000\d\d\b/.exec(text)?.[0] ?? 'none'
    counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  return counts
}

type Given = { company: TestCompany; clock: TestClock; twilio: TwilioStandIn; draw: () => number }

/** Lets workers come and die, and time pass, until nothing is left to send. */
async function workAndDie({ company, clock, draw }: Given): Promise<void> {
  for (let round = 0; round < 120; round += 1) {
    const { deps } = createMessageDeps({ db: database.db, clock, mail })
    const dying = { ...deps, senders: mortal(deps.senders, draw) }
    await Promise.all([0, 1].map(() => tellAll(dying, company.id, AbortSignal.timeout(30_000)).catch(onlyDeath)))
    const [{ left } = { left: 0 }] = await queryAsOwner<{ left: number }>(
      database.ownerUrl,
      `select count(*)::int as left from messages where company_id = $1 and state in ('queued', 'sending', 'unclear')`,
      [company.id],
    )
    if (left === 0) return
    // A mail that was unlucky eight times is tried an hour later.
    clock.set(
      clock
        .now()
        .add({ seconds: round < 60 ? 45 : 300 })
        .toString(),
    )
  }
  throw new Error('Something was never sent')
}

function onlyDeath(error: unknown): void {
  if (!(error instanceof Died)) throw error
}

describe.each([1, 2, 3])('while processes die and providers falter (seed %i)', (seed) => {
  test('every confirmation and reminder arrives, texts once, mails under one id', async () => {
    mail.taken.length = 0
    const draw = createDraw(seed)
    const clock = clockAt('2030-06-10T07:00:00Z')
    const company = await createTestCompany(database.db)
    const date = () => new Date(clock.now().epochMilliseconds).toUTCString()
    const twilio = await startTestTwilio({ date })
    await connectTwilio(database.db, company.id, twilio)
    twilio.fault = () => {
      const fate = draw()
      if (fate < 0.08) return 'lost'
      if (fate < 0.16) return 'dropped'
      if (fate < 0.2) return { status: 500, taken: draw() < 0.5 }
      return fate < 0.25 ? { status: 429 } : undefined
    }
    mail.fault = () => (draw() < 0.1 ? 'lost' : draw() < 0.1 ? 'defer' : undefined)
    const start = Temporal.Instant.from('2030-06-12T08:00:00Z')
    for (let index = 0; index < APPOINTMENTS; index += 1) await book(company, index, start)
    await workAndDie({ company, clock, twilio, draw })

    clock.set('2030-06-11T08:00:00Z')
    const { deps } = createMessageDeps({ db: database.db, clock, mail })
    expect(await remindCustomers(deps, company.id)).toBe(APPOINTMENTS)
    await workAndDie({ company, clock, twilio, draw })

    const confirmations = twilio.taken.filter(({ body }) => body.includes('Ihr Termin steht'))
    expect([...countByCode(confirmations.map(({ body }) => body)).values()]).toEqual(
      Array.from({ length: APPOINTMENTS }, () => 1),
    )
    const reminded = twilio.taken.filter(({ body }) => body.includes('Wir erwarten Sie')).map(({ to }) => to)
    expect([reminded.length, new Set(reminded).size]).toEqual([APPOINTMENTS, APPOINTMENTS])
    const ids = new Set(mail.taken.map(({ messageId }) => messageId))
    expect(ids.size).toBe(2 * APPOINTMENTS)
    expect(new Set(mail.taken.map(({ to }) => to)).size).toBe(APPOINTMENTS)
    expect(mail.taken.length).toBeGreaterThan(2 * APPOINTMENTS)
  })
})

test('the job finds by itself who is to be told, also after the database was away, and ends as soon as the process is to', async () => {
  mail.fault = () => undefined
  const clock = clockAt('2030-06-10T07:00:00Z')
  const company = await createTestCompany(database.db)
  const twilio = await startTestTwilio()
  await connectTwilio(database.db, company.id, twilio)
  await book(company, 99, Temporal.Instant.from('2030-06-12T08:00:00Z'))
  const { deps } = createMessageDeps({ db: database.db, clock, mail })
  const leaving = new AbortController()
  const failed: (string | null)[] = []
  const run = keepSending(
    {
      ...deps,
      events: { ...deps.events, sendingFailed: (companyId) => void failed.push(companyId) },
      companiesWithMessages: async (now) => {
        if (failed.length < 2) throw new Error('The database is away')
        return await companiesWithMessages(database.db.kysely, now)
      },
    },
    { signal: new AbortController().signal, leaving: leaving.signal },
    { runMs: 120_000, pauseMs: 20 },
  )
  await expect.poll(() => twilio.taken.length).toBe(1)
  expect(failed).toEqual([null, null])
  leaving.abort()
  await run
})
