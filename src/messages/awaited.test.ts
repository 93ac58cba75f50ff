import { beforeAll, beforeEach, expect, test } from 'vitest'

import { queryAsOwner } from '../../test/harness/database.ts'
import { type MailServer, startTestMailServer } from '../../test/harness/mail-server.ts'
import { connectTwilio, createMessageDeps, PUBLIC_URL } from '../../test/harness/messages.ts'
import { createRetellLine, type RetellLine } from '../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../test/harness/server.ts'
import { signAsTwilio, startTestTwilio, type TwilioStandIn } from '../../test/harness/twilio.ts'

/** A Monday morning in Berlin. */
const MONDAY = '2030-06-03T06:00:00Z'
const MOBILE = '+4917604069042'
const WALL = '+493023125901'
const clock = clockAt(MONDAY)

let server: TestServer
let mail: MailServer
let twilio: TwilioStandIn
let line: RetellLine
const lines: RetellLine[] = []
let withMail: ReturnType<typeof createMessageDeps>
let withoutMail: ReturnType<typeof createMessageDeps>

beforeAll(async () => {
  server = await startTestServer({ clock, env: { RINGBOOK_PUBLIC_URL: PUBLIC_URL } })
  mail = await startTestMailServer()
  for (let made = 0; made < 14; made += 1) lines.push(await createRetellLine(server))
})

beforeEach(async () => {
  clock.set(MONDAY)
  mail.fault = () => undefined
  const next = lines.pop()
  if (next === undefined) throw new Error('Make more houses')
  line = next
  twilio = await startTestTwilio()
  const { sealing } = server.context
  withMail = createMessageDeps({ db: server.database.db, clock, mail, sealing })
  withoutMail = createMessageDeps({ db: server.database.db, clock, sealing })
})

const asOwner = async (query: string, ...more: string[]) =>
  await queryAsOwner<Record<string, unknown>>(server.database.ownerUrl, query, [line.id, ...more])
const connect = async () => {
  const { sealing } = server.context
  await connectTwilio(server.database.db, line.id, twilio, { sealing })
}
const pass = (duration: Temporal.DurationLike) => clock.set(clock.now().add(duration).toString())
const taskKinds = async () =>
  (await asOwner('select kind from tasks where company_id = $1 order by created_at')).map(({ kind }) => kind)
const closeTasks = async () =>
  await asOwner(`update tasks set state = 'done', closed_at = now() where company_id = $1 and state = 'open'`)

/** Somebody books Tuesday of the next week at ten; then it goes from one state to another, as the settling job or the desk leaves it. */
async function bookAndChange(fromState: string, toState: string, { from = MOBILE, email = '' } = {}): Promise<void> {
  const call = line.call({ from })
  const { reply } = await call.callTool('check_availability', { date: '11.06.2030', time: '10:00' })
  call.callerSays('Ja, gerne')
  const wish = { offer_id: reply?.['offer_id'], name: 'Erika Beispiel', ...(email !== '' && { email }) }
  expect((await call.callTool('book_appointment', wish)).reply?.['status']).toBe('booked')
  await asOwner('update appointments set state = $2 where company_id = $1', fromState)
  await asOwner('delete from message_occasions where company_id = $1')
  await asOwner('update appointments set state = $2, version = version + 1 where company_id = $1', toState)
}

const settle = async (caller: { from?: string; email?: string } = {}) =>
  await bookAndChange('unknown', 'confirmed', caller)

/** Twilio tells that the last text did not arrive. */
async function reportUndelivered(): Promise<void> {
  const [message] = await asOwner(
    `select id, provider_id from messages where company_id = $1 and channel = 'sms' order by created_at desc limit 1`,
  )
  const path = `/api/webhooks/twilio/${line.id}/status/${String(message?.['id'])}`
  const fields = { MessageSid: String(message?.['provider_id']), MessageStatus: 'undelivered', ErrorCode: '30005' }
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signAsTwilio(twilio.token, `${PUBLIC_URL}${path}`, fields),
    },
    body: new URLSearchParams(fields).toString(),
  })
  expect(response.status).toBe(200)
}

test('who waits to hear is called at once where texts have no account, and the text goes out when there is one', async () => {
  await settle()
  await withoutMail.tell(line.id)
  expect(await taskKinds()).toEqual(['unconfirmed_booking'])
  await connect()
  await withoutMail.tell(line.id)
  expect(twilio.taken).toHaveLength(1)
  expect(await taskKinds()).toEqual(['unconfirmed_booking'])
})

test('who waits to hear is called at once where there is only an address, and no server for mails', async () => {
  await connect()
  await settle({ from: WALL, email: 'erika@example.org' })
  await withoutMail.tell(line.id)
  expect(await taskKinds()).toEqual(['unconfirmed_booking'])
})

test('who can be reached by mail is not called for want of an account for texts', async () => {
  await settle({ email: 'erika@example.org' })
  await withMail.tell(line.id)
  pass({ hours: 1 })
  await withMail.tell(line.id)
  expect(await taskKinds()).toEqual([])
})

test('who waits to hear is called once when the account was wrong for a quarter of an hour, and hears when it is mended', async () => {
  await connect()
  twilio.fault = () => ({ status: 401, code: 20003 })
  await settle()
  for (const minutes of [0, 6, 6]) {
    pass({ minutes })
    await withMail.tell(line.id)
  }
  expect(await taskKinds()).toEqual([])
  pass({ minutes: 6 })
  await withMail.tell(line.id)
  expect(await taskKinds()).toEqual(['unconfirmed_booking'])
  await closeTasks()
  pass({ minutes: 10 })
  await withMail.tell(line.id)
  twilio.fault = () => undefined
  pass({ minutes: 10 })
  await withMail.tell(line.id)
  expect(twilio.taken).toHaveLength(1)
  expect(await taskKinds()).toEqual(['unconfirmed_booking'])
})

test('who was called already is not called again when it is too late for the text', async () => {
  await settle()
  await withoutMail.tell(line.id)
  await closeTasks()
  pass({ hours: 9 * 24 })
  await withoutMail.tell(line.id)
  expect(await asOwner('select state from messages where company_id = $1')).toEqual([{ state: 'expired' }])
  expect(await taskKinds()).toEqual(['unconfirmed_booking'])
})

test('what was written at night and waits for the morning has not waited too long', async () => {
  await connect()
  clock.set('2030-06-03T21:00:00Z')
  await settle()
  await withMail.tell(line.id)
  twilio.fault = () => ({ status: 429 })
  clock.set('2030-06-04T06:00:00Z')
  await withMail.tell(line.id)
  pass({ minutes: 10 })
  await withMail.tell(line.id)
  expect(await taskKinds()).toEqual([])
  pass({ minutes: 10 })
  await withMail.tell(line.id)
  expect(await taskKinds()).toEqual(['unconfirmed_booking'])
})

test('who waits to hear is called when the text does not arrive, once', async () => {
  await connect()
  await settle()
  await withMail.tell(line.id)
  await reportUndelivered()
  expect(await taskKinds()).toEqual(['unconfirmed_booking'])
  await closeTasks()
  await reportUndelivered()
  expect(await taskKinds()).toEqual(['unconfirmed_booking'])
})

test('who has a mail as well is not called when the text does not arrive', async () => {
  await connect()
  await settle({ email: 'erika@example.org' })
  await withMail.tell(line.id)
  await reportUndelivered()
  expect(await taskKinds()).toEqual([])
})

test.each(['confirmed', 'rejected'])(
  'who was told that the house has to agree is called where no text reaches them, when it is %s',
  async (decided) => {
    await connect()
    await bookAndChange('pending_approval', decided, { from: WALL })
    await withMail.tell(line.id)
    expect(await taskKinds()).toEqual(['unconfirmed_booking'])
  },
)

test('who was told that the house has to agree is not called when the text with its yes goes out', async () => {
  await connect()
  await bookAndChange('pending_approval', 'confirmed')
  await withMail.tell(line.id)
  expect(twilio.taken).toHaveLength(1)
  expect(await taskKinds()).toEqual([])
})

test('who booked from a fixed line and heard on the phone that it stands is not called', async () => {
  await connect()
  await bookAndChange('booking', 'confirmed', { from: WALL })
  await withMail.tell(line.id)
  expect(await taskKinds()).toEqual([])
})

test('who does not wait to hear is not called when the text does not arrive', async () => {
  await connect()
  await bookAndChange('booking', 'confirmed')
  await withMail.tell(line.id)
  await reportUndelivered()
  expect(await taskKinds()).toEqual([])
})
