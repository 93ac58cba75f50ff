import { beforeAll, describe, expect, test } from 'vitest'

import { signatureHeader } from '../../sim/caller/sign.ts'
import { createRetellLine, type RetellLine } from '../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../test/harness/server.ts'

// A Monday, nine o'clock in Berlin.
const clock = clockAt('2026-11-23T08:00:00Z')
let server: TestServer
let salon: RetellLine

beforeAll(async () => {
  server = await startTestServer({ clock })
  salon = await createRetellLine(server, { services: { Herrenhaarschnitt: 30 }, staff: ['Anna Abel'] })
})

type Said = { role: string; content: string; tool_call_id?: string; name?: string; arguments?: string }

/** What agents of the earlier generation send: a call cut down to its id, and arguments in German with an empty call id. */
async function send(path: string, name: string, args: object, call: object, said: readonly Said[] = []) {
  const body = JSON.stringify({ name, args, call: { ...call, transcript_with_tool_calls: said } })
  const headers = {
    'content-type': 'application/json',
    'x-retell-signature': signatureHeader(body, salon.key, clock.now().epochMilliseconds),
  }
  const response = await fetch(new URL(path, server.url), { method: 'POST', headers, body })
  return { code: response.status, reply: (await response.json()) as Record<string, unknown> }
}

const wish = { name: 'Max Mustermann', datum: 'morgen', dienstleistung: 'Herrenhaarschnitt', call_id: '' }
let calls = 0

/** The call as its first request shows it, and as later ones do. */
function newCall(fromNumber = 'anonymous') {
  calls += 1
  const call_id = `call_24977a803e9bd80b586fca0${String(calls).padStart(4, '0')}`
  return { whole: { call_id, from_number: fromNumber, to_number: salon.number }, short: { call_id } }
}

const heard = (reply: Record<string, unknown>, said: string): Said[] => [
  {
    role: 'tool_call_invocation',
    tool_call_id: 'tool_1',
    name: 'check_availability_v17',
    arguments: '{}',
    content: '',
  },
  { role: 'tool_call_result', tool_call_id: 'tool_1', content: JSON.stringify(reply) },
  { role: 'user', content: said },
]

describe('an agent of the earlier generation', () => {
  test.for([
    ['/api/retell/v17/check-availability', '/api/retell/v17/book-appointment'],
    ['/api/retell/tools', '/api/retell/tools'],
    ['/api/retell/check-availability', '/api/retell/book-appointment'],
  ] as const)('checks and books by the name of its tools: %s', async ([check, book]) => {
    const { whole, short } = newCall()
    const time = ['10:00', '11:00', '12:00'][calls - 1]
    const args = { ...wish, uhrzeit: time }
    const offered = await send(check, 'check_availability_v17', args, whole)
    expect(offered).toMatchObject({ code: 200, reply: { status: 'available', date: '24.11.2026', time } })
    const said = heard(offered.reply, 'Ja, passt.')
    const booked = await send(book, 'book_appointment_v17', args, short, said)
    expect(booked).toMatchObject({ code: 200, reply: { status: 'booked', date: '24.11.2026', time } })
  })

  test('that keeps the day first asked for books the alternative of another day, once the caller chose it', async () => {
    const { whole, short } = newCall()
    const asked = { ...wish, datum: '28.11.2026', uhrzeit: '07:30' }
    const offered = await send('/api/retell/v17/check-availability', 'check_availability_v17', asked, whole)
    expect(offered.reply).toMatchObject({ status: 'closed' })
    const [first] = offered.reply['alternatives'] as Record<string, string>[]
    const { date, time } = first ?? {}
    expect(date).not.toBe('28.11.2026')
    const late = { ...asked, uhrzeit: time }
    const path = '/api/retell/v17/book-appointment'
    const unheard = await send(path, 'book_appointment_v17', late, short)
    expect(unheard.reply).toMatchObject({ status: 'needs_confirmation', date, time })
    const said = heard(unheard.reply, 'Ja, den nehme ich.')
    expect((await send(path, 'book_appointment_v17', late, short, said)).reply).toMatchObject({
      status: 'booked',
      date,
      time,
    })
  })

  test('cannot pass for another call by an id its model made up', async () => {
    const { whole } = newCall('+4917604069099')
    const args = { ...wish, uhrzeit: '19:00', call_id: 'call_1' }
    const { code, reply } = await send('/api/retell/v17/check-availability', 'check_availability_v17', args, whole)
    expect(code).toBe(200)
    expect(reply).toMatchObject({ status: 'closed' })
    const known = await server.database.db.inCompany(salon.id, (tx) =>
      tx.selectFrom('calls').select('retell_call_id').where('company_id', '=', salon.id).execute(),
    )
    expect(known.map((one) => one.retell_call_id)).not.toContain('call_1')
  })

  test('with one tool for both is understood', async () => {
    const { whole, short } = newCall()
    const args = { ...wish, uhrzeit: '16:00' }
    const path = '/api/retell/collect-appointment-data'
    const tool = 'collect_appointment_data'
    const offered = await send(path, tool, { ...args, bestaetigung: false }, whole)
    expect(offered.reply).toMatchObject({ status: 'available', time: '16:00' })
    const said = heard(offered.reply, 'Ja, gerne.')
    const booked = await send('/api/retell/tools', tool, { ...args, bestaetigung: 'true' }, short, said)
    expect(booked.reply).toMatchObject({ status: 'booked', time: '16:00' })
  })

  test('whose tools send the arguments alone is told how to mend that', async () => {
    const body = JSON.stringify({ ...wish, uhrzeit: '10:00' })
    const headers = { 'x-retell-signature': signatureHeader(body, salon.key, clock.now().epochMilliseconds) }
    const url = new URL('/api/retell/v17/book-appointment', server.url)
    const response = await fetch(url, { method: 'POST', headers, body })
    expect(response.status).toBe(422)
  })
})
