import * as fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { CompanyDatabase } from '../../src/appointments/visit.ts'
import { silentMirror } from '../../src/calendars/faulty-calendars.ts'
import type { CalendarMirror } from '../../src/calendars/mirror.ts'
import { createTestDatabase } from '../harness/database.ts'
import { twoChairs } from '../model/fixed-plans.ts'
import { openHouse, type RealHouse } from '../model/real-house.ts'
import { instantOf } from '../model/reference-openings.ts'
import type { Stage } from '../model/story.ts'
import { bookAt, cancel, move, offerToMove } from './change-house.ts'
import { checkChanges, type ToldChange } from './check-changes.ts'

const runs = Number(process.env['RINGBOOK_MODEL_SCHEDULES'] ?? 40)
const seed = Number(process.env['RINGBOOK_MODEL_SEED'] ?? 20_260_803)

let stage: Stage

beforeAll(async () => {
  const database = await createTestDatabase()
  const owner = new Client({ connectionString: database.ownerUrl })
  await owner.connect()
  stage = { db: database.db, owner }
})
afterAll(() => stage.owner.end())

/** What one caller wants of one appointment; each request is delivered twice at once, and once more. */
type Wish =
  | { readonly kind: 'cancel'; readonly appointment: number }
  | { readonly kind: 'move'; readonly appointment: number; readonly quarter: number }
  | { readonly kind: 'book'; readonly quarter: number }

const anyWish: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), appointment: fc.nat({ max: 1 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      appointment: fc.nat({ max: 1 }),
      quarter: fc.nat({ max: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('book' as const), quarter: fc.nat({ max: 5 }) }) },
)
const anyWishes = fc.array(anyWish, { minLength: 2, maxLength: 4 })

/** Both appointments are of the first number; every call but the last, which books for somebody else, is from it. */
const callers = ['+494066969021', '+494066969021', '+494066969021', '+494066969021', '+494066969021', '+494066969022']

function atQuarter(quarter: number): Temporal.PlainDateTime {
  return twoChairs.today
    .add({ days: 2 })
    .toPlainDateTime({ hour: 10 })
    .add({ minutes: quarter * 15 })
}

async function openWith(ids: number): Promise<{ house: RealHouse; appointments: readonly string[] }> {
  const nowMs = instantOf(twoChairs.today, twoChairs.nowMinute, twoChairs.zone)
  const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(nowMs) }
  const house = await openHouse(twoChairs, { ...stage, seed: ids, callers, clock })
  return { house, appointments: [] }
}

/** Two appointments, at ten and at eleven: a move of half an hour overlaps them. */
async function bookBoth(house: RealHouse): Promise<readonly string[]> {
  const ids: string[] = []
  for (const quarter of [0, 4]) {
    const id = await bookAt(house, 0, atQuarter(quarter), `booking ${quarter}`)
    if (id === undefined) throw new Error('The house was not empty')
    ids.push(id)
  }
  return ids
}

async function play(
  real: RealHouse,
  wish: Wish,
  call: number,
  appointments: readonly string[],
): Promise<readonly ToldChange[]> {
  const key = `tool:${call}`
  if (wish.kind === 'book') {
    await bookAt(real, callers.length - 1, atQuarter(wish.quarter), key)
    return []
  }
  const appointmentId = appointments[wish.appointment] ?? ''
  if (wish.kind === 'cancel') {
    return await threeTimes(async () => ({
      key,
      appointmentId,
      change: 'cancel' as const,
      outcome: await cancel(real, call, appointmentId, key),
    }))
  }
  const offer = await offerToMove(real, call, appointmentId, atQuarter(wish.quarter))
  if (offer === undefined) return []
  return await threeTimes(async () => ({
    key,
    appointmentId,
    change: 'move' as const,
    outcome: await move(real, call, { appointmentId, offerId: offer.id, key }),
  }))
}

async function threeTimes<T>(deliver: () => Promise<T>): Promise<readonly T[]> {
  return [...(await Promise.all([deliver(), deliver()])), await deliver()]
}

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

test('whatever is booked, moved and cancelled at once, every appointment is in one place or gone, and everybody is told so', async () => {
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), anyWishes, fc.integer(), async (scheduler, wishes, ids) => {
      const { house } = await openWith(ids)
      const appointments = await bookBoth(house)
      const real = { ...house, deps: { ...house.deps, database: scheduled(scheduler, house.db) } }
      const told = await scheduler.waitFor(
        Promise.all(wishes.map((wish, index) => play(real, wish, index + 1, appointments))),
      )
      for (const { change, outcome } of told.flat()) {
        seen.set(`${change} ${outcome.kind}`, (seen.get(`${change} ${outcome.kind}`) ?? 0) + 1)
      }
      await checkChanges(house, told.flat())
    }),
    { numRuns: runs, seed },
  )
  // A run in which nothing is done proves nothing.
  for (const kind of ['cancel cancelled', 'cancel already_cancelled', 'move moved', 'move none']) {
    expect(seen.get(kind), `${kind} of ${JSON.stringify([...seen])}`).toBeGreaterThan(0)
  }
})

/** What a calendar elsewhere makes of each request, in turn. */
type Answer = 'yes' | 'taken' | 'refused' | 'unavailable' | 'unknown' | 'broken'
const anyAnswers = fc.array(
  fc.constantFrom<Answer>('yes', 'yes', 'yes', 'taken', 'refused', 'unavailable', 'unknown', 'broken'),
  { minLength: 8, maxLength: 8 },
)

function mirrorThat(answers: readonly Answer[]): CalendarMirror {
  let asked = 0
  const next = () => answers[asked++ % answers.length] ?? 'yes'
  const notDone = (answer: Exclude<Answer, 'yes' | 'taken'>) => {
    if (answer === 'broken') throw new Error('The calendar broke')
    if (answer === 'refused') return { kind: 'refused', why: 'not_allowed' } as const
    return answer === 'unavailable'
      ? ({ kind: 'unavailable', mayWait: false } as const)
      : ({ kind: 'unknown' } as const)
  }
  return {
    ...silentMirror(),
    book: async ({ reference }) => ({ kind: 'booked', calendarReference: `there ${reference}` }),
    move: async ({ calendarReference }) => {
      const answer = next()
      if (answer === 'yes') return { kind: 'moved', calendarReference: `${calendarReference}'` }
      return answer === 'taken' ? { kind: 'taken' } : notDone(answer)
    },
    cancel: async () => {
      const answer = next()
      if (answer === 'yes') return { kind: 'cancelled' }
      return notDone(answer === 'taken' ? 'refused' : answer)
    },
  }
}

test('whatever a calendar elsewhere answers, an appointment keeps a time until it is gone, and nobody is told what is not', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(anyWishes, anyAnswers, fc.integer(), async (wishes, answers, ids) => {
      const { house } = await openWith(ids)
      const calendar = { ...house.deps.calendar, mirror: mirrorThat(answers) }
      const real = { ...house, deps: { ...house.deps, calendar } }
      const appointments = await bookBoth(real)
      const told = await Promise.all(wishes.map((wish, index) => play(real, wish, index + 1, appointments)))
      for (const { change, outcome } of told.flat()) seen.add(`${change} ${outcome.kind}`)
      await checkChanges(real, told.flat())
    }),
    { numRuns: Math.ceil(runs / 2), seed },
  )
  for (const kind of ['cancel cancelled', 'cancel unconfirmed', 'cancel policy', 'move moved', 'move unconfirmed']) {
    expect([...seen]).toContain(kind)
  }
})
