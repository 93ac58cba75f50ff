import { beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { callAndBook } from '../../test/calendar/caller.ts'
import { openSalon, type Salon } from '../../test/calendar/salon.ts'
import { testIds } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { setRules } from '../companies/set-up.ts'
import { systemRandom } from '../infra/random.ts'
import { listApprovals } from './approvals.ts'
import { type ApproveDeps, type Decision, decideAppointment } from './approve.ts'
import type { SettlingEvents } from './settle-deps.ts'
import { settleUnknown } from './settle-unknown.ts'

const QUIET = 'stale=0ms,rate-limit=off'
const signal = new AbortController().signal

let database: TestDatabase
let salon: Salon
let now: Temporal.Instant
const clock = { now: () => now }

beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(() => {
  // A Monday's small hours.
  now = Temporal.Instant.from('2030-06-03T02:00:00Z')
})

/** Opens a salon; with `byRule` its own people have to agree to every appointment. */
async function open({ byRule, there = false }: { byRule: boolean; there?: boolean }): Promise<void> {
  const options = { clock, staffCount: 1, seed: 1, faults: QUIET, breakerOpenMs: 30, awaitsApprovalThere: there }
  salon = await openSalon(database, options)
  const { id } = salon.company
  await database.db.inCompany(id, (tx) => setRules(tx, { ids: testIds }, id, { needsApproval: byRule }))
}

async function book(number = 1, at = '2030-06-04T10:00'): Promise<string> {
  const told = await callAndBook(salon, { number, at: Temporal.PlainDateTime.from(at) })
  expect(told.kind).toBe('pending_approval')
  return told.reference ?? ''
}

function deps(): ApproveDeps {
  return {
    clock,
    ids: testIds,
    random: systemRandom,
    database: database.db,
    houses: salon.houses,
    patientCalendar: (tx, { company, version }) => salon.calendars.of(tx, { ...company, version }, 'job'),
  }
}

async function decide(appointmentId: string, verdict: Decision['verdict']): Promise<string> {
  const decision = { companyId: salon.company.id, appointmentId, verdict, who: 'Anna Abel' }
  return (await decideAppointment(deps(), decision, signal)).kind
}

/** Nothing may fail on the way. */
const failing: SettlingEvents = {
  settlingFailed(_companyId, error) {
    throw error
  },
}

const settle = async () => await settleUnknown({ ...deps(), events: failing }, salon.company.id, signal)
const statesThere = () => salon.standIn.bookings().map(({ status }) => status)
async function stateHere(): Promise<{ state: string; active: boolean; whys: string[] }[]> {
  return await queryAsOwner(
    database.ownerUrl,
    `select a.state, exists (select from segments s where s.appointment_id = a.id and s.active) as active,
        (select array_agg(h.who || ': ' || h.why order by h.version) from appointment_history h
          where h.appointment_id = a.id and h.who not like 'call %') as whys
      from appointments a where a.company_id = $1 order by a.starts_at`,
    [salon.company.id],
  )
}
const waiting = async () => {
  const { id } = salon.company
  const all = await database.db.inCompany(id, (tx) => listApprovals(tx, id))
  return all.map(({ waitsFor, appointment, phone }) => [waitsFor, appointment.attendeeName, phone])
}

describe('an appointment the house has to agree to, with its calendar here', () => {
  beforeEach(async () => {
    await open({ byRule: true })
    await database.db.inCompany(salon.company.id, (tx) =>
      tx.updateTable('companies').set({ calendar: 'builtin' }).where('id', '=', salon.company.id).execute(),
    )
  })

  test('is listed, stands once it was agreed to, and the history says who agreed', async () => {
    const id = await book()
    expect(await waiting()).toEqual([['approval', 'Guest 1', '+4917604060001']])
    expect(await decide(id, 'approve')).toBe('confirmed')
    expect(await stateHere()).toEqual([{ state: 'confirmed', active: true, whys: ['Anna Abel: approved'] }])
    expect(await waiting()).toEqual([])
    expect(await decide(id, 'approve')).toBe('not_waiting')
    expect(await decide(id, 'reject')).toBe('not_waiting')
  })

  test('gives its time back when it was refused, and stays refused', async () => {
    const id = await book()
    expect(await decide(id, 'reject')).toBe('rejected')
    expect(await stateHere()).toEqual([{ state: 'rejected', active: false, whys: ['Anna Abel: rejected'] }])
    expect(await decide(id, 'approve')).toBe('not_waiting')
    await book(2)
  })

  test('can no longer be agreed to once its time has come, but can be refused', async () => {
    const id = await book()
    now = Temporal.Instant.from('2030-06-04T08:00:00Z')
    expect(await decide(id, 'approve')).toBe('too_late')
    expect(await decide(id, 'reject')).toBe('rejected')
  })

  test('is nobody’s to decide who has another one, and of two who decide at once one does', async () => {
    const id = await book()
    expect(await decide(testIds.uuid(), 'approve')).toBe('none')
    const both = await Promise.all([decide(id, 'approve'), decide(id, 'reject')])
    expect(both.toSorted().filter((kind) => kind === 'not_waiting')).toHaveLength(1)
    expect(await stateHere()).toMatchObject([{ state: both[0] === 'confirmed' ? 'confirmed' : 'rejected' }])
  })
})

describe('an appointment the house has to agree to, with its calendar elsewhere', () => {
  beforeEach(() => open({ byRule: true }))

  test('is written down there once it was agreed to, and stands then', async () => {
    const id = await book()
    expect(await settle()).toEqual({ settled: 0, open: 0 })
    expect(statesThere()).toEqual([])
    expect(await decide(id, 'approve')).toBe('waits_for_calendar')
    expect(await waiting()).toMatchObject([['calendar', 'Guest 1', {}]])
    expect(await decide(id, 'approve')).toBe('waits_for_calendar')
    expect(await settle()).toEqual({ settled: 1, open: 0 })
    expect(statesThere()).toEqual(['accepted'])
    expect(await stateHere()).toMatchObject([{ state: 'confirmed', active: true }])
  })

  test('is not written down there when it was refused, nor when it is refused after all', async () => {
    expect(await decide(await book(), 'reject')).toBe('rejected')
    const id = await book(2)
    expect(await decide(id, 'approve')).toBe('waits_for_calendar')
    expect(await decide(id, 'reject')).toBe('rejected')
    expect(await settle()).toEqual({ settled: 0, open: 0 })
    expect(statesThere()).toEqual([])
  })

  test('is refused when its time is somebody else’s there by then, and the front desk tells the customer', async () => {
    const id = await book()
    salon.standIn.edit({ kind: 'book', eventTypeId: 100, start: '2030-06-04T08:00:00Z' })
    expect(await decide(id, 'approve')).toBe('waits_for_calendar')
    expect(await settle()).toEqual({ settled: 1, open: 0 })
    expect(await stateHere()).toMatchObject([{ state: 'rejected', active: false }])
    const { id: companyId } = salon.company
    const tasks = await queryAsOwner(database.ownerUrl, 'select kind from tasks where company_id = $1', [companyId])
    expect(tasks).toEqual([{ kind: 'unconfirmed_booking' }])
  })

  test('waits on while the calendar is away, however long that is, and is then written down once', async () => {
    const id = await book()
    expect(await decide(id, 'approve')).toBe('waits_for_calendar')
    salon.standIn.faults.set(`${QUIET},all.drop=100%`)
    for (let look = 0; look < 8; look += 1) {
      now = now.add({ seconds: 21 })
      expect(await settle()).toEqual({ settled: 0, open: 1 })
    }
    salon.standIn.faults.set(QUIET)
    // The breaker of the job lets nobody through for five seconds.
    await expect.poll(settle, { interval: 500 }).toEqual({ settled: 1, open: 0 })
    expect(statesThere()).toEqual(['accepted'])
  })
})

describe('an appointment that waits for a word in the calendar elsewhere', () => {
  beforeEach(() => open({ byRule: false, there: true }))

  test('is agreed to there, and stands in both places', async () => {
    const id = await book()
    expect(await waiting()).toMatchObject([['approval_there', 'Guest 1', {}]])
    expect(await decide(id, 'approve')).toBe('confirmed')
    expect(statesThere()).toEqual(['accepted'])
    expect(await stateHere()).toMatchObject([{ state: 'confirmed', active: true }])
  })

  test('is refused there, and its time is free', async () => {
    const id = await book()
    expect(await decide(id, 'reject')).toBe('rejected')
    expect(statesThere()).toEqual(['rejected'])
    expect(await stateHere()).toMatchObject([{ state: 'rejected', active: false }])
  })

  test('takes what was decided there meanwhile for what it is', async () => {
    const id = await book()
    const [{ uid } = { uid: '' }] = salon.standIn.bookings()
    salon.standIn.edit({ kind: 'cancel', uid: String(uid) })
    expect(await decide(id, 'approve')).toBe('not_waiting')
    expect(await stateHere()).toMatchObject([{ state: 'cancelled', active: false }])
  })

  test('stays as it is while the calendar is away; nothing is said that is not known', async () => {
    const id = await book()
    salon.standIn.faults.set(`${QUIET},all.drop=100%`)
    expect(await decide(id, 'approve')).toBe('unconfirmed')
    expect(await stateHere()).toMatchObject([{ state: 'pending_approval', active: true }])
  })
})
