import { beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { createTestCompany, type TestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { connectTwilio, createMessageDeps } from '../../test/harness/messages.ts'
import { clockAt } from '../../test/harness/server.ts'
import { startTestTwilio, type TwilioStandIn } from '../../test/harness/twilio.ts'
import { changeSettings } from './settings.ts'

const MONDAY = '2030-06-03T06:00:00Z'
const clock = clockAt(MONDAY)

let database: TestDatabase
let company: TestCompany
let twilio: TwilioStandIn
let messages: ReturnType<typeof createMessageDeps>

beforeAll(async () => {
  database = await createTestDatabase()
})

beforeEach(async () => {
  clock.set(MONDAY)
  company = await createTestCompany(database.db)
  twilio = await startTestTwilio()
  await connectTwilio(database.db, company.id, twilio)
  messages = createMessageDeps({ db: database.db, clock })
})

/** Numbers out of a range reserved for fiction. */
const mobile = (index: number) => `+49176040690${String(index).padStart(2, '0')}`

/** Has messages wait that nobody counted, as whoever pumps would like it: a promise to call back, to each of these. */
async function queue(recipients: readonly string[]): Promise<void> {
  const due = clock.now().add({ hours: 48 }).toString()
  await database.db.inCompany(company.id, async (tx) => {
    const tasks = recipients.map(() => ({
      id: testIds.uuid(),
      company_id: company.id,
      kind: 'waiting',
      earliest_at: clock.now().toString(),
      due_at: due,
    }))
    await tx.insertInto('tasks').values(tasks).execute()
    await tx
      .insertInto('messages')
      .values(
        recipients.map((recipient, index) => ({
          id: testIds.uuid(),
          company_id: company.id,
          kind: 'callback_promised',
          channel: 'sms' as const,
          recipient,
          language: 'de' as const,
          task_id: tasks[index]?.id ?? null,
          created_at: clock.now().toString(),
          send_before: due,
        })),
      )
      .execute()
  })
}

const reasons = async () =>
  Object.fromEntries(
    (
      await queryAsOwner<{ reason: string; count: number }>(
        database.ownerUrl,
        'select reason, count(*)::int as count from messages where company_id = $1 group by reason',
        [company.id],
      )
    ).map(({ reason, count }) => [reason, count]),
  )

/** How many were sent of so many; all the others were ended by a cap. */
async function sentOf(all: number): Promise<number> {
  const { '': sent = 0, ...ended } = await reasons()
  expect(Object.keys(ended).filter((reason) => !reason.endsWith('_cap'))).toEqual([])
  expect(Object.values(ended).reduce((sum, count) => sum + count, sent)).toBe(all)
  return sent
}

async function tellAllOf(senders = 1): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(Array.from({ length: senders }, () => messages.tell(company.id)))
  }
}

describe('texts are kept within', () => {
  test('three to a number and day, and the next day there are three again', async () => {
    await queue(Array.from({ length: 10 }, () => mobile(1)))
    await tellAllOf()
    expect(twilio.taken).toHaveLength(3)
    expect(await sentOf(10)).toBe(3)
    // Midnight is the company's.
    clock.set('2030-06-03T21:59:00Z')
    await queue([mobile(1)])
    await tellAllOf()
    expect(twilio.taken).toHaveLength(3)
    clock.set('2030-06-03T22:01:00Z')
    await queue([mobile(1)])
    await tellAllOf()
    expect(twilio.taken).toHaveLength(4)
  })

  test('what a company may send a day, however many send at once', async () => {
    await database.db.inCompany(company.id, (tx) => changeSettings(tx, company.id, { textsPerDay: 25 }))
    await queue(Array.from({ length: 120 }, (_, index) => mobile(index % 60)))
    await tellAllOf(4)
    expect(twilio.taken).toHaveLength(25)
    expect(await sentOf(120)).toBe(25)
    const counts = await queryAsOwner<{ sum: number }>(
      database.ownerUrl,
      `select sum(sent)::int as sum from message_counts where company_id = $1 and recipient <> ''`,
      [company.id],
    )
    expect(counts).toEqual([{ sum: 25 }])
  })

  test('the countries a house wants, and mobile numbers', async () => {
    await queue([mobile(1), '+33612345678', '+493023125901', '+436641234567', '+41791234567', '+447400123456'])
    await tellAllOf()
    expect(twilio.taken.map(({ to }) => to).toSorted()).toEqual([mobile(1), '+41791234567', '+436641234567'].toSorted())
    await database.db.inCompany(company.id, (tx) => changeSettings(tx, company.id, { countryCodes: ['+49'] }))
    await queue(['+436641234567'])
    await tellAllOf()
    expect(twilio.taken).toHaveLength(3)
  })

  test('nothing at all where a house allows none', async () => {
    await database.db.inCompany(company.id, (tx) => changeSettings(tx, company.id, { textsPerDay: 0 }))
    await queue([mobile(1)])
    await tellAllOf()
    expect(twilio.taken).toEqual([])
  })
})

test('a text that was tried twice counts once', async () => {
  twilio.fault = () => ({ status: 429 })
  await queue([mobile(1)])
  await tellAllOf()
  twilio.fault = () => undefined
  clock.set('2030-06-03T06:05:00Z')
  await queue([mobile(1), mobile(1)])
  await tellAllOf()
  expect(twilio.taken).toHaveLength(3)
})
