import { beforeAll, describe, expect, test } from 'vitest'

import { createRetellHouses, type RetellHouses } from '../../test/harness/retell-houses.ts'
import type { RetellLine } from '../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../test/harness/server.ts'
import type { ToolName } from './arguments.ts'
import { replies } from './reply.ts'

// A Monday, nine o'clock in Berlin.
const clock = clockAt('2026-11-23T08:00:00Z')

let server: TestServer
let houses: RetellHouses

beforeAll(async () => {
  server = await startTestServer({ clock })
  houses = await createRetellHouses(server)
})

/** The others have files of their own beside this one. */
const toldHere = [
  'initialize_call',
  'check_customer',
  'list_services',
  'verify_staff',
  'check_availability',
  'book_appointment',
  'get_customer_appointments',
] as const satisfies readonly ToolName[]

const seen = new Map<string, Set<string>>()

describe.each(['de', 'en'] as const)('in %s', (language) => {
  const day = { de: '1.12.2026', en: '2026-12-02' }[language]
  const german = language === 'de'

  /** Calls one tool in a call of its own, or in the one given. */
  async function use(
    house: Exclude<keyof RetellHouses, 'numberOfAllBranches'>,
    tool: ToolName,
    args: Record<string, unknown>,
    options: { from?: string; to?: string; call?: ReturnType<RetellLine['call']> } = {},
  ): Promise<Record<string, unknown>> {
    const call = options.call ?? houses[house].call({ language, ...options })
    const { statusCode, reply } = await call.callTool(tool, args)
    expect(statusCode).toBe(200)
    const told = reply ?? {}
    const statuses = seen.get(`${tool} ${language}`) ?? new Set()
    seen.set(`${tool} ${language}`, statuses.add(String(told['status'])))
    for (const field of replies[tool].scalars) expect(told[field]).toBeTypeOf('string')
    expect(JSON.stringify(told).length).toBeLessThanOrEqual(1_500)
    return told
  }

  test('a call begins with the house, the clock and whoever is known', async () => {
    const known = await use('salon', 'initialize_call', {}, { from: '+4917604069010' })
    expect(known).toMatchObject({
      status: 'ok',
      customer_known: 'true',
      first_name: 'Clara',
      today: '23.11.2026',
      now: '09:00',
      zone: 'Europe/Berlin',
      weekday: german ? 'Montag' : 'Monday',
      services: ['Haarschnitt', 'Farbe'],
    })
    expect(JSON.stringify(known)).not.toContain('Berg')
  })

  test('a caller is known, new, anonymous or somebody else', async () => {
    const from = '+4917604069010'
    expect(await use('salon', 'check_customer', {}, { from })).toMatchObject({ status: 'known', first_name: 'Clara' })
    expect(await use('salon', 'check_customer', { name: 'Uwe Kern' }, { from })).toMatchObject({ status: 'ambiguous' })
    expect(await use('salon', 'check_customer', {})).toMatchObject({ status: 'new', customer_known: 'false' })
    expect(await use('salon', 'check_customer', {}, { from: 'anonymous' })).toMatchObject({ status: 'anonymous' })
  })

  test('services are read out, or asked for by category', async () => {
    expect(await use('salon', 'list_services', {})).toMatchObject({ status: 'ok', services: [{}, {}] })
    const shelves = await use('shelved', 'list_services', {})
    expect(shelves).toMatchObject({ status: 'categories', categories: ['Haare', 'Haut'] })
    const shelf = await use('shelved', 'list_services', { kategorie: 'Haut' })
    expect(shelf).toMatchObject({ status: 'ok', services: [{ service: 'Haut kurz' }, {}, {}] })
    expect(await use('unshelved', 'list_services', {})).toMatchObject({ status: 'too_many' })
    expect(await use('salon', 'list_services', { query: 'Autoreifen' })).toMatchObject({ status: 'none' })
    expect(await use('salon', 'list_services', { staff: 'Xaver Quintus' })).toMatchObject({ status: 'none' })
  })

  test('a name is resolved, asked about or unknown', async () => {
    expect(await use('salon', 'verify_staff', { staff_name: 'Busch' })).toMatchObject({
      status: 'resolved',
      staff: 'Bert Busch',
    })
    expect(await use('salon', 'verify_staff', { mitarbeiter: 'Sarah' })).toMatchObject({
      status: 'ambiguous',
      candidates: expect.arrayContaining(['Sarah Meier', 'Sarah Maier']),
    })
    expect(await use('salon', 'verify_staff', { name: 'Xaver Quintus' })).toMatchObject({
      status: 'unknown',
      staff: '',
    })
  })

  test('a time is free, or there are others', async () => {
    const service = 'Haarschnitt'
    expect(await use('salon', 'check_availability', { date: day, time: '10:00', service })).toMatchObject({
      status: 'available',
      time: '10:00',
      duration_minutes: '30',
    })
    expect(await use('salon', 'check_availability', { date: day, service })).toMatchObject({
      status: 'alternatives',
      offer_id: '',
    })
    const bert = { date: day, time: '11:00', service, mitarbeiter: 'Bert Busch' }
    expect(await use('salon', 'check_availability', bert)).toMatchObject({ status: 'available', staff: 'Bert Busch' })
    expect(await use('empty', 'check_availability', { date: day, time: '10:00' })).toMatchObject({ status: 'none' })
  })

  test('a time that cannot be is told why', async () => {
    const service = 'Haarschnitt'
    const check = (wish: Record<string, unknown>) => use('salon', 'check_availability', { service, ...wish })
    expect(await check({ date: '4.12.2026', time: '10:00' })).toMatchObject({ status: 'closed' })
    expect(await check({ date: '28.11.2026', time: '10:00' })).toMatchObject({ status: 'closed' })
    expect(await check({ date: '23.11.2026', time: '08:30' })).toMatchObject({ status: 'past' })
    expect(await check({ date: '20.11.2026', time: '10:00' })).toMatchObject({ status: 'past' })
    expect(await check({ date: '23.11.2026', time: '10:00' })).toMatchObject({ status: 'too_soon' })
    expect(await check({ date: '20.1.2027', time: '10:00' })).toMatchObject({ status: 'too_far' })
  })

  test('what is not clear is asked', async () => {
    const check = (wish: Record<string, unknown>) => use('salon', 'check_availability', wish)
    expect(await check({ date: day, time: '10:00' })).toMatchObject({
      status: 'which_service',
      candidates: ['Haarschnitt', 'Farbe'],
    })
    expect(await check({ service: 'Farbe' })).toMatchObject({ status: 'which_date' })
    expect(await check({ service: 'Farbe', date: 'Blubb' })).toMatchObject({ status: 'which_date' })
    expect(await check({ service: 'Farbe', date: '31.02.2027', time: '10:00' })).toMatchObject({ status: 'which_date' })
    expect(
      await check({ service: 'Farbe', date: german ? 'Montag, 1.12.2026' : 'Monday, 2026-12-02', time: '10:00' }),
    ).toMatchObject({
      status: 'contradiction',
    })
    expect(await check({ service: 'Farbe', date: day, staff: 'Xaver Quintus' })).toMatchObject({
      status: 'staff_unknown',
    })
    expect(await check({ service: 'Farbe', date: day, staff: 'Sarah' })).toMatchObject({
      status: 'staff_unknown',
      candidates: [expect.stringContaining('Sarah'), expect.stringContaining('Sarah')],
    })
    const to = houses.numberOfAllBranches
    const wish = { date: day, time: '10:00' }
    expect(await use('branched', 'check_availability', wish, { to })).toMatchObject({
      status: 'which_branch',
      candidates: ['Hauptstraße', 'Westend'],
    })
    expect(await use('branched', 'check_availability', { ...wish, filiale: 'Hauptstraße' }, { to })).toMatchObject({
      status: 'available',
    })
  })

  test('an offer is booked once, for one person in one place', async () => {
    const call = houses.salon.call({ language })
    const offered = await use(
      'salon',
      'check_availability',
      { date: day, time: '14:00', service: 'Haarschnitt' },
      { call },
    )
    const nameless = { offer_id: offered['offer_id'], confirm: true }
    expect(await use('salon', 'book_appointment', nameless, { call })).toMatchObject({ status: 'needs_name' })
    const args = { ...nameless, name: 'Dora Ehlers' }
    const booked = await use('salon', 'book_appointment', args, { call })
    expect(booked).toMatchObject({ status: 'booked', code: expect.stringMatching(/^\d{6}$/) })
    expect(await use('salon', 'book_appointment', args, { call })).toMatchObject({
      status: 'already_booked',
      appointment_id: booked['appointment_id'],
    })
    const other = await use('salon', 'check_availability', { date: day, time: '14:00', service: 'Farbe' }, { call })
    const elsewhere = { offer_id: other['offer_id'], name: 'Dora Ehlers', confirm: true }
    expect(await use('salon', 'book_appointment', elsewhere, { call })).toMatchObject({
      status: 'conflict',
      appointment_id: '',
    })
    expect(await use('salon', 'book_appointment', { name: 'Dora Ehlers' }, { call })).toMatchObject({
      status: 'not_offered',
    })
  })

  test('a time somebody else was faster to take is taken', async () => {
    const late = houses.single.call({ language })
    const window = await use(
      'single',
      'check_availability',
      { date: day, time: german ? 'nachmittags' : 'in the afternoon' },
      { call: late },
    )
    const [first] = window['alternatives'] as Record<string, string>[]
    const early = houses.single.call({ language })
    const offered = await use(
      'single',
      'check_availability',
      { date: first?.['date'], time: first?.['time'] },
      { call: early },
    )
    const book = { offer_id: offered['offer_id'], name: 'Ella Falk', confirm: true }
    expect(await use('single', 'book_appointment', book, { call: early })).toMatchObject({ status: 'booked' })
    const answer = await use(
      'single',
      'book_appointment',
      { offer_id: first?.['offer_id'], name: 'Gerd Haas', confirm: true },
      { call: late },
    )
    expect(answer).toMatchObject({ status: 'taken', alternatives: [{}, {}, {}] })
  })

  test('a house may want to approve, or limit how many', async () => {
    const approved = houses.approving.call({ language })
    const offered = await use('approving', 'check_availability', { date: day, time: '10:00' }, { call: approved })
    const book = { offer_id: offered['offer_id'], name: 'Ida Jung', confirm: true }
    expect(await use('approving', 'book_appointment', book, { call: approved })).toMatchObject({
      status: 'pending_approval',
    })

    const call = houses.strict.call({ language })
    const statuses: unknown[] = []
    for (const time of ['10:00', '15:00']) {
      const { offer_id } = await use('strict', 'check_availability', { date: day, time }, { call })
      statuses.push(
        (await use('strict', 'book_appointment', { offer_id, name: 'Karl Lenz', confirm: true }, { call }))['status'],
      )
    }
    expect(statuses).toEqual(['booked', 'limit'])
  })

  test('an offer that rules forbid by now is not booked', async () => {
    const call = houses.salon.call({ language })
    const { offer_id } = await use(
      'salon',
      'check_availability',
      { date: day, time: '16:00', service: 'Haarschnitt' },
      { call },
    )
    const before = clock.now().toString()
    clock.set(german ? '2026-12-01T14:30:00Z' : '2026-12-02T14:30:00Z')
    try {
      const answer = await use('salon', 'book_appointment', { offer_id, name: 'Mia Noll', confirm: true }, { call })
      expect(answer).toMatchObject({ status: 'policy' })
    } finally {
      clock.set(before)
    }
  })

  test('appointments are told to whoever shows to be theirs', async () => {
    const from = german ? '+4917604069020' : '+4917604069021'
    const call = houses.salon.call({ language, from })
    const { offer_id } = await use(
      'salon',
      'check_availability',
      { date: day, time: '12:00', service: 'Haarschnitt' },
      { call },
    )
    await use('salon', 'book_appointment', { offer_id, name: 'Olga Pohl', confirm: true }, { call })
    const later = { from }
    expect(await use('salon', 'get_customer_appointments', { kundenname: 'Olga Pohl' }, later)).toMatchObject({
      status: 'list',
      appointments: [{ time: '12:00', service: 'Haarschnitt' }],
    })
    expect(await use('salon', 'get_customer_appointments', { datum: day }, later)).toMatchObject({ status: 'list' })
    expect(await use('salon', 'get_customer_appointments', {}, later)).toMatchObject({
      status: 'verify',
      appointments: [],
    })
    expect(await use('salon', 'get_customer_appointments', { name: 'Rosa Veit' })).toMatchObject({ status: 'verify' })
    const nobodys = { from: '+4917604069011' }
    expect(await use('salon', 'get_customer_appointments', { name: 'Clara Berg' }, nobodys)).toMatchObject({
      status: 'none',
    })
  })

  test('every status was told', () => {
    // One comes only of a calendar elsewhere that does not answer; one only of a transcript.
    const elsewhere = new Set(['unconfirmed', 'needs_confirmation'])
    const own: readonly string[] = replies.check_availability.statuses
    for (const tool of toldHere) {
      const { statuses } = replies[tool]
      const isOwn = (status: string) => tool !== 'book_appointment' || !own.includes(status)
      const expected = statuses.filter((status) => isOwn(status) && !elsewhere.has(status))
      expect([...(seen.get(`${tool} ${language}`) ?? [])]).toEqual(expect.arrayContaining(expected))
    }
  })
})
