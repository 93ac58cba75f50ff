import { beforeAll, describe, expect, test } from 'vitest'

import type { PhoneCall } from '../../sim/caller/phone-call.ts'
import { testIds } from '../../test/harness/company.ts'
import { queryAsOwner } from '../../test/harness/database.ts'
import { createRetellLine, type RetellLine } from '../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../test/harness/server.ts'
import { addService } from '../catalog/set-up.ts'
import { setRules } from '../companies/set-up.ts'

// A Monday, nine o'clock in Berlin.
const clock = clockAt('2026-11-23T08:00:00Z')
let server: TestServer
/** Anna and Bert do everything. */
let salon: RetellLine
/** Anna cuts, Bert colours. */
let divided: RetellLine
let strict: RetellLine
let elsewhere: RetellLine
let single: RetellLine

beforeAll(async () => {
  server = await startTestServer({ clock })
  salon = await newSalon([0, 1], [0, 1])
  divided = await newSalon([0], [1])
  strict = await newSalon([0, 1], [0, 1])
  elsewhere = await newSalon([0, 1], [0, 1])
  single = await newSalon([0], [0])
})

/** A cut of half an hour; colouring of an hour and a half, of which the second half hour is nobody's. */
async function newSalon(cuts: readonly number[], colours: readonly number[]): Promise<RetellLine> {
  const line = await createRetellLine(server, { staff: ['Anna Abel', 'Bert Busch'], services: {} })
  const staffOf = (places: readonly number[]) => places.map((place) => line.staffIds[place] ?? '')
  await server.database.db.inCompany(line.id, async (tx) => {
    const add = (service: Parameters<typeof addService>[3]) => addService(tx, { ids: testIds }, line.id, service)
    await add({
      name: 'Haarschnitt',
      nameEn: 'Haircut',
      durationMinutes: 30,
      priceMinor: 3850,
      staffIds: staffOf(cuts),
    })
    await add({
      name: 'Färben',
      nameEn: 'Colouring',
      durationMinutes: 90,
      gaps: [{ fromMinute: 30, toMinute: 60 }],
      bufferAfterMinutes: 15,
      priceMinor: 6900,
      staffIds: staffOf(colours),
    })
    await add({ name: 'Glossing', durationMinutes: 15, priceMinor: null, staffIds: staffOf(cuts) })
  })
  return line
}

type Reply = Record<string, unknown>

/** Speaks, calls the tool, and lets the agent say what it answered. */
async function ask(call: PhoneCall, said: string, tool: string, args: Reply): Promise<Reply> {
  call.callerSays(said)
  const answer = await call.callTool(tool, args)
  call.agentSays(String(answer.reply?.['say']))
  return answer.reply ?? {}
}

/** Checks and books at a time; gives what was answered to both. */
async function book(line: RetellLine, wish: Reply, name = 'Eva Lang', from?: string): Promise<readonly [Reply, Reply]> {
  const call = line.call(from === undefined ? {} : { from })
  const offered = await ask(call, 'Ist da frei?', 'check_availability', wish)
  return [offered, await ask(call, 'Ja, gerne.', 'book_appointment', { offer_id: offered['offer_id'], name })]
}

/** What of whom an appointment keeps, in minutes from its start. */
async function keptBy(line: RetellLine, appointmentId: unknown): Promise<unknown[]> {
  const rows = await queryAsOwner<{ staff: string; from_minute: number; to_minute: number }>(
    server.database.ownerUrl,
    `select s.first_name as staff, (extract(epoch from lower(g.during) - a.starts_at) / 60)::int as from_minute,
        (extract(epoch from upper(g.during) - a.starts_at) / 60)::int as to_minute
      from segments g join appointments a on a.id = g.appointment_id join staff s on s.id = g.resource_id
      where g.company_id = $1 and a.id = $2 and g.active order by g.during`,
    [line.id, appointmentId],
  )
  return rows.map((row) => [row.staff, row.from_minute, row.to_minute])
}

const both = 'Haarschnitt und Färben'

describe('a call for two services in one visit', () => {
  test('hears one time, one length and one price, and books one appointment', async () => {
    const from = '+4917604069401'
    const wish = { date: '1.12.2026', time: '10:00', service: both, staff: 'Anna' }
    const [offered, booked] = await book(salon, wish, 'Eva Lang', from)
    expect(offered).toMatchObject({
      status: 'available',
      service: both,
      staff: 'Anna Abel',
      duration_minutes: '120',
      price: '107.50',
    })
    expect(offered['say']).toContain(
      'Haarschnitt und Färben bei Anna Abel, zusammen zwei Stunden für einhundertsieben Euro fünfzig.',
    )
    expect(booked).toMatchObject({ status: 'booked', service: both, staff: 'Anna Abel', time: '10:00' })
    expect(await keptBy(salon, booked['appointment_id'])).toEqual([
      ['Anna', 0, 60],
      ['Anna', 90, 135],
    ])
    const again = salon.call({ from })
    const listed = await ask(again, 'Was habe ich? Lang.', 'get_customer_appointments', { name: 'Lang' })
    expect(listed).toMatchObject({ status: 'list', appointments: [{ service: both, duration_minutes: '120' }] })
    expect(listed['say']).toContain('Haarschnitt und Färben bei Anna Abel')
  })

  test('leaves its gap to another customer of the same person, and nothing else', async () => {
    await book(salon, { date: '2.12.2026', time: '10:00', service: both, staff: 'Anna' })
    const taken = { date: '2.12.2026', service: 'Haarschnitt', staff: 'Anna' }
    const call = salon.call()
    for (const time of ['10:00', '10:30', '11:15', '11:30', '12:00']) {
      expect([time, await ask(call, 'Und da?', 'check_availability', { ...taken, time })]).toMatchObject([
        time,
        { status: 'alternatives' },
      ])
    }
    const [, inTheGap] = await book(salon, { ...taken, time: '11:00' }, 'Ida Krüger')
    expect(inTheGap).toMatchObject({ status: 'booked', staff: 'Anna Abel', time: '11:00' })
    expect(await ask(call, 'Und um elf?', 'check_availability', { ...taken, time: '11:00' })).toMatchObject({
      status: 'alternatives',
    })
  })

  test('moves and is cancelled as one, and everything it kept is free again', async () => {
    const from = '+4917604069402'
    const wish = { date: '3.12.2026', time: '10:00', service: both, staff: 'Bert' }
    const [, booked] = await book(salon, wish, 'Eva Lang', from)
    const { appointment_id, code } = booked
    const call = salon.call({ from })
    const asked = await ask(call, 'Lieber eine halbe Stunde später. Lang.', 'reschedule_appointment', {
      old_date: '3.12.2026',
      name: 'Lang',
      new_date: '3.12.2026',
      new_time: '10:30',
    })
    expect(asked).toMatchObject({ status: 'needs_confirmation', service: both, time: '10:30' })
    const moved = await ask(call, 'Ja, bitte.', 'reschedule_appointment', {
      appointment_id,
      offer_id: asked['offer_id'],
    })
    expect(moved).toMatchObject({ status: 'moved', appointment_id, code, service: both, time: '10:30' })
    expect(await keptBy(salon, appointment_id)).toEqual([
      ['Bert', 0, 60],
      ['Bert', 90, 135],
    ])
    const cancelling = await ask(call, 'Doch ganz absagen.', 'cancel_appointment', { appointment_id })
    expect(cancelling['say']).toContain(both)
    const cancelled = await ask(call, 'Ja, bitte absagen.', 'cancel_appointment', { appointment_id })
    expect(cancelled).toMatchObject({ status: 'cancelled', service: both })
    expect(await keptBy(salon, appointment_id)).toEqual([])
    expect(await ask(salon.call(), 'Frei?', 'check_availability', wish)).toMatchObject({ status: 'available' })
  })

  test('in English hears the same', async () => {
    const from = '+4917604069403'
    const call = salon.call({ language: 'en', from })
    const wish = { date: '4.12.2026', time: '10:00', service: 'a haircut and colouring' }
    const offered = await ask(call, 'Is that free?', 'check_availability', wish)
    expect(offered).toMatchObject({ status: 'available', service: 'Haircut and Colouring', duration_minutes: '120' })
    expect(offered['say']).toMatch(
      /Haircut and Colouring with \w+ \w+, two hours in all for one hundred seven euros and fifty cents\./,
    )
    const booked = await ask(call, 'Yes, please.', 'book_appointment', {
      offer_id: offered['offer_id'],
      name: 'Eve Long',
    })
    expect(booked).toMatchObject({ status: 'booked', service: 'Haircut and Colouring' })
    const again = salon.call({ language: 'en', from })
    const listed = await ask(again, 'What do I have? Long.', 'get_customer_appointments', { name: 'Long' })
    expect(listed).toMatchObject({ status: 'list', appointments: [{ service: 'Haircut and Colouring' }] })
    const { appointment_id } = booked
    const asked = await ask(again, 'Rather at two.', 'reschedule_appointment', {
      appointment_id,
      new_date: '4.12.2026',
      new_time: '14:00',
    })
    const moved = await ask(again, 'Yes, please.', 'reschedule_appointment', {
      appointment_id,
      offer_id: asked['offer_id'],
    })
    expect(moved).toMatchObject({ status: 'moved', time: '14:00', service: 'Haircut and Colouring' })
    await ask(again, 'I have to cancel.', 'cancel_appointment', { appointment_id })
    const cancelled = await ask(again, 'Yes, cancel it.', 'cancel_appointment', { appointment_id })
    expect(cancelled).toMatchObject({ status: 'cancelled', service: 'Haircut and Colouring' })
  })

  test('is booked once however often it is asked for', async () => {
    const call = salon.call()
    const wish = { date: '7.12.2026', time: '10:00', service: both }
    const offered = await ask(call, 'Ist da frei?', 'check_availability', wish)
    expect(await ask(call, 'Und sonst?', 'check_availability', wish)).toMatchObject({ offer_id: offered['offer_id'] })
    const booked = await ask(call, 'Ja.', 'book_appointment', {
      date: '7.12.2026',
      time: '10:00',
      service: both,
      name: 'Eva Lang',
    })
    expect(booked).toMatchObject({ status: 'booked', service: both })
    const repeated = await call.repeatTool()
    expect(repeated.reply).toMatchObject({ status: 'booked', appointment_id: booked['appointment_id'] })
  })

  test('hears that nobody knows the price when one of them is on request', async () => {
    const wish = { date: '8.12.2026', time: '10:00', service: 'Haarschnitt mit Glossing' }
    const offered = await ask(salon.call(), 'Ist da frei?', 'check_availability', wish)
    expect(offered).toMatchObject({ status: 'available', service: 'Haarschnitt und Glossing', price: '' })
    expect(offered['say']).toContain('zusammen fünfundvierzig Minuten, Preis auf Anfrage.')
  })
})

describe('a visit to two people', () => {
  test('is offered with each of them, and keeps each for their part', async () => {
    const [offered, booked] = await book(divided, { date: '1.12.2026', time: '10:00', service: both })
    expect(offered).toMatchObject({ status: 'available', staff: 'Anna Abel und Bert Busch' })
    expect(offered['say']).toContain('Haarschnitt bei Anna Abel und Färben bei Bert Busch, zusammen zwei Stunden')
    expect(booked).toMatchObject({ status: 'booked', staff: 'Anna Abel und Bert Busch' })
    expect(await keptBy(divided, booked['appointment_id'])).toEqual([
      ['Anna', 0, 30],
      ['Bert', 30, 60],
      ['Bert', 90, 135],
    ])
    const cut = { date: '1.12.2026', time: '10:30', service: 'Haarschnitt' }
    expect(await ask(divided.call(), 'Frei?', 'check_availability', cut)).toMatchObject({ status: 'available' })
  })

  test('with whoever was asked for by name does what they do of it', async () => {
    const wish = { date: '2.12.2026', time: '10:00', service: both, staff: 'Bert' }
    const [, booked] = await book(divided, wish)
    expect(booked).toMatchObject({ status: 'booked', staff: 'Anna Abel und Bert Busch' })
    expect(await ask(divided.call(), 'Frei?', 'check_availability', wish)).toMatchObject({ status: 'alternatives' })
  })

  test('is moved as one', async () => {
    const from = '+4917604069404'
    const [, booked] = await book(divided, { date: '3.12.2026', time: '10:00', service: both }, 'Eva Lang', from)
    const { appointment_id } = booked
    const call = divided.call({ from })
    const wanted = { date: '3.12.2026', time: '10:15', appointment_id, service: both }
    await ask(call, 'Was habe ich? Lang.', 'get_customer_appointments', { name: 'Lang' })
    const free = await ask(call, 'Geht auch Viertel nach?', 'check_availability', wanted)
    expect(free).toMatchObject({ status: 'available', staff: 'Anna Abel und Bert Busch' })
    const moved = await ask(call, 'Ja, bitte verlegen.', 'reschedule_appointment', {
      appointment_id,
      offer_id: free['offer_id'],
    })
    expect(moved).toMatchObject({ status: 'moved', time: '10:15', staff: 'Anna Abel und Bert Busch' })
    expect(await keptBy(divided, appointment_id)).toEqual([
      ['Anna', 0, 30],
      ['Bert', 30, 60],
      ['Bert', 90, 135],
    ])
  })
})

describe('what was not understood of a visit', () => {
  test('is asked about, and each choice is the whole wish', async () => {
    const reply = await ask(salon.call(), 'Hallo', 'check_availability', {
      date: '9.12.2026',
      time: '10:00',
      service: 'Haarschnitt und Maniküre',
    })
    expect(reply).toMatchObject({ status: 'which_service', candidates: [] })
    expect(reply['say']).toBe('Haarschnitt habe ich notiert. Was dürfen wir außerdem für Sie tun?')
  })
})

describe('a house whose calendar is elsewhere', () => {
  test('says that services are booked one after the other', async () => {
    await queryAsOwner(server.database.ownerUrl, `update companies set calendar = 'calcom' where id = $1`, [
      elsewhere.id,
    ])
    const wish = { date: '1.12.2026', time: '10:00', service: both }
    const reply = await ask(elsewhere.call(), 'Frei?', 'check_availability', wish)
    expect(reply).toMatchObject({ status: 'which_service', candidates: ['Haarschnitt', 'Färben'] })
    expect(reply['say']).toBe(
      'Haarschnitt und Färben kann ich leider nicht zusammen buchen, nur einzeln nacheinander. Womit fangen wir an, oder soll Sie jemand aus unserem Team zurückrufen?',
    )
    const english = await ask(elsewhere.call({ language: 'en' }), 'Free?', 'check_availability', wish)
    expect(english['say']).toContain('only one after the other')
  })
})

describe('the rules for a visit', () => {
  test('are the strictest of its services', async () => {
    const [{ id: colour } = { id: '' }] = await queryAsOwner<{ id: string }>(
      server.database.ownerUrl,
      `select id from services where company_id = $1 and name = 'Färben'`,
      [strict.id],
    )
    await server.database.db.inCompany(strict.id, (tx) =>
      setRules(tx, { ids: testIds }, strict.id, { serviceId: colour, minimumNoticeMinutes: 2 * 24 * 60 }),
    )
    const wish = { date: '24.11.2026', time: '10:00' }
    const call = strict.call()
    const cut = { ...wish, service: 'Haarschnitt' }
    expect(await ask(call, 'Frei?', 'check_availability', cut)).toMatchObject({ status: 'available' })
    expect(await ask(call, 'Frei?', 'check_availability', { ...wish, service: both })).toMatchObject({
      status: 'too_soon',
    })
  })
})

describe('callers who want the same gap at the same moment', () => {
  test('get it once', async () => {
    await book(single, { date: '1.12.2026', time: '10:00', service: both })
    const wish = { date: '1.12.2026', time: '11:00', service: 'Haarschnitt' }
    const calls = Array.from({ length: 6 }, () => single.call())
    const replies = await Promise.all(calls.map((call) => ask(call, 'Frei?', 'check_availability', wish)))
    expect(replies.filter((reply) => reply['status'] === 'available')).toHaveLength(1)
  })
})
