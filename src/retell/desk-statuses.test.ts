import { createHash } from 'node:crypto'

import type { Transaction } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { whenFileIsDone } from '../../test/harness/clean-up.ts'
import { queryAsOwner } from '../../test/harness/database.ts'
import { connectTwilio, PUBLIC_URL } from '../../test/harness/messages.ts'
import { createRetellHouses, type RetellHouses } from '../../test/harness/retell-houses.ts'
import { clockAt, startTestServer, type TestServer } from '../../test/harness/server.ts'
import { escalateTasks } from '../calls/tasks/escalate-tasks.ts'
import type { Database } from '../infra/db/tables.ts'
import { dropAccount } from '../messages/accounts.ts'
import { forgetOptOut, noteOptOut } from '../messages/opt-outs.ts'
import { changeSettings } from '../messages/settings.ts'
import type { ToolName } from './arguments.ts'
import { replies } from './reply.ts'

/** A Monday, nine o'clock in Berlin; the houses are open from nine to six on weekdays. */
const morning = '2026-11-23T08:00:00Z'
const clock = clockAt(morning)

let server: TestServer
let houses: RetellHouses

beforeAll(async () => {
  server = await startTestServer({ clock, env: { RINGBOOK_PUBLIC_URL: PUBLIC_URL } })
  houses = await createRetellHouses(server)
  await connect()
  whenFileIsDone(async () => clock.set(morning))
})

const inSalon = async <T>(work: (tx: Transaction<Database>) => Promise<T>) =>
  await server.database.db.inCompany(houses.salon.id, work)

/** Gives the salon an account for texts; nothing is sent by it. */
async function connect(): Promise<void> {
  const account = { url: 'http://127.0.0.1:9', accountSid: 'AC00000000000000000000000000000001', token: 'token' }
  const { sealing } = server.context
  await connectTwilio(server.database.db, houses.salon.id, account, { sealing })
}

// There are a hundred numbers of fiction: another test's caller may have the same.
beforeEach(() => queryAsOwner(server.database.ownerUrl, 'delete from tasks'))

type TaskRow = {
  id: string
  kind: string
  state: string
  phone: string | null
  reason: string
  wished_time: string
  earliest_at: Date
  due_at: Date
}

async function tasksOf(retellCallId: string): Promise<TaskRow[]> {
  return await queryAsOwner<TaskRow>(
    server.database.ownerUrl,
    'select t.* from tasks t join calls c on c.id = t.call_id where c.retell_call_id = $1 order by t.created_at',
    [retellCallId],
  )
}

async function linksTo(phone: string): Promise<Record<string, unknown>[]> {
  return await queryAsOwner<Record<string, unknown>>(
    server.database.ownerUrl,
    `select m.kind, m.channel, m.state, m.language, m.sealed_secret, m.id, l.token_hash, l.expires_at, l.created_at
     from messages m join booking_links l on l.id = m.booking_link_id where m.recipient = $1 order by m.created_at`,
    [phone],
  )
}

async function escalate(): Promise<void> {
  await escalateTasks({ ...server.context, companies: async () => [{ id: houses.salon.id }] })
}

const seen = new Map<string, Set<string>>()
const deskTools = ['request_callback', 'send_booking_link', 'update_call'] as const satisfies readonly ToolName[]

describe.each(['de', 'en'] as const)('in %s', (language) => {
  const german = language === 'de'
  const said = (de: string, en: string) => (german ? de : en)

  function start(options: { from?: string; to?: string; house?: 'salon' | 'branched' | 'shelved' | 'unshelved' } = {}) {
    const { house = 'salon', ...given } = options
    const call = houses[house].call({ language, ...given })
    const use = async (tool: ToolName, args: Record<string, unknown> = {}) => {
      const { statusCode, reply } = await call.callTool(tool, args)
      expect(statusCode).toBe(200)
      const told: Record<string, unknown> = reply ?? {}
      const statuses = seen.get(`${tool} ${language}`) ?? new Set()
      seen.set(`${tool} ${language}`, statuses.add(String(told['status'])))
      for (const field of replies[tool].scalars) expect(told[field]).toBeTypeOf('string')
      expect(JSON.stringify(told).length).toBeLessThanOrEqual(1_500)
      return told
    }
    return { call, use }
  }

  describe('a callback', () => {
    test('that nothing is said about is noted for the next hour, at the number that calls', async () => {
      const { call, use } = start({ from: '+4917604069030' })
      const told = await use('request_callback')
      expect(told).toMatchObject({ status: 'noted', date: '23.11.2026', time: '10:00', phone: '+4917604069030' })
      expect(told['say']).toContain(said('innerhalb der nächsten Stunde', 'within the next hour'))
      const [task] = await tasksOf(call.callId)
      expect(task).toMatchObject({ kind: 'callback', state: 'open', phone: '+4917604069030' })
      expect(task?.due_at.toISOString()).toBe('2026-11-23T09:00:00.000Z')
    })

    test('is noted for when it was wished, and read back', async () => {
      const { call, use } = start()
      const wish = { grund: 'Frage zur Rechnung', wann: said('morgen um zehn', 'tomorrow at ten a.m.') }
      const told = await use('request_callback', wish)
      expect(told).toMatchObject({ status: 'noted', date: '24.11.2026', time: '10:30' })
      expect(told['say']).toMatch(
        said('zwischen zehn Uhr und zehn Uhr dreißig', 'between ten a.m. and ten thirty a.m.'),
      )
      const [task] = await tasksOf(call.callId)
      expect(task).toMatchObject({ reason: 'Frage zur Rechnung', wished_time: '' })
      expect(task?.earliest_at.toISOString()).toBe('2026-11-24T09:00:00.000Z')
    })

    test('at a time nobody is in is noted for the next open hour, and said so', async () => {
      const { use } = start()
      const told = await use('request_callback', { when: said('Samstag um zwölf', 'Saturday at noon') })
      expect(told).toMatchObject({ status: 'noted', date: '30.11.2026', time: '10:00' })
      expect(told['say']).toContain(said('niemand im Haus', 'nobody is in'))
    })

    test('at a time nobody understands is noted with the words', async () => {
      const { call, use } = start()
      expect(await use('request_callback', { when: 'nach der Arbeit' })).toMatchObject({
        status: 'noted',
        time: '10:00',
      })
      expect(await tasksOf(call.callId)).toMatchObject([{ wished_time: 'nach der Arbeit' }])
    })

    test('at another number is read back digit by digit; one that is not understood is asked for', async () => {
      const { call, use } = start({ from: 'anonymous' })
      const unknown = await use('request_callback', { reason: 'Beratung' })
      expect(unknown).toMatchObject({ status: 'noted', phone: '' })
      expect(unknown['say']).toContain(said('Unter welcher Nummer', 'At which number'))
      const misheard = await use('request_callback', { phone: said('null eins', 'zero one') })
      expect(misheard['say']).toContain(said('nicht verstanden', 'did not catch'))
      const phone = said('null eins sieben sechs null vier null sechs neun null null eins', '+49 176 04069001')
      const told = await use('request_callback', { telefon: phone })
      expect(told).toMatchObject({ status: 'noted', phone: '+4917604069001' })
      expect(told['say']).toContain(said('null eins sieben sechs', 'zero one seven six'))
      // It was one wish all along.
      expect(await tasksOf(call.callId)).toMatchObject([{ phone: '+4917604069001', reason: 'Beratung' }])
    })

    test('asked for twice is one task, and may change', async () => {
      const { call, use } = start()
      const both = await Promise.all([0, 1].map(() => use('request_callback', { reason: 'Farbe' })))
      const [first] = both
      await call.repeatTool()
      const second = await use('request_callback', { when: said('Mittwoch um elf', 'Wednesday at eleven a.m.') })
      expect([first?.['time'], second['time']]).toEqual(['10:00', '11:30'])
      const again = await use('request_callback', {})
      expect(again).toMatchObject({ date: '25.11.2026', time: '11:30' })
      expect(await tasksOf(call.callId)).toMatchObject([{ reason: 'Farbe', state: 'open' }])
    })

    test('for when something becomes free is a task of its own', async () => {
      const { call, use } = start()
      await use('request_callback')
      const told = await use('request_callback', {
        reason: said('anrufen, wenn etwas frei wird', 'call me when something opens up'),
      })
      expect(told).toMatchObject({ status: 'noted', date: '30.11.2026' })
      expect(told['say']).toContain(said('sobald etwas frei wird', 'as soon as something becomes free'))
      expect((await tasksOf(call.callId)).map(({ kind }) => kind)).toEqual(['callback', 'waiting'])
    })

    test('of a number that has three already makes no fourth', async () => {
      const from = said('+4917604069031', '+4917604069032')
      const reasons = ['eins', 'zwei', 'drei', 'vier']
      for (const reason of reasons)
        expect((await start({ from }).use('request_callback', { reason }))['status']).toBe('noted')
      const rows = await queryAsOwner<TaskRow>(
        server.database.ownerUrl,
        'select * from tasks where company_id = $1 and phone = $2 order by created_at',
        [houses.salon.id, from],
      )
      expect(rows.map(({ reason }) => reason)).toEqual(['eins', 'zwei', 'vier'])
    })

    test('that is overdue is escalated once, and somebody is alerted', async () => {
      const { call, use } = start()
      await use('request_callback', { reason: 'dringend' })
      const [before] = await tasksOf(call.callId)
      const alerts = () => server.logged.filter((line) => line['taskId'] === before?.id)
      await escalate()
      expect([await tasksOf(call.callId), alerts()]).toMatchObject([[{ state: 'open' }], []])
      clock.set('2026-11-23T09:00:00Z')
      try {
        await escalate()
        await escalate()
        expect(await tasksOf(call.callId)).toMatchObject([{ state: 'escalated' }])
        expect(alerts()).toMatchObject([{ level: 'warn', reason: 'task_overdue', companyId: houses.salon.id }])
        // Whoever calls again agrees on another time, and is not forgotten then either.
        await use('request_callback', { when: said('morgen um zehn', 'tomorrow at ten a.m.') })
        expect(await tasksOf(call.callId)).toMatchObject([{ state: 'open', escalated_at: null }])
      } finally {
        clock.set(morning)
      }
    })
  })

  describe('a booking link', () => {
    test('is queued once per call and three times a day, and opens for a day', async () => {
      const from = said('+4917604069033', '+4917604069034')
      const { call, use } = start({ from })
      const told = await use('send_booking_link')
      expect(told['say']).toContain(said('vierundzwanzig Stunden', 'twenty-four hours'))
      await call.repeatTool()
      await use('send_booking_link')
      expect(await linksTo(from)).toMatchObject([{ kind: 'booking_link', channel: 'sms', state: 'queued', language }])
      const answers = [told, ...(await Promise.all([1, 2, 3, 4].map(() => start({ from }).use('send_booking_link'))))]
      const statuses = answers.map(({ status }) => String(status)).toSorted()
      expect(statuses).toEqual(['limit', 'limit', 'sent', 'sent', 'sent'])
      const links = await linksTo(from)
      expect(links).toHaveLength(3)
      expect(new Set(links.map(({ token_hash }) => String(token_hash))).size).toBe(3)
      clock.set('2026-11-23T23:30:00Z')
      try {
        expect(await start({ from }).use('send_booking_link')).toMatchObject({ status: 'sent' })
      } finally {
        clock.set(morning)
      }
    })

    test('carries a secret only its message knows', async () => {
      const from = said('+4917604069035', '+4917604069036')
      await start({ from }).use('send_booking_link')
      const [link] = await linksTo(from)
      const sealed = link?.['sealed_secret'] as Buffer
      const token = server.context.sealing.open(sealed, `messages.sealed_secret:${String(link?.['id'])}`)
      expect(token).toMatch(/^[\w-]{22}$/)
      expect(createHash('sha256').update(token).digest()).toEqual(link?.['token_hash'])
    })

    test('is not promised where it cannot go out', async () => {
      const from = said('+4917604069037', '+4917604069038')
      const { id } = houses.salon
      const refused = async () => await start({ from }).use('send_booking_link')
      await inSalon((tx) => dropAccount(tx, id, 'twilio'))
      expect(await refused()).toMatchObject({ status: 'no_number' })
      await connect()
      await inSalon((tx) => changeSettings(tx, id, { noTextKinds: ['booking_link'] }))
      expect(await refused()).toMatchObject({ status: 'no_number' })
      await inSalon((tx) => changeSettings(tx, id, { noTextKinds: [], countryCodes: ['+43'] }))
      expect(await refused()).toMatchObject({ status: 'no_number' })
      await inSalon((tx) => changeSettings(tx, id, { countryCodes: ['+49'], textsPerDay: 0 }))
      expect(await refused()).toMatchObject({ status: 'limit' })
      await inSalon((tx) => changeSettings(tx, id, { textsPerDay: 200 }))
      await inSalon((tx) => noteOptOut(tx, id, from, clock.now()))
      expect(await refused()).toMatchObject({ status: 'no_number' })
      expect(await linksTo(from)).toEqual([])
      await inSalon((tx) => forgetOptOut(tx, id, from))
      expect(await start({ from }).use('send_booking_link')).toMatchObject({ status: 'sent' })
    })

    test.each(['anonymous', '+493023125100', '+12025550123'])('is not sent to %s', async (from) => {
      expect(await start({ from }).use('send_booking_link')).toMatchObject({ status: 'no_number' })
    })
  })

  test('what an agent finds out is kept with the call, cut and cleaned', async () => {
    const { call, use } = start()
    await use('update_call', { intent: 'sehr '.repeat(30) })
    await use('update_call', { anliegen: 'Termin', notizen: `a\u0000b\u202e ${'lang '.repeat(400)}` })
    await use('update_call', { outcome: 'booked' })
    await use('update_call', { fields: { outcome: 'called back' } })
    const [row] = await queryAsOwner<Record<string, string>>(
      server.database.ownerUrl,
      'select intent, outcome, notes from calls where retell_call_id = $1',
      [call.callId],
    )
    expect(row).toMatchObject({ intent: 'Termin', outcome: 'called back' })
    expect(row?.['notes']).toMatch(/^ab lang lang/)
    expect(row?.['notes']?.length).toBeLessThanOrEqual(1_000)
  })

  describe('who is calling', () => {
    test('is told by first name to a trusted number, and guesses at a surname run out', async () => {
      const from = '+4917604069011'
      await queryAsOwner(server.database.ownerUrl, 'delete from verification_tries')
      const check = async (name?: string) => await start({ from }).use('check_customer', name ? { name } : {})
      expect(await check('Clara Berg')).toMatchObject({ status: 'known', first_name: 'Clara' })
      for (const name of ['Kern', 'Vogt', 'Lenz', 'Haas', 'Pohl', 'Kurz'])
        expect(await check(name)).toMatchObject({ status: 'ambiguous', first_name: '' })
      expect(await check('Clara Berg')).toMatchObject({ status: 'ambiguous', first_name: '' })
      expect(await check()).toMatchObject({ status: 'known', first_name: 'Clara' })
      await queryAsOwner(server.database.ownerUrl, 'delete from verification_tries')
    })

    test('is the same answer for strangers whatever they call themselves', async () => {
      const answers = ['Clara Berg', 'Xaver Quintus', undefined].map((name) =>
        start({ from: '+4917604069037' }).use('check_customer', name ? { name } : {}),
      )
      const [first, ...others] = await Promise.all(answers)
      for (const other of others) expect(other).toEqual(first)
    })
  })

  describe('services', () => {
    test('are asked about by whoever does not know', async () => {
      const { use } = start({ house: 'shelved' })
      const told = await use('list_services', { query: said('weiß nicht so genau', 'I do not really know yet') })
      expect(told).toMatchObject({ status: 'categories', categories: ['Haare', 'Haut'] })
      expect(told['say']).toMatch(said('Kein Problem', 'No problem'))
    })

    test('that are too many come with a link for those who can read one', async () => {
      const mobile = await start({ house: 'unshelved' }).use('list_services', { query: 'Massage' })
      const landline = await start({ house: 'unshelved', from: '+493023125100' }).use('list_services')
      expect([mobile['status'], landline['status']]).toEqual(['too_many', 'too_many'])
      expect([mobile['say'], landline['say']].map((say) => /SMS|text message/.test(String(say)))).toEqual([true, false])
    })

    test('of one of two namesakes are told, as both do the same; unknown people are asked for', async () => {
      expect(await start().use('list_services', { staff: 'Sarah' })).toMatchObject({ status: 'ok', services: [{}, {}] })
      const told = await start().use('list_services', { staff: 'Xaver Quintus' })
      expect(told['say']).toContain(said('Diesen Namen', 'that name'))
    })
  })

  test('a name nobody in particular is meant by is understood, and names that sound alike are told apart', async () => {
    const anybody = said('ist mir egal, wer gerade frei ist', "I don't mind, whoever is free")
    expect(await start().use('verify_staff', { staff_name: anybody })).toMatchObject({ status: 'resolved', staff: '' })
    expect(await start().use('verify_staff')).toMatchObject({ status: 'unknown' })
    const meier = await start().use('verify_staff', { staff_name: 'Frau Mayer' })
    expect(meier).toMatchObject({ status: 'ambiguous', candidates: expect.arrayContaining(['Sarah Meier']) })
    expect(meier['say']).toContain('M A I E R')
  })

  test('who was at a branch before is not asked which one they mean', async () => {
    const line = {
      house: 'branched',
      from: said('+4917604069038', '+4917604069039'),
      to: houses.numberOfAllBranches,
    } as const
    const wish = { date: said('1.12.2026', '2026-12-02'), time: '10:00' }
    const first = start(line)
    expect(await first.use('check_availability', wish)).toMatchObject({ status: 'which_branch' })
    const offered = await first.use('check_availability', { ...wish, filiale: 'Hauptstraße' })
    first.call.callerSays(said('Ja, gerne', 'Yes, please'))
    const booked = await first.use('book_appointment', { offer_id: offered['offer_id'], name: 'Vera Zorn' })
    expect(booked).toMatchObject({ status: 'booked' })
    expect(await start(line).use('check_availability', { ...wish, time: '15:00' })).toMatchObject({
      status: 'available',
    })
  })

  test('every status was told', () => {
    for (const tool of deskTools) {
      expect([...(seen.get(`${tool} ${language}`) ?? [])].toSorted()).toEqual([...replies[tool].statuses].toSorted())
    }
  })
})

async function askForLink(baseUrl: string): Promise<unknown> {
  const { reply } = await houses.salon.call({ from: '+4917604069039', baseUrl }).callTool('send_booking_link', {})
  return reply?.['status']
}

test('a booking link is not promised where nobody knows the address it would lead to', async () => {
  const other = await startTestServer({ clock, database: server.database })
  expect(await askForLink(other.url)).toBe('no_number')
  expect(await askForLink(server.url)).toBe('sent')
})
