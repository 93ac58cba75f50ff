import { beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { queryAsOwner } from '../../../test/harness/database.ts'
import { callOf, deliverEvent } from '../../../test/harness/retell-events.ts'
import { createRetellLine, type RetellLine } from '../../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../../test/harness/server.ts'
import { callJobs } from '../../app/call-jobs.ts'
import { setCallSettings } from '../../calls/call-settings.ts'
import { sumCosts } from '../../calls/costs.ts'

const START = '2030-06-03T07:00:00Z'
/** A Monday morning in Berlin. */
const clock = clockAt(START)
const endedAt = Date.parse('2030-06-03T07:01:35Z')

let server: TestServer
let line: RetellLine
let made = 0
let callId = ''

beforeAll(async () => {
  server = await startTestServer({ clock })
  line = await createRetellLine(server, { checksConfirmation: false })
})
beforeEach(() => {
  clock.set(START)
  callId = `call_webhook_${(made += 1)}`
})

const deliver = async (event: object | string, key = line.key) => await deliverEvent(server, key, event)
const started = (fields: object = {}) => ({ event: 'call_started', call: callOf(line, callId, fields) })
const ended = (fields: object = {}) => ({
  event: 'call_ended',
  call: callOf(line, callId, {
    call_status: 'ended',
    end_timestamp: endedAt,
    duration_ms: 95_000,
    disconnection_reason: 'user_hangup',
    call_cost: { combined_cost: 34.45, total_duration_seconds: 95 },
    ...fields,
  }),
})
const analyzed = (fields: object = {}) => {
  const call_analysis = {
    call_summary: 'Fragte nach den Preisen.',
    user_sentiment: 'Positive',
    call_successful: true,
    in_voicemail: false,
    custom_analysis_data: { topic: 'prices' },
  }
  return { event: 'call_analyzed', call: { ...ended().call, call_analysis, ...fields } }
}

type CallRow = Record<string, unknown> & { id: string }
async function calls(): Promise<CallRow[]> {
  return await queryAsOwner<CallRow>(server.database.ownerUrl, 'select * from calls where retell_call_id = $1', [
    callId,
  ])
}
async function theCall(): Promise<CallRow> {
  const [call, ...more] = await calls()
  if (call === undefined || more.length > 0) throw new Error(`${more.length} more`)
  return call
}
async function events() {
  return await queryAsOwner<{ event: string; payload: unknown; worked_at: string | null }>(
    server.database.ownerUrl,
    'select event, payload, worked_at from webhook_events where call_reference = $1 order by received_at, id',
    [callId],
  )
}
async function work() {
  const { id } = await theCall()
  await callJobs(server.context).workCall({ companyId: line.id, callId: id })
}

describe('an event', () => {
  test('signed by nobody we know, changed on the way, or too old is refused without a word', async () => {
    expect(await deliver(started(), 'key_of_nobody')).toEqual({ statusCode: 401, body: undefined })
    const other = await createRetellLine(server)
    expect((await deliver(started(), other.key)).statusCode).toBe(401)
    const body = JSON.stringify(started())
    const response = await fetch(`${server.url}/api/webhooks/retell`, { method: 'POST', body })
    expect(response.status).toBe(401)
    expect(await calls()).toEqual([])
  })

  test('that is no JSON object is refused; one of nobody’s call is asked for again', async () => {
    expect((await deliver('[1]')).statusCode).toBe(400)
    expect((await deliver('{')).statusCode).toBe(400)
    expect((await deliver({ event: 'transfer_started', call: { call_id: 'call_unheard_of' } })).statusCode).toBe(404)
  })

  test('is stored once however often it comes, and makes one call however many come at once', async () => {
    const answers = await Promise.all(
      [started(), started(), ended(), started(), ended(), analyzed()].map((one) => deliver(one)),
    )
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([204]))
    expect((await events()).map(({ event }) => event).toSorted()).toEqual([
      'call_analyzed',
      'call_ended',
      'call_started',
    ])
    expect(await calls()).toHaveLength(1)
  })

  test('nobody has heard of is kept, and nothing else happens', async () => {
    const unknown = { event: 'call_turned_inside_out', call: callOf(line, callId), inside: { out: 'Grüße\u0000' } }
    expect((await deliver(unknown)).statusCode).toBe(204)
    expect(await events()).toMatchObject([
      { event: 'call_turned_inside_out', payload: { rest: { inside: { out: 'Grüße' } } } },
    ])
    expect((await events())[0]?.worked_at).not.toBeNull()
    expect(await calls()).toEqual([])
  })

  test('is taken in whatever is wrong with its fields', async () => {
    const odd = {
      start_timestamp: 'soon',
      duration_ms: -4,
      call_cost: 'much',
      metadata: [1],
      transcript_object: 'text',
    }
    expect((await deliver(ended({ ...odd, call_analysis: 7, disconnection_reason: { no: 'text' } }))).statusCode).toBe(
      204,
    )
    await work()
    expect(await theCall()).toMatchObject({ state: 'ended', duration_ms: null, end_reason: null })
  })
})

describe('the end of a call', () => {
  test('is written with how long it was, why, how it went and what was said', async () => {
    const transcript_object = [
      { role: 'agent', content: 'Guten Tag!', words: [{ word: 'Guten', start: 0.1, end: 0.3 }] },
      { role: 'user', content: 'Was kostet ein Schnitt?' },
    ]
    await deliver(analyzed({ transcript_object }))
    await work()
    const call = await theCall()
    expect(call).toMatchObject({
      state: 'ended',
      end_reason: 'user_hangup',
      sentiment: 'positive',
      was_successful: true,
      was_voicemail: false,
      result: 'nothing',
      from_number: '+4917604069055',
    })
    expect(Number(call['duration_ms'])).toBe(95_000)
    const [contents] = await queryAsOwner(server.database.ownerUrl, 'select * from call_contents where call_id = $1', [
      call.id,
    ])
    expect(contents).toMatchObject({
      summary: 'Fragte nach den Preisen.',
      custom_analysis: { topic: 'prices' },
      transcript: [
        { role: 'agent', content: 'Guten Tag!' },
        { role: 'user', content: 'Was kostet ein Schnitt?' },
      ],
    })
    // What was said is kept once: with the call, for its own time.
    expect(JSON.stringify(await events())).not.toMatch(/Schnitt|Preisen|prices/)
  })

  test('costs what the platform says in cents and the house pays by the minute, once', async () => {
    await server.database.db.inCompany(line.id, (tx) =>
      setCallSettings(tx, line.id, {
        chargePerMinuteMinor: 35,
        telephonyPerMinuteMinor: 1.2,
        minorPerUsCent: 0.9,
      }),
    )
    for (const event of [ended(), analyzed(), ended(), analyzed()]) {
      await deliver(event)
      await work()
    }
    const { id } = await theCall()
    const costs = await queryAsOwner(
      server.database.ownerUrl,
      'select item, seconds, us_cents::float8, amount_minor::float8, currency from call_costs where call_id = $1 order by item',
      [id],
    )
    expect(costs).toEqual([
      { item: 'charge', seconds: 95, us_cents: null, amount_minor: 70, currency: 'EUR' },
      { item: 'platform', seconds: 95, us_cents: 34.45, amount_minor: 31.005, currency: 'EUR' },
      { item: 'telephony', seconds: 95, us_cents: null, amount_minor: 1.9, currency: 'EUR' },
    ])
    const now = server.context.clock.now()
    const range = { from: now.subtract({ hours: 24 * 365 * 20 }), to: now.add({ hours: 24 }) }
    const sum = await server.database.db.inCompany(line.id, (tx) => sumCosts(tx, line.id, range))
    expect(sum).toMatchObject({ platformMinor: 31.005, telephonyMinor: 1.9, chargeMinor: 70 })
    expect(sum.marginMinor).toBeCloseTo(37.095)
  })

  test('lets go of what the call held, and says where the caller left', async () => {
    const call = line.call({ callId })
    await call.callTool('check_availability', { date: '04.06.2030', time: '10:00' })
    const { id } = await theCall()
    const holds = async () =>
      await queryAsOwner(server.database.ownerUrl, 'select state from holds where call_id = $1', [id])
    expect(await holds()).toEqual([{ state: 'live' }])
    await deliver(ended())
    await work()
    expect(await holds()).toEqual([{ state: 'released' }])
    expect(await theCall()).toMatchObject({
      result: 'abandoned',
      result_step: 'check_availability',
      result_reason: 'available',
    })
  })

  test('tells what came of it, with the appointment', async () => {
    const call = line.call({ callId })
    const offered = await call.callTool('check_availability', { date: '05.06.2030', time: '10:00' })
    const booked = await call.callTool('book_appointment', {
      offer_id: offered.reply?.['offer_id'],
      name: 'Eva Lang',
      confirm: true,
    })
    expect(booked.reply).toMatchObject({ status: 'booked' })
    await deliver(ended())
    await work()
    expect(await theCall()).toMatchObject({
      result: 'booked',
      result_step: 'book_appointment',
      appointment_id: booked.reply?.['appointment_id'],
    })
  })

  test('that nobody tells is assumed when it is long over, and corrected when it is told', async () => {
    const { closeCalls } = callJobs(server.context)
    await deliver(started())
    await work()
    const { id } = await theCall()
    const isMinutesOld = async (minutes: number) =>
      await queryAsOwner(server.database.ownerUrl, 'update calls set created_at = now() - $2::interval where id = $1', [
        id,
        `${minutes} minutes`,
      ])
    await isMinutesOld(149)
    await closeCalls()
    expect(await theCall()).toMatchObject({ state: 'ongoing' })
    await isMinutesOld(151)
    await closeCalls()
    expect(await theCall()).toMatchObject({ state: 'ended', end_is_known: false, end_reason: null })
    await deliver(ended())
    await work()
    const call = await theCall()
    expect(call).toMatchObject({ state: 'ended', end_is_known: true, end_reason: 'user_hangup' })
    expect(call['ended_at']).toEqual(new Date(endedAt))
  })
})

test('what was told at the very moment the job of its call began is found and worked', async () => {
  await deliver(ended())
  await queryAsOwner(server.database.ownerUrl, `delete from pgboss.job where name = 'work-call'`)
  const { closeCalls } = callJobs(server.context)
  const { id } = await theCall()
  const waiting = async () =>
    await queryAsOwner(
      server.database.ownerUrl,
      `select 1 from pgboss.job where name = 'work-call' and data->>'callId' = $1`,
      [id],
    )
  await closeCalls()
  expect(await waiting()).toEqual([])
  clock.set('2030-06-03T07:00:31Z')
  await closeCalls()
  expect(await waiting()).toHaveLength(1)
})

test('a call that only rang is over when nobody lets it ring any more', async () => {
  const { from_number, to_number } = { from_number: '+4917604069055', to_number: line.number }
  await deliver({
    event: 'call_inbound',
    call_inbound: { call_id: callId, agent_id: line.agents.de, from_number, to_number },
  })
  const { id } = await theCall()
  await queryAsOwner(
    server.database.ownerUrl,
    `update calls set created_at = now() - interval '11 minutes' where id = $1`,
    [id],
  )
  await callJobs(server.context).closeCalls()
  expect(await theCall()).toMatchObject({ state: 'ended', started_at: null, result: 'nothing' })
})

describe('an event that tells little', () => {
  test('is completed by those that tell more, whichever came first', async () => {
    await deliver({ event: 'transfer_started', call: { call_id: callId, agent_id: line.agents.en } })
    expect(await theCall()).toMatchObject({ from_number: null, caller_kind: 'withheld', language: 'en' })
    await deliver({ event: 'transfer_bridged', call: { call_id: callId } })
    await deliver(started())
    await deliver(ended())
    await work()
    expect(await theCall()).toMatchObject({
      from_number: '+4917604069055',
      to_number: line.number,
      caller_kind: 'number',
      branch_id: line.branchId,
      language: 'de',
      transfer: 'bridged',
      result: 'transferred',
    })
  })
})
