import * as fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { CompanyDatabase } from '../../src/appointments/visit.ts'
import { createTestDatabase } from '../harness/database.ts'
import { checkHouse, type Told } from './check-house.ts'
import { twoChairs } from './fixed-plans.ts'
import { ask, book, openHouse, type RealHouse } from './real-house.ts'
import { instantOf } from './reference-openings.ts'
import type { Stage } from './story.ts'

const schedules = Number(process.env['RINGBOOK_MODEL_SCHEDULES'] ?? 60)
const seed = Number(process.env['RINGBOOK_MODEL_SEED'] ?? 20_260_803)

let stage: Stage

beforeAll(async () => {
  const database = await createTestDatabase()
  const owner = new Client({ connectionString: database.ownerUrl })
  await owner.connect()
  stage = { db: database.db, owner }
})
afterAll(() => stage.owner.end())

/** Transactions begin in the order the scheduler draws, and their answers arrive in another. */
function scheduled(scheduler: fc.Scheduler, database: CompanyDatabase): CompanyDatabase {
  return {
    async inCompany(companyId, work, options) {
      await scheduler.schedule(Promise.resolve(), 'begin')
      const result = await database.inCompany(companyId, work, options)
      return await scheduler.schedule(Promise.resolve(result), 'answer')
    },
  }
}

/** Asks for a quarter of an hour, agrees, and has the request delivered twice; gives what each delivery was told. */
async function playCaller(real: RealHouse, call: number, quarter: number): Promise<readonly Told[]> {
  const at = twoChairs.today
    .add({ days: 1 })
    .toPlainDateTime({ hour: 10 })
    .add({ minutes: quarter * 15 })
  const answer = await ask(real, { call, service: 0, staff: null, at })
  const offer =
    answer.kind === 'available' ? answer.offer : 'alternatives' in answer ? answer.alternatives[0] : undefined
  if (offer === undefined) return []
  const turns = [{ said: 'Ja, gerne.', main: offer.id, others: [] }]
  const key = `tool:${call}`
  const request = { call, offerId: offer.id, key, attendee: `Erika ${'ABC'.charAt(call)}muster`, confirm: true, turns }
  const deliver = () => book(real, request, real.deps.database)
  const outcomes = [...(await Promise.all([deliver(), deliver()])), await deliver()]
  return outcomes.map((outcome) => ({ key, outcome }))
}

test('in whatever order the transactions of three callers begin and are answered, everybody is told the truth', async () => {
  const quarters = fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 }), fc.nat({ max: 2 }))
  let booked = 0
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), quarters, fc.integer(), async (scheduler, wanted, ids) => {
      const nowMs = instantOf(twoChairs.today, twoChairs.nowMinute, twoChairs.zone)
      const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(nowMs) }
      const callers = ['+494066969021', '+494066969021', null]
      const house = await openHouse(twoChairs, { ...stage, seed: ids, callers, clock })
      const real = { ...house, deps: { ...house.deps, database: scheduled(scheduler, house.db) } }
      const told = await scheduler.waitFor(Promise.all(wanted.map((quarter, call) => playCaller(real, call, quarter))))
      await checkHouse(house, { limit: twoChairs.maxOpenAppointments, told: told.flat() })
      booked += new Set(
        told
          .flat()
          .filter(({ outcome }) => outcome.kind === 'booked')
          .map(({ key }) => key),
      ).size
    }),
    { numRuns: schedules, seed },
  )
  // Two chairs and three callers who find another time: a run in which nobody gets anything proves nothing.
  expect(booked).toBeGreaterThan(schedules)
})
