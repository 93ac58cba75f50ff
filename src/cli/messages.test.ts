import { beforeAll, expect, test } from 'vitest'

import { createTestCompany, type TestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { runCommandLine } from './ringbook.ts'

let database: TestDatabase
let company: TestCompany

beforeAll(async () => {
  database = await createTestDatabase()
  company = await createTestCompany(database.db, { slug: 'salon' })
})

async function ringbook(line: string, env: Record<string, string> = {}) {
  const out: string[] = []
  const err: string[] = []
  const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  const code = await runCommandLine(args, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    async *lines() {},
    env: {
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      RINGBOOK_SECRET_KEY: '5e'.repeat(32),
      ...env,
    },
    colours: false,
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const ACCOUNT = `AC${'0'.repeat(32)}`

test('a message is shown as a customer would get it, in both languages', async () => {
  const german = await ringbook('messages preview --company salon --template confirmation --lang de')
  expect(german.code).toBe(0)
  expect(german.out).toMatch(/^Text \(one part\)\n\nPraxis Beispiel: Ihr Termin steht\. Haarschnitt am /)
  expect(german.out).toContain('Ihr Termin ist bestätigt:')
  expect(german.out).toContain('BEGIN:VCALENDAR')
  const english = await ringbook('messages preview --company salon --template reminder --lang en --json')
  expect(JSON.parse(english.out)).toMatchObject({ text: expect.stringContaining('Please answer YES or CANCEL') })
})

test('a company may have words of its own, and go back', async () => {
  const words = 'messages template --company salon --template confirmation --channel sms'
  expect(await ringbook(`${words} --text "Moin! {service}, {date}[ mit {staff}]."`)).toMatchObject({ code: 0 })
  const preview = async () => (await ringbook('messages preview --company salon --template confirmation --json')).out
  expect(JSON.parse(await preview())).toMatchObject({
    text: expect.stringMatching(/^Moin! Haarschnitt, .* mit Anna Abel\.$/),
  })
  expect(await ringbook(`${words} --text "{wer}"`)).toMatchObject({
    code: 2,
    err: expect.stringContaining('{wer} is not known'),
  })
  await ringbook(`${words} --default`)
  expect(JSON.parse(await preview())).toMatchObject({
    text: expect.stringMatching(/^Praxis Beispiel: Ihr Termin steht/),
  })
})

test('an account is kept sealed, its secret never an argument', async () => {
  const connect = `messages connect twilio --company salon --account ${ACCOUNT} --from +4915735980000`
  expect(await ringbook(connect)).toMatchObject({
    code: 2,
    err: expect.stringContaining('TWILIO_AUTH_TOKEN must be set'),
  })
  const env = { TWILIO_AUTH_TOKEN: 'very secret', RINGBOOK_PUBLIC_URL: 'https://ringbook.test' }
  const { code, out } = await ringbook(connect, env)
  expect(code).toBe(0)
  expect(out).toContain(`https://ringbook.test/api/webhooks/twilio/${company.id}/inbound`)
  const rows = await queryAsOwner<{ sealed_secret: Buffer }>(
    database.ownerUrl,
    'select sealed_secret from message_accounts',
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]?.sealed_secret.toString('latin1')).not.toContain('very secret')
  expect((await ringbook('messages disconnect twilio --company salon')).out).toBe('Nothing goes out by twilio any more')
})

test('secrets go over encrypted connections only', async () => {
  const env = { SLACK_WEBHOOK_URL: 'http://hooks.example.org/services/secret' }
  const refused = await ringbook('messages connect slack --company salon', env)
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('https://') })
  expect(refused.err).not.toContain('secret')
})

test('settings are shown and changed, and what makes no sense is refused', async () => {
  const set = 'messages settings --company salon --json'
  expect(JSON.parse((await ringbook(set)).out)).toMatchObject({ textsPerDay: 200, reminderHours: 24 })
  const changed = await ringbook(`${set} --texts-per-day 50 --countries +49 --quiet 20:30-09:00 --reminder-hours off`)
  expect(JSON.parse(changed.out)).toMatchObject({
    textsPerDay: 50,
    countryCodes: ['+49'],
    quietFromMinute: 1_230,
    quietUntilMinute: 540,
    reminderHours: null,
  })
  for (const wrong of [
    '--countries 49',
    '--quiet 25:00-08:00',
    '--texts-per-day many',
    '--reminder-hours 1',
    '--no-texts x',
  ]) {
    expect((await ringbook(`${set} ${wrong}`)).code).toBe(2)
  }
})

test('the outbox shows what did not go out, and why', async () => {
  await database.db.inCompany(company.id, (tx) =>
    tx
      .insertInto('messages')
      .values({
        id: testIds.uuid(),
        company_id: company.id,
        kind: 'confirmation',
        channel: 'sms',
        recipient: '+4917604069042',
        language: 'de',
        reason: 'not_connected',
        created_at: '2030-06-03T06:00:00Z',
        send_before: '2030-06-04T06:00:00Z',
      })
      .execute(),
  )
  const { out } = await ringbook('outbox --company salon --unsent')
  expect(out).toContain('+4917604069042')
  expect(out).toContain('NOT SENT: queued, there is no account to send it by')
  expect(JSON.parse((await ringbook('outbox --company salon --json')).out)).toMatchObject([{ sent: false }])
  expect(await ringbook('outbox --company nobody')).toMatchObject({
    code: 1,
    err: expect.stringContaining('no company'),
  })
})

test('jobs are listed; those given up are shown and run again', async () => {
  expect((await ringbook('jobs')).out).toMatch(/^send-messages +\* \* \* \* \*/m)
  expect((await ringbook('jobs dead')).out).toBe('No job was given up')
  const id = testIds.uuid()
  await queryAsOwner(
    database.ownerUrl,
    `insert into pgboss.job (id, name, data, singleton_key, source_name, source_id, source_retry_count, source_output, policy)
      values ($1, 'calendar-webhook-dead', $2, 'a key', 'calendar-webhook', gen_random_uuid(), 6, $3, 'standard')`,
    [id, { companyId: company.id }, { fault: 'TypeError' }],
  )
  expect(JSON.parse((await ringbook('jobs dead --json')).out)).toMatchObject([
    { id, name: 'calendar-webhook', attempts: 7, fault: 'TypeError', data: { companyId: company.id } },
  ])
  expect((await ringbook(`jobs retry ${id}`)).out).toBe('1 of 1 put back into their queues')
  const waiting = await queryAsOwner(
    database.ownerUrl,
    `select data from pgboss.job where name = 'calendar-webhook' and state = 'created'`,
  )
  expect(waiting).toEqual([{ data: { companyId: company.id } }])
  expect((await ringbook('jobs dead')).out).toBe('No job was given up')
  expect(await ringbook(`jobs retry ${id}`)).toMatchObject({ code: 1 })
  expect(await ringbook('jobs retry')).toMatchObject({ code: 2 })
})
