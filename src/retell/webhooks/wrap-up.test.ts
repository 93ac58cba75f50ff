import { beforeAll, beforeEach, describe, expect, test } from 'vitest'

import type { PhoneCall } from '../../../sim/caller/phone-call.ts'
import { accountOf, connectCompany, hostWithEventType, startTestCalcom } from '../../../test/harness/calcom.ts'
import { queryAsOwner } from '../../../test/harness/database.ts'
import { connectTwilio, createMessageDeps } from '../../../test/harness/messages.ts'
import { callOf, deliverEvent } from '../../../test/harness/retell-events.ts'
import { createRetellLine, type RetellLine } from '../../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../../test/harness/server.ts'
import { startTestTwilio, type TwilioStandIn } from '../../../test/harness/twilio.ts'
import { callJobs } from '../../app/call-jobs.ts'

/** A Monday morning, nine o'clock in Berlin. */
const START = '2030-06-03T07:00:00Z'
const clock = clockAt(START)
const signal = () => new AbortController().signal

let server: TestServer
let line: RetellLine
let half = 0

beforeAll(async () => {
  server = await startTestServer({ clock })
  line = await createRetellLine(server)
})
beforeEach(() => clock.set(START))

const query = async <Row>(text: string, values: unknown[]) =>
  await queryAsOwner<Row>(server.database.ownerUrl, text, values)

/** A time of tomorrow nobody has asked for yet. */
function nextTime(): string {
  half += 1
  return Temporal.PlainTime.from('09:00')
    .add({ minutes: 30 * half })
    .toString()
    .slice(0, 5)
}

/** Somebody is offered a time and has said who they are; what they say to it is the test's. */
async function offer(of: RetellLine, time: string, from?: string): Promise<PhoneCall> {
  const call = of.call(from === undefined ? {} : { from })
  call.agentSays('Guten Tag! Hier ist der KI-Assistent von Praxis Beispiel. Was kann ich für Sie tun?')
  call.callerSays(`Mein Name ist Eva Lang, ich hätte gern einen Haarschnitt, morgen um ${time} Uhr.`)
  const answer = await call.callTool('check_availability', {
    date: '04.06.2030',
    time,
    service: 'Haarschnitt',
    name: 'Eva Lang',
  })
  expect(answer.reply).toMatchObject({ status: 'available' })
  call.agentSays(String(answer.reply?.['say']))
  return call
}

/** The call breaks off: its end and its analysis are told, with all that was said. */
async function breaksOff(
  of: RetellLine,
  call: PhoneCall,
  ...events: readonly ('call_ended' | 'call_analyzed')[]
): Promise<string> {
  const told = callOf(of, call.callId, {
    end_timestamp: clock.now().epochMilliseconds,
    disconnection_reason: 'user_hangup',
    transcript_with_tool_calls: call.transcript(),
  })
  for (const event of events.length > 0 ? events : ['call_ended', 'call_analyzed']) {
    expect((await deliverEvent(server, of.key, { event, call: told })).statusCode).toBe(204)
  }
  const [row] = await query<{ id: string }>('select id from calls where retell_call_id = $1', [call.callId])
  await jobs().workCall({ companyId: of.id, callId: row?.id ?? '' })
  return row?.id ?? ''
}

const jobs = () => callJobs(server.context)
const wrapUp = async (of: RetellLine, callId: string) => await jobs().wrapUpCall({ companyId: of.id, callId }, signal())
const appointments = async (callId: string) =>
  await query<Record<string, unknown>>(
    `select state, attendee_name, to_char(wall_start, 'DD.MM. HH24:MI') as at, confirmed_by from appointments where call_id = $1`,
    [callId],
  )
const tasks = async (callId: string) =>
  await query<{ kind: string; reason: string }>('select kind, reason from tasks where call_id = $1', [callId])
const deskTasks = async (callId: string) =>
  await query(
    'select t.kind, t.phone from tasks t join appointments a on a.id = t.appointment_id where a.call_id = $1',
    [callId],
  )
const occasions = async (callId: string) =>
  await query(
    'select to_state from message_occasions o join appointments a on a.id = o.appointment_id where a.call_id = $1',
    [callId],
  )
const theCall = async (callId: string) =>
  (await query<Record<string, unknown>>('select * from calls where id = $1', [callId]))[0]

describe('a caller who said yes before the line broke', () => {
  test('has the appointment, once, and hears of it once', async () => {
    const time = nextTime()
    const call = await offer(line, time)
    call.callerSays('Ja, sehr gerne.')
    const callId = await breaksOff(line, call)
    await wrapUp(line, callId)
    await wrapUp(line, callId)
    expect(await appointments(callId)).toEqual([
      { state: 'confirmed', attendee_name: 'Eva Lang', at: `04.06. ${time}`, confirmed_by: 'transcript' },
    ])
    expect(await occasions(callId)).toEqual([{ to_state: 'confirmed' }])
    expect(await tasks(callId)).toEqual([])
    expect(await theCall(callId)).toMatchObject({ result: 'booked', result_reason: 'agreed' })
    expect((await theCall(callId))?.['wrapped_up_at']).not.toBeNull()
  })

  test('has it once also when many look through the call at the same moment', async () => {
    const call = await offer(line, nextTime())
    call.callerSays('Ja, gern.')
    const callId = await breaksOff(line, call)
    await Promise.all(Array.from({ length: 8 }, () => wrapUp(line, callId)))
    expect(await appointments(callId)).toHaveLength(1)
    expect(await occasions(callId)).toHaveLength(1)
    expect(await tasks(callId)).toEqual([])
  })

  test('is called back when somebody has the time by then', async () => {
    const time = nextTime()
    const call = await offer(line, time)
    call.callerSays('Ja, gern.')
    const callId = await breaksOff(line, call)
    for (const name of ['Otto Holm', 'Ute Kern']) {
      const rival = line.call()
      const answer = await rival.callTool('check_availability', { date: '04.06.2030', time, service: 'Haarschnitt' })
      rival.callerSays('Ja, bitte.')
      const booked = await rival.callTool('book_appointment', { offer_id: answer.reply?.['offer_id'], name })
      expect(booked.reply).toMatchObject({ status: 'booked' })
    }
    await wrapUp(line, callId)
    await wrapUp(line, callId)
    expect(await appointments(callId)).toEqual([])
    const [task, ...more] = await tasks(callId)
    expect(more).toEqual([])
    expect(task).toMatchObject({ kind: 'callback' })
    expect(task?.reason).toMatch(
      /^Der Anruf brach ab, bevor gebucht war\. Vermutlich vereinbart: Dienstag, der vierte Juni, .*Haarschnitt.*Eva Lang/,
    )
  })

  test('has it in the calendar elsewhere too, where the house has its own there', async () => {
    const salon = await createRetellLine(server)
    clock.set('2030-06-03T07:00:11Z')
    const standIn = await startTestCalcom({ account: accountOf([hostWithEventType(1), hostWithEventType(2)]), clock })
    await connectCompany(server.database.db, salon, standIn, { sealing: server.context.sealing })
    const call = await offer(salon, '11:00')
    call.callerSays('Ja, gern.')
    const callId = await breaksOff(salon, call)
    await wrapUp(salon, callId)
    expect(await appointments(callId)).toMatchObject([{ state: 'confirmed', at: '04.06. 11:00' }])
    expect(standIn.bookings().filter(({ status }) => status === 'accepted')).toMatchObject([
      { start: '2030-06-04T09:00:00.000Z' },
    ])
  })

  test('has it also when the analysis never comes, some time after the end', async () => {
    const call = await offer(line, nextTime())
    call.callerSays('Ja, gern.')
    const callId = await breaksOff(line, call, 'call_ended')
    const waiting = async () =>
      await query(`select 1 from pgboss.job where name = 'wrap-up-call' and data->>'callId' = $1`, [callId])
    await jobs().closeCalls()
    expect(await waiting()).toEqual([])
    clock.set('2030-06-03T07:11:00Z')
    await jobs().closeCalls()
    await jobs().closeCalls()
    expect(await waiting()).toHaveLength(1)
    await wrapUp(line, callId)
    expect(await appointments(callId)).toHaveLength(1)
    // It comes after all, and finds everything done.
    await breaksOff(line, call, 'call_analyzed')
    await wrapUp(line, callId)
    expect(await appointments(callId)).toHaveLength(1)
    expect(await theCall(callId)).toMatchObject({ result: 'booked', result_reason: 'agreed' })
  })
})

/** Everything that was to be told is told, and what this call is about is looked at. */
async function agree(from: string): Promise<string> {
  const call = await offer(line, nextTime(), from)
  call.callerSays('Ja, gern.')
  const callId = await breaksOff(line, call)
  await wrapUp(line, callId)
  await createMessageDeps({ db: server.database.db, clock }).tell(line.id)
  return callId
}

describe('a caller for whom it was booked after the line broke', () => {
  let twilio: TwilioStandIn
  beforeEach(async () => {
    twilio = await startTestTwilio()
    await connectTwilio(server.database.db, line.id, twilio)
  })

  test('hears by text why and what', async () => {
    const from = '+4917604069061'
    const callId = await agree(from)
    expect(twilio.taken.filter(({ to }) => to === from)).toMatchObject([
      { body: expect.stringMatching(/Unser Gespräch ist leider abgebrochen\. Wie vereinbart .* gebucht: Haarschnitt/) },
    ])
    expect(await deskTasks(callId)).toEqual([])
  })

  test('is called by the front desk where no text reaches them', async () => {
    const from = '+493023125061'
    expect(await deskTasks(await agree(from))).toEqual([{ kind: 'untold_booking', phone: from }])
    expect(twilio.taken).toEqual([])
  })
})

describe('a caller who said yes before the line broke and called again', () => {
  const FROM = '+49176040690'
  /** Somebody says yes and is cut off; then they call again. */
  async function redial(last: number) {
    const from = `${FROM}${last}`
    const time = nextTime()
    const call = await offer(line, time, from)
    call.callerSays('Ja, gern.')
    const callId = await breaksOff(line, call)
    const second = line.call({ from })
    await second.callTool('initialize_call', {})
    return { callId, second, time }
  }

  test('is left alone while they talk, and has what they then booked instead', async () => {
    const { callId, second } = await redial(51)
    await wrapUp(line, callId)
    expect(await appointments(callId)).toEqual([])
    expect((await theCall(callId))?.['wrapped_up_at']).toBeNull()
    const other = await second.callTool('check_availability', {
      date: '05.06.2030',
      time: '14:00',
      service: 'Haarschnitt',
    })
    second.callerSays('Ja, bitte.')
    const booked = await second.callTool('book_appointment', { offer_id: other.reply?.['offer_id'], name: 'Eva Lang' })
    expect(booked.reply).toMatchObject({ status: 'booked' })
    await breaksOff(line, second)
    await wrapUp(line, callId)
    expect(await appointments(callId)).toEqual([])
    expect(await tasks(callId)).toEqual([])
    expect((await theCall(callId))?.['wrapped_up_at']).not.toBeNull()
  })

  test('is called back when nothing came of that either', async () => {
    const { callId, second } = await redial(52)
    await breaksOff(line, second)
    await wrapUp(line, callId)
    expect(await appointments(callId)).toEqual([])
    expect(await tasks(callId)).toMatchObject([{ kind: 'callback' }])
  })

  test('has what both calls agreed on once', async () => {
    const { callId, second, time } = await redial(53)
    second.callerSays(`Eva Lang hier, wir wurden unterbrochen: Haarschnitt, morgen um ${time} Uhr.`)
    const answer = await second.callTool('check_availability', {
      date: '04.06.2030',
      time,
      service: 'Haarschnitt',
      name: 'Eva Lang',
    })
    second.agentSays(String(answer.reply?.['say']))
    second.callerSays('Ja, gern.')
    const secondId = await breaksOff(line, second)
    await wrapUp(line, secondId)
    await wrapUp(line, callId)
    expect(await appointments(secondId)).toMatchObject([{ state: 'confirmed' }])
    expect(await appointments(callId)).toEqual([])
    expect([await tasks(callId), await tasks(secondId)]).toEqual([[], []])
  })
})

test('a caller who said no, or nothing, or has booked, is left alone', async () => {
  const declined = await offer(line, nextTime())
  declined.callerSays('Nein, lieber nicht.')
  const silent = await offer(line, nextTime())
  const booked = await offer(line, nextTime())
  booked.callerSays('Ja, gern.')
  const offerId = /"offer_id":"(\w+)"/.exec(JSON.stringify(booked.transcript()).replaceAll('\\"', '"'))?.[1]
  expect((await booked.callTool('book_appointment', { offer_id: offerId, name: 'Eva Lang' })).reply).toMatchObject({
    status: 'booked',
  })
  for (const [call, count] of [
    [declined, 0],
    [silent, 0],
    [booked, 1],
  ] as const) {
    const callId = await breaksOff(line, call)
    await wrapUp(line, callId)
    expect(await appointments(callId)).toHaveLength(count)
    expect(await tasks(callId)).toEqual([])
  }
})

test('more calls than one run takes all have their turn, though none of the first is ever done with', async () => {
  const salon = await createRetellLine(server)
  await query(
    `insert into calls (id, company_id, retell_call_id, workspace_id, language, direction, to_number, caller_kind, state, ended_at)
     select gen_random_uuid(), $1, 'waits-' || n, workspace_id, 'de', 'inbound', number, 'withheld', 'ended', $2
     from phone_numbers, generate_series(1, 201) as n where company_id = $1`,
    [salon.id, START],
  )
  clock.set('2030-06-03T07:11:00Z')
  // One call in 201 is left out of a run: that all four leave out the same one happens once in eight million times.
  for (let run = 1; run <= 4; run += 1) await jobs().closeCalls()
  const waiting = await query(`select 1 from pgboss.job where name = 'wrap-up-call' and data->>'companyId' = $1`, [
    salon.id,
  ])
  expect(waiting).toHaveLength(201)
})
