import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'

import type { PhoneCall } from '../sim/caller/phone-call.ts'
import { queryAsOwner } from './harness/database.ts'
import { createRetellLine, type RetellLine } from './harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from './harness/server.ts'

/** A Monday morning in Berlin. */
const clock = clockAt('2030-06-03T06:00:00Z')

let server: TestServer
let small: RetellLine
let large: RetellLine

beforeAll(async () => {
  server = await startTestServer({ clock })
  small = await createRetellLine(server, { staff: ['Anna Abel', 'Bert Busch'], services: { Haarschnitt: 30 } })
  large = await createRetellLine(server, {
    staff: Array.from({ length: 60 }, (_, index) => `Anna${index} Abel${index}`),
    services: Object.fromEntries(Array.from({ length: 24 }, (_, index) => [`Haarschnitt ${index}`, 30])),
  })
})

/** What the last answer to a tool asked of the database. Begin and commit count. */
function lastQueryCount(tool: string): unknown {
  return server.logged.findLast((line) => line['msg'] === 'tool answered' && line['tool'] === tool)?.['queryCount']
}

let halfHours = 0

/** A time nobody has asked for yet. */
function nextTime(): string {
  halfHours += 1
  return Temporal.PlainTime.from('09:00')
    .add({ minutes: 30 * halfHours })
    .toString()
    .slice(0, 5)
}

/** A call in which every tool is used, one after the other; gives the count of each. */
async function countQueries(line: RetellLine, service: string): Promise<Record<string, unknown>> {
  const call: PhoneCall = line.call()
  const counts: Record<string, unknown> = {}
  const ask = async (tool: string, args: Record<string, unknown>) => {
    const answer = await call.callTool(tool, args)
    counts[tool] = lastQueryCount(tool)
    return answer.reply ?? {}
  }
  await ask('initialize_call', {})
  await ask('check_customer', { name: 'Erika Beispiel' })
  await ask('list_services', {})
  await ask('verify_staff', { staff_name: 'Anna Abel' })
  const offered = await ask('check_availability', { date: '04.06.2030', time: nextTime(), service })
  call.callerSays('Ja, gerne')
  const booked = await ask('book_appointment', { offer_id: offered['offer_id'], name: 'Erika Beispiel' })
  expect(booked['status']).toBe('booked')
  await ask('get_customer_appointments', { name: 'Beispiel' })
  await ask('request_callback', { reason: 'Frage zur Rechnung', when: 'morgen um zehn' })
  await ask('send_booking_link', {})
  await ask('update_call', { intent: 'Termin', outcome: 'booked' })
  const slots = Array.from({ length: 10 }, (_, index) => ({ date: `${10 + index}.06.2030`, time: '10:00' }))
  await ask('check_availability_batch', { slots, service })
  await ask('get_alternatives', { date: '04.06.2030', time: '10:00', service })
  await ask('find_next_available', { service })
  await ask('collect_appointment_data', { date: '05.06.2030', time: nextTime(), service, confirm: false })
  return counts
}

/** What listing, moving and cancelling take of a caller who has so many appointments, in a call of their own. */
async function countChanges(from: string, appointments: number): Promise<Record<string, unknown>> {
  const booking = small.call({ from })
  for (let index = 0; index < appointments; index++) {
    const date = `${11 + index}.06.2030`
    const { reply } = await booking.callTool('check_availability', { date, time: '15:00', service: 'Haarschnitt' })
    booking.callerSays('Ja, gerne')
    await booking.callTool('book_appointment', { offer_id: reply?.['offer_id'], name: 'Erika Beispiel' })
  }
  const call = small.call({ from })
  const counts: Record<string, unknown> = {}
  const ask = async (what: string, tool: string, args: Record<string, unknown>, status: string) => {
    call.callerSays('Ja, bitte')
    const { reply } = await call.callTool(tool, args)
    expect([what, reply?.['status']]).toEqual([what, status])
    counts[what] = lastQueryCount(tool)
  }
  const wish = { old_date: '11.06.2030', new_date: '11.06.2030', new_time: '15:15' }
  await ask('asked to cancel', 'cancel_appointment', { date: '11.06.2030', name: 'Beispiel' }, 'which')
  await ask('listed', 'get_customer_appointments', {}, 'list')
  await ask('asked to move', 'reschedule_appointment', wish, 'needs_confirmation')
  await ask('moved', 'reschedule_appointment', wish, 'moved')
  await ask('asked again to cancel', 'cancel_appointment', { date: '11.06.2030' }, 'which')
  await ask('cancelled', 'cancel_appointment', { date: '11.06.2030' }, 'cancelled')
  return counts
}

/** What looking up so many times at once takes, in a call of its own. */
async function countForSlots(count: number): Promise<unknown> {
  const slots = Array.from({ length: count }, (_, index) => ({ date: `${11 + index}.06.2030`, time: '11:00' }))
  const { reply } = await small.call().callTool('check_availability_batch', { slots, service: 'Haarschnitt' })
  expect(reply?.['slots']).toHaveLength(count)
  return lastQueryCount('check_availability_batch')
}

describe('what a tool call asks of the database', () => {
  test('does not grow with the company', async () => {
    await countQueries(large, 'Haarschnitt 7')
    await countQueries(small, 'Haarschnitt')
    expect(await countQueries(large, 'Haarschnitt 8')).toEqual(await countQueries(small, 'Haarschnitt'))
  })

  test('does not grow with how many times are looked up at once', async () => {
    expect(await countForSlots(10)).toEqual(await countForSlots(1))
  })

  test('does not grow with how many appointments somebody has who changes one', async () => {
    const ofOne = await countChanges('+4917604069051', 1)
    expect(await countChanges('+4917604069052', 4)).toEqual(ofOne)
    const most = { 'asked to cancel': 20, listed: 12, 'asked to move': 26, moved: 32, cancelled: 18 }
    for (const [what, limit] of Object.entries(most)) expect([what, Number(ofOne[what]) <= limit]).toEqual([what, true])
  })

  test('is bounded for each tool', async () => {
    const counts = await countQueries(small, 'Haarschnitt')
    const most: Record<string, number> = {
      initialize_call: 9,
      check_customer: 8,
      list_services: 8,
      verify_staff: 8,
      check_availability: 15,
      book_appointment: 22,
      get_customer_appointments: 13,
      check_availability_batch: 18,
      get_alternatives: 14,
      find_next_available: 18,
      collect_appointment_data: 18,
    }
    const tooMany = Object.entries(most).filter(([tool, limit]) => !(Number(counts[tool]) <= limit))
    expect(tooMany.map(([tool]) => [tool, counts[tool]])).toEqual([])
  })
})

/** Fills diaries with what was booked and what was held: plans that know what is asked for look cheaper than they are then. */
async function fillDiary({ database }: TestServer): Promise<void> {
  await queryAsOwner(
    database.ownerUrl,
    `insert into segments (id, company_id, resource_id, during, active, appointment_id)
      select gen_random_uuid(), company_id, resource, tstzrange(at, at + interval '30 minutes'), true, appointment_id
      from (select * from segments where appointment_id is not null limit 1) as first,
        (select gen_random_uuid() as resource from generate_series(1, 8)) as colleagues,
        generate_series(starts_at - interval '40 days', starts_at + interval '40 days', interval '4 hours') as at`,
  )
  await queryAsOwner(
    database.ownerUrl,
    `with made as (
        insert into holds (id, company_id, call_id, offer_id, caller, staff_asked_for, state, expires_at)
        select gen_random_uuid(), company_id, call_id, 'abcd', null, false, 'used', now() from holds, generate_series(1, 600)
        returning id, company_id)
      insert into segments (id, company_id, resource_id, during, active, hold_id)
      select gen_random_uuid(), company_id, gen_random_uuid(), tstzrange(now(), now() + interval '1 hour'), true, id from made`,
  )
  await queryAsOwner(database.ownerUrl, 'analyze')
}

test('what calls ask again and again is planned once, not each time', async () => {
  const planned = await startTestServer({ clock })
  const line = await createRetellLine(planned, { staff: ['Anna Abel', 'Bert Busch'], services: { Haarschnitt: 30 } })
  for (let index = 0; index < 30; index++) {
    const call = line.call({ from: `+49176040690${10 + index}` })
    // Tuesday to Friday, an hour later each time both are taken.
    const date = `${4 + (index % 4)}.06.2030`
    const time = `${10 + Math.floor(index / 8)}:00`
    const found = await call.callTool('check_availability', { date, time, service: 'Haarschnitt' })
    call.callerSays('Ja, gerne')
    const { reply } = await call.callTool('book_appointment', {
      offer_id: found.reply?.['offer_id'],
      name: 'Erika Beispiel',
    })
    expect(reply?.['status']).toBe('booked')
    await call.callTool('get_alternatives', { date, time: '14:00', service: 'Haarschnitt' })
    if (index === 0) await fillDiary(planned)
  }
  const { rows } = await sql<{ name: string; custom: number; all: number }>`
    select name, custom_plans::int as custom, (custom_plans + generic_plans)::int as all from pg_prepared_statements
  `.execute(planned.context.database.kysely)
  const often = rows.filter(({ all }) => all >= 20)
  expect(often.map(({ name }) => name)).toEqual(expect.arrayContaining(['busy segments', 'end holds in the way']))
  // Postgres tries the first five with what is asked for, and some more while tables grow.
  expect(often.filter(({ custom, all }) => custom > all / 2)).toEqual([])
})

test('whose a call is, is asked once in each process; who signs with another key is refused all the same', async () => {
  const other = await startTestServer({ clock, database: server.database })
  const call = small.call()
  await call.callTool('initialize_call', {})
  await call.callTool('list_services', {})
  // What it reads once of every house is read.
  await small.call({ baseUrl: other.url }).callTool('list_services', {})
  const elsewhere = small.call({ callId: call.callId, baseUrl: other.url })
  expect((await elsewhere.callTool('list_services', {})).statusCode).toBe(200)
  const asked = other.logged.findLast((line) => line['msg'] === 'tool answered')?.['queryCount']
  expect(lastQueryCount('list_services')).toBe(Number(asked) - 1)
  const stranger = large.call({ callId: call.callId })
  expect((await stranger.callTool('list_services', {})).statusCode).toBe(401)
})
