import { beforeAll, describe, expect, test } from 'vitest'

import type { PhoneCall, ToolAnswer } from '../../sim/caller/phone-call.ts'
import { createRetellLine, type RetellLine } from '../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../test/harness/server.ts'

// A Monday, nine o'clock in Berlin.
const clock = clockAt('2026-11-23T08:00:00Z')
let server: TestServer
let salon: RetellLine
let trusting: RetellLine

beforeAll(async () => {
  server = await startTestServer({ clock })
  salon = await createRetellLine(server, { services: { Haarschnitt: 30, Farbe: 60 } })
  trusting = await createRetellLine(server, { checksConfirmation: false })
})

/** Speaks, calls the tool, and lets the agent say what it answered. */
async function ask(call: PhoneCall, said: string, tool: string, args: Record<string, unknown>, path?: string) {
  call.callerSays(said)
  const answer = await call.callTool(tool, args, path === undefined ? {} : { path })
  call.agentSays(String(answer.reply?.['say']))
  return answer.reply ?? {}
}

const appointmentsOf = async (line: RetellLine) =>
  await server.database.db.inCompany(line.id, (tx) =>
    tx.selectFrom('appointments').selectAll().where('company_id', '=', line.id).execute(),
  )

const stepsOf = async (line: RetellLine, call: PhoneCall) =>
  await server.database.db.inCompany(line.id, (tx) =>
    tx
      .selectFrom('call_steps')
      .innerJoin('calls', 'calls.id', 'call_steps.call_id')
      .select(['tool', 'status', 'tool_call_id', 'query_count', 'call_steps.duration_ms'])
      .where('calls.retell_call_id', '=', call.callId)
      .orderBy('call_steps.created_at')
      .execute(),
  )

const wish = (time: string) => ({ datum: 'morgen', uhrzeit: time, dienstleistung: 'Haarschnitt' })

describe('a booking call', () => {
  test('books what was offered once the caller says yes, and knows the repeat of the request', async () => {
    const call = salon.call()
    const offered = await ask(call, 'Morgen um neun zum Haareschneiden?', 'check_availability', wish('9 Uhr'))
    expect(offered).toMatchObject({ status: 'available', date: '24.11.2026', time: '09:00', service: 'Haarschnitt' })

    const args = { offer_id: offered['offer_id'], name: 'Eva Lang' }
    const booked = await ask(call, 'Ja, gerne.', 'book_appointment', args)
    expect(booked).toMatchObject({ status: 'booked', date: '24.11.2026', time: '09:00', weekday: 'Dienstag' })

    const again: ToolAnswer = await call.repeatTool()
    expect(again.reply).toMatchObject({ appointment_id: booked['appointment_id'], code: booked['code'] })
    const later = await ask(call, 'Ist das jetzt gebucht?', 'book_appointment', args)
    expect(later).toMatchObject({ status: 'already_booked', appointment_id: booked['appointment_id'] })
    expect(await appointmentsOf(salon)).toHaveLength(1)

    const read = await ask(call, 'Wann war das?', 'get_customer_appointments', { name: 'Eva Lang' })
    expect(read).toMatchObject({ status: 'list', appointments: [{ appointment_id: booked['appointment_id'] }] })
  })

  test('asks for a yes it has not heard, and books after it', async () => {
    const call = salon.call()
    const offered = await ask(call, 'Morgen um zehn?', 'check_availability', wish('10 Uhr'))
    const args = { offer_id: offered['offer_id'], name: 'Uwe Kern', confirm: true }
    const asked = await ask(call, 'Was kostet das denn?', 'book_appointment', args)
    expect(asked).toMatchObject({ status: 'needs_confirmation', offer_id: offered['offer_id'] })
    expect(await ask(call, 'Ja.', 'book_appointment', args)).toMatchObject({ status: 'booked', time: '10:00' })
  })

  test('does not book when the caller wants another time instead', async () => {
    const before = await appointmentsOf(salon)
    const call = salon.call()
    const offered = await ask(call, 'Morgen um zwölf?', 'check_availability', wish('12 Uhr'))
    const args = { offer_id: offered['offer_id'], name: 'Ina Roth', confirm: true }
    const answer = await ask(call, 'Nein, lieber um elf.', 'book_appointment', args)
    expect(answer).toMatchObject({ status: 'needs_confirmation' })
    expect(await appointmentsOf(salon)).toHaveLength(before.length)
  })

  test('books the alternative a caller chooses by its time', async () => {
    const call = salon.call()
    const offered = await ask(call, 'Morgen Nachmittag?', 'check_availability', {
      date: 'morgen nachmittag',
      service: 'Haarschnitt',
    })
    expect(offered).toMatchObject({ status: 'alternatives', offer_id: '' })
    const [first] = offered['alternatives'] as Record<string, string>[]
    const hour = Number(first?.['time']?.slice(0, 2))
    const booked = await ask(call, `Dann um ${hour} Uhr.`, 'book_appointment', {
      offer_id: first?.['offer_id'],
      name: 'Rolf Au',
    })
    expect(booked).toMatchObject({ status: 'booked', time: first?.['time'] })
  })

  test('offers a time that was never offered before it books it', async () => {
    const call = salon.call()
    const answer = await ask(call, 'Buchen Sie mir morgen um acht nach... um halb zwölf.', 'book_appointment', {
      ...wish('11:30'),
      name: 'Jan Ott',
    })
    expect(answer).toMatchObject({ status: 'not_offered', time: '11:30', offer_id: expect.stringMatching(/^.{3,4}$/) })
    const booked = await ask(call, 'Ja, bitte.', 'book_appointment', { offer_id: answer['offer_id'], name: 'Jan Ott' })
    expect(booked).toMatchObject({ status: 'booked' })
  })

  test('only checks when confirm is false, whatever was said', async () => {
    const call = salon.call()
    const offered = await ask(call, 'Übermorgen um neun?', 'book_appointment', {
      datum: 'übermorgen',
      uhrzeit: '9 Uhr',
      dienstleistung: 'Haarschnitt',
      bestaetigung: false,
    })
    expect(offered).toMatchObject({ status: 'available', offer_id: expect.stringMatching(/^.{4}$/) })
    const before = await appointmentsOf(salon)
    const still = await ask(call, 'Ja.', 'book_appointment', { offer_id: offered['offer_id'], bestaetigung: 'nein' })
    expect(still).toMatchObject({ status: 'needs_confirmation', offer_id: offered['offer_id'] })
    expect(await appointmentsOf(salon)).toHaveLength(before.length)
  })

  test('of the earlier generation says by the name of the tool whether it books', async () => {
    const call = salon.call()
    const args = {
      name: 'Max Beispiel',
      datum: 'übermorgen',
      uhrzeit: '10:00',
      dienstleistung: 'Haarschnitt',
      call_id: 'call_1',
    }
    const check = await ask(
      call,
      'Übermorgen um zehn?',
      'check_availability_v17',
      args,
      '/api/retell/v17/check-availability',
    )
    expect(check).toMatchObject({ status: 'available' })
    const booked = await ask(call, 'Ja, passt.', 'book_appointment_v17', args, '/api/retell/tools')
    expect(booked).toMatchObject({ status: 'booked', date: '25.11.2026', time: '10:00' })
  })

  test('books by the word of the agent where the company does not check', async () => {
    const call = trusting.call({ language: 'en' })
    const offered = await ask(call, 'Tomorrow at ten?', 'check_availability', { date: 'tomorrow', time: '10:00' })
    const booked = await ask(call, 'Hm.', 'book_appointment', {
      offer_id: offered['offer_id'],
      name: 'Kim Lee',
      confirm: true,
    })
    expect(booked).toMatchObject({ status: 'booked', say: expect.stringContaining('Your appointment is booked') })
  })

  test('from a withheld number ends with the code that proves whose it is', async () => {
    const call = salon.call({ from: 'anonymous' })
    const offered = await ask(call, 'Morgen um 16 Uhr?', 'check_availability', wish('16 Uhr'))
    const booked = await ask(call, 'Ja, genau.', 'book_appointment', {
      offer_id: offered['offer_id'],
      name: 'Lea Blum',
    })
    expect(booked).toMatchObject({
      status: 'booked',
      say: expect.stringMatching(/Ihre Terminnummer lautet: \p{L}+, /u),
    })
    const read = await ask(call, 'Wann ist das?', 'get_customer_appointments', {
      name: 'Lea Blum',
      datum: 'morgen',
      buchungscode: String(booked['code']).split('').join(' '),
    })
    expect(read).toMatchObject({ status: 'list' })
    const later = salon.call({ from: 'anonymous' })
    expect(await ask(later, 'Nur der Name?', 'get_customer_appointments', { name: 'Lea Blum' })).toMatchObject({
      status: 'verify',
      appointments: [],
    })
  })

  test('delivered many times at once is one call and one appointment', async () => {
    const call = salon.call()
    const offered = await ask(call, 'Am Donnerstag um neun?', 'check_availability', {
      ...wish('9 Uhr'),
      datum: 'Donnerstag',
    })
    call.callerSays('Ja, bitte.')
    const answers = await Promise.all([
      call.callTool('book_appointment', { offer_id: offered['offer_id'], name: 'Piet Rau' }),
      ...Array.from({ length: 5 }, () => call.repeatTool()),
    ])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 200))
    const ids = new Set(answers.map(({ reply }) => reply?.['appointment_id']))
    expect(ids.size).toBe(1)
    expect([...ids]).not.toContain('')
  })

  test('takes as many queries to read out three appointments as to read out one', async () => {
    const from = '+4917604069040'
    const call = trusting.call({ from })
    const queriesOf = async () => {
      const later = trusting.call({ from })
      const { reply } = await later.callTool('get_customer_appointments', { name: 'Tom Ude' })
      const steps = await stepsOf(trusting, later)
      return { listed: ((reply?.['appointments'] ?? []) as unknown[]).length, queries: steps.at(-1)?.query_count }
    }
    const counts = []
    for (const time of ['13:00', '14:00', '15:00']) {
      const { reply } = await call.callTool('check_availability', { date: 'Freitag', time })
      await call.callTool('book_appointment', { offer_id: reply?.['offer_id'], name: 'Tom Ude', confirm: true })
      counts.push(await queriesOf())
    }
    expect(counts.map(({ listed }) => listed)).toEqual([1, 2, 3])
    expect(new Set(counts.map(({ queries }) => queries)).size).toBe(1)
  })

  test('leaves a step for every tool, with what it took', async () => {
    const call = salon.call()
    await ask(call, 'Hallo.', 'initialize_call', {})
    await ask(call, 'Morgen um 17 Uhr?', 'check_availability', wish('17 Uhr'))
    const steps = await stepsOf(salon, call)
    expect(steps.map(({ tool, status }) => [tool, status])).toEqual([
      ['initialize_call', 'ok'],
      ['check_availability', 'available'],
    ])
    for (const step of steps) {
      expect(step.tool_call_id).toMatch(/^tool_call_/)
      expect(step.query_count).toBeGreaterThan(3)
      expect(step.duration_ms).toBeGreaterThan(0)
    }
  })
})
