import { beforeAll, describe, expect, test } from 'vitest'

import {
  at,
  booked,
  createHouseOpener,
  type HouseOpener,
  move,
  offerToMove,
  rowOf,
} from '../../test/changes/change-house.ts'
import { type Elsewhere, houseElsewhere, settleLater, standing, tasksOf } from '../../test/changes/settling.ts'
import { twoChairs } from '../../test/model/fixed-plans.ts'
import type { Offer } from './offer.ts'

let open: HouseOpener

beforeAll(async () => {
  open = await createHouseOpener()
})

const plan = { ...twoChairs, maxOpenAppointments: 5 }

/** An appointment, of ten o'clock unless given, that its caller moves, and nobody knows whether it was. */
async function movingTo({ real }: Elsewhere, when = at(11), from = at(10)): Promise<{ id: string; offer: Offer }> {
  const id = await booked(real, 0, from)
  const offer = await offerToMove(real, 1, id, when)
  if (offer === undefined) throw new Error('not free')
  const outcome = await move(real, 1, { appointmentId: id, offerId: offer.id, key: `move ${id}` })
  expect(outcome).toMatchObject({ kind: 'unconfirmed', why: 'no_answer' })
  return { id, offer }
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
