import { expect, test } from 'vitest'

import {
  accountOf,
  connectCompany,
  createNoBudget,
  createTestAccounts,
  createTestCalendars,
  hostWithEventType,
  startTestCalcom,
} from '../../test/harness/calcom.ts'
import { createTestCall, createTestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner } from '../../test/harness/database.ts'
import { systemRandom } from '../infra/random.ts'
import { createHouses } from '../openings/load-house.ts'
import { bookAppointment } from './book.ts'
import { checkAvailability } from './check-availability.ts'
import { type SettleDeps } from './settle-deps.ts'
import { settleUnknown } from './settle-unknown.ts'
import type { BookingDeps } from './visit.ts'

const CALLERS = 160
const AT_ONCE = 8
const FAULTS =
  'stale=0ms,rate-limit=off,bookings.drop-after=8%,bookings.500-after=5%,bookings.500=5%,bookings.drop=3%,other-time=6%,cancels.500=20%'

const referenceOf = ({ metadata }: Record<string, unknown>) =>
  String((metadata as Record<string, string>)['ringbook_reference'])
const sorted = (texts: readonly unknown[]) => texts.map(String).toSorted()

test('whatever breaks while many book, in the end both places have the same, and nobody was told "booked" without it', async () => {
  let now = Temporal.Instant.from('2030-06-03T02:00:00Z')
  const clock = { now: () => now }
  const database = await createTestDatabase()
  const company = await createTestCompany(database.db, { checksConfirmation: false })
  const account = accountOf([hostWithEventType(1), hostWithEventType(2)])
  const standIn = await startTestCalcom({ account, clock, faults: FAULTS, seed: 7 })
  await connectCompany(database.db, company, standIn)
  const calendars = createTestCalendars(createTestAccounts({ breakerOpenMs: 30, createBudget: createNoBudget }))
  const houses = createHouses({ clock })
  const signal = new AbortController().signal

  const told: { reference: string; kind: string }[] = []
  async function callAndBook(caller: number): Promise<void> {
    const call = await createTestCall(database.db, company, `+49176040${String(60_000 + caller)}`)
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
    // Days with sixteen half hours for two people: later callers meet what earlier ones took.
    const at = Temporal.PlainDateTime.from('2030-06-04T09:00').add({ days: caller % 3, minutes: (caller % 32) * 15 })
    const asked = await checkAvailability(deps, { ...visit, when: { kind: 'point', at } }, signal).catch(
      () => undefined,
    )
    const offer = asked?.kind === 'available' ? asked.offer : undefined
    if (offer === undefined) return
    const outcome = await bookAppointment(
      deps,
      {
        ...visit,
        offerId: offer.id,
        at: null,
        attendeeName: `Guest ${caller}`,
        phone: null,
        email: null,
        confirm: true,
        heard: [],
        effectKey: `tool:${testIds.uuid()}`,
        tool: 'book_appointment',
      },
      signal,
    )
    if ('appointment' in outcome) told.push({ reference: outcome.appointment.id, kind: outcome.kind })
  }
  const waiting = Array.from({ length: CALLERS }, (_, caller) => caller).values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const caller of waiting) await callAndBook(caller)
    }),
  )

  standIn.faults.set('stale=0ms,rate-limit=off')
  const settleDeps: SettleDeps = {
    clock,
    ids: testIds,
    database: database.db,
    houses,
    patientCalendar: (tx, house) => calendars.of(tx, { ...house.company, version: house.version }, 'job'),
  }
  for (let round = 0; round < 4; round += 1) {
    now = now.add({ seconds: 21 })
    await settleUnknown(settleDeps, company.id, signal)
  }

  const rows = await queryAsOwner<{ id: string; state: string; calendar_reference: string | null; starts_at: Date }>(
    database.ownerUrl,
    'select id, state, calendar_reference, starts_at from appointments where company_id = $1',
    [company.id],
  )
  const confirmed = rows.filter(({ state }) => state === 'confirmed')
  const standing = standIn.bookings().filter(({ status }) => status === 'accepted')
  expect(rows.filter(({ state }) => !['confirmed', 'failed', 'rejected'].includes(state))).toEqual([])
  // No twins, nothing lost, on either side.
  expect(sorted(standing.map((one) => `${referenceOf(one)} ${String(one['start'])}`))).toEqual(
    sorted(confirmed.map(({ id, starts_at }) => `${id} ${starts_at.toISOString()}`)),
  )
  expect(sorted(standing.map(({ uid }) => uid))).toEqual(sorted(confirmed.map((row) => row.calendar_reference)))
  const confirmedIds = new Set(confirmed.map(({ id }) => id))
  expect(told.filter(({ kind, reference }) => kind === 'booked' && !confirmedIds.has(reference))).toEqual([])
  // It was worth looking: all of it happened.
  expect(confirmed.length).toBeGreaterThan(40)
  expect(told.filter(({ kind }) => kind === 'unconfirmed').length).toBeGreaterThan(5)
})
