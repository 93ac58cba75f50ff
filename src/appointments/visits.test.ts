import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'

import { createTestCall, createTestCompany, type TestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { createBuiltinCalendar } from '../calendars/builtin/builtin-calendar.ts'
import type { Call } from '../calls/call.ts'
import { addService } from '../catalog/set-up.ts'
import { systemRandom } from '../infra/random.ts'
import { createHouses } from '../openings/load-house.ts'
import type { Appointment } from './appointment.ts'
import { bookAppointment } from './book.ts'
import { checkAvailability } from './check-availability.ts'
import type { AvailabilityOutcome } from './outcomes.ts'
import { serviceIdsOf, staffOf } from './visit-parts.ts'
import type { BookingDeps } from './visit.ts'

/** A Monday morning; what is asked for is on Tuesday. */
const now = Temporal.Instant.from('2030-06-03T06:00:00Z')
const nine = Temporal.PlainDateTime.from('2030-06-04T09:00')
const signal = AbortSignal.timeout(120_000)

let database: TestDatabase
let deps: BookingDeps

beforeAll(async () => {
  database = await createTestDatabase()
  deps = {
    clock: { now: () => now },
    ids: testIds,
    random: systemRandom,
    calendar: createBuiltinCalendar(),
    database: database.db,
  }
})

type PlannedService = {
  quarters: number
  gap: { from: number; to: number } | null
  before: number
  after: number
  /** Places of those who do it. */
  staff: readonly number[]
}

const anyService: fc.Arbitrary<PlannedService> = fc.record({
  quarters: fc.constantFrom(2, 4, 6),
  gap: fc.constantFrom(null, { from: 1, to: 3 }, { from: 2, to: 4 }),
  before: fc.constantFrom(0, 0, 1),
  after: fc.constantFrom(0, 0, 1),
  staff: fc.subarray([0, 1, 2], { minLength: 1 }),
})

/** What somebody calls for: places of services, a quarter of an hour after nine, whom they name. */
type Caller = { services: readonly number[]; quarter: number; staff: number | null }

const anyCaller: fc.Arbitrary<Caller> = fc.record({
  services: fc.uniqueArray(fc.nat({ max: 2 }), { minLength: 1, maxLength: 3 }),
  quarter: fc.integer({ min: 0, max: 8 }),
  staff: fc.option(fc.nat({ max: 2 }), { freq: 3 }),
})

type Salon = TestCompany & { services: readonly (PlannedService & { id: string })[] }

async function newSalon(planned: readonly PlannedService[]): Promise<Salon> {
  const company = await createTestCompany(database.db, {
    staff: ['Anna Abel', 'Bert Busch', 'Cora Clark'],
    services: {},
  })
  const services = await database.db.inCompany(company.id, async (tx) => {
    const made: (PlannedService & { id: string })[] = []
    for (const service of planned) {
      const gap = gapOf(service)
      const id = await addService(tx, deps, company.id, {
        name: `Leistung ${made.length}`,
        durationMinutes: service.quarters * 15,
        bufferBeforeMinutes: service.before * 15,
        bufferAfterMinutes: service.after * 15,
        gaps: gap === null ? [] : [gap],
        staffIds: service.staff.map((place) => company.staffIds[place] ?? ''),
        position: made.length,
      })
      made.push({ ...service, id })
    }
    return made
  })
  return { ...company, services }
}

/** Only where it lies within the service. */
function gapOf({ gap, quarters }: PlannedService): { fromMinute: number; toMinute: number } | null {
  if (gap === null || gap.to >= quarters) return null
  return { fromMinute: gap.from * 15, toMinute: gap.to * 15 }
}

async function ask(salon: Salon, call: Call, caller: Caller): Promise<AvailabilityOutcome> {
  const house = await database.db.inCompany(salon.id, (tx) => createHouses(deps).get(tx, salon.id))
  const [branch] = house?.company.branches ?? []
  const [service, ...further] = caller.services.flatMap((place) => house?.services[place] ?? [])
  if (house === undefined || branch === undefined || service === undefined) throw new Error('an empty house')
  const staffId = caller.staff === null ? null : (salon.staffIds[caller.staff] ?? null)
  const at = nine.add({ minutes: caller.quarter * 15 })
  const wish = { house, call, customer: null, branch, service, further, staffId, when: { kind: 'point', at } as const }
  return await checkAvailability(deps, wish, signal)
}

/** Asks, and takes what is offered first, with a yes to it. */
async function comeBy(salon: Salon, caller: Caller): Promise<Appointment | undefined> {
  const call = await createTestCall(database.db, salon)
  const found = await ask(salon, call, caller)
  const offer = found.kind === 'available' ? found.offer : 'alternatives' in found ? found.alternatives[0] : undefined
  if (offer === undefined) return undefined
  const house = await database.db.inCompany(salon.id, (tx) => createHouses(deps).get(tx, salon.id))
  if (house === undefined) throw new Error('no such company')
  const outcome = await bookAppointment(
    deps,
    {
      house,
      call,
      customer: null,
      offerId: offer.id,
      at: null,
      service: null,
      branch: null,
      staffId: null,
      attendeeName: 'Erika Beispiel',
      phone: null,
      email: null,
      confirm: true,
      heard: [{ said: 'Ja, gerne', main: offer.id, others: [] }],
      effectKey: `tool:${call.id}`,
      tool: 'book_appointment',
    },
    signal,
  )
  expect(['booked', 'taken']).toContain(outcome.kind)
  return outcome.kind === 'booked' ? outcome.appointment : undefined
}

/** Every minute somebody is taken for an appointment, by the rules as they are told. */
function minutesTaken(salon: Salon, appointment: Appointment): readonly string[] {
  const staffIds = staffOf(appointment)
  let from = 0
  const taken = serviceIdsOf(appointment).flatMap((id, index) => {
    const service = salon.services.find((one) => one.id === id)
    if (service === undefined) throw new Error('no such service')
    const staff = salon.staffIds.indexOf(staffIds[index] ?? '')
    expect(service.staff).toContain(staff)
    const gap = gapOf(service)
    const first = from
    from += service.quarters * 15
    const minutes: string[] = []
    for (let minute = -service.before * 15; minute < (service.quarters + service.after) * 15; minute += 1) {
      if (gap === null || minute < gap.fromMinute || minute >= gap.toMinute) minutes.push(`${staff} ${first + minute}`)
    }
    return minutes
  })
  expect(appointment.startsAt.until(appointment.endsAt).total('minutes')).toBe(from)
  return [...new Set(taken)].toSorted()
}

async function minutesKept(salon: Salon, appointment: Appointment): Promise<readonly string[]> {
  const rows = await queryAsOwner<{ resource_id: string; from_minute: number; to_minute: number }>(
    database.ownerUrl,
    `select g.resource_id, (extract(epoch from lower(g.during) - a.starts_at) / 60)::int as from_minute,
        (extract(epoch from upper(g.during) - a.starts_at) / 60)::int as to_minute
      from segments g join appointments a on a.id = g.appointment_id where a.id = $1 and g.active`,
    [appointment.id],
  )
  return rows
    .flatMap((row) =>
      Array.from({ length: row.to_minute - row.from_minute }, (_, index) => {
        return `${salon.staffIds.indexOf(row.resource_id)} ${row.from_minute + index}`
      }),
    )
    .toSorted()
}

async function count(salon: Salon, text: string): Promise<number> {
  const [row] = await queryAsOwner<{ found: number }>(database.ownerUrl, text, [salon.id])
  return row?.found ?? -1
}

test('of callers at the same moment nobody is taken twice, and each visit keeps what its services take', async () => {
  let used = 0
  let booked = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyService, { minLength: 3, maxLength: 3 }),
      fc.array(anyCaller, { minLength: 2, maxLength: 7 }),
      async (services, callers) => {
        const salon = await newSalon(services)
        const appointments = await Promise.all(callers.map((caller) => comeBy(salon, caller)))
        for (const appointment of appointments) {
          if (appointment === undefined) continue
          booked += 1
          expect(await minutesKept(salon, appointment)).toEqual(minutesTaken(salon, appointment))
        }
        const pairs = `select count(*)::int as found from segments a join segments b
          on a.resource_id = b.resource_id and a.id < b.id and a.during && b.during
          where a.company_id = $1 and a.active and b.active`
        expect(await count(salon, pairs)).toBe(0)
        used += await count(
          salon,
          `select count(*)::int as found from appointments a join appointments b on a.company_id = b.company_id
              and a.staff_id = b.staff_id and a.starts_at < b.starts_at and b.ends_at < a.ends_at
            where a.company_id = $1`,
        )
      },
    ),
    // The same salons every time; who is faster is not.
    { numRuns: 25, seed: 20_300_604 },
  )
  expect(booked).toBeGreaterThan(40)
  // Somebody came while somebody else of the same person's was waiting.
  expect(used).toBeGreaterThan(0)
})

test('a hold with a gap moves to a colleague as a whole for somebody who asks for that person by name', async () => {
  const gapped = { quarters: 6, gap: { from: 2, to: 4 }, before: 0, after: 0, staff: [0, 1] }
  const salon = await newSalon([gapped, { ...gapped, quarters: 2, gap: null }])
  const first = await createTestCall(database.db, salon)
  const held = await ask(salon, first, { services: [0], quarter: 0, staff: null })
  const heldBy = held.kind === 'available' ? salon.staffIds.indexOf(held.offer.staffId) : -1
  const second = await createTestCall(database.db, salon)
  const named = await ask(salon, second, { services: [1], quarter: 4, staff: heldBy })
  expect(named).toMatchObject({ kind: 'available', offer: { staffId: salon.staffIds[heldBy] } })
  const rows = await queryAsOwner<{ resource_id: string }>(
    database.ownerUrl,
    `select g.resource_id from segments g join holds h on h.id = g.hold_id where h.call_id = $1 and g.active`,
    [first.id],
  )
  const colleague = salon.staffIds[1 - heldBy]
  expect(rows.map((row) => row.resource_id)).toEqual([colleague, colleague])
})

test('a hold of several services stays with whom it is', async () => {
  const service = { quarters: 2, gap: null, before: 0, after: 0, staff: [0, 1] }
  const salon = await newSalon([service, service])
  const first = await createTestCall(database.db, salon)
  const held = await ask(salon, first, { services: [0, 1], quarter: 0, staff: null })
  const heldBy = held.kind === 'available' ? salon.staffIds.indexOf(held.offer.staffId) : -1
  const second = await createTestCall(database.db, salon)
  const named = await ask(salon, second, { services: [1], quarter: 0, staff: heldBy })
  expect(named).toMatchObject({ kind: 'alternatives' })
})
