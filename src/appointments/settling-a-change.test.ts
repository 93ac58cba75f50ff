import { beforeAll, describe, expect, test } from 'vitest'

import {
  at,
  attendee,
  bookAt,
  booked,
  createHouseOpener,
  type HouseOpener,
  move,
  offerToMove,
  rowOf,
} from '../../test/changes/change-house.ts'
import { type Elsewhere, houseElsewhere, settleLater, standing, tasksOf } from '../../test/changes/settling.ts'
import { twoChairs } from '../../test/model/fixed-plans.ts'
import { ask, book } from '../../test/model/real-house.ts'
import { decideAppointment } from './approve.ts'
import type { Offer } from './offer.ts'

let open: HouseOpener

beforeAll(async () => {
  open = await createHouseOpener()
})

const plan = { ...twoChairs, maxOpenAppointments: 12 }

/** An appointment, of ten o'clock unless given, that its caller moves, and nobody knows whether it was. */
async function movingTo(house: Elsewhere, when = at(11), from = at(10)): Promise<{ id: string; offer: Offer }> {
  const id = await booked(house.real, 0, from)
  return { id, offer: await moveUnknown(house, id, when) }
}

async function moveUnknown({ real }: Elsewhere, id: string, when: Temporal.PlainDateTime, staffId?: string) {
  const offer = await offerToMove(real, 1, id, when, staffId)
  if (offer === undefined) throw new Error('not free')
  const outcome = await move(real, 1, { appointmentId: id, offerId: offer.id, key: `move ${id}` })
  expect(outcome).toMatchObject({ kind: 'unconfirmed', why: 'no_answer' })
  return offer
}

const movedThere = ({ id, offer }: { id: string; offer: Offer }) => {
  return standing(id, { calendarReference: `moved ${id}`, startsAt: offer.startsAt, endsAt: offer.endsAt })
}

describe('a move that was made over there', () => {
  test('is finished although its customer has come to be expected somewhere else then', async () => {
    const house = await houseElsewhere(open, {}, plan)
    const { real } = house
    const moving = await movingTo(house)
    const other = await booked(real, 2, at(12))
    // As what was booked over there, past us, is written down here.
    await real.owner.query(
      `update appointments a set starts_at = b.starts_at, ends_at = b.ends_at
       from pending_changes b where a.id = $1 and b.appointment_id = $2`,
      [other, moving.id],
    )
    house.bookings.push(movedThere(moving))
    expect(await settleLater(house)).toEqual({ settled: 1, open: 0 })
    expect(house.failures).toEqual([])
    expect(await rowOf(real, moving.id)).toMatchObject({ state: 'confirmed', kept: ['11:00-11:30'] })
    expect(await rowOf(real, other)).toMatchObject({ state: 'confirmed' })
  })
})

describe('the time a move of which nobody knows the end goes to', () => {
  test('is the customer’s own already: it is not booked once more, with a colleague', async () => {
    const house = await houseElsewhere(open, {}, plan)
    const { real } = house
    const { id, offer } = await movingTo(house)
    const outcomes = [await bookAgain(real, at(11)), await bookAgain(real, at(11, 15))]
    expect(outcomes).toMatchObject([
      { kind: 'unconfirmed', appointment: { id, startsAt: offer.startsAt } },
      { kind: 'conflict', appointment: { id, startsAt: offer.startsAt } },
    ])
    expect(await bookAgain(real, at(13))).toMatchObject({ kind: 'booked' })
  })

  test('is nothing another appointment of the customer can move to', async () => {
    const house = await houseElsewhere(open, {}, plan)
    await movingTo(house)
    const other = await booked(house.real, 2, at(13))
    const offer = await offerToMove(house.real, 3, other, at(11, 15))
    const wanted = { appointmentId: other, offerId: offer?.id ?? '', key: 'other' }
    expect(await move(house.real, 3, wanted)).toMatchObject({ kind: 'taken', by: 'own' })
    expect(await rowOf(house.real, other)).toMatchObject({ state: 'confirmed', kept: ['13:00-13:30'] })
  })
})

async function bookAgain(real: Elsewhere['real'], when: Temporal.PlainDateTime) {
  const found = await ask(real, { call: 2, service: 0, staff: null, at: when })
  if (found.kind !== 'available') throw new Error(found.kind)
  const turns = [{ said: 'Ja, gerne.', main: found.offer.id, others: [] }]
  const request = { call: 2, offerId: found.offer.id, key: `again ${when.toString()}`, attendee, confirm: true, turns }
  return await book(real, request, real.deps.database)
}

describe('settling that fails', () => {
  test('keeps nothing else from being settled, is looked at again, and the front desk hears of it', async () => {
    const house = await houseElsewhere(open, {}, plan)
    const failing = await movingTo(house)
    const other = await movingTo(house, at(13), at(12))
    house.answers.find = async ({ reference }) => {
      if (reference === failing.id) throw new Error('cannot be read')
      return { kind: 'found', bookings: [movedThere(other)] }
    }
    expect(await settleLater(house)).toEqual({ settled: 1, open: 1 })
    expect(await tasksOf(house.real)).toEqual([])
    // Put back: otherwise it would be somebody's for forty seconds.
    expect(await settleLater(house, 22)).toEqual({ settled: 0, open: 1 })
    expect(await settleLater(house, 16 * 60)).toEqual({ settled: 0, open: 1 })
    expect(await tasksOf(house.real)).toEqual(['unconfirmed_change'])
    expect(house.failures).toHaveLength(3)
    delete house.answers.find
    house.bookings.push(movedThere(failing))
    expect(await settleLater(house, 17 * 60)).toEqual({ settled: 1, open: 0 })
  })
})

describe('the front desk', () => {
  test('is told once that nobody knows yet: a task it has closed does not come back', async () => {
    const house = await houseElsewhere(open, { find: async () => ({ kind: 'unknown' }) }, plan)
    await movingTo(house)
    expect(await settleLater(house, 16 * 60)).toEqual({ settled: 0, open: 1 })
    expect(await tasksOf(house.real)).toEqual(['unconfirmed_change'])
    await closeTasks(house)
    expect(await settleLater(house, 17 * 60)).toEqual({ settled: 0, open: 1 })
    expect(await tasksOf(house.real)).toEqual(['unconfirmed_change'])
  })

  test('is told once of a booking the calendar was away for, where none may wait', async () => {
    const house = await houseElsewhere(open, { book: async () => ({ kind: 'unavailable', mayWait: false }) }, plan)
    expect(await bookAt(house.real, 0, at(10), 'away')).toBeUndefined()
    expect(await tasksOf(house.real)).toEqual(['unconfirmed_booking'])
    await closeTasks(house)
    expect(await settleLater(house, 16 * 60)).toEqual({ settled: 0, open: 1 })
    expect(await tasksOf(house.real)).toEqual(['unconfirmed_booking'])
  })
})

/** Somebody at the front desk has seen to it. */
async function closeTasks({ real }: Elsewhere): Promise<void> {
  await real.owner.query(`update tasks set state = 'done', closed_at = now() where company_id = $1`, [real.companyId])
}

describe('what has ended while others were looked at', () => {
  test('is not written down over there', async () => {
    const house = await houseElsewhere(open, { book: async () => ({ kind: 'unavailable', mayWait: true }) }, plan)
    const { real } = house
    // More than are looked at together: the last of them is taken on only when one of the others is done.
    for (let one = 0; one < 9; one += 1)
      await bookAt(real, 0, at(9 + Math.floor(one / 2), (one % 2) * 30), `key ${one}`)
    const { rows } = await real.owner.query(
      'select id from appointments where company_id = $1 order by created_at desc limit 1',
      [real.companyId],
    )
    const last = String(rows[0].id)
    const asked: string[] = []
    let rejecting: Promise<void> | undefined
    house.answers.book = async ({ reference }) => {
      await (rejecting ??= reject(house, last))
      asked.push(reference)
      return { kind: 'booked', calendarReference: `there ${reference}` }
    }
    expect(await settleLater(house)).toEqual({ settled: 8, open: 0 })
    expect(asked).not.toContain(last)
    expect(await rowOf(real, last)).toMatchObject({ state: 'rejected' })
  })

  test('is not sent either when it ends while it is looked for', async () => {
    const house = await houseElsewhere(open, { book: async () => ({ kind: 'unknown' }) }, plan)
    await bookAt(house.real, 0, at(10), 'key')
    const asked: string[] = []
    house.answers.book = async ({ reference }) => {
      asked.push(reference)
      return { kind: 'unknown' }
    }
    house.answers.find = async ({ reference }) => {
      await house.real.owner.query(`update appointments set state = 'cancelled', version = version + 1 where id = $1`, [
        reference,
      ])
      return { kind: 'absent' }
    }
    expect(await settleLater(house)).toEqual({ settled: 0, open: 1 })
    expect(asked).toEqual([])
  })
})

/** Somebody who has to agree to it does not. */
async function reject({ real }: Elsewhere, appointmentId: string): Promise<void> {
  const deps = { ...real.deps, houses: real.houses, patientCalendar: async () => real.deps.calendar }
  const decision = { companyId: real.companyId, appointmentId, verdict: 'reject' as const, who: 'Anna Abel' }
  expect(await decideAppointment(deps, decision, AbortSignal.timeout(5_000))).toMatchObject({ kind: 'rejected' })
}

const refuse = async () => ({ kind: 'refused', why: 'not_allowed' }) as const

/** Moved over there, and the old one stands still. */
async function movedAndLeft(answers: Parameters<typeof houseElsewhere>[1]) {
  const house = await houseElsewhere(open, answers, plan)
  const moving = await movingTo(house)
  const startsAt = moving.offer.startsAt.subtract({ minutes: 60 })
  const left = { calendarReference: `there ${moving.id}`, startsAt, endsAt: startsAt.add({ minutes: 30 }) }
  house.bookings.push(movedThere(moving), standing(moving.id, left))
  return { house, ...moving }
}

describe('what is left over there beside the right booking', () => {
  test('is asked to be taken off once where the calendar refuses: the move counts, and the front desk looks', async () => {
    const { house, id } = await movedAndLeft({ cancel: refuse })
    expect(await settleLater(house)).toEqual({ settled: 1, open: 0 })
    expect(house.cancelled).toEqual([`there ${id}`])
    expect(await rowOf(house.real, id)).toMatchObject({ state: 'confirmed', kept: ['11:00-11:30'] })
    expect(await tasksOf(house.real)).toEqual(['calendar_conflict'])
  })

  test('is given up after several tries without an answer', async () => {
    const { house, id } = await movedAndLeft({ cancel: async () => Promise.reject(new Error('no answer')) })
    expect(await settleLater(house, 21)).toEqual({ settled: 0, open: 1 })
    // What was sent may still land.
    expect(await settleLater(house, 22)).toEqual({ settled: 0, open: 0 })
    expect(await settleLater(house, 42)).toEqual({ settled: 0, open: 1 })
    expect(await settleLater(house, 63)).toEqual({ settled: 0, open: 1 })
    expect(await settleLater(house, 84)).toEqual({ settled: 1, open: 0 })
    expect(house.cancelled).toHaveLength(3)
    expect(await rowOf(house.real, id)).toMatchObject({ state: 'confirmed', kept: ['11:00-11:30'] })
    expect(await tasksOf(house.real)).toEqual(['calendar_conflict'])
  })

  test('is taken off where the calendar does it, and nobody has to look', async () => {
    const { house, id } = await movedAndLeft({ cancel: async () => ({ kind: 'cancelled' }) })
    expect(await settleLater(house)).toEqual({ settled: 1, open: 0 })
    expect(house.cancelled).toEqual([`there ${id}`])
    expect(await tasksOf(house.real)).toEqual([])
  })

  test('is a booking at another time that stays there: what was asked for is booked, and the front desk looks', async () => {
    const house = await houseElsewhere(open, { book: async () => ({ kind: 'unknown' }), cancel: refuse }, plan)
    expect(await bookAt(house.real, 0, at(10), 'key')).toBeUndefined()
    const { rows } = await house.real.owner.query('select id from appointments where company_id = $1', [
      house.real.companyId,
    ])
    const id = String(rows[0].id)
    const startsAt = house.real.deps.clock.now().add({ hours: 90 })
    house.bookings.push(standing(id, { calendarReference: 'other', startsAt, endsAt: startsAt.add({ minutes: 30 }) }))
    delete house.answers.book
    expect(await settleLater(house)).toEqual({ settled: 1, open: 0 })
    expect(await rowOf(house.real, id)).toMatchObject({ state: 'confirmed', kept: ['10:00-10:30'] })
    expect(await tasksOf(house.real)).toEqual(['calendar_conflict'])
  })
})

/** Nobody knows whether it is with the colleague by now; the old booking, which is listed first, stands. */
async function givenToColleague() {
  const house = await houseElsewhere(open, {}, plan)
  const id = await booked(house.real, 0, at(10))
  const before = (await withWhom(house, id)).staff_id
  const colleague = house.real.staffIds.find((one) => one !== before)
  const offer = await moveUnknown(house, id, at(10), colleague)
  const there = { startsAt: offer.startsAt, endsAt: offer.endsAt }
  house.bookings.push(standing(id, { ...there, calendarReference: `there ${id}`, staffId: before }))
  expect(offer.staffId).toBe(colleague)
  return { house, id, offer, there }
}

describe('the same time with somebody else', () => {
  test('is finished with whom it is over there now, and the old booking is taken off', async () => {
    const { house, id, offer, there } = await givenToColleague()
    house.answers.cancel = async () => ({ kind: 'cancelled' })
    house.bookings.push(standing(id, { ...there, calendarReference: 'new', staffId: offer.staffId }))
    expect(await settleLater(house)).toEqual({ settled: 1, open: 0 })
    expect(house.cancelled).toEqual([`there ${id}`])
    expect(await withWhom(house, id)).toEqual({ staff_id: offer.staffId, calendar_reference: 'new' })
  })

  test('is asked for again where only the old booking stands', async () => {
    const { house, id, offer } = await givenToColleague()
    house.answers.move = async () => ({ kind: 'moved', calendarReference: 'new' })
    expect(await settleLater(house)).toEqual({ settled: 1, open: 0 })
    expect(house.cancelled).toEqual([])
    expect(house.moves.at(-1)).toMatchObject({
      calendarReference: `there ${id}`,
      to: { staffId: offer.staffId, startsAt: offer.startsAt },
    })
    expect(await withWhom(house, id)).toEqual({ staff_id: offer.staffId, calendar_reference: 'new' })
  })
})

async function withWhom({ real }: Elsewhere, id: string) {
  const { rows } = await real.owner.query('select staff_id, calendar_reference from appointments where id = $1', [id])
  return rows[0] as { staff_id: string; calendar_reference: string }
}
