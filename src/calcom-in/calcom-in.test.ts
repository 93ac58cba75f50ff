import { createHmac } from 'node:crypto'

import fastify from 'fastify'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'

import type { CalcomStandIn } from '../../sim/calcom/start.ts'
import {
  accountOf,
  connectCompany,
  createTestCalendars,
  hostWithEventType,
  startTestCalcom,
  testSealing,
} from '../../test/harness/calcom.ts'
import { whenFileIsDone } from '../../test/harness/clean-up.ts'
import { createTestCompany, type TestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { compareCalendar, pollChanges, syncBookings, type SyncDeps } from '../appointments/sync-calendar.ts'
import { areWebhooksHealthy } from '../calendars/calcom/sync-state.ts'
import { CalendarUnavailableError } from '../calendars/calendar.ts'
import type { CalendarMirror } from '../calendars/mirror.ts'
import { systemRandom } from '../infra/random.ts'
import { createHouses } from '../openings/load-house.ts'
import { calcomInRoutes } from './routes.ts'
import { workDeliveries } from './work-deliveries.ts'

const SECRET = 'a secret of this test'

let database: TestDatabase
let company: TestCompany
let standIn: CalcomStandIn
let url = ''
let now: Temporal.Instant
let queue: string[]
let changed: string[]
/** Bookings the calendar cannot tell of one by one. */
let hidden: Set<string>
let dropped: number
let alerts: object[]
const clock = { now: () => now }

beforeAll(async () => {
  database = await createTestDatabase()
  const app = fastify({ logger: false })
  await app.register(calcomInRoutes({ clock, ids: testIds, sealing: testSealing, database: database.db, enqueueSync }))
  url = await app.listen({ port: 0, host: '127.0.0.1' })
  whenFileIsDone(() => app.close())
})

beforeEach(async () => {
  now = Temporal.Instant.from('2030-06-03T02:00:00Z')
  queue = []
  changed = []
  hidden = new Set()
  dropped = 0
  alerts = []
  company = await createTestCompany(database.db)
  const account = accountOf([hostWithEventType(1), hostWithEventType(2)])
  standIn = await startTestCalcom({ account, clock })
  await connectCompany(database.db, company, standIn, { webhookSecret: SECRET })
})

function syncDeps(): SyncDeps {
  const calendars = createTestCalendars()
  return {
    clock,
    ids: testIds,
    random: systemRandom,
    database: database.db,
    houses: createHouses({ clock }),
    async patientCalendar(tx, house) {
      const calendar = await calendars.of(tx, { ...house.company, version: house.version }, 'job')
      return { ...calendar, ...(calendar.mirror && { mirror: hiding(calendar.mirror) }) }
    },
    openingsChanged: async ({ from }) => void changed.push(from.toString()),
  }
}

function hiding(mirror: CalendarMirror): CalendarMirror {
  return {
    ...mirror,
    async read(reference, ending) {
      if (hidden.has(reference)) throw new CalendarUnavailableError('The calendar cannot be understood (500)')
      return await mirror.read(reference, ending)
    },
  }
}

const signal = () => new AbortController().signal
const poll = async () => await pollChanges(syncDeps(), company.id, signal())

async function work(): Promise<void> {
  const deps = syncDeps()
  for (const companyId of new Set(queue.splice(0))) {
    const sync = (...told: Parameters<typeof syncBookings> extends [unknown, ...infer Told] ? Told : never) =>
      syncBookings(deps, ...told)
    const parts = {
      clock,
      database: database.db,
      syncBookings: sync,
      calendarChanged: async () => void (dropped += 1),
      events: { alert: (alert: string, fields: object) => void alerts.push({ alert, ...fields }) },
    }
    await workDeliveries(parts, companyId, signal())
  }
}

async function deliver(body: string | object, signature?: string, companyId = company.id): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${url}/api/webhooks/calcom/${companyId}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-cal-signature-256': signature ?? createHmac('sha256', SECRET).update(text).digest('hex'),
    },
    body: text,
  })
  return response.status
}

type Edited = { uid: string; start: string }
function edit(wanted: Parameters<CalcomStandIn['edit']>[0]): Edited {
  return standIn.edit(wanted) as Edited
}
const bookThere = (
  start: string,
  given: { eventTypeId?: number; name?: string; phoneNumber?: string; metadata?: Record<string, string> } = {},
) => edit({ kind: 'book', eventTypeId: 100, start, name: 'Otto Holm', email: 'otto@example.test', ...given })

type Row = {
  state: string
  starts: string
  staff_id: string
  calendar_reference: string
  conflicts: boolean
  active: boolean
}
async function stored(): Promise<Row[]> {
  return await queryAsOwner<Row>(
    database.ownerUrl,
    `select a.state, to_char(a.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI') as starts, a.staff_id, a.calendar_reference,
        a.conflicts, coalesce(bool_or(s.active), false) as active
      from appointments a left join segments s on s.company_id = a.company_id and s.appointment_id = a.id
      where a.company_id = $1 group by a.id order by a.starts_at, a.staff_id`,
    [company.id],
  )
}

const enqueueSync = async (_tx: unknown, companyId: string) => void queue.push(companyId)
const healthy = async () => await database.db.inCompany(company.id, (tx) => areWebhooksHealthy(tx, company.id, now))

describe('a delivery', () => {
  test('that is not signed with the secret of this company is refused without a word', async () => {
    const body = { triggerEvent: 'PING', createdAt: '2030-06-03T02:00:00Z', payload: {} }
    for (const signature of ['no-secret-provided', '', '0'.repeat(64), 'f'.repeat(63)]) {
      expect(await deliver(body, signature)).toBe(401)
    }
    expect(await deliver(body, undefined, testIds.uuid())).toBe(401)
    expect(await deliver(body, undefined, 'demo')).toBe(401)
    const other = await createTestCompany(database.db)
    await connectCompany(database.db, other, standIn)
    expect(await deliver(body, undefined, other.id)).toBe(401)
  })

  test('of any kind is taken in: a ping, a meeting that ended, something nobody has heard of', async () => {
    expect(await deliver({ triggerEvent: 'PING', createdAt: 'x', payload: { type: 'Test' } })).toBe(204)
    expect(await deliver({ triggerEvent: 'MEETING_ENDED', uid: 'a uid', createdAt: 'x' })).toBe(204)
    expect(await deliver({ triggerEvent: 'BOOKING_TURNED_INSIDE_OUT', createdAt: 'x', payload: { odd: [1] } })).toBe(
      204,
    )
    expect(await deliver('[1')).toBe(400)
    expect(queue).toEqual([])
  })

  test('that comes three times is worked on once', async () => {
    const { uid } = bookThere('2030-06-04T08:00:00Z')
    const body = { triggerEvent: 'BOOKING_CREATED', createdAt: '2030-06-03T02:00:00Z', payload: { uid } }
    for (let time = 0; time < 3; time += 1) expect(await deliver({ ...body, time })).toBe(204)
    expect(queue).toHaveLength(1)
    await work()
    queue.push(company.id)
    await work()
    expect(await stored()).toMatchObject([{ state: 'confirmed', starts: '2030-06-04T08:00', active: true }])
  })

  test('that is late brings nothing back: what counts is what the booking is now', async () => {
    const { uid } = bookThere('2030-06-04T08:00:00Z')
    const created = { triggerEvent: 'BOOKING_CREATED', createdAt: '2030-06-03T02:00:00Z', payload: { uid } }
    await deliver(created)
    await work()
    edit({ kind: 'cancel', uid })
    // The cancellation carries no metadata, and the repeat of the first comes after it under another date.
    await deliver({ triggerEvent: 'BOOKING_CANCELLED', createdAt: '2030-06-03T02:01:00Z', payload: { uid } })
    await work()
    await deliver({ ...created, createdAt: '2030-06-03T02:02:00Z' })
    await work()
    expect(await stored()).toMatchObject([{ state: 'cancelled', active: false }])
  })

  test('of a move is followed to the new time, whatever it is called', async () => {
    const { uid } = bookThere('2030-06-04T08:00:00Z')
    await deliver({ triggerEvent: 'BOOKING_CREATED', createdAt: 'a', payload: { uid } })
    await work()
    const moved = edit({ kind: 'move', uid, start: '2030-06-04T09:00:00Z' })
    const payload = { uid: moved.uid, rescheduleUid: uid }
    await deliver({ triggerEvent: 'BOOKING_REQUESTED', createdAt: 'b', payload })
    await work()
    expect(await stored()).toMatchObject([
      { state: 'confirmed', starts: '2030-06-04T09:00', active: true, calendar_reference: moved.uid },
    ])
  })
})

/** Somebody tells of it long after it was changed: the calendar does not list it among what has changed. */
async function hideOne(): Promise<void> {
  const { uid } = bookThere('2030-06-04T08:00:00Z')
  await poll()
  now = now.add({ hours: 1 })
  await poll()
  hidden.add(uid)
  await deliver({ triggerEvent: 'BOOKING_PAID', createdAt: 'hidden', payload: { uid } })
}
const waiting = async () =>
  await queryAsOwner<{ tries: number }>(
    database.ownerUrl,
    'select tries from webhook_events where company_id = $1 and worked_at is null',
    [company.id],
  )

describe('a booking the calendar cannot tell of', () => {
  test('keeps no other delivery waiting, and its days are asked about anew', async () => {
    await hideOne()
    const { uid } = bookThere('2030-06-04T12:00:00Z', { name: 'Ute Kern' })
    await deliver({ triggerEvent: 'BOOKING_CREATED', createdAt: 'b', payload: { uid } })
    await expect(work()).rejects.toThrow(/cannot tell/)
    expect((await stored()).map(({ starts }) => starts)).toEqual(['2030-06-04T08:00', '2030-06-04T12:00'])
    expect(await waiting()).toEqual([{ tries: 1 }])
    expect(dropped).toBe(1)
  })

  test('is tried five times; then it is put aside and somebody is told', async () => {
    await hideOne()
    for (let time = 1; time < 5; time += 1) {
      queue = [company.id]
      await expect(work()).rejects.toThrow(/cannot tell/)
      expect(await waiting()).toEqual([{ tries: time }])
    }
    expect(alerts).toEqual([])
    queue = [company.id]
    await work()
    expect(await waiting()).toEqual([])
    expect(alerts).toEqual([{ alert: 'calendar_booking_unreadable', companyId: company.id, count: 1 }])
    expect(dropped).toBe(1)
  })

  test('does not look cancelled when it is what another was moved to', async () => {
    const { uid } = bookThere('2030-06-04T08:00:00Z')
    await poll()
    const moved = edit({ kind: 'move', uid, start: '2030-06-05T08:00:00Z' })
    now = now.add({ hours: 30 })
    await queryAsOwner(
      database.ownerUrl,
      'update calcom_syncs set changes_until = $2 where company_id = $1 returning 1',
      [company.id, now.toString()],
    )
    hidden.add(moved.uid)
    await deliver({ triggerEvent: 'BOOKING_RESCHEDULED', createdAt: 'c', payload: { uid } })
    await expect(work()).rejects.toThrow(/cannot tell/)
    expect(await stored()).toMatchObject([{ state: 'confirmed', starts: '2030-06-04T08:00', active: true }])
    hidden.clear()
    queue = [company.id]
    await work()
    expect(await stored()).toMatchObject([{ state: 'confirmed', starts: '2030-06-05T08:00', active: true }])
  })

  test('does not keep the comparison of the night from the others', async () => {
    const { uid } = bookThere('2030-06-06T08:00:00Z')
    const gone = bookThere('2030-06-07T08:00:00Z')
    await poll()
    edit({ kind: 'cancel', uid })
    edit({ kind: 'cancel', uid: gone.uid })
    hidden.add(uid)
    expect(await compareCalendar(syncDeps(), company.id, signal())).toMatchObject({ unread: 1 })
    expect((await stored()).map(({ state }) => state)).toEqual(['confirmed', 'cancelled'])
  })
})

describe('a look at the calendar', () => {
  test('takes over what was booked, moved and cancelled there, and takes the time of it here', async () => {
    const [anna = '', bert = ''] = company.staffIds
    const first = bookThere('2030-06-04T08:00:00Z', { phoneNumber: '+4917604069031' })
    bookThere('2030-06-04T10:00:00Z', { eventTypeId: 200, name: 'Ute Kern' })
    expect(await poll()).toEqual({ made: 2 })
    expect(changed).toHaveLength(2)
    expect(await stored()).toMatchObject([
      { state: 'confirmed', starts: '2030-06-04T08:00', staff_id: anna, active: true },
      { state: 'confirmed', starts: '2030-06-04T10:00', staff_id: bert, active: true },
    ])
    now = now.add({ minutes: 5 })
    edit({ kind: 'move', uid: first.uid, start: '2030-06-05T08:00:00Z' })
    await poll()
    expect((await stored()).map((one) => one.starts)).toEqual(['2030-06-04T10:00', '2030-06-05T08:00'])
    now = now.add({ minutes: 5 })
    // Both of what moved: the day it is on now, and the one it has left.
    expect(changed.slice(2)).toEqual(['2030-06-05T08:00:00Z', '2030-06-04T08:00:00Z'])
    await poll()
    expect(changed).toHaveLength(4)
  })

  test('keeps an overlap from outside without taking the time twice, and puts it on the front desk’s list', async () => {
    bookThere('2030-06-04T08:00:00Z')
    bookThere('2030-06-04T08:15:00Z', { name: 'Ute Kern' })
    await poll()
    const rows = await stored()
    expect(rows.map((one) => [one.conflicts, one.active])).toEqual([
      [false, true],
      [true, false],
    ])
    const tasks = await queryAsOwner(database.ownerUrl, 'select kind from tasks where company_id = $1', [company.id])
    expect(tasks).toEqual([{ kind: 'calendar_conflict' }])
  })

  test('gives an overlap its time as soon as the other is gone', async () => {
    const first = bookThere('2030-06-04T08:00:00Z')
    bookThere('2030-06-04T08:15:00Z', { name: 'Ute Kern' })
    await poll()
    now = now.add({ minutes: 5 })
    await poll()
    now = now.add({ minutes: 5 })
    edit({ kind: 'cancel', uid: first.uid })
    // The one that overlaps has not changed itself.
    expect(await poll()).toEqual({ changed: 1, resolved: 1 })
    expect((await stored()).map((one) => [one.state, one.conflicts, one.active])).toEqual([
      ['cancelled', false, false],
      ['confirmed', false, true],
    ])
  })

  test.each([
    ['overlaps', 0],
    ['comes too soon before', 40],
  ])('gives an overlap its time behind a crowd that has to wait on, where each %s another', async (_how, buffer) => {
    await queryAsOwner(
      database.ownerUrl,
      'update services set buffer_after_minutes = $2 where company_id = $1 returning id',
      [company.id, buffer],
    )
    // Each is in the way of the others, and the one at eight, which stays, in that of all.
    const crowdBegins = Temporal.Instant.from(buffer === 0 ? '2030-06-04T08:00:01Z' : '2030-06-04T07:15:00Z')
    bookThere('2030-06-04T08:00:00Z')
    await poll()
    for (let seconds = 0; seconds < 201; seconds += 1)
      bookThere(crowdBegins.add({ seconds }).toString(), { name: `Guest ${seconds}` })
    const first = bookThere('2030-06-05T08:00:00Z')
    bookThere('2030-06-05T08:15:00Z', { name: 'Ute Kern' })
    now = now.add({ minutes: 5 })
    await poll()
    now = now.add({ minutes: 5 })
    edit({ kind: 'cancel', uid: first.uid })
    expect((await poll()).resolved).toBe(1)
    const [latest] = (await stored()).toReversed()
    expect(latest).toMatchObject({ starts: '2030-06-05T08:15', conflicts: false, active: true })
  })

  test.each([true, false])('does not bring back what has ended here; ours: %s', async (isOurs) => {
    const { uid } = bookThere('2030-06-04T08:00:00Z')
    await poll()
    const [{ id } = { id: '' }] = await queryAsOwner<{ id: string }>(
      database.ownerUrl,
      "update appointments set state = 'cancelled', version = version + 1 where company_id = $1 returning id",
      [company.id],
    )
    if (isOurs) {
      edit({ kind: 'cancel', uid })
      bookThere('2030-06-04T12:00:00Z', { metadata: { ringbook_reference: id } })
    }
    now = now.add({ minutes: 5 })
    expect((await poll()).leftover).toBe(1)
    expect((await stored()).map(({ state }) => state)).toEqual(['cancelled'])
    // What we wrote there goes; what somebody else wrote is for a person to see.
    expect(standIn.bookings().filter(({ status }) => status === 'accepted')).toHaveLength(isOurs ? 0 : 1)
    const tasks = await queryAsOwner(database.ownerUrl, 'select kind from tasks where company_id = $1', [company.id])
    expect(tasks).toEqual(isOurs ? [] : [{ kind: 'calendar_conflict' }])
  })

  test('follows what was moved several times since the last one, also to where it was cancelled', async () => {
    const first = bookThere('2030-06-04T08:00:00Z')
    const second = bookThere('2030-06-04T10:00:00Z', { name: 'Ute Kern' })
    await poll()
    now = now.add({ minutes: 5 })
    const once = edit({ kind: 'move', uid: first.uid, start: '2030-06-05T08:00:00Z' })
    const twice = edit({ kind: 'move', uid: once.uid, start: '2030-06-06T08:00:00Z' })
    const gone = edit({ kind: 'move', uid: second.uid, start: '2030-06-05T10:00:00Z' })
    edit({ kind: 'cancel', uid: gone.uid })
    await poll()
    expect(await stored()).toMatchObject([
      { state: 'cancelled', starts: '2030-06-04T10:00', active: false },
      { state: 'confirmed', starts: '2030-06-06T08:00', active: true, calendar_reference: twice.uid },
    ])
  })

  test('takes over that somebody is in two places at once, as over there nobody minds', async () => {
    const who = { name: 'Ute Kern', phoneNumber: '+4917604069031' }
    bookThere('2030-06-04T08:00:00Z', who)
    bookThere('2030-06-04T08:00:00Z', { ...who, eventTypeId: 200 })
    const third = bookThere('2030-06-05T08:00:00Z', who)
    await poll()
    now = now.add({ minutes: 5 })
    edit({ kind: 'move', uid: third.uid, start: '2030-06-04T08:15:00Z' })
    await poll()
    expect((await stored()).map(({ state, starts, conflicts }) => [state, starts, conflicts])).toEqual([
      ['confirmed', '2030-06-04T08:00', false],
      ['confirmed', '2030-06-04T08:00', false],
      ['confirmed', '2030-06-04T08:15', true],
    ])
  })

  test('at night finds also what no change told of', async () => {
    const { uid } = bookThere('2030-06-04T08:00:00Z')
    bookThere('2030-06-06T08:00:00Z')
    const gone = bookThere('2030-06-07T08:00:00Z')
    await poll()
    // Three days later nobody has looked for changes.
    const between = edit({ kind: 'move', uid, start: '2030-06-05T11:00:00Z' })
    edit({ kind: 'move', uid: between.uid, start: '2030-06-05T09:00:00Z' })
    edit({ kind: 'cancel', uid: gone.uid })
    bookThere('2030-06-06T12:00:00Z', { eventTypeId: 200, name: 'Ute Kern' })
    await compareCalendar(syncDeps(), company.id, signal())
    expect((await stored()).map(({ state, starts }) => [state, starts])).toEqual([
      ['confirmed', '2030-06-05T09:00'],
      ['confirmed', '2030-06-06T08:00'],
      ['confirmed', '2030-06-06T12:00'],
      ['cancelled', '2030-06-07T08:00'],
    ])
  })
})

describe('webhooks are relied on', () => {
  test('while they tell of every change before a look at the calendar finds it', async () => {
    expect(await healthy()).toBe(false)
    await poll()
    const { uid } = bookThere('2030-06-04T08:00:00Z')
    await deliver({ triggerEvent: 'BOOKING_CREATED', createdAt: 'a', payload: { uid } })
    await work()
    now = now.add({ minutes: 5 })
    await poll()
    expect(await healthy()).toBe(true)
    bookThere('2030-06-04T12:00:00Z')
    now = now.add({ minutes: 5 })
    await poll()
    expect(await healthy()).toBe(false)
    // One that has come and lies there unworked tells nobody anything.
    const unworked = bookThere('2030-06-05T12:00:00Z')
    await deliver({ triggerEvent: 'BOOKING_CREATED', createdAt: 'b', payload: { uid: unworked.uid } })
    now = now.add({ minutes: 20 })
    await poll()
    expect(await healthy()).toBe(false)
    // A quarter of an hour without a loss, and they are believed again.
    for (let time = 0; time < 4; time += 1) {
      now = now.add({ minutes: 5 })
      await poll()
    }
    expect(await healthy()).toBe(true)
  })
})
