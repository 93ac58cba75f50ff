import fastify from 'fastify'
import { beforeAll, describe, expect, test } from 'vitest'

import { type PhoneCall, startCall } from '../../sim/caller/phone-call.ts'
import { whenFileIsDone } from '../../test/harness/clean-up.ts'
import { testIds } from '../../test/harness/company.ts'
import { createRetellLine, type RetellLine } from '../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../test/harness/server.ts'
import { silentMirror } from '../calendars/faulty-calendars.ts'
import type { CalendarMirror } from '../calendars/mirror.ts'
import { setRules } from '../companies/set-up.ts'
import { replies } from './reply.ts'
import { retellRoutes } from './routes.ts'

// A Monday, nine o'clock in Berlin.
const clock = clockAt('2026-11-23T08:00:00Z')

const nowMs = () => clock.now().epochMilliseconds

let server: TestServer
let salon: RetellLine
let strict: RetellLine
/** The same routes before a calendar elsewhere that takes bookings and never says what came of anything else. */
let mute = ''

beforeAll(async () => {
  server = await startTestServer({ clock })
  const houses = { staff: ['Anna Abel'], services: { Haarschnitt: 30 }, checksConfirmation: true }
  salon = await createRetellLine(server, houses)
  strict = await createRetellLine(server, houses)
  const quotas = { maxCancellations: 1, maxMovesPerAppointment: 1 }
  await server.database.db.inCompany(strict.id, (tx) => setRules(tx, { ids: testIds }, strict.id, quotas))
  const mirror: CalendarMirror = {
    ...silentMirror(),
    book: async ({ reference }) => ({ kind: 'booked', calendarReference: `there ${reference}` }),
  }
  const app = fastify({ logger: false })
  await app.register(retellRoutes({ ...server.context, calendar: { ...server.context.calendar, mirror } }))
  mute = await app.listen({ port: 0, host: '127.0.0.1' })
  whenFileIsDone(() => app.close())
})

type Reply = Record<string, unknown>
type Tool = 'cancel_appointment' | 'reschedule_appointment'

const seen = new Map<string, Set<unknown>>()
let callers = 0

describe.each(['de', 'en'] as const)('in %s', (language) => {
  const german = language === 'de'
  const yes = german ? 'Ja, bitte.' : 'Yes, please.'
  const name = 'Olga Pohl'
  /** Days of their own for each language, so that neither is in the other's way. */
  const day = (number: number) => (german ? `${number}.12.2026` : `2026-12-${String(number + 7).padStart(2, '0')}`)

  function call(line: RetellLine, from: string | undefined, baseUrl = server.url): PhoneCall {
    if (baseUrl === server.url) return line.call({ language, ...(from !== undefined && { from }) })
    const agentId = line.agents[language]
    return startCall({ baseUrl, key: line.key, agentId, fromNumber: from ?? null, toNumber: line.number, now: nowMs })
  }

  async function use(on: PhoneCall, tool: Tool, args: Reply, said?: string): Promise<Reply> {
    if (said !== undefined) on.callerSays(said)
    const { statusCode, reply } = await on.callTool(tool, args)
    expect(statusCode).toBe(200)
    const told = reply ?? {}
    const statuses = seen.get(`${tool} ${language}`) ?? new Set()
    seen.set(`${tool} ${language}`, statuses.add(told['status']))
    for (const field of replies[tool].scalars) expect(told[field]).toBeTypeOf('string')
    for (const field of replies[tool].lists) expect(told[field]).toBeInstanceOf(Array)
    expect(JSON.stringify(told).length).toBeLessThanOrEqual(1_500)
    on.agentSays(String(told['say']))
    return told
  }

  /** Books in a call of its own; gives the number to call again from. */
  async function somebodyWith(line: RetellLine, times: readonly [string, string][], baseUrl?: string) {
    callers += 1
    const from = `+49176040692${String(callers).padStart(2, '0')}`
    for (const [date, time] of times) {
      const on = call(line, from, baseUrl)
      const { reply } = await on.callTool('check_availability', { date, time })
      on.callerSays(yes)
      const booked = await on.callTool('book_appointment', { offer_id: reply?.['offer_id'], name })
      expect(booked.reply).toMatchObject({ status: 'booked' })
    }
    return from
  }

  test('an appointment is asked about, cancelled, and cancelled already', async () => {
    const on = call(salon, await somebodyWith(salon, [[day(1), '10:00']]))
    const asked = await use(on, 'cancel_appointment', { name, datum: day(1) })
    expect(asked).toMatchObject({ status: 'which', time: '10:00', appointments: [{}] })
    expect(await use(on, 'cancel_appointment', { appointment_id: asked['appointment_id'] }, yes)).toMatchObject({
      status: 'cancelled',
    })
    expect(await use(on, 'cancel_appointment', { datum: day(1) })).toMatchObject({ status: 'already_cancelled' })
    expect(await use(on, 'reschedule_appointment', { altes_datum: day(1), neues_datum: day(2) })).toMatchObject({
      status: 'which',
      appointments: [],
    })
    expect(await use(on, 'cancel_appointment', { datum: day(3) })).toMatchObject({ status: 'none' })
  })

  test('one of several is asked for', async () => {
    const from = await somebodyWith(salon, [
      [day(1), '11:00'],
      [day(2), '11:00'],
    ])
    const on = call(salon, from)
    expect(await use(on, 'cancel_appointment', { name })).toMatchObject({
      status: 'which',
      appointment_id: '',
      appointments: [{}, {}],
    })
    expect(await use(on, 'reschedule_appointment', { name })).toMatchObject({ status: 'which', appointments: [{}, {}] })
  })

  test('nobody changes anything without showing whose it is', async () => {
    const from = await somebodyWith(salon, [[day(1), '12:00']])
    const miss = await use(call(salon, from), 'cancel_appointment', { name: 'Rosa Veit' })
    expect(miss).toMatchObject({ status: 'verify', appointments: [] })
    const stranger = await use(call(salon, undefined), 'cancel_appointment', { name: 'Rosa Veit' })
    expect(stranger).toEqual(miss)
    const moving = { name: 'Rosa Veit', neues_datum: day(2), neue_uhrzeit: '12:00' }
    expect(await use(call(salon, from), 'reschedule_appointment', moving)).toMatchObject({ status: 'verify' })
  })

  test('an appointment is moved once the caller has agreed to the new time', async () => {
    const on = call(salon, await somebodyWith(salon, [[day(1), '13:00']]))
    const wish = { name, altes_datum: day(1), neues_datum: day(1), neue_uhrzeit: '13:15' }
    const asked = await use(on, 'reschedule_appointment', wish)
    expect(asked).toMatchObject({ status: 'needs_confirmation', time: '13:15', offer_id: expect.stringMatching(/./) })
    const moved = await use(on, 'reschedule_appointment', { ...wish, confirm: true }, yes)
    expect(moved).toMatchObject({ status: 'moved', time: '13:15', appointment_id: asked['appointment_id'] })
  })

  test('a time that somebody has is taken, one the house forbids is told why', async () => {
    await somebodyWith(salon, [[day(3), '10:00']])
    const on = call(salon, await somebodyWith(salon, [[day(1), '14:00']]))
    const to = (date: string, time: string) => ({ name, old_date: day(1), new_date: date, new_time: time })
    expect(await use(on, 'reschedule_appointment', to(day(3), '10:00'))).toMatchObject({
      status: 'taken',
      alternatives: [{}, {}, {}],
    })
    expect(await use(on, 'reschedule_appointment', to(day(3), '22:00'))).toMatchObject({ status: 'policy' })
    const unread = await use(on, 'reschedule_appointment', { ...to('Blubb', ''), new_time: '' })
    expect(unread).toMatchObject({ status: 'needs_confirmation', question: 'which_date' })
  })

  test('quotas are kept', async () => {
    const from = await somebodyWith(strict, [
      [day(1), '10:00'],
      [day(2), '10:00'],
    ])
    const on = call(strict, from)
    const move = async (time: string) => {
      await use(on, 'reschedule_appointment', { name, old_date: day(1), new_date: day(1), new_time: time })
      return await use(on, 'reschedule_appointment', { old_date: day(1), new_date: day(1), new_time: time }, yes)
    }
    expect(await move('11:00')).toMatchObject({ status: 'moved' })
    expect(await move('12:00')).toMatchObject({ status: 'policy' })
    const cancel = async (date: string) => {
      await use(on, 'cancel_appointment', { date })
      return await use(on, 'cancel_appointment', { date }, yes)
    }
    expect(await cancel(day(1))).toMatchObject({ status: 'cancelled' })
    expect(await cancel(day(2))).toMatchObject({ status: 'policy' })
  })

  test('what a calendar elsewhere gives no answer about is told as that', async () => {
    const from = await somebodyWith(
      salon,
      [
        [day(4), '10:00'],
        [day(4), '15:00'],
      ],
      mute,
    )
    const on = call(salon, from, mute)
    const at = (time: string) => `${day(4)} ${time}`
    await use(on, 'cancel_appointment', { name, date: at('10:00') })
    expect(await use(on, 'cancel_appointment', { date: at('10:00') }, yes)).toMatchObject({ status: 'unconfirmed' })
    const wish = { old_date: at('15:00'), new_date: day(4), new_time: '16:00' }
    await use(on, 'reschedule_appointment', wish)
    const moving = await use(on, 'reschedule_appointment', wish, yes)
    expect(moving).toMatchObject({ status: 'unconfirmed', question: '' })
    // What it is asked to do next it cannot do yet: that is told with the offer of a callback, and an answer waited for.
    const next = await use(on, 'cancel_appointment', { date: at('15:00') })
    expect(next).toMatchObject({ status: 'unconfirmed', question: 'callback', say: expect.stringMatching(/\?$/v) })
  })

  test.for(['cancel_appointment', 'reschedule_appointment'] as const)('every status of %s was told', (tool) => {
    expect(seen.get(`${tool} ${language}`)).toEqual(new Set(replies[tool].statuses))
  })
})
