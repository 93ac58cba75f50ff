import { beforeAll, beforeEach, expect, test } from 'vitest'

import { testSealing } from '../../test/harness/calcom.ts'
import { createTestCompany, type TestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { type MailServer, startTestMailServer } from '../../test/harness/mail-server.ts'
import { createMessageDeps } from '../../test/harness/messages.ts'
import { clockAt } from '../../test/harness/server.ts'
import { startTestWebhook } from '../../test/harness/twilio.ts'
import { keepAccount, type MessageAccount } from './accounts.ts'
import { changeSettings } from './settings.ts'

const clock = clockAt('2030-06-03T06:00:00Z')

let database: TestDatabase
let company: TestCompany
let mail: MailServer
let slack: Awaited<ReturnType<typeof startTestWebhook>>
let pagerduty: Awaited<ReturnType<typeof startTestWebhook>>
let messages: ReturnType<typeof createMessageDeps>

beforeAll(async () => {
  database = await createTestDatabase()
  mail = await startTestMailServer()
})

beforeEach(async () => {
  mail.taken.length = 0
  company = await createTestCompany(database.db)
  slack = await startTestWebhook()
  pagerduty = await startTestWebhook()
  pagerduty.status = 202
  pagerduty.answer = { status: 'success', message: 'Event processed', dedup_key: 'x' }
  messages = createMessageDeps({ db: database.db, clock, mail })
})

async function connect(account: Pick<MessageAccount, 'service' | 'baseUrl' | 'secret'>): Promise<void> {
  await database.db.inCompany(company.id, (tx) =>
    keepAccount(tx, { sealing: testSealing }, company.id, { account: '', sender: '', ...account }),
  )
}

async function connectAll(): Promise<void> {
  await connect({ service: 'slack', baseUrl: slack.url, secret: `${slack.url}/services/T0/B0/secret` })
  await connect({ service: 'pagerduty', baseUrl: pagerduty.url, secret: 'routing key' })
  await database.db.inCompany(company.id, (tx) => changeSettings(tx, company.id, { deskEmail: 'desk@example.org' }))
}

/** Somebody wants to be called back by ten. */
async function addTask(): Promise<string> {
  const id = testIds.uuid()
  await database.db.inCompany(company.id, (tx) =>
    tx
      .insertInto('tasks')
      .values({
        id,
        company_id: company.id,
        kind: 'callback',
        phone: '+4917604069042',
        reason: 'Es geht um Erika',
        earliest_at: '2030-06-03T06:00:00Z',
        due_at: '2030-06-03T08:00:00Z',
      })
      .execute(),
  )
  return id
}

async function setState(id: string, state: string): Promise<void> {
  await queryAsOwner(
    database.ownerUrl,
    `update tasks set state = $2, escalated_at = coalesce(escalated_at, now()),
      closed_at = case when $2 in ('done', 'dropped') then now() end where id = $1`,
    [id, state],
  )
  await messages.tell(company.id)
}

test('a new task is told by mail and to Slack, without a name or a number', async () => {
  await connectAll()
  await addTask()
  await messages.tell(company.id)
  const line = 'Praxis Beispiel: Neue Aufgabe: Rückruf gewünscht (fällig Montag, 3. Juni, 10:00 Uhr)'
  expect(slack.received).toEqual([{ path: '/services/T0/B0/secret', body: { text: line } }])
  expect(mail.taken).toMatchObject([{ to: 'desk@example.org' }])
  expect(pagerduty.received).toEqual([])
  expect(JSON.stringify([slack.received, mail.taken])).not.toMatch(/Erika|17604069042/)
})

test('what is overdue pages somebody, and what is done then ends the page', async () => {
  await connectAll()
  const id = await addTask()
  await setState(id, 'escalated')
  await setState(id, 'done')
  expect(pagerduty.received).toEqual([
    {
      path: '/v2/enqueue',
      body: {
        routing_key: 'routing key',
        event_action: 'trigger',
        dedup_key: `ringbook task ${id}`,
        payload: {
          summary: 'Praxis Beispiel: Überfällig: Rückruf gewünscht (fällig Montag, 3. Juni, 10:00 Uhr)',
          source: expect.stringMatching(/^company-/),
          severity: 'warning',
        },
      },
    },
    {
      path: '/v2/enqueue',
      body: { routing_key: 'routing key', event_action: 'resolve', dedup_key: `ringbook task ${id}` },
    },
  ])
})

test('a notice goes out again when the other side was busy, and is given up when it says no', async () => {
  await connect({ service: 'slack', baseUrl: slack.url, secret: `${slack.url}/services/x` })
  slack.status = 503
  await addTask()
  await messages.tell(company.id)
  slack.status = 404
  clock.set('2030-06-03T06:05:00Z')
  await messages.tell(company.id)
  clock.set('2030-06-03T07:00:00Z')
  await messages.tell(company.id)
  expect(slack.received).toHaveLength(2)
  const rows = await queryAsOwner(database.ownerUrl, 'select state, reason from messages where company_id = $1', [
    company.id,
  ])
  expect(rows).toEqual([{ state: 'failed', reason: 'slack_404' }])
})

test('without anybody to tell nothing is written', async () => {
  await addTask()
  await messages.tell(company.id)
  expect(await queryAsOwner(database.ownerUrl, 'select 1 from messages where company_id = $1', [company.id])).toEqual(
    [],
  )
})
