import { beforeAll, beforeEach, expect, test } from 'vitest'

import { whenFileIsDone } from '../../test/harness/clean-up.ts'
import { createTestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { type MailServer, startTestMailServer } from '../../test/harness/mail-server.ts'
import { connectTwilio, createMessageDeps } from '../../test/harness/messages.ts'
import { clockAt } from '../../test/harness/server.ts'
import { startTestTwilio, type TwilioStandIn } from '../../test/harness/twilio.ts'
import { companiesWithMessages } from '../companies/routing.ts'
import { keepSending } from './keep-sending.ts'
import { sendDue } from './send-due.ts'
import { changeSettings } from './settings.ts'

/** A Monday morning in Berlin. */
const clock = clockAt('2030-06-03T06:00:00Z')
/** Less than a request is given. */
const SOON = { timeout: 12_000 }
const NEVER = new AbortController().signal

let database: TestDatabase
let mail: MailServer
let twilio: TwilioStandIn
let messages: ReturnType<typeof createMessageDeps>

beforeAll(async () => {
  database = await createTestDatabase()
  mail = await startTestMailServer()
})

beforeEach(async () => {
  clock.set('2030-06-03T06:00:00Z')
  mail.taken.length = 0
  twilio = await startTestTwilio()
  messages = createMessageDeps({ db: database.db, clock, mail })
})

/** A company whose desk has notices by mail, and whose callers are promised a callback by text. */
async function createCompany(): Promise<string> {
  const { id } = await createTestCompany(database.db)
  await connectTwilio(database.db, id, twilio)
  await database.db.inCompany(id, (tx) => changeSettings(tx, id, { deskEmail: 'desk@example.org', noTextKinds: [] }))
  return id
}

/** Somebody wants to be called back: a mail to the desk, and a text to them. */
async function addTask(companyId: string, index = 0): Promise<void> {
  await database.db.inCompany(companyId, (tx) =>
    tx
      .insertInto('tasks')
      .values({
        id: testIds.uuid(),
        company_id: companyId,
        kind: 'callback',
        phone: `+491760406904${index}`,
        earliest_at: '2030-06-03T06:00:00Z',
        due_at: '2030-06-03T12:00:00Z',
      })
      .execute(),
  )
}

/** Makes texts nobody knows the end of; three minutes later they are to be asked about. */
async function leaveUnclear(companyId: string, texts: number): Promise<void> {
  twilio.fault = () => 'dropped'
  for (let index = 0; index < texts; index += 1) await addTask(companyId, index)
  await messages.tell(companyId)
  const rows = await queryAsOwner(
    database.ownerUrl,
    `select id from messages where company_id = $1 and channel = 'sms' and state = 'unclear'`,
    [companyId],
  )
  expect(rows).toHaveLength(texts)
  twilio.fault = () => undefined
  mail.taken.length = 0
}

const asked = () => twilio.requests.filter(({ method }) => method === 'GET').map(({ url }) => url)
const newTexts = () => posted().filter(({ body }) => body.includes('9041'))
const posted = () => twilio.requests.filter(({ method }) => method === 'POST')

function startSending(): { stop(): Promise<void> } {
  const leaving = new AbortController()
  const run = keepSending(
    { ...messages.deps, companiesWithMessages: async (now) => await companiesWithMessages(database.db.kysely, now) },
    { signal: NEVER, leaving: leaving.signal },
    { runMs: 120_000, pauseMs: 20 },
  )
  const stop = async () => {
    leaving.abort()
    await twilio.close()
    await run
  }
  whenFileIsDone(stop)
  return { stop }
}

test('the mails of every company go out while their texts are taken and not answered', async () => {
  twilio.fault = () => 'silent'
  const companies = await Promise.all(Array.from({ length: 6 }, createCompany))
  for (const id of companies) await addTask(id)
  const sending = startSending()
  await expect.poll(() => [posted().length, mail.taken.length], SOON).toEqual([6, 6])
  for (const id of companies) await addTask(id, 1)
  await expect.poll(() => mail.taken.length, SOON).toBe(12)
  await sending.stop()
})

test('the mails of every company go out while nobody answers what became of their texts', async () => {
  const companies = await Promise.all(Array.from({ length: 6 }, createCompany))
  for (const id of companies) await leaveUnclear(id, 1)
  clock.set('2030-06-03T06:03:00Z')
  twilio.lists = 'silent'
  for (const id of companies) await addTask(id, 1)
  const sending = startSending()
  await expect.poll(() => [asked().length, mail.taken.length, newTexts().length], SOON).toEqual([6, 6, 6])
  await sending.stop()
})

test('a few texts are asked about at once, and none by two at the same time', async () => {
  const id = await createCompany()
  await leaveUnclear(id, 10)
  clock.set('2030-06-03T06:03:00Z')
  twilio.lists = 'silent'
  const one = sendDue(messages.deps, id, NEVER)
  await expect.poll(() => asked().length, SOON).toBe(4)
  const other = sendDue(messages.deps, id, NEVER)
  await expect.poll(() => asked().length, SOON).toBe(8)
  await twilio.close()
  await Promise.all([one, other])
  expect(new Set(asked()).size).toBe(8)
  expect(asked()).toHaveLength(8)
})

test('all are found out about in one go where the provider answers, and none once it is time to end', async () => {
  const id = await createCompany()
  await leaveUnclear(id, 10)
  clock.set('2030-06-03T06:03:00Z')
  await sendDue(messages.deps, id, AbortSignal.abort())
  expect(asked()).toEqual([])
  await sendDue(messages.deps, id, NEVER)
  expect(new Set(asked()).size).toBe(10)
})
