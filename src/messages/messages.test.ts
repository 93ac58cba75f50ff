import { beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { queryAsOwner } from '../../test/harness/database.ts'
import { type MailServer, startTestMailServer } from '../../test/harness/mail-server.ts'
import { connectTwilio, createMessageDeps, PUBLIC_URL } from '../../test/harness/messages.ts'
import { createRetellLine, type RetellLine } from '../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../test/harness/server.ts'
import { startTestTwilio, type TwilioStandIn } from '../../test/harness/twilio.ts'
import { remindCustomers } from './remind.ts'
import { changeSettings } from './settings.ts'

/** A Monday morning in Berlin. */
const MONDAY = '2030-06-03T06:00:00Z'
const MOBILE = '+4917604069042'
const clock = clockAt(MONDAY)

let server: TestServer
let mail: MailServer
let twilio: TwilioStandIn
let line: RetellLine
/** A house for each test. Made at once: a server learns of new workspaces only now and then. */
const lines: RetellLine[] = []
let messages: ReturnType<typeof createMessageDeps>

beforeAll(async () => {
  server = await startTestServer({ clock })
  mail = await startTestMailServer()
  for (let made = 0; made < 40; made += 1) lines.push(await createRetellLine(server))
})

function nextLine(): RetellLine {
  const next = lines.pop()
  if (next === undefined) throw new Error('Make more houses')
  return next
}

beforeEach(async () => {
  clock.set(MONDAY)
  mail.taken.length = 0
  mail.fault = () => undefined
  line = nextLine()
  twilio = await startTestTwilio()
  await connectTwilio(server.database.db, line.id, twilio)
  messages = createMessageDeps({ db: server.database.db, clock, mail })
})

type Booked = { appointmentId: unknown; code: unknown }

/** Somebody books Tuesday of the next week, by default at ten. */
async function book({ from = MOBILE, time = '10:00', date = '11.06.2030', email = '' } = {}): Promise<Booked> {
  const call = line.call({ from })
  const { reply } = await call.callTool('check_availability', { date, time })
  call.callerSays('Ja, gerne')
  const { reply: booked } = await call.callTool('book_appointment', {
    offer_id: reply?.['offer_id'],
    name: 'Erika Beispiel',
    ...(email !== '' && { email }),
  })
  expect(booked?.['status']).toBe('booked')
  return { appointmentId: booked?.['appointment_id'], code: booked?.['code'] }
}

async function cancel({ from = MOBILE } = {}): Promise<void> {
  const call = line.call({ from })
  await call.callTool('cancel_appointment', { name: 'Beispiel' })
  call.callerSays('Ja, bitte absagen')
  const { reply } = await call.callTool('cancel_appointment', { name: 'Beispiel', confirm: true })
  expect(reply?.['status']).toBe('cancelled')
}

async function move(date: string, time: string): Promise<void> {
  const call = line.call({ from: MOBILE })
  const to = { name: 'Beispiel', new_date: date, new_time: time }
  await call.callTool('reschedule_appointment', to)
  call.callerSays('Ja, bitte verschieben')
  const { reply } = await call.callTool('reschedule_appointment', { ...to, confirm: true })
  expect(reply?.['status']).toBe('moved')
}

const tell = async () => await messages.tell(line.id)
const pass = (duration: Temporal.DurationLike) => clock.set(clock.now().add(duration).toString())

type Row = { kind: string; channel: string; state: string; reason: string; delivery: string | null }
async function stored(): Promise<Row[]> {
  return await queryAsOwner<Row>(
    server.database.ownerUrl,
    'select kind, channel, state, reason, delivery from messages where company_id = $1 order by created_at, channel, id',
    [line.id],
  )
}
const states = async () => (await stored()).map(({ kind, channel, state }) => `${kind} ${channel} ${state}`)
const openTasks = async () =>
  await queryAsOwner<{ kind: string }>(server.database.ownerUrl, 'select kind from tasks where company_id = $1', [
    line.id,
  ])

const remind = async () => await remindCustomers(messages.deps, line.id)
const isReminder = ({ body }: { body: string }) => body.includes('Wir erwarten Sie')

/** Books, and puts the appointment at a time nobody could book by phone. */
async function changeRow(startsAt: string): Promise<void> {
  await book()
  await tell()
  const endsAt = Temporal.Instant.from(startsAt).add({ minutes: 30 }).toString()
  await queryAsOwner(
    server.database.ownerUrl,
    'update appointments set starts_at = $2, ends_at = $3 where company_id = $1',
    [line.id, startsAt, endsAt],
  )
  await queryAsOwner(server.database.ownerUrl, 'delete from message_occasions where company_id = $1', [line.id])
}

/** As the settling job leaves an appointment. */
async function settle(from: string, to: string): Promise<void> {
  await queryAsOwner(server.database.ownerUrl, `update appointments set state = $2 where company_id = $1`, [
    line.id,
    from,
  ])
  await queryAsOwner(server.database.ownerUrl, 'delete from message_occasions where company_id = $1', [line.id])
  await queryAsOwner(server.database.ownerUrl, `update appointments set state = $2 where company_id = $1`, [
    line.id,
    to,
  ])
}

describe('a booking on the phone', () => {
  test('is confirmed by text, with what was booked and without a name', async () => {
    const { code } = await book()
    await tell()
    expect(twilio.taken).toEqual([
      {
        sid: expect.any(String),
        to: MOBILE,
        from: '+4915735980000',
        body: expect.stringMatching(
          new RegExp(
            `^Praxis Beispiel: Ihr Termin steht. Haarschnitt am Dienstag, 11. Juni um 10:00 Uhr bei (Anna Abel|Bert Busch). Buchungscode ${String(code)}. Absagen oder verschieben: 030 `,
          ),
        ),
        statusCallback: expect.stringMatching(
          new RegExp(`^${PUBLIC_URL}/api/webhooks/twilio/${line.id}/status/[0-9a-f-]{36}$`),
        ),
      },
    ])
    expect(await stored()).toEqual([
      { kind: 'confirmation', channel: 'sms', state: 'sent', reason: '', delivery: 'accepted' },
    ])
  })

  test('is confirmed by mail too where there is an address, with an entry for the calendar', async () => {
    const { appointmentId } = await book({ email: 'erika@example.org' })
    await tell()
    const [taken] = mail.taken
    expect(taken).toMatchObject({
      to: 'erika@example.org',
      messageId: expect.stringMatching(/^<[0-9a-f-]{36}@ringbook.test>$/),
    })
    const text = decode(taken?.raw ?? '')
    expect(text).toContain('Ihr Termin ist bestätigt')
    expect(text).toContain('Guten Tag Erika Beispiel')
    expect(text).toContain('METHOD:REQUEST')
    expect(text).toContain(`UID:${String(appointmentId)}@ringbook`)
    expect(text).toContain('DTSTART:20300611T080000Z')
  })

  test('is told once, however often somebody looks', async () => {
    await book({ email: 'erika@example.org' })
    await Promise.all([tell(), tell(), tell()])
    pass({ hours: 2 })
    await tell()
    expect([twilio.taken.length, mail.taken.length]).toEqual([1, 1])
  })

  test('from a fixed line or abroad gets no text, and it can be seen why', async () => {
    await book({ from: '+493023125901' })
    await book({ from: '+33612345678', time: '11:00' })
    await tell()
    expect(twilio.taken).toEqual([])
    expect((await stored()).map(({ state, reason }) => `${state} ${reason}`).toSorted()).toEqual([
      'suppressed country',
      'suppressed fixed_line',
    ])
  })

  test('that is moved and cancelled is told of each, and the calendar follows', async () => {
    await book({ email: 'erika@example.org' })
    await tell()
    await move('12.06.2030', '11:30')
    await tell()
    await cancel()
    await tell()
    expect(twilio.taken.map(({ body }) => /(steht|verschoben|abgesagt)/.exec(body)?.[1])).toEqual([
      'steht',
      'verschoben',
      'abgesagt',
    ])
    expect(twilio.taken[1]?.body).toContain('Mittwoch, 12. Juni um 11:30 Uhr')
    const entries = mail.taken.map(({ raw }) => decode(raw))
    expect(entries.map((text) => /METHOD:(\w+)/.exec(text)?.[1])).toEqual(['REQUEST', 'REQUEST', 'CANCEL'])
    const sequences = entries.map((text) => Number(/SEQUENCE:(\d+)/.exec(text)?.[1]))
    expect(sequences).toEqual(sequences.toSorted((one, other) => one - other))
    expect(new Set(sequences).size).toBe(3)
    expect(new Set(entries.map((text) => /UID:(\S+)/.exec(text)?.[1])).size).toBe(1)
  })

  test('that is moved before anything was sent is told as it is now', async () => {
    await book()
    await move('12.06.2030', '11:30')
    await tell()
    expect(twilio.taken.map(({ body }) => body)).toEqual([expect.stringContaining('verschoben')])
  })

  test('that is cancelled while its confirmation waits is told of that alone', async () => {
    twilio.fault = () => ({ status: 429 })
    await book()
    await tell()
    twilio.fault = () => undefined
    await cancel()
    pass({ minutes: 5 })
    await tell()
    expect(twilio.taken.map(({ body }) => body)).toEqual([expect.stringContaining('abgesagt')])
    expect(await states()).toEqual(['confirmation sms superseded', 'cancelled sms sent'])
  })
})

describe('a text of which nobody knows whether it went out', () => {
  test('is not sent again when the provider has it', async () => {
    twilio.fault = () => 'lost'
    await book()
    await tell()
    expect(await states()).toEqual(['confirmation sms unclear'])
    expect(messages.seen.alerts).toEqual([{ alert: 'text_message_unclear', messageId: expect.any(String) }])
    pass({ minutes: 3 })
    await tell()
    expect(await states()).toEqual(['confirmation sms sent'])
    expect(twilio.taken).toHaveLength(1)
  })

  test('is sent when the provider surely does not have it, and not before that can be known', async () => {
    twilio.fault = () => 'dropped'
    await book()
    await tell()
    twilio.fault = () => undefined
    pass({ minutes: 1 })
    await tell()
    expect(twilio.taken).toHaveLength(0)
    pass({ minutes: 2 })
    await tell()
    await tell()
    expect(twilio.taken).toHaveLength(1)
    expect(await states()).toEqual(['confirmation sms sent'])
  })

  test.each([500, 502])('is one that was answered with %i', async (status) => {
    twilio.fault = () => ({ status, taken: true })
    await book()
    await tell()
    twilio.fault = () => undefined
    for (let minute = 0; minute < 6; minute += 1) {
      pass({ minutes: 1 })
      await tell()
    }
    expect(twilio.taken).toHaveLength(1)
    expect(await states()).toEqual(['confirmation sms sent'])
  })

  test('is not sent while the provider cannot be asked, and in the end reported', async () => {
    twilio.fault = () => 'lost'
    twilio.lists = false
    await book()
    await tell()
    for (const hours of [1, 24, 180]) {
      pass({ hours })
      await tell()
    }
    expect(twilio.taken).toHaveLength(1)
    expect(await stored()).toMatchObject([{ state: 'failed', reason: 'unclear' }])
    expect(messages.seen.alerts.map(({ alert }) => alert)).toEqual(['text_message_unclear', 'text_message_lost'])
  })

  test('is one whose sender has died', async () => {
    await book()
    await tell()
    await queryAsOwner(
      server.database.ownerUrl,
      `update messages set state = 'sending', claimed_until = $2, provider_id = null, delivery = null where company_id = $1`,
      [line.id, clock.now().add({ seconds: 90 }).toString()],
    )
    pass({ minutes: 3 })
    await tell()
    await tell()
    expect(await states()).toEqual(['confirmation sms sent'])
    expect(twilio.taken).toHaveLength(1)
  })
})

describe('a text the provider did not take', () => {
  test.each([{ status: 429 }, { status: 401, code: 20003 }])('for now ($status) is tried again', async (fault) => {
    twilio.fault = () => fault
    await book()
    await tell()
    await tell()
    expect(twilio.requests).toHaveLength(1)
    twilio.fault = () => undefined
    pass({ minutes: 6 })
    await tell()
    expect(twilio.taken).toHaveLength(1)
  })

  test('for good is not, and says why', async () => {
    twilio.fault = () => ({ status: 400, code: 21211 })
    await book()
    await tell()
    pass({ hours: 1 })
    await tell()
    expect(twilio.requests).toHaveLength(1)
    expect(await stored()).toMatchObject([{ state: 'failed', reason: 'twilio_21211' }])
  })

  test('because its number wants none is the last one to it', async () => {
    twilio.fault = () => ({ status: 400, code: 21610 })
    await book()
    await tell()
    await cancel()
    await tell()
    expect(twilio.requests).toHaveLength(1)
    expect((await stored()).map(({ reason }) => reason)).toEqual(['opted_out', 'opted_out'])
  })

  test('because it could not be reached goes out when it can', async () => {
    await twilio.close()
    await book()
    await tell()
    expect(await stored()).toMatchObject([{ state: 'queued', reason: 'not_reached' }])
    const back = await startTestTwilio()
    await connectTwilio(server.database.db, line.id, back)
    pass({ minutes: 5 })
    await tell()
    expect(back.taken).toHaveLength(1)
  })
})

describe('a mail', () => {
  test('whose answer was lost is sent again under the same id', async () => {
    mail.fault = () => 'lost'
    await book({ email: 'erika@example.org' })
    await tell()
    mail.fault = () => undefined
    pass({ minutes: 5 })
    await tell()
    expect(mail.taken).toHaveLength(2)
    expect(new Set(mail.taken.map(({ messageId }) => messageId)).size).toBe(1)
  })

  test('waits while there is no server, and is given up when its address is none', async () => {
    mail.fault = () => 'defer'
    await book({ email: 'erika@example.org' })
    await tell()
    expect(await stored()).toMatchObject([{ state: 'queued', reason: 'smtp_451' }, { channel: 'sms' }])
    mail.fault = () => 'reject'
    pass({ minutes: 5 })
    await tell()
    expect(await stored()).toMatchObject([{ state: 'failed', reason: 'smtp_550' }, { channel: 'sms' }])
  })

  test('says nothing of what a caller gave as a name but a name', async () => {
    const call = line.call({ from: MOBILE })
    const { reply } = await call.callTool('check_availability', { date: '11.06.2030', time: '10:00' })
    call.callerSays('Ja, gerne')
    const name = 'Erika http://boese.example/zahlen\r\nBcc: alle@example.org'
    await call.callTool('book_appointment', { offer_id: reply?.['offer_id'], name, email: 'erika@example.org' })
    await tell()
    const raw = decode(mail.taken[0]?.raw ?? '')
    expect(raw).not.toMatch(/http:|^Bcc:|@example\.org.*@example\.org/m)
    expect(twilio.taken[0]?.body).not.toContain('boese')
  })
})

describe('without an account', () => {
  test('messages wait, visibly not sent, and go out when there is one', async () => {
    line = nextLine()
    await book()
    await tell()
    expect(await stored()).toMatchObject([{ state: 'queued', reason: 'not_connected' }])
    await connectTwilio(server.database.db, line.id, twilio)
    await tell()
    expect(twilio.taken).toHaveLength(1)
  })

  test('they are let go when their time has passed', async () => {
    line = nextLine()
    await book()
    await tell()
    pass({ hours: 9 * 24 })
    await tell()
    expect(await states()).toEqual(['confirmation sms expired'])
  })
})

describe('a reminder', () => {
  test('goes out a day before, once, with how to answer', async () => {
    await book()
    await tell()
    clock.set('2030-06-10T07:59:00Z')
    expect(await remind()).toBe(0)
    clock.set('2030-06-10T08:00:00Z')
    expect(await remind()).toBe(1)
    expect(await remind()).toBe(0)
    await tell()
    expect(twilio.taken.map(({ body }) => body)[1]).toMatch(
      /^Praxis Beispiel: Wir erwarten Sie am Dienstag, 11\. Juni um 10:00 Uhr bei .*: Haarschnitt\. Bitte antworten Sie mit JA oder ABSAGEN\./,
    )
  })

  test('waits for the morning when it is due at night', async () => {
    await changeRow('2030-06-11T04:00:00Z')
    clock.set('2030-06-10T04:00:00Z')
    await remind()
    await tell()
    expect(twilio.taken.filter(isReminder)).toHaveLength(0)
    clock.set('2030-06-10T06:00:00Z')
    await tell()
    expect(twilio.taken.filter(isReminder)).toHaveLength(1)
  })

  test('is not sent to whoever booked a moment before, whether or not that was told yet', async () => {
    await book({ date: '04.06.2030', time: '09:00' })
    pass({ hours: 2 })
    expect(await remind()).toBe(0)
    await tell()
    pass({ minutes: 10 })
    expect(await remind()).toBe(0)
  })

  test('of a time that was left is not sent, and the new time has its own', async () => {
    await book({ date: '11.06.2030' })
    await tell()
    clock.set('2030-06-10T08:00:00Z')
    await remind()
    await move('13.06.2030', '10:00')
    await tell()
    expect(twilio.taken.filter(isReminder)).toHaveLength(0)
    clock.set('2030-06-12T08:00:00Z')
    await remind()
    await tell()
    expect(twilio.taken.filter(isReminder)).toHaveLength(1)
  })

  test('is not sent where the house wants none', async () => {
    await book()
    await tell()
    await server.database.db.inCompany(line.id, (tx) => changeSettings(tx, line.id, { reminderHours: null }))
    clock.set('2030-06-10T08:00:00Z')
    expect(await remind()).toBe(0)
  })
})

describe('somebody who was told that nobody knew', () => {
  test('hears by text that it is booked after all', async () => {
    await book()
    await settle('unknown', 'confirmed')
    await tell()
    expect(twilio.taken.map(({ body }) => body)).toEqual([expect.stringContaining('Wie versprochen die Bestätigung')])
  })

  test('is called where no text can reach them', async () => {
    await book({ from: '+493023125901' })
    await settle('unknown', 'confirmed')
    await tell()
    expect(await openTasks()).toEqual([{ kind: 'unconfirmed_booking' }])
  })

  test('is called where the text was turned down', async () => {
    twilio.fault = () => ({ status: 400, code: 21614 })
    await book()
    await settle('unknown', 'confirmed')
    await tell()
    expect(await openTasks()).toEqual([{ kind: 'unconfirmed_booking' }])
  })
})

/** The text of a mail, whatever its parts are wrapped in. */
function decode(raw: string): string {
  const quoted = raw
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/((?:=[0-9A-F]{2})+)/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'))
  const parts = [...raw.matchAll(/base64\r?\n\r?\n([A-Za-z0-9+/=\r\n]+)/g)].map(([, part = '']) =>
    Buffer.from(part, 'base64').toString('utf8'),
  )
  return [quoted, ...parts].join('\n').replaceAll(/\r?\n /g, '')
}
