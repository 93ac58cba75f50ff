import * as fc from 'fast-check'

import type { Offer } from '../../src/appointments/offer.ts'
import { occupy } from '../../src/occupancy/segments.ts'
import { checkHouse, type Told } from '../model/check-house.ts'
import { twoChairs } from '../model/fixed-plans.ts'
import type { Plan } from '../model/plan.ts'
import { ask, book, openHouse, type RealHouse } from '../model/real-house.ts'
import { instantOf, keptFor } from '../model/reference-openings.ts'
import type { Stage } from '../model/story.ts'

type Caller = {
  /** Which of few numbers; the last is withheld. */
  number: number
  /** Which quarters of an hour are wanted, one after the other. */
  wants: readonly number[]
  /** How often the request is delivered, all at once. */
  deliveries: number
  staff: number | null
  /** Whether the caller makes up their mind; otherwise they go on holding what they have. */
  books: boolean
}

const anyRace = fc.record({
  /** All are one and the same number that collects times and books none. */
  isHoarding: fc.constantFrom(false, false, true),
  staff: fc.integer({ min: 1, max: 2 }),
  limit: fc.constantFrom(1, 2, 5),
  intruders: fc.nat({ max: 2 }),
  callers: fc.array(
    fc.record({
      number: fc.constantFrom(0, 0, 0, 1, 2, 3),
      wants: fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 2 }),
      books: fc.constantFrom(true, true, false),
      deliveries: fc.constantFrom(1, 1, 2, 3),
      staff: fc.option(fc.nat({ max: 1 }), { freq: 3, nil: null }),
    }),
    { minLength: 3, maxLength: 7 },
  ),
})

const NUMBERS = ['+494066969011', '+494066969012', '+494066969013', null] as const

/** Callers, repeats and somebody who takes no lock, all at once on few openings; then everything told is looked up. */
export async function playRace(stage: Stage, seed: number): Promise<void> {
  for (const { staff, limit, intruders, isHoarding, ...race } of fc.sample(anyRace, { seed, numRuns: 1 })) {
    const callers = isHoarding ? race.callers.map((caller) => ({ ...caller, number: 0, books: false })) : race.callers
    const plan = planOf(staff, limit)
    const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(instantOf(plan.today, 0, plan.zone)) }
    const numbers = callers.map((caller) => NUMBERS[caller.number] ?? null)
    const real = await openHouse(plan, { ...stage, seed, callers: numbers, clock })
    const told = await Promise.all([
      ...callers.map((caller, call) => playCaller(real, plan, caller, call)),
      ...Array.from({ length: intruders }, (_, index) => intrude(real, plan, index)),
    ])
    await checkHouse(real, { limit, told: told.flat() })
  }
}

async function playCaller(real: RealHouse, plan: Plan, caller: Caller, call: number): Promise<readonly Told[]> {
  const wishes = caller.wants.map((want) =>
    plan.today
      .add({ days: 1 })
      .toPlainDateTime({ hour: 10 })
      .add({ minutes: want * 15 }),
  )
  let offer: Offer | undefined
  for (const at of wishes) {
    const staff = caller.staff === null || caller.staff >= plan.staff.length ? null : caller.staff
    const answer = await ask(real, { call, service: 0, staff, at })
    if (answer.kind === 'available') offer = answer.offer
    else if (answer.kind === 'alternatives') [offer] = answer.alternatives
  }
  if (offer === undefined || !caller.books) return []
  const key = `tool:${call}`
  const turns = [{ said: 'Ja, gerne.', main: offer.id, others: [] }]
  const request = {
    call,
    offerId: offer.id,
    key,
    attendee: `Erika ${'Abcdefgh'.charAt(call)}muster`,
    confirm: true,
    turns,
  }
  const outcomes = await Promise.all(Array.from({ length: caller.deliveries }, () => book(real, request)))
  // While others still run: what one of them got, another of them may have been refused a moment before.
  outcomes.push(await book(real, request))
  return outcomes.map((outcome) => ({ key, outcome }))
}

/** Writes a hold of its own without asking anybody: what a calendar elsewhere, or a person, may do at any moment. */
async function intrude(real: RealHouse, plan: Plan, index: number): Promise<readonly Told[]> {
  const startMs = instantOf(plan.today.add({ days: 1 }), 600 + index * 25, plan.zone)
  const [call] = real.calls
  if (call === undefined) return []
  await real.db.inCompany(real.companyId, async (tx) => {
    const holdId = real.ids.uuid()
    await tx
      .insertInto('holds')
      .values({
        id: holdId,
        company_id: real.companyId,
        call_id: call.id,
        offer_id: 'desk',
        caller: null,
        staff_asked_for: true,
        // Not one of the call's own: used up at once, its time kept.
        state: 'used',
        expires_at: '2100-01-01T00:00:00Z',
      })
      .execute()
    const [during] = keptFor(plan, 0, startMs)
    if (during === undefined) return
    const segment = { id: real.ids.uuid(), companyId: real.companyId, resourceId: real.staffIds[0] ?? '', during }
    await occupy(tx, { ...segment, owner: { holdId } })
  })
  return []
}

/** As many people as wanted, free from nine to three; what is raced for is between ten and noon or a little later. */
function planOf(staff: number, limit: number): Plan {
  const people = twoChairs.staff.slice(0, staff)
  const services = twoChairs.services.map((service) => ({ ...service, staff: [...people.keys()] }))
  return { ...twoChairs, staff: people, services, maxOpenAppointments: limit }
}
