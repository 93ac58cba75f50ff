import { beforeAll, describe, expect, test } from 'vitest'

import {
  at,
  booked,
  cancel,
  createHouseOpener,
  type HouseOpener,
  move,
  offerToMove,
} from '../../test/changes/change-house.ts'
import { twoChairs } from '../../test/model/fixed-plans.ts'
import type { RealHouse } from '../../test/model/real-house.ts'
import { setRules } from '../companies/set-up.ts'

let house: HouseOpener

beforeAll(async () => {
  house = await createHouseOpener()
})

const rules = async (real: RealHouse, level: Parameters<typeof setRules>[3]) =>
  await real.db.inCompany(real.companyId, (tx) => setRules(tx, { ids: real.ids }, real.companyId, level))

describe('the rules of the house', () => {
  test('want notice to the minute', async () => {
    const minutes = at(10)
      .since(twoChairs.today.toPlainDateTime({ minute: 5 }))
      .total('minutes')
    for (const [noticeMinutes, kind] of [
      [minutes, 'cancelled'],
      [minutes + 1, 'policy'],
    ] as const) {
      const real = await house()
      const id = await booked(real, 0, at(10))
      await rules(real, { cancellationNoticeMinutes: noticeMinutes, reschedulingNoticeMinutes: noticeMinutes })
      const offer = await offerToMove(real, 1, id, at(12))
      const moved = await move(real, 1, { appointmentId: id, offerId: offer?.id ?? '', key: 'k' })
      expect(moved.kind).toBe(kind === 'policy' ? 'policy' : 'moved')
    }
    const real = await house()
    const id = await booked(real, 0, at(10))
    await rules(real, { cancellationNoticeMinutes: minutes + 1 })
    expect(await cancel(real, 1, id, 'k')).toMatchObject({ kind: 'policy', rule: 'notice' })
    await rules(real, { cancellationNoticeMinutes: minutes })
    expect(await cancel(real, 1, id, 'k')).toMatchObject({ kind: 'cancelled' })
  })

  test('count what the customer cancelled within the period, and nothing else', async () => {
    const real = await house({ ...twoChairs, maxOpenAppointments: 5 })
    await rules(real, { maxCancellations: 1, cancellationPeriodDays: 7 })
    const ids = [await booked(real, 0, at(10)), await booked(real, 0, at(11)), await booked(real, 0, at(12))]
    expect(await cancel(real, 1, ids[0] ?? '', 'a')).toMatchObject({ kind: 'cancelled' })
    expect(await cancel(real, 1, ids[1] ?? '', 'b')).toMatchObject({ kind: 'policy', rule: 'cancellations', most: 1 })
    const by = (who: string, ago: string) =>
      real.owner.query(
        `update appointments set cancelled_by = $2, cancelled_at = timestamptz '2030-06-02T22:05Z' - $3::interval where id = $1`,
        [ids[0], who, ago],
      )
    await by('house', '1 day')
    expect(await cancel(real, 1, ids[1] ?? '', 'c')).toMatchObject({ kind: 'cancelled' })
    await by('customer', '8 days')
    await real.owner.query(`update appointments set cancelled_by = 'house' where id = $1`, [ids[1]])
    expect(await cancel(real, 1, ids[2] ?? '', 'd')).toMatchObject({ kind: 'cancelled' })
  })

  test('let one appointment be moved so often', async () => {
    const real = await house()
    await rules(real, { maxMovesPerAppointment: 1 })
    const id = await booked(real, 0, at(10))
    for (const [hour, kind] of [
      [12, 'moved'],
      [13, 'policy'],
    ] as const) {
      const offer = await offerToMove(real, 1, id, at(hour))
      const outcome = await move(real, 1, { appointmentId: id, offerId: offer?.id ?? '', key: `k${hour}` })
      expect(outcome.kind).toBe(kind)
    }
  })
})
