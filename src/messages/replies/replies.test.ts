import { beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { queryAsOwner } from '../../../test/harness/database.ts'
import { connectTwilio, createMessageDeps, PUBLIC_URL } from '../../../test/harness/messages.ts'
import { createRetellLine, type RetellLine } from '../../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../../test/harness/server.ts'
import { signAsTwilio, startTestTwilio, type TwilioStandIn } from '../../../test/harness/twilio.ts'
import { setRules } from '../../companies/set-up.ts'
import { remindCustomers } from '../remind.ts'

/** A Monday morning in Berlin. */
const MONDAY = '2030-06-03T06:00:00Z'
const MOBILE = '+4917604069042'
const STRANGER = '+4917604069043'
const clock = clockAt(MONDAY)

let server: TestServer
let twilio: TwilioStandIn
let line: RetellLine
const lines: RetellLine[] = []
let messages: ReturnType<typeof createMessageDeps>
let sids = 0

beforeAll(async () => {
  server = await startTestServer({ clock, env: { RINGBOOK_PUBLIC_URL: `${PUBLIC_URL}/` } })
  for (let made = 0; made < 30; made += 1) lines.push(await createRetellLine(server))
})

beforeEach(async () => {
  clock.set(MONDAY)
  const next = lines.pop()
  if (next === undefined) throw new Error('Make more houses')
  line = next
  twilio = await startTestTwilio()
  const { sealing } = server.context
  await connectTwilio(server.database.db, line.id, twilio, { sealing })
  messages = createMessageDeps({ db: server.database.db, clock, sealing })
})

/** Somebody has an appointment on Tuesday of the next week at ten, and has been reminded of it the day before. */
async function bookAndRemind({ from = MOBILE, time = '10:00' } = {}): Promise<void> {
  const call = line.call({ from })
  const { reply } = await call.callTool('check_availability', { date: '11.06.2030', time })
  call.callerSays('Ja, gerne')
  await call.callTool('book_appointment', { offer_id: reply?.['offer_id'], name: 'Erika Beispiel' })
  await messages.tell(line.id)
  clock.set('2030-06-10T09:00:00Z')
  await remindCustomers(messages.deps, line.id)
  await messages.tell(line.id)
}

type Given = { token?: string; url?: string; sid?: string; signature?: string; companyId?: string }

/** A text comes in, as Twilio tells of it. */
async function text(from: string, body: string, given: Given = {}): Promise<{ status: number; body: string }> {
  const path = `/api/webhooks/twilio/${given.companyId ?? line.id}/inbound`
  const fields = { MessageSid: given.sid ?? `SM${(sids += 1)}`, From: from, To: '+4915735980000', Body: body }
  return await post(path, fields, given)
}

async function post(path: string, fields: Record<string, string>, given: Given = {}) {
  const url = given.url ?? `${PUBLIC_URL}${path}`
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': given.signature ?? signAsTwilio(given.token ?? twilio.token, url, fields),
    },
    body: new URLSearchParams(fields).toString(),
  })
  return { status: response.status, body: await response.text() }
}

const rows = async <Row>(query: string) => await queryAsOwner<Row>(server.database.ownerUrl, query, [line.id])
const appointmentStates = async () =>
  (await rows<{ state: string }>('select state from appointments where company_id = $1 order by starts_at')).map(
    ({ state }) => state,
  )
const meanings = async () =>
  (await rows<{ meaning: string }>('select meaning from text_replies where company_id = $1 order by provider_id')).map(
    ({ meaning }) => meaning,
  )
const trusted = async () =>
  (await rows<{ phone: string }>('select phone from customers where company_id = $1 and trusted_at is not null')).map(
    ({ phone }) => phone,
  )
const tasks = async () =>
  await rows<{ kind: string; reason: string }>('select kind, reason from tasks where company_id = $1')

describe('an answer to a reminder', () => {
  test('"Ja" is taken for a yes, and the number is trusted from then on', async () => {
    await bookAndRemind()
    expect(await trusted()).toEqual([])
    expect(await text(MOBILE, 'Ja, ich komme')).toEqual({
      status: 200,
      body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
    })
    expect(await trusted()).toEqual([MOBILE])
    expect(await appointmentStates()).toEqual(['confirmed'])
  })

  test.each(['ABSAGEN', 'Ich muss leider absagen', 'cancel please'])('"%s" cancels, and is confirmed', async (said) => {
    await bookAndRemind()
    expect((await text(MOBILE, said)).status).toBe(200)
    expect(await appointmentStates()).toEqual(['cancelled'])
    await messages.tell(line.id)
    expect(twilio.taken.at(-1)?.body).toContain('ist abgesagt')
    const [{ active } = { active: true }] = await rows<{ active: boolean }>(
      'select coalesce(bool_or(active), false) as active from segments where company_id = $1',
    )
    expect(active).toBe(false)
  })

  test.each([
    'Nein',
    'bitte nicht absagen',
    'kann ich absagen?',
    'Geht auch Mittwoch?',
    'Absagen und neuen Termin bitte',
  ])('"%s" is for a person to read, and changes nothing', async (said) => {
    await bookAndRemind()
    await text(MOBILE, said)
    expect(await appointmentStates()).toEqual(['confirmed'])
    expect(await tasks()).toEqual([{ kind: 'text_reply', reason: said }])
  })

  test('that comes twice does its work once', async () => {
    await bookAndRemind()
    await Promise.all([text(MOBILE, 'hm', { sid: 'SM0a' }), text(MOBILE, 'hm', { sid: 'SM0a' })])
    expect(await tasks()).toEqual([{ kind: 'text_reply', reason: 'hm' }])
    await text(MOBILE, 'doch lieber morgens', { sid: 'SM0b' })
    expect(await tasks()).toEqual([{ kind: 'text_reply', reason: 'hm / doch lieber morgens' }])
  })

  test('does not say which of two appointments is to be cancelled', async () => {
    await bookAndRemind()
    await bookAndRemind({ time: '14:00' })
    await text(MOBILE, 'absagen')
    expect(await appointmentStates()).toEqual(['confirmed', 'confirmed'])
    expect(await tasks()).toMatchObject([{ kind: 'text_reply' }])
  })

  test('counts as given when it was asked for, for some hours', async () => {
    await bookAndRemind()
    clock.set('2030-06-10T20:00:00Z')
    await text(MOBILE, 'absagen')
    expect(await appointmentStates()).toEqual(['cancelled'])
  })

  test('is not asked for where it would be refused', async () => {
    await server.database.db.inCompany(line.id, (tx) =>
      setRules(tx, { ids: server.context.ids }, line.id, { cancellationNoticeMinutes: 48 * 60 }),
    )
    await bookAndRemind()
    expect(twilio.taken.at(-1)?.body).toContain('Bitte antworten Sie mit JA.')
    await text(MOBILE, 'absagen')
    expect(await appointmentStates()).toEqual(['confirmed'])
  })

  test('that is too late by the rules of the house is refused, and the customer told', async () => {
    await bookAndRemind()
    clock.set('2030-06-10T23:00:00Z')
    await text(MOBILE, 'absagen')
    expect(await appointmentStates()).toEqual(['confirmed'])
    await messages.tell(line.id)
    expect(twilio.taken.at(-1)?.body).toContain('lässt sich per SMS nicht mehr absagen')
  })

  test('"STOP" is the end of texts to this number, and "START" their beginning', async () => {
    await bookAndRemind()
    const before = twilio.taken.length
    await text(MOBILE, 'Stop')
    await text(MOBILE, 'absagen')
    await messages.tell(line.id)
    expect(twilio.taken).toHaveLength(before)
    await text(MOBILE, 'start')
    expect(await rows('select 1 from message_opt_outs where company_id = $1')).toEqual([])
  })
})

describe('a stranger', () => {
  test('who writes "absagen" changes nothing', async () => {
    await bookAndRemind()
    for (const said of ['absagen', 'ja', 'Bitte den Termin von Erika Beispiel absagen']) await text(STRANGER, said)
    expect(await appointmentStates()).toEqual(['confirmed'])
    expect(await meanings()).toEqual(['stranger', 'stranger', 'stranger'])
    expect([await tasks(), await trusted()]).toEqual([[], []])
  })

  test('who has a number that used to be the customer’s changes nothing', async () => {
    await bookAndRemind()
    await rows(`update customers set phone = '${STRANGER}' where company_id = $1 returning id`)
    await text(MOBILE, 'absagen')
    expect(await appointmentStates()).toEqual(['confirmed'])
  })

  test('who answers another house changes nothing here', async () => {
    await bookAndRemind()
    const other = lines[0]
    if (other === undefined) throw new Error('Make more houses')
    const { sealing } = server.context
    await connectTwilio(server.database.db, other.id, twilio, { sealing })
    expect((await text(MOBILE, 'absagen', { companyId: other.id })).status).toBe(200)
    expect(await appointmentStates()).toEqual(['confirmed'])
  })

  test('who is nobody Twilio vouches for is refused without a word', async () => {
    await bookAndRemind()
    const refused = { status: 401, body: '' }
    expect(await text(MOBILE, 'absagen', { token: 'another token' })).toEqual(refused)
    expect(await text(MOBILE, 'absagen', { signature: '' })).toEqual(refused)
    expect(await text(MOBILE, 'absagen', { signature: 'AAAA' })).toEqual(refused)
    expect(await text(MOBILE, 'absagen', { url: `${server.url}/api/webhooks/twilio/${line.id}/inbound` })).toEqual(
      refused,
    )
    expect(await text(MOBILE, 'absagen', { companyId: 'demo' })).toEqual(refused)
    expect(await text(MOBILE, 'absagen', { companyId: crypto.randomUUID() })).toEqual(refused)
    const path = `/api/webhooks/twilio/${line.id}/inbound`
    const signed = { MessageSid: 'SM1', From: STRANGER, Body: 'absagen' }
    const signature = signAsTwilio(twilio.token, `${PUBLIC_URL}${path}`, signed)
    expect(await post(path, { ...signed, From: MOBILE }, { signature })).toEqual(refused)
    expect(await appointmentStates()).toEqual(['confirmed'])
    expect(await meanings()).toEqual([])
  })
})

const report = async (status: string, more: Record<string, string> = {}) => {
  const [message] = await rows<{ id: string; provider_id: string }>(
    'select id, provider_id from messages where company_id = $1',
  )
  const fields = { MessageSid: message?.provider_id ?? '', MessageStatus: status, ...more }
  return await post(`/api/webhooks/twilio/${line.id}/status/${message?.id}`, fields)
}
const delivery = async () => await rows('select state, delivery, reason from messages where company_id = $1')

async function bookOnly(): Promise<void> {
  const call = line.call({ from: MOBILE })
  const { reply } = await call.callTool('check_availability', { date: '11.06.2030', time: '10:00' })
  call.callerSays('Ja, gerne')
  await call.callTool('book_appointment', { offer_id: reply?.['offer_id'], name: 'Erika Beispiel' })
  await messages.tell(line.id)
}

describe('what Twilio tells of a text', () => {
  test('is kept, and never goes back', async () => {
    await bookOnly()
    expect((await report('sent')).status).toBe(200)
    expect(await delivery()).toEqual([{ state: 'sent', delivery: 'sent', reason: '' }])
    await report('delivered')
    await report('sent')
    await report('queued')
    expect(await delivery()).toEqual([{ state: 'sent', delivery: 'delivered', reason: '' }])
  })

  test('names why it did not arrive, and somebody is alerted', async () => {
    await bookOnly()
    await report('undelivered', { ErrorCode: '30005' })
    expect(await delivery()).toEqual([{ state: 'sent', delivery: 'undelivered', reason: 'twilio_30005' }])
    expect(server.logged.some((one) => one['reason'] === 'text_message_undelivered')).toBe(true)
  })

  test('settles what nobody knew', async () => {
    twilio.fault = () => 'lost'
    await bookOnly()
    expect(await delivery()).toMatchObject([{ state: 'unclear' }])
    await report('queued', { MessageSid: twilio.taken[0]?.sid ?? '' })
    expect(await delivery()).toMatchObject([{ state: 'sent', delivery: 'accepted' }])
  })

  test('about another text under its address is not believed', async () => {
    await bookOnly()
    await report('undelivered', { MessageSid: 'SMother', ErrorCode: '1' })
    expect(await delivery()).toEqual([{ state: 'sent', delivery: 'accepted', reason: '' }])
  })
})
