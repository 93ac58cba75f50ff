import fastify from 'fastify'
import { beforeAll, describe, expect, test } from 'vitest'

import { type PhoneCall, startCall } from '../../sim/caller/phone-call.ts'
import { whenFileIsDone } from '../../test/harness/clean-up.ts'
import { createRetellHouses, type RetellHouses } from '../../test/harness/retell-houses.ts'
import { clockAt, startTestServer, type TestServer } from '../../test/harness/server.ts'
import type { Calendar } from '../calendars/calendar.ts'
import { failingCalendar, silentMirror } from '../calendars/faulty-calendars.ts'
import type { ToolName } from './arguments.ts'
import { replies } from './reply.ts'
import { retellRoutes } from './routes.ts'

// A Monday, nine o'clock in Berlin.
const clock = clockAt('2026-11-23T08:00:00Z')

let server: TestServer
let houses: RetellHouses
/** The same routes before calendars elsewhere: one that cannot be asked, one that takes requests and never says more. */
let down = ''
let mute = ''

beforeAll(async () => {
  server = await startTestServer({ clock })
  houses = await createRetellHouses(server)
  down = await serveBefore(failingCalendar())
  mute = await serveBefore({ ...server.context.calendar, mirror: silentMirror() })
})

async function serveBefore(calendar: Calendar): Promise<string> {
  const app = fastify({ logger: false })
  await app.register(retellRoutes({ ...server.context, calendar }))
  whenFileIsDone(() => app.close())
  return await app.listen({ port: 0, host: '127.0.0.1' })
}

type House = Exclude<keyof RetellHouses, 'numberOfAllBranches'>
type Reply = Record<string, unknown>

const tools = [
  'check_availability_batch',
  'get_alternatives',
  'find_next_available',
  'collect_appointment_data',
] as const satisfies readonly ToolName[]

const seen = new Map<string, Set<string>>()

describe.each(['de', 'en'] as const)('in %s', (language) => {
  const german = language === 'de'
  const day = { de: '1.12.2026', en: '2026-12-02' }[language]
  /** The name of that day is another. */
  const wrongDay = { de: 'Montag, 1.12.2026', en: 'Monday, 2026-12-02' }[language]
  const service = 'Haarschnitt'

  async function use(call: PhoneCall, tool: ToolName, args: Reply): Promise<Reply> {
    const { statusCode, reply } = await call.callTool(tool, args)
    expect(statusCode).toBe(200)
    const told = reply ?? {}
    const statuses = seen.get(`${tool} ${language}`) ?? new Set()
    seen.set(`${tool} ${language}`, statuses.add(String(told['status'])))
    expect(replies[tool].statuses).toContain(told['status'])
    for (const field of replies[tool].scalars) expect(told[field]).toBeTypeOf('string')
    for (const field of replies[tool].lists) expect(told[field]).toBeInstanceOf(Array)
    expect(JSON.stringify(told).length).toBeLessThanOrEqual(1_500)
    return told
  }

  const callTo = (house: House, from?: string) => houses[house].call({ language, ...(from !== undefined && { from }) })
  const once = (house: House, tool: ToolName, args: Reply) => use(callTo(house), tool, args)

  const collect = (house: House, args: Reply) =>
    once(house, 'collect_appointment_data', { bestaetigung: false, ...args })

  /** A call to the salon before another calendar. */
  const callBefore = (baseUrl: string) =>
    startCall({
      baseUrl,
      key: houses.salon.key,
      agentId: houses.salon.agents[language],
      fromNumber: german ? '+4917604069088' : '+4917604069089',
      toNumber: houses.salon.number,
      now: () => clock.now().epochMilliseconds,
    })

  describe('several times at once', () => {
    test('each have their own result, and the first free one is asked about', async () => {
      const slots = [
        { datum: '28.11.2026', uhrzeit: '10 Uhr' },
        { date: '20.11.2026', time: '10:00' },
        { date: '23.11.2026', time: '10:00' },
        { date: '20.1.2027', time: '10:00' },
        { date: day, time: '09:15' },
        { date: day, time: '11:00' },
        { date: 'Blubb' },
      ]
      const told = await once('salon', 'check_availability_batch', { slots, service })
      expect(told).toMatchObject({ status: 'ok', time: '09:15', question: '', alternatives: [] })
      const results = (told['slots'] as Record<string, string>[]).map((slot) => slot['result'])
      expect(results).toEqual(['closed', 'past', 'too_soon', 'too_far', 'available', 'available', 'unclear'])
      expect(told['offer_id']).toBe((told['slots'] as Reply[])[4]?.['offer_id'])
    })

    test('of which none is free are answered with others', async () => {
      const slots = [{ date: '28.11.2026', time: '10:00' }]
      const told = await once('salon', 'check_availability_batch', { slots, service })
      expect(told).toMatchObject({
        status: 'ok',
        offer_id: '',
        alternatives: [{}, {}, {}],
        slots: [{ result: 'closed' }],
      })
      expect(await once('empty', 'check_availability_batch', { slots: [{ date: day, time: '10:00' }] })).toMatchObject({
        slots: [{ result: 'taken' }],
        alternatives: [],
      })
    })

    test('beyond the tenth are not looked at, and that is said', async () => {
      const slots = Array.from({ length: 14 }, (_, index) => ({ date: day, time: `${9 + Math.floor(index / 2)}:30` }))
      const told = await once('salon', 'check_availability_batch', { slots, service })
      expect(told['slots']).toHaveLength(10)
      expect(told['say']).toContain(german ? 'die ersten zehn' : 'the first ten')
    })

    test('may come as one text, where a second hour is one of the same day', async () => {
      const slots = german ? `${day} um zehn Uhr oder um elf Uhr` : `${day} at ten a.m. or at eleven a.m.`
      const told = await once('salon', 'check_availability_batch', { slots, service })
      expect(told).toMatchObject({ slots: [{ time: '10:00' }, { time: '11:00' }] })
      const [first, second] = told['slots'] as Record<string, string>[]
      expect(first?.['date']).toBe(second?.['date'])
    })

    test('take a question first where something is not said, and an honest word where the calendar is silent', async () => {
      expect(await once('salon', 'check_availability_batch', { slots: [{ date: day }] })).toMatchObject({
        question: 'which_service',
        candidates: ['Haarschnitt', 'Farbe'],
        slots: [],
      })
      expect(await once('salon', 'check_availability_batch', { service })).toMatchObject({ question: 'which_date' })
      const args = { slots: [{ date: day, time: '10:00' }], service }
      expect(await use(callBefore(down), 'check_availability_batch', args)).toMatchObject({
        status: 'ok',
        offer_id: '',
        say: expect.stringContaining(german ? 'Kalender im Moment leider nicht' : 'cannot look into our calendar'),
        slots: [{ result: 'unknown' }],
      })
    })
  })

  describe('other times', () => {
    test('are those nearest to the time that does not suit, and not it', async () => {
      const told = await once('salon', 'get_alternatives', { date: day, time: '14:00', service })
      expect(told).toMatchObject({
        status: 'alternatives',
        alternatives: [{ time: '14:15' }, { time: '13:45' }, { time: '14:30' }],
      })
    })

    test('are never those the agent or the caller has turned down', async () => {
      const call = callTo('salon')
      const first = await use(call, 'get_alternatives', { date: day, time: '14:00', service, nicht: ['14:15'] })
      expect(first).toMatchObject({ alternatives: [{ time: '13:45' }, { time: '14:30' }, { time: '13:30' }] })
      call.callerSays(german ? 'Nein, das passt mir alles nicht.' : 'No, none of these.')
      const second = await use(call, 'get_alternatives', { date: day, time: '14:00', service })
      expect(second).toMatchObject({ alternatives: [{ time: '14:15' }, { time: '14:45' }, { time: '13:15' }] })
      const [one] = second['alternatives'] as Reply[]
      const third = await use(call, 'get_alternatives', { date: day, time: '14:00', service, not: [one?.['offer_id']] })
      expect(third).toMatchObject({ alternatives: [{ time: '14:45' }, { time: '13:15' }, { time: '15:00' }] })
    })

    test('are of the same part of the day first, where one was asked for', async () => {
      const time = german ? 'vormittags' : 'in the morning'
      const told = await once('salon', 'get_alternatives', { date: day, time, service })
      for (const { time: start } of told['alternatives'] as Record<string, string>[])
        expect(start && start < '12:00').toBe(true)
    })

    test('are none where there is nobody, nothing is clear, or the calendar is silent', async () => {
      const args = { date: day, time: '10:00' }
      expect(await once('empty', 'get_alternatives', args)).toMatchObject({ status: 'none', question: '' })
      const ask = (more: Reply) => once('salon', 'get_alternatives', { ...args, ...more })
      expect(await ask({})).toMatchObject({ status: 'none', question: 'which_service' })
      expect(await ask({ service, date: wrongDay })).toMatchObject({ question: 'contradiction' })
      expect(await ask({ service, staff: 'Xaver Quintus' })).toMatchObject({ question: 'staff_unknown' })
      expect(await ask({ service, date: 'Blubb' })).toMatchObject({ status: 'none', question: 'which_date' })
      expect(await use(callBefore(down), 'get_alternatives', { ...args, service })).toMatchObject({
        status: 'none',
        question: '',
        say: expect.stringContaining(german ? 'Kalender im Moment leider nicht' : 'cannot look into our calendar'),
      })
    })
  })

  describe('the next free time', () => {
    test('is the first from now on, or from a day on and at a time of day', async () => {
      expect(await once('salon', 'find_next_available', { service })).toMatchObject({
        status: 'available',
        date: '23.11.2026',
        time: '11:00',
        alternatives: [{}, {}, {}],
      })
      const later = german
        ? { ab: '25.11.2026', tageszeit: 'nachmittags' }
        : { from: '2026-11-26', daypart: 'afternoon' }
      expect(await once('salon', 'find_next_available', { service, ...later, staff: 'Bert Busch' })).toMatchObject({
        date: german ? '25.11.2026' : '26.11.2026',
        time: '12:00',
        staff: 'Bert Busch',
      })
      const late = german ? 'nach 16 Uhr' : 'after 4 p.m.'
      expect(await once('salon', 'find_next_available', { service, daypart: late })).toMatchObject({
        date: '23.11.2026',
        time: '16:00',
      })
    })

    test('is another one once the caller has turned it down', async () => {
      const call = callTo('salon')
      await use(call, 'find_next_available', { service, from: day })
      call.callerSays(german ? 'Nein, das ist mir zu früh.' : 'No, that is too early.')
      const next = await use(call, 'find_next_available', { service, from: day })
      expect(next).toMatchObject({ status: 'available', time: '09:15' })
    })

    test('may not exist, and a silent calendar is no failure', async () => {
      expect(await once('empty', 'find_next_available', {})).toMatchObject({ status: 'none', question: '' })
      expect(await once('salon', 'find_next_available', {})).toMatchObject({
        status: 'none',
        question: 'which_service',
      })
      expect(await use(callBefore(down), 'find_next_available', { service })).toMatchObject({ status: 'unavailable' })
    })
  })

  describe('the tool of earlier flows', () => {
    test('checks with bestaetigung false, and without it', async () => {
      const check = (args: Reply) => collect('salon', { dienstleistung: service, ...args })
      expect(await check({ datum: day, uhrzeit: '12:00' })).toMatchObject({ status: 'available', time: '12:00' })
      expect(await check({ datum: day, uhrzeit: '12:00', bestaetigung: null })).toMatchObject({ status: 'available' })
      expect(await check({ datum: day })).toMatchObject({ status: 'alternatives' })
      expect(await collect('empty', { datum: day, uhrzeit: '12:00' })).toMatchObject({ status: 'none' })
      expect(await check({ datum: '4.12.2026', uhrzeit: '10:00' })).toMatchObject({ status: 'closed' })
      expect(await check({ datum: '20.11.2026', uhrzeit: '10:00' })).toMatchObject({ status: 'past' })
      expect(await check({ datum: '23.11.2026', uhrzeit: '10:00' })).toMatchObject({ status: 'too_soon' })
      expect(await check({ datum: '20.1.2027', uhrzeit: '10:00' })).toMatchObject({ status: 'too_far' })
      expect(await check({ datum: wrongDay, uhrzeit: '10:00' })).toMatchObject({ status: 'contradiction' })
      expect(await check({ datum: '' })).toMatchObject({ status: 'which_date' })
      expect(await check({ datum: day, mitarbeiter: 'Xaver Quintus' })).toMatchObject({ status: 'staff_unknown' })
      expect(await collect('salon', { datum: day })).toMatchObject({ status: 'which_service' })
      const everywhere = houses.branched.call({ language, to: houses.numberOfAllBranches })
      expect(await use(everywhere, 'collect_appointment_data', { datum: day, bestaetigung: false })).toMatchObject({
        status: 'which_branch',
      })
      const silent = await use(callBefore(down), 'collect_appointment_data', { datum: day, dienstleistung: service })
      expect(silent).toMatchObject({ status: 'none', say: expect.stringMatching(/Kalender|calendar/) })
    })

    test('books with bestaetigung true, by the time alone, once', async () => {
      const call = callTo('salon')
      const wish = { datum: day, uhrzeit: '13:00', dienstleistung: service }
      await use(call, 'collect_appointment_data', { ...wish, bestaetigung: false })
      const book = { ...wish, bestaetigung: true }
      expect(await use(call, 'collect_appointment_data', book)).toMatchObject({ status: 'needs_name' })
      const named = { ...book, name: 'Dora Ehlers' }
      expect(await use(call, 'collect_appointment_data', named)).toMatchObject({ status: 'booked', time: '13:00' })
      expect(await use(call, 'collect_appointment_data', named)).toMatchObject({ status: 'already_booked' })
      await use(call, 'collect_appointment_data', { ...wish, dienstleistung: 'Farbe', bestaetigung: false })
      expect(await use(call, 'collect_appointment_data', { ...named, dienstleistung: 'Farbe' })).toMatchObject({
        status: 'conflict',
      })
      const other = { ...named, uhrzeit: '15:30' }
      expect(await use(callTo('salon'), 'collect_appointment_data', other)).toMatchObject({ status: 'not_offered' })
    })

    test('asks for the yes it has not heard', async () => {
      const call = callTo('branched')
      const wish = { datum: day, uhrzeit: '10:00', name: 'Jan Ott' }
      await use(call, 'collect_appointment_data', { ...wish, bestaetigung: false })
      const booked = { ...wish, bestaetigung: true }
      expect(await use(call, 'collect_appointment_data', booked)).toMatchObject({ status: 'needs_confirmation' })
      call.callerSays(german ? 'Ja, bitte.' : 'Yes, please.')
      expect(await use(call, 'collect_appointment_data', booked)).toMatchObject({ status: 'booked' })
    })

    test('is told what the house makes of it', async () => {
      const approved = callTo('approving')
      const wish = { datum: day, uhrzeit: '10:00', name: 'Ida Jung' }
      await use(approved, 'collect_appointment_data', { ...wish, bestaetigung: false })
      expect(await use(approved, 'collect_appointment_data', { ...wish, bestaetigung: true })).toMatchObject({
        status: 'pending_approval',
      })

      const strict = callTo('strict')
      const statuses: unknown[] = []
      for (const uhrzeit of ['10:00', '15:00']) {
        const args = { ...wish, name: 'Karl Lenz', uhrzeit }
        await use(strict, 'collect_appointment_data', { ...args, bestaetigung: false })
        statuses.push((await use(strict, 'collect_appointment_data', { ...args, bestaetigung: true }))['status'])
      }
      expect(statuses).toEqual(['booked', 'limit'])
    })

    test('is told of a time that went to somebody else, and of rules that changed in between', async () => {
      const wish = { datum: day, uhrzeit: '15:00', name: 'Ella Falk' }
      const late = callTo('single')
      const window = { datum: day, uhrzeit: german ? 'nachmittags' : 'in the afternoon', bestaetigung: false }
      const [first] = (await use(late, 'collect_appointment_data', window))['alternatives'] as Record<string, string>[]
      const early = callTo('single')
      const taken = { ...wish, uhrzeit: first?.['time'] }
      await use(early, 'collect_appointment_data', { ...taken, bestaetigung: false })
      await use(early, 'collect_appointment_data', { ...taken, bestaetigung: true })
      const answer = await use(late, 'collect_appointment_data', { ...taken, name: 'Gerd Haas', bestaetigung: true })
      expect(answer).toMatchObject({ status: 'taken', alternatives: [{}, {}, {}] })

      const call = callTo('salon')
      const args = { datum: day, uhrzeit: '16:00', dienstleistung: service, name: 'Mia Noll' }
      await use(call, 'collect_appointment_data', { ...args, bestaetigung: false })
      const before = clock.now().toString()
      clock.set(german ? '2026-12-01T14:30:00Z' : '2026-12-02T14:30:00Z')
      try {
        const told = await use(call, 'collect_appointment_data', { ...args, bestaetigung: true })
        expect(told).toMatchObject({ status: 'policy' })
      } finally {
        clock.set(before)
      }
    })

    test('is told that nobody knows yet', async () => {
      const call = callBefore(mute)
      const wish = { datum: day, uhrzeit: '17:00', dienstleistung: service, name: 'Nora Opitz' }
      await use(call, 'collect_appointment_data', { ...wish, bestaetigung: false })
      expect(await use(call, 'collect_appointment_data', { ...wish, bestaetigung: true })).toMatchObject({
        status: 'unconfirmed',
      })
    })
  })

  test('every status was told', () => {
    for (const tool of tools) {
      expect([...(seen.get(`${tool} ${language}`) ?? [])]).toEqual(expect.arrayContaining([...replies[tool].statuses]))
    }
  })
})
