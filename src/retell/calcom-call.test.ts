import { beforeEach, describe, expect, test } from 'vitest'

import type { CalcomStandIn } from '../../sim/calcom/start.ts'
import type { PhoneCall } from '../../sim/caller/phone-call.ts'
import {
  accountOf,
  connectCompany,
  connectionTo,
  hostWithEventType,
  poolEventType,
  startTestCalcom,
} from '../../test/harness/calcom.ts'
import { queryAsOwner } from '../../test/harness/database.ts'
import { createRetellLine, type RetellLine } from '../../test/harness/retell-line.ts'
import { startTestServer, type TestServer } from '../../test/harness/server.ts'
import { settleUnknown } from '../appointments/settle-unknown.ts'
import { setBookables } from '../calendars/calcom/store.ts'

const QUIET = 'stale=0ms,rate-limit=off'

// A Monday, nine o'clock in Berlin; later with every test.
let now = Temporal.Instant.from('2026-11-23T08:00:00Z')
const clock = { now: () => now }
let server: TestServer
let salon: RetellLine
let standIn: CalcomStandIn

beforeEach(async () => {
  now = now.add({ minutes: 10 })
  server ??= await startTestServer({ clock })
  salon = await createRetellLine(server, { checksConfirmation: false })
  standIn = await startTestCalcom({ account: accountOf([hostWithEventType(1), hostWithEventType(2)]), clock })
  await connectCompany(server.database.db, salon, standIn, { sealing: server.context.sealing })
})

async function ask(call: PhoneCall, tool: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
  const answer = await call.callTool(tool, args)
  call.agentSays(String(answer.reply?.['say']))
  return answer.reply ?? {}
}

/** Somebody books a time of Thursday. */
async function book(call: PhoneCall, time = '10:00', staff?: string): Promise<Record<string, unknown>> {
  const offered = await ask(call, 'check_availability', {
    date: '26.11.2026',
    time,
    ...(staff !== undefined && { staff }),
  })
  expect(offered).toMatchObject({ status: 'available', time })
  call.callerSays('Ja, bitte.')
  return await ask(call, 'book_appointment', { offer_id: offered['offer_id'], name: 'Eva Lang', confirm: true })
}

async function settle() {
  const patientCalendar: Parameters<typeof settleUnknown>[0]['patientCalendar'] = (tx, { company, version }) =>
    server.context.calendars.of(tx, { ...company, version }, 'job')
  now = now.add({ seconds: 21 })
  return await settleUnknown({ ...server.context, patientCalendar }, salon.id, new AbortController().signal)
}

const standing = () => standIn.bookings().filter(({ status }) => status === 'accepted')
async function stored() {
  return await queryAsOwner<{ state: string; starts: string; segments: string }>(
    server.database.ownerUrl,
    `select a.state, to_char(a.starts_at at time zone 'Europe/Berlin', 'HH24:MI') as starts,
        count(s.id) filter (where s.active)::text as segments
      from appointments a left join segments s on s.company_id = a.company_id and s.appointment_id = a.id
      where a.company_id = $1 group by a.id order by a.starts_at`,
    [salon.id],
  )
}
const tasks = async () => {
  const rows = await queryAsOwner<{ kind: string }>(
    server.database.ownerUrl,
    'select kind from tasks where company_id = $1',
    [salon.id],
  )
  return rows.map(({ kind }) => kind)
}

describe('a company with its calendar at Cal.com', () => {
  test('offers what is free there, and what it books stands in both places', async () => {
    standIn.edit({ kind: 'busy', userId: 1, start: '2026-11-26T08:00:00Z', end: '2026-11-26T16:00:00Z' })
    standIn.edit({ kind: 'busy', userId: 2, start: '2026-11-26T08:00:00Z', end: '2026-11-26T09:00:00Z' })
    const call = salon.call()
    const taken = await ask(call, 'check_availability', { date: '26.11.2026', time: '9:00' })
    expect(taken).toMatchObject({
      status: 'alternatives',
      alternatives: [{ time: '10:00', staff: 'Bert Busch' }, {}, {}],
    })
    expect(await book(call)).toMatchObject({ status: 'booked', staff: 'Bert Busch' })
    expect(standing()).toMatchObject([{ start: '2026-11-26T09:00:00.000Z', hosts: [{ id: 2 }] }])
    expect(await stored()).toEqual([{ state: 'confirmed', starts: '10:00', segments: '1' }])
  })

  test('moves and cancels there what is moved and cancelled here', async () => {
    const call = salon.call()
    const booked = await book(call, '10:00', 'Anna Abel')
    const { appointment_id } = booked
    const proposed = await ask(call, 'check_availability', { date: '26.11.2026', time: '10:15', appointment_id })
    expect(proposed).toMatchObject({ status: 'available', time: '10:15' })
    call.callerSays('Ja.')
    const move = { appointment_id, offer_id: proposed['offer_id'], name: 'Eva Lang', confirm: true }
    expect(await ask(call, 'reschedule_appointment', move)).toMatchObject({ status: 'moved', time: '10:15' })
    expect(standing()).toMatchObject([{ start: '2026-11-26T09:15:00.000Z' }])
    const wish = { appointment_id, name: 'Eva Lang' }
    call.callerSays('Bitte absagen.')
    expect(await ask(call, 'cancel_appointment', { ...wish, confirm: true })).toMatchObject({ status: 'cancelled' })
    expect(standing()).toEqual([])
    expect(await stored()).toEqual([{ state: 'cancelled', starts: '10:15', segments: '0' }])
  })

  test.each(['reschedules.drop-after=100%', 'reschedules.500=100%'])(
    'finds out what became of a move: %s',
    async (fault) => {
      const call = salon.call()
      const { appointment_id } = await book(call, '10:00', 'Anna Abel')
      const proposed = await ask(call, 'check_availability', { date: '26.11.2026', time: '14:00', appointment_id })
      standIn.faults.set(`${QUIET},${fault}`)
      call.callerSays('Ja.')
      const move = { appointment_id, offer_id: proposed['offer_id'], name: 'Eva Lang', confirm: true }
      expect(await ask(call, 'reschedule_appointment', move)).toMatchObject({ status: 'unconfirmed' })
      standIn.faults.set(QUIET)
      expect(await settle()).toEqual({ settled: 1, open: 0 })
      expect(standing()).toMatchObject([{ start: '2026-11-26T13:00:00.000Z' }])
      expect(await stored()).toEqual([{ state: 'confirmed', starts: '14:00', segments: '1' }])
    },
  )

  test('stays with the old time, and the front desk calls, when somebody has the new one by the time it is settled', async () => {
    const call = salon.call()
    const { appointment_id } = await book(call, '10:00', 'Anna Abel')
    const proposed = await ask(call, 'check_availability', {
      date: '26.11.2026',
      time: '14:00',
      appointment_id,
      staff: 'Anna Abel',
    })
    standIn.faults.set(`${QUIET},reschedules.500=100%`)
    call.callerSays('Ja.')
    await ask(call, 'reschedule_appointment', {
      appointment_id,
      offer_id: proposed['offer_id'],
      name: 'Eva Lang',
      confirm: true,
    })
    standIn.faults.set(QUIET)
    standIn.edit({ kind: 'book', eventTypeId: 100, start: '2026-11-26T13:00:00Z' })
    expect(await settle()).toEqual({ settled: 1, open: 0 })
    expect(await stored()).toEqual([{ state: 'confirmed', starts: '10:00', segments: '1' }])
    expect(await tasks()).toEqual(['unconfirmed_change'])
  })

  test.each(['cancels.drop-after=100%', 'cancels.500=100%'])(
    'finds out what became of a cancellation: %s',
    async (fault) => {
      const call = salon.call()
      const { appointment_id } = await book(call)
      const wish = { appointment_id, name: 'Eva Lang' }
      standIn.faults.set(`${QUIET},${fault}`)
      call.callerSays('Ja.')
      expect(await ask(call, 'cancel_appointment', { ...wish, confirm: true })).toMatchObject({ status: 'unconfirmed' })
      standIn.faults.set(QUIET)
      expect(await settle()).toEqual({ settled: 1, open: 0 })
      expect(standing()).toEqual([])
      expect(await stored()).toEqual([{ state: 'cancelled', starts: '10:00', segments: '0' }])
    },
  )
})

describe('a service that goes to whoever of a pool is free', () => {
  beforeEach(async () => {
    const hosts = [hostWithEventType(1), hostWithEventType(2), poolEventType(900, [1, 2])]
    standIn = await startTestCalcom({ account: accountOf(hosts), clock })
    await connectCompany(server.database.db, salon, standIn, { sealing: server.context.sealing })
    const [serviceId = ''] = Object.values(salon.serviceIds)
    const seat = { serviceId, eventTypeId: 900, durationMinutes: 30, sendsLength: false, isPool: true }
    const seats = salon.staffIds.map((staffId) => ({ ...seat, staffId }))
    await server.database.db.inCompany(salon.id, (tx) => setBookables(tx, salon.id, seats))
  })

  test('can be booked as often at once as there are people in it, each with whom Cal.com chose', async () => {
    const booked = [await book(salon.call()), await book(salon.call())]
    expect(booked).toMatchObject([{ status: 'booked' }, { status: 'booked' }])
    expect(new Set(booked.map(({ staff }) => staff))).toEqual(new Set(['Anna Abel', 'Bert Busch']))
    const third = await ask(salon.call(), 'check_availability', { date: '26.11.2026', time: '10:00' })
    expect(third).toMatchObject({ status: 'alternatives' })
    const chosen = standing().map(({ hosts }) => (hosts as { name: string }[])[0]?.name)
    const told = await queryAsOwner<{ calendar_reference: string }>(
      server.database.ownerUrl,
      `select s.calendar_reference from appointments a join staff s on s.id = a.staff_id
        join segments g on g.appointment_id = a.id and g.resource_id = a.staff_id and g.active
        where a.company_id = $1 order by a.created_at`,
      [salon.id],
    )
    expect(told.map(({ calendar_reference }) => `Host ${calendar_reference}`)).toEqual(chosen)
  })

  test('is with whoever Cal.com gave it to, not with whom it was expected', async () => {
    standIn.edit({ kind: 'busy', userId: 1, start: '2026-11-26T08:00:00Z', end: '2026-11-26T16:00:00Z' })
    expect(await book(salon.call(), '13:00')).toMatchObject({ status: 'booked', staff: 'Bert Busch' })
    const [, bert] = salon.staffIds
    const kept = await queryAsOwner(
      server.database.ownerUrl,
      'select s.resource_id, a.staff_id from segments s join appointments a on a.id = s.appointment_id where s.company_id = $1 and s.active',
      [salon.id],
    )
    expect(kept).toEqual([{ resource_id: bert, staff_id: bert }])
  })

  test('with somebody asked for by name stands only with that person', async () => {
    const people = ['Anna Abel', 'Bert Busch']
    const replies = [await book(salon.call(), '11:00', people[0]), await book(salon.call(), '12:00', people[1])]
    // Whoever Cal.com chose instead was sent away again there.
    for (const [index, { status, staff }] of replies.entries()) {
      expect([`booked with ${people[index]}`, 'taken with ']).toContain(`${String(status)} with ${String(staff)}`)
    }
    const rows = await stored()
    expect(rows.filter(({ state }) => state === 'confirmed')).toHaveLength(standing().length)
  })
})

/** Somebody is offered a time, Cal.com goes away, and they say yes. */
async function offerThenOutage(call: PhoneCall): Promise<Record<string, unknown>> {
  const offered = await ask(call, 'check_availability', { date: '26.11.2026', time: '10:00' })
  standIn.faults.set(`${QUIET},all.500=100%`)
  const http = server.context.calcomAccounts.http(
    connectionTo(standIn, { companyId: salon.id, bookables: [] }),
    'caller',
  )
  const me = { method: 'GET', path: '/me', version: null } as const
  for (let time = 0; time < 5; time += 1) await http.send(me, new AbortController().signal)
  expect(server.context.calcomAccounts.breakerState(salon.id)).toBe('open')
  call.callerSays('Ja.')
  return await ask(call, 'book_appointment', { offer_id: offered['offer_id'], name: 'Eva Lang', confirm: true })
}

describe('while Cal.com is away', () => {
  test('what was offered before is taken in, waits, and is booked when it is back', async () => {
    expect(await offerThenOutage(salon.call())).toMatchObject({ status: 'pending_approval', time: '10:00' })
    expect(await stored()).toEqual([{ state: 'pending_approval', starts: '10:00', segments: '1' }])
    expect(standing()).toEqual([])
    standIn.faults.set(QUIET)
    expect(await settle()).toEqual({ settled: 1, open: 0 })
    expect(await stored()).toEqual([{ state: 'confirmed', starts: '10:00', segments: '1' }])
    expect(standing()).toHaveLength(1)
    expect(await tasks()).toEqual([])
  })

  test('nothing is known any more, and what was offered in this call is taken in all the same', async () => {
    const call = salon.call()
    const offered = await ask(call, 'check_availability', { date: '26.11.2026', time: '10:00' })
    await standIn.close()
    // What was known of the calendar is too old by now to be told; the hold is not.
    now = now.add({ minutes: 20 })
    call.callerSays('Ja.')
    const wish = { offer_id: offered['offer_id'], name: 'Eva Lang', confirm: true }
    expect(await ask(call, 'book_appointment', wish)).toMatchObject({ status: 'pending_approval', time: '10:00' })
  })

  test('a company that lets nothing wait has the front desk call back', async () => {
    await connectCompany(server.database.db, salon, standIn, { sealing: server.context.sealing, mayWait: false })
    expect(await offerThenOutage(salon.call())).toMatchObject({ status: 'unconfirmed' })
    expect(await tasks()).toEqual(['unconfirmed_booking'])
  })
})
