import { beforeAll, describe, expect, test } from 'vitest'

import type { PhoneCall } from '../../sim/caller/phone-call.ts'
import { createRetellLine, type RetellLine } from '../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../test/harness/server.ts'

// A Monday, nine o'clock in Berlin.
const clock = clockAt('2026-11-23T08:00:00Z')
let server: TestServer
let salon: RetellLine

beforeAll(async () => {
  server = await startTestServer({ clock })
  salon = await createRetellLine(server, {
    staff: ['Anna Abel', 'Bert Busch'],
    services: { Haarschnitt: 60, Farbe: 60 },
  })
})

type Reply = Record<string, unknown>

/** Speaks, calls the tool, and lets the agent say what it answered. */
async function ask(call: PhoneCall, said: string, tool: string, args: Reply): Promise<Reply> {
  call.callerSays(said)
  const answer = await call.callTool(tool, args)
  call.agentSays(String(answer.reply?.['say']))
  return answer.reply ?? {}
}

let callers = 0

/** Somebody with an appointment of an earlier call; they call again. */
async function somebodyWith(
  appointments: readonly { date: string; time: string; name?: string; service?: string }[],
  line = salon,
): Promise<{ from: string; booked: readonly Reply[]; again: () => PhoneCall }> {
  callers += 1
  const from = `+49176040691${String(callers).padStart(2, '0')}`
  const booked: Reply[] = []
  for (const { date, time, name = 'Eva Lang', service = 'Haarschnitt' } of appointments) {
    const call = line.call({ from })
    const offered = await ask(call, 'Ist da frei?', 'check_availability', { date, time, service })
    expect(offered).toMatchObject({ status: 'available' })
    const reply = await ask(call, 'Ja, gerne.', 'book_appointment', { offer_id: offered['offer_id'], name })
    expect(reply).toMatchObject({ status: 'booked' })
    booked.push(reply)
  }
  return { from, booked, again: () => line.call({ from }) }
}

describe('a call to cancel', () => {
  test('cancels what was meant once the caller says yes, and the time is free for others at once', async () => {
    const { again, booked } = await somebodyWith([{ date: '1.12.2026', time: '10:00' }])
    const call = again()
    const asked = await ask(call, 'Ich muss am Dienstag absagen, Lang.', 'cancel_appointment', {
      date: '1.12.2026',
      name: 'Lang',
    })
    expect(asked).toMatchObject({ status: 'which', appointment_id: booked[0]?.['appointment_id'] })
    const cancelled = await ask(call, 'Ja, bitte absagen.', 'cancel_appointment', {
      appointment_id: asked['appointment_id'],
    })
    expect(cancelled).toMatchObject({ status: 'cancelled', date: '01.12.2026', time: '10:00' })
    expect((await call.repeatTool()).reply).toMatchObject({ status: 'cancelled' })
    const later = await ask(call, 'Ist der jetzt weg?', 'cancel_appointment', { date: '1.12.2026' })
    expect(later).toMatchObject({ status: 'already_cancelled' })

    const staffed = salon.call()
    const wish = { date: '1.12.2026', time: '10:00', service: 'Farbe', staff: String(booked[0]?.['staff']) }
    expect(await ask(staffed, 'Geht da was?', 'check_availability', wish)).toMatchObject({ status: 'available' })
  })
})

describe('a call to move', () => {
  test('moves to the new time, which may overlap the old one, and keeps id and code', async () => {
    const { again, booked } = await somebodyWith([{ date: '2.12.2026', time: '10:00' }])
    const call = again()
    const listed = await ask(call, 'Wann ist mein Termin? Eva Lang.', 'get_customer_appointments', { name: 'Eva Lang' })
    const [{ appointment_id } = {}] = listed['appointments'] as Reply[]
    const free = await ask(call, 'Geht auch halb elf?', 'check_availability', {
      date: '2.12.2026',
      time: '10:30',
      appointment_id,
    })
    expect(free).toMatchObject({ status: 'available', time: '10:30', staff: booked[0]?.['staff'] })
    const moved = await ask(call, 'Ja, verschieben Sie ihn bitte.', 'reschedule_appointment', {
      appointment_id,
      new_date: '2.12.2026',
      new_time: '10:30',
    })
    expect(moved).toMatchObject({ status: 'moved', time: '10:30', appointment_id, code: booked[0]?.['code'] })
    expect((await call.repeatTool()).reply).toMatchObject({ status: 'moved', time: '10:30' })
  })
})

describe('a call about several appointments', () => {
  test('cancels the one the caller chooses of those that were read out', async () => {
    const { again } = await somebodyWith([
      { date: '3.12.2026', time: '09:00' },
      { date: '4.12.2026', time: '11:00' },
    ])
    const call = again()
    const which = await ask(call, 'Ich möchte absagen. Eva Lang.', 'cancel_appointment', { name: 'Eva Lang' })
    expect(which).toMatchObject({ status: 'which', appointment_id: '', appointments: [{}, {}] })
    const [, second] = which['appointments'] as Reply[]
    const cancelled = await ask(call, 'Den um elf.', 'cancel_appointment', {
      appointment_id: second?.['appointment_id'],
    })
    expect(cancelled).toMatchObject({ status: 'cancelled', date: '04.12.2026' })
    const rest = await ask(call, 'Und der andere?', 'get_customer_appointments', {})
    expect(rest).toMatchObject({ status: 'list', appointments: [{ date: '03.12.2026' }] })
  })

  test('does not take a bare yes for one of them', async () => {
    const { again } = await somebodyWith([
      { date: '7.12.2026', time: '09:00' },
      { date: '8.12.2026', time: '11:00' },
    ])
    const call = again()
    const which = await ask(call, 'Absagen bitte. Eva Lang.', 'cancel_appointment', { name: 'Eva Lang' })
    const [first] = which['appointments'] as Reply[]
    const asked = await ask(call, 'Ja.', 'cancel_appointment', { appointment_id: first?.['appointment_id'] })
    expect(asked).toMatchObject({ status: 'which', appointment_id: first?.['appointment_id'] })
  })

  test('knows whose appointment is meant by who comes', async () => {
    const { again } = await somebodyWith([
      { date: '9.12.2026', time: '09:00', name: 'Eva Lang' },
      { date: '9.12.2026', time: '09:00', name: 'Paul Lang' },
    ])
    const asked = await ask(again(), 'Paul kann nicht kommen.', 'cancel_appointment', {
      name: 'Paul Lang',
      date: '9.12.2026',
    })
    expect(asked).toMatchObject({ status: 'which', appointments: [{}] })
  })
})

describe('a yes', () => {
  test('to an offer to book cancels nothing, and a yes to cancelling books nothing', async () => {
    const { again, booked } = await somebodyWith([{ date: '10.12.2026', time: '09:00' }])
    const appointment_id = booked[0]?.['appointment_id']
    const call = again()
    await ask(call, 'Absagen? Eva Lang.', 'cancel_appointment', { name: 'Eva Lang' })
    const offered = await ask(call, 'Moment, ist am elften um zehn frei?', 'check_availability', {
      date: '11.12.2026',
      time: '10:00',
      service: 'Farbe',
    })
    expect(offered).toMatchObject({ status: 'available' })
    const asked = await ask(call, 'Ja.', 'cancel_appointment', { appointment_id, confirm: false })
    expect(asked).toMatchObject({ status: 'which', appointment_id })
    const booking = { offer_id: offered['offer_id'], name: 'Eva Lang' }
    expect(await ask(call, 'Ja.', 'cancel_appointment', { appointment_id })).toMatchObject({ status: 'cancelled' })
    expect(await ask(call, 'Hm.', 'book_appointment', booking)).toMatchObject({ status: 'booked' })
  })

  test('that names another time moves nothing there, and the next offer is asked about', async () => {
    const { again } = await somebodyWith([{ date: '14.12.2026', time: '09:00' }])
    const call = again()
    const wish = { name: 'Eva Lang', old_date: '14.12.2026', new_date: '14.12.2026', new_time: '11:00' }
    const asked = await ask(call, 'Lieber um elf.', 'reschedule_appointment', wish)
    expect(asked).toMatchObject({ status: 'needs_confirmation', time: '11:00' })
    const other = { ...wish, new_time: '12:00', confirm: true }
    const again2 = await ask(call, 'Ja, aber um zwölf.', 'reschedule_appointment', other)
    expect(again2).toMatchObject({ status: 'needs_confirmation', time: '12:00' })
    expect(await ask(call, 'Ja, passt.', 'reschedule_appointment', other)).toMatchObject({
      status: 'moved',
      time: '12:00',
    })
  })

  test('is taken from the agent where the platform sends no transcript, after asking once', async () => {
    const { again } = await somebodyWith([{ date: '15.12.2026', time: '09:00' }])
    const call = again()
    const args = { name: 'Eva Lang', date: '15.12.2026', confirm: true }
    const silent = (tool: string, given: Reply) => call.callTool(tool, given)
    expect((await silent('cancel_appointment', args)).reply).toMatchObject({ status: 'which' })
    expect((await call.repeatTool()).reply).toMatchObject({ status: 'which' })
    // A model that does not wait for what the caller says.
    expect((await silent('cancel_appointment', args)).reply).toMatchObject({ status: 'which' })
    clock.set('2026-11-23T08:00:04Z')
    expect((await silent('cancel_appointment', args)).reply).toMatchObject({ status: 'cancelled' })
  })
})

/** What a try to cancel is told, and how many queries it takes, in a call that is known already. */
const guess = async (call: PhoneCall, args: Reply) => {
  await call.callTool('initialize_call', {})
  const answer = await call.callTool('cancel_appointment', args)
  const line = server.logged.findLast((one) => one['msg'] === 'tool answered' && one['tool'] === 'cancel_appointment')
  return [answer.reply, line?.['queryCount']]
}

describe('a stranger', () => {
  test('with the number and an id but no proof changes and learns nothing', async () => {
    const { again, booked } = await somebodyWith([{ date: '16.12.2026', time: '09:00' }])
    const appointment_id = booked[0]?.['appointment_id']
    const call = again()
    const refused = await ask(call, 'Absagen!', 'cancel_appointment', { appointment_id, confirm: true })
    expect(refused).toMatchObject({ status: 'verify', date: '', appointments: [] })
    const made = await ask(call, 'Absagen!', 'cancel_appointment', {
      appointment_id: '019a0000-0000-7000-8000-000000000001',
      confirm: true,
    })
    expect(made).toEqual(refused)
    const moving = { appointment_id, new_date: '16.12.2026', new_time: '09:30', confirm: true }
    expect(await ask(call, 'Verlegen!', 'reschedule_appointment', moving)).toMatchObject({
      status: 'verify',
      say: refused['say'],
    })
    const check = { appointment_id, date: '16.12.2026', time: '09:30', service: 'Haarschnitt' }
    // Its own time does not count as free for somebody who has not shown whose it is: the colleague's is offered.
    const free = await ask(call, 'Frei?', 'check_availability', check)
    expect(free['staff']).not.toBe(booked[0]?.['staff'])
  })

  test('hears the same and costs the same whether the number is a customer’s or nobody’s', async () => {
    const { again } = await somebodyWith([{ date: '17.12.2026', time: '09:00' }])
    const wrong = { name: 'Rosa Veit', date: '1.2.2027', code: '000000' }
    const ofCustomer = await guess(again(), wrong)
    expect(await guess(salon.call(), wrong)).toEqual(ofCustomer)
    expect(await guess(salon.call({ from: 'anonymous' }), wrong)).toEqual(ofCustomer)
    for (let tries = 0; tries < 5; tries++) await guess(again(), wrong)
    expect(await guess(again(), { name: 'Eva Lang' })).toEqual(ofCustomer)
  })
})
