import fastify from 'fastify'
import { beforeAll, beforeEach, expect, test } from 'vitest'

import type { PhoneCall, ToolAnswer } from '../../../sim/caller/phone-call.ts'
import { whenFileIsDone } from '../../../test/harness/clean-up.ts'
import { queryAsOwner } from '../../../test/harness/database.ts'
import { callOf, deliverEvent } from '../../../test/harness/retell-events.ts'
import { createRetellLine, type RetellLine } from '../../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../../test/harness/server.ts'
import { callJobs } from '../../app/call-jobs.ts'
import { silentMirror } from '../../calendars/faulty-calendars.ts'
import type { BookAnswer } from '../../calendars/mirror.ts'
import { retellRoutes } from '../routes.ts'

/** A Monday morning, nine o'clock in Berlin. */
const clock = clockAt('2030-06-03T07:00:00Z')

let server: TestServer
let line: RetellLine
/** The routes before a calendar elsewhere that answers nothing until it is let. */
let slowUrl = ''
let asked = Promise.withResolvers<void>()
let letGo = Promise.withResolvers<void>()
let half = 0

async function book(): Promise<BookAnswer> {
  asked.resolve()
  await letGo.promise
  return { kind: 'unknown' }
}

beforeAll(async () => {
  server = await startTestServer({ clock })
  line = await createRetellLine(server)
  const calendar = { ...server.context.calendar, mirror: { ...silentMirror(), book } }
  const app = fastify({ logger: false })
  await app.register(retellRoutes({ ...server.context, calendar }))
  slowUrl = await app.listen({ port: 0, host: '127.0.0.1' })
  whenFileIsDone(() => app.close())
})

beforeEach(() => {
  asked = Promise.withResolvers<void>()
  letGo = Promise.withResolvers<void>()
  return () => letGo.resolve()
})

const jobs = () => callJobs(server.context)
const wrapUp = async (callId: string) =>
  await jobs().wrapUpCall({ companyId: line.id, callId }, new AbortController().signal)

async function query(text: string, callId: string): Promise<readonly Record<string, unknown>[]> {
  return await queryAsOwner(server.database.ownerUrl, text, [callId])
}
const theCall = async (callId: string) => (await query('select * from calls where id = $1', callId))[0]
const tasks = async (callId: string) => await query('select kind, reason from tasks where call_id = $1', callId)
const appointments = async (callId: string) => await query('select state from appointments where call_id = $1', callId)
const waitingSeconds = async (callId: string) =>
  await query(
    `select round(extract(epoch from start_after - created_on))::int as seconds from pgboss.job
      where name = 'wrap-up-call' and data->>'callId' = $1`,
    callId,
  )

/** The end and the analysis of a call are told, and worked at once. */
async function hangsUp(call: PhoneCall, transcript: readonly object[] = call.transcript()): Promise<string> {
  const told = callOf(line, call.callId, {
    end_timestamp: clock.now().epochMilliseconds,
    disconnection_reason: 'user_hangup',
    transcript_with_tool_calls: transcript,
  })
  for (const event of ['call_ended', 'call_analyzed']) {
    expect((await deliverEvent(server, line.key, { event, call: told })).statusCode).toBe(204)
  }
  const [row] = await query('select id from calls where retell_call_id = $1', call.callId)
  const callId = String(row?.['id'])
  await jobs().workCall({ companyId: line.id, callId })
  return callId
}

/** A caller says yes, and hangs up while the calendar elsewhere is being asked. */
async function hangsUpWhileBooking(): Promise<{ callId: string; booking: Promise<ToolAnswer> }> {
  half += 1
  const time = Temporal.PlainTime.from('10:00').add({ minutes: 30 * half })
  const call = line.call({ baseUrl: slowUrl })
  call.agentSays('Guten Tag! Hier ist der KI-Assistent von Praxis Beispiel. Was kann ich für Sie tun?')
  call.callerSays(
    `Mein Name ist Eva Lang, ich hätte gern einen Haarschnitt, morgen um ${time.toString().slice(0, 5)} Uhr.`,
  )
  const offered = await call.callTool('check_availability', {
    date: '04.06.2030',
    time: time.toString().slice(0, 5),
    service: 'Haarschnitt',
    name: 'Eva Lang',
  })
  expect(offered.reply).toMatchObject({ status: 'available' })
  call.agentSays(String(offered.reply?.['say']))
  call.callerSays('Ja, sehr gerne.')
  const booking = call.callTool('book_appointment', { offer_id: offered.reply?.['offer_id'], name: 'Eva Lang' })
  await asked.promise
  return { callId: await hangsUp(call), booking }
}

test('a caller who hangs up while it is being booked has booked, and nobody is to call them back', async () => {
  const { callId, booking } = await hangsUpWhileBooking()
  expect(await theCall(callId)).toMatchObject({ result: 'abandoned', wrapped_up_at: null })
  // Longer than the tool may still take.
  expect(await waitingSeconds(callId)).toEqual([{ seconds: 15 }])
  letGo.resolve()
  expect((await booking).reply).toMatchObject({ status: 'unconfirmed' })
  await wrapUp(callId)
  expect(await theCall(callId)).toMatchObject({ result: 'booked', wrapped_up_at: expect.anything() })
  expect(await appointments(callId)).toEqual([{ state: 'unknown' }])
  expect(await tasks(callId)).toEqual([])
})

test('an appointment of the call that is being asked about leaves nothing to be done, though no tool has told of it', async () => {
  const { callId, booking } = await hangsUpWhileBooking()
  await wrapUp(callId)
  expect(await appointments(callId)).toEqual([{ state: 'booking' }])
  expect(await tasks(callId)).toEqual([])
  letGo.resolve()
  await booking
})

test('a call that ended in a tool is judged again, though nobody named an hour', async () => {
  const call = line.call()
  call.callerSays('Rufen Sie mich bitte zurück.')
  const invocation = {
    role: 'tool_call_invocation',
    tool_call_id: 'tool_call_open',
    name: 'request_callback',
    arguments: '{}',
  }
  const callId = await hangsUp(call, [...call.transcript(), invocation])
  expect(await theCall(callId)).toMatchObject({ result: 'nothing', wrapped_up_at: null })
  expect(await waitingSeconds(callId)).toEqual([{ seconds: 15 }])
  expect((await call.callTool('request_callback', { reason: 'Rückruf' })).reply).toMatchObject({ status: 'noted' })
  await wrapUp(callId)
  expect(await theCall(callId)).toMatchObject({ result: 'callback', wrapped_up_at: expect.anything() })
})

test('a call whose tools have all answered, and in which nobody named an hour, is done with its analysis', async () => {
  const call = line.call()
  call.callerSays('Haben Sie einen Parkplatz?')
  await call.callTool('list_services', {})
  const callId = await hangsUp(call)
  expect(await theCall(callId)).toMatchObject({ result: 'asked', wrapped_up_at: expect.anything() })
  expect(await waitingSeconds(callId)).toEqual([])
})
