import { beforeAll, beforeEach, describe, expect, test } from 'vitest'

import type { CalcomStandIn } from '../../sim/calcom/start.ts'
import {
  accountOf,
  connectCompany,
  createNoBudget,
  createTestAccounts,
  createTestCalendars,
  hostWithEventType,
  startTestCalcom,
} from '../../test/harness/calcom.ts'
import { createTestCall, createTestCompany, type TestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import type { CompanyCalendars } from '../calendars/company-calendars.ts'
import { systemRandom } from '../infra/random.ts'
import { createHouses } from '../openings/load-house.ts'
import type { BookCommand } from './book-command.ts'
import { bookAppointment } from './book.ts'
import { checkAvailability } from './check-availability.ts'
import type { BookOutcome } from './outcomes.ts'
import type { SettlingEvents } from './settle-deps.ts'
import { settleUnknown } from './settle-unknown.ts'
import type { BookingDeps } from './visit.ts'

let database: TestDatabase
let company: TestCompany
let standIn: CalcomStandIn
let calendars: CompanyCalendars
let now: Temporal.Instant
const clock = { now: () => now }
const houses = createHouses({ clock })

beforeAll(async () => {
  database = await createTestDatabase()
})

beforeEach(async () => {
  // A Monday's small hours, by the clock of both.
  now = Temporal.Instant.from('2030-06-03T02:00:00Z')
  company = await createTestCompany(database.db, { checksConfirmation: false })
  const account = accountOf([hostWithEventType(1), hostWithEventType(2)])
  standIn = await startTestCalcom({ account, clock })
  await connectCompany(database.db, company, standIn)
  calendars = createTestCalendars(createTestAccounts({ breakerOpenMs: 50 }))
})

const signal = () => new AbortController().signal

/** Somebody books ten o'clock on Tuesday. */
async function book(at = '2030-06-04T10:00'): Promise<BookOutcome> {
  const call = await createTestCall(database.db, company, '+4917604069030')
  const [house, calendar] = await database.db.inCompany(company.id, async (tx) => {
    const house = await houses.get(tx, company.id)
    if (house === undefined) throw new Error('There is no house')
    return [house, await calendars.of(tx, { ...house.company, version: house.version })] as const
  })
  const deps: BookingDeps = { clock, ids: testIds, random: systemRandom, database: database.db, calendar }
  const [service] = house.services
  const [branch] = house.company.branches
  if (service === undefined || branch === undefined) throw new Error('There is nothing to book')
  const visit = { house, call, customer: null, service, branch, staffId: null }
  const when = { kind: 'point', at: Temporal.PlainDateTime.from(at) } as const
  const asked = await checkAvailability(deps, { ...visit, when }, signal())
  if (asked.kind !== 'available') throw new Error(`It is not available: ${asked.kind}`)
  const command: BookCommand = {
    ...visit,
    offerId: asked.offer.id,
    at: null,
    attendeeName: 'Nora Opitz',
    phone: null,
    email: null,
    confirm: true,
    heard: [],
    effectKey: `tool:${testIds.uuid()}`,
    tool: 'book_appointment',
  }
  return await bookAppointment(deps, command, signal())
}

/** Nothing may fail on the way. */
const failing: SettlingEvents = {
  settlingFailed(_companyId, error) {
    throw error
  },
}

async function settle() {
  const patientCalendar = async (tx: Parameters<CompanyCalendars['of']>[0]) => {
    return await calendars.of(tx, { id: company.id, calendar: 'calcom', version: 1 }, 'job')
  }
  const deps = { clock, ids: testIds, database: database.db, houses, patientCalendar, events: failing }
  return await settleUnknown(deps, company.id, signal())
}

async function stored() {
  const rows = await queryAsOwner<{ state: string; calendar_reference: string | null; active: boolean }>(
    database.ownerUrl,
    `select a.state, a.calendar_reference, s.active from appointments a
      join segments s on s.company_id = a.company_id and s.appointment_id = a.id where a.company_id = $1`,
    [company.id],
  )
  const tasks = await queryAsOwner<{ kind: string }>(
    database.ownerUrl,
    'select kind from tasks where company_id = $1',
    [company.id],
  )
  return { appointments: rows, tasks: tasks.map(({ kind }) => kind) }
}

const standing = () => standIn.bookings().filter(({ status }) => status === 'accepted')
const later = (seconds: number) => (now = now.add({ seconds }))

describe('a booking the calendar did not answer for', () => {
  test('is confirmed once it is found there, and not booked twice', async () => {
    standIn.faults.set('stale=0ms,bookings.drop-after=100%')
    expect(await book()).toMatchObject({ kind: 'unconfirmed' })
    standIn.faults.set('stale=0ms')
    later(10)
    expect(await settle()).toEqual({ settled: 0, open: 0 })
    expect((await stored()).appointments).toMatchObject([{ state: 'unknown', active: true }])
    later(11)
    expect(await settle()).toEqual({ settled: 1, open: 0 })
    expect(standing()).toHaveLength(1)
    const { appointments, tasks } = await stored()
    expect(appointments).toMatchObject([
      { state: 'confirmed', active: true, calendar_reference: standing()[0]?.['uid'] },
    ])
    expect(tasks).toEqual([])
    expect(await settle()).toEqual({ settled: 0, open: 0 })
  })

  test('is booked again when it is not there', async () => {
    standIn.faults.set('stale=0ms,bookings.500=100%')
    expect(await book()).toMatchObject({ kind: 'unconfirmed' })
    standIn.faults.set('stale=0ms')
    later(21)
    expect(await settle()).toEqual({ settled: 1, open: 0 })
    expect(standing()).toHaveLength(1)
    expect((await stored()).appointments).toMatchObject([{ state: 'confirmed', active: true }])
  })

  test('is given up when somebody has the time there by now, and the front desk tells the customer', async () => {
    standIn.faults.set('stale=0ms,bookings.500=100%')
    expect(await book()).toMatchObject({ kind: 'unconfirmed' })
    standIn.faults.set('stale=0ms')
    for (const eventTypeId of [100, 200]) {
      standIn.edit({
        kind: 'book',
        eventTypeId,
        start: '2030-06-04T08:00:00Z',
        name: 'Otto',
        email: 'otto@example.test',
      })
    }
    later(21)
    expect(await settle()).toEqual({ settled: 1, open: 0 })
    const { appointments, tasks } = await stored()
    expect(appointments).toMatchObject([{ state: 'failed', active: false }])
    expect(tasks).toEqual(['unconfirmed_booking'])
  })

  test('stays open while the calendar is away; after a quarter of an hour the front desk knows; then it is settled', async () => {
    standIn.faults.set('stale=0ms,bookings.drop-after=100%')
    expect(await book()).toMatchObject({ kind: 'unconfirmed' })
    standIn.faults.set('stale=0ms,all.500=100%')
    later(30)
    expect(await settle()).toEqual({ settled: 0, open: 1 })
    expect((await stored()).tasks).toEqual([])
    later(16 * 60)
    expect(await settle()).toEqual({ settled: 0, open: 1 })
    expect((await stored()).tasks).toEqual(['unconfirmed_booking'])
    standIn.faults.set('stale=0ms')
    later(30)
    expect(await settle()).toEqual({ settled: 1, open: 0 })
    expect(standing()).toHaveLength(1)
    expect((await stored()).appointments).toMatchObject([{ state: 'confirmed' }])
  })

  test('is put right when the calendar has written down another time', async () => {
    standIn.faults.set('stale=0ms,other-time=100%,cancels.500=100%')
    expect(await book()).toMatchObject({ kind: 'unconfirmed' })
    standIn.faults.set('stale=0ms')
    later(21)
    expect(await settle()).toEqual({ settled: 1, open: 0 })
    expect(standing()).toMatchObject([{ start: '2030-06-04T08:00:00.000Z' }])
    expect((await stored()).appointments).toMatchObject([{ state: 'confirmed' }])
  })
})

/** Nobody knows whether it was booked; it was not. */
async function bookUnknown(): Promise<void> {
  calendars = createTestCalendars(createTestAccounts({ breakerOpenMs: 50, createBudget: createNoBudget }))
  standIn.faults.set('stale=0ms,rate-limit=off,bookings.500=100%')
  expect(await book()).toMatchObject({ kind: 'unconfirmed' })
  later(21)
}

/** Somebody else changes what the company has. */
async function change(sets: string): Promise<void> {
  await queryAsOwner(database.ownerUrl, `update ${sets} where company_id = $1`, [company.id])
}

describe('settling while something else happens', () => {
  test('what was surely not sent is no try: it is not given up for that', async () => {
    await bookUnknown()
    standIn.faults.set('stale=0ms,rate-limit=off,bookings.429=100%')
    for (let look = 0; look < 5; look += 1) {
      expect(await settle()).toEqual({ settled: 0, open: 1 })
      later(21)
    }
    standIn.faults.set('stale=0ms,rate-limit=off')
    expect(await settle()).toEqual({ settled: 1, open: 0 })
    expect(standing()).toHaveLength(1)
    expect((await stored()).appointments).toMatchObject([{ state: 'confirmed' }])
  })

  test('nothing is sent by whom it does not belong to any more', async () => {
    await bookUnknown()
    standIn.faults.set('stale=0ms,rate-limit=off,reads.latency=300ms')
    const settling = settle()
    await expect.poll(() => standIn.counters().byEndpoint['GET /v2/bookings']).toBe(1)
    await change(`calendar_attempts set claimed_until = claimed_until + interval '40 seconds'`)
    expect(await settling).toEqual({ settled: 0, open: 1 })
    expect(standIn.counters().byEndpoint['POST /v2/bookings']).toBe(1)
  })

  test('an appointment that is moved meanwhile is found at the old time, and booked at the new one', async () => {
    await bookUnknown()
    standIn.faults.set('stale=0ms,rate-limit=off,bookings.latency=300ms')
    const settling = settle()
    await expect.poll(() => standIn.counters().byEndpoint['POST /v2/bookings']).toBe(2)
    await change(
      `appointments set version = version + 1, starts_at = starts_at + interval '2 hours', ends_at = ends_at + interval '2 hours'`,
    )
    expect(await settling).toEqual({ settled: 0, open: 1 })
    standIn.faults.set('stale=0ms,rate-limit=off')
    later(21)
    expect(await settle()).toEqual({ settled: 1, open: 0 })
    expect(standing()).toMatchObject([{ start: '2030-06-04T10:00:00.000Z' }])
  })
})

describe('an answer that is not what was asked', () => {
  test('is undone there and counts as taken', async () => {
    standIn.faults.set('stale=0ms,other-time=100%')
    expect(await book()).toMatchObject({ kind: 'taken' })
    expect(standing()).toEqual([])
    expect((await stored()).appointments).toMatchObject([{ state: 'failed', active: false }])
  })
})
