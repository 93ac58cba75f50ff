import { beforeAll, expect, test } from 'vitest'

import { at, booked, createHouseOpener, type HouseOpener } from '../../test/changes/change-house.ts'
import { twoChairs } from '../../test/model/fixed-plans.ts'
import type { RealHouse } from '../../test/model/real-house.ts'

let house: HouseOpener

beforeAll(async () => {
  house = await createHouseOpener()
})

/** What is usual for whom an appointment is with, beside where and with whom it is. */
async function usualOf(real: RealHouse, appointmentId: string) {
  const { rows } = await real.owner.query<Record<'branch' | 'staff' | 'usualBranch' | 'usualStaff', string | null>>(
    `select a.branch_id as branch, a.staff_id as staff, c.usual_branch_id as "usualBranch", c.usual_staff_id as "usualStaff"
      from appointments a join customers c on c.id = a.customer_id where a.id = $1`,
    [appointmentId],
  )
  return rows[0]
}

const numberShown = 0
const numberWithheld = 7

test.each([
  ['a caller who shows a number', numberShown],
  ['a caller who shows none', numberWithheld],
])('what is usual for %s is where and with whom they were booked last', async (_who, caller) => {
  const real = await house({ ...twoChairs, maxOpenAppointments: 5 })
  for (const hour of [10, 12]) {
    const usual = await usualOf(real, await booked(real, caller, at(hour)))
    expect(usual?.staff).toEqual(expect.any(String))
    expect([usual?.usualBranch, usual?.usualStaff]).toEqual([usual?.branch, usual?.staff])
    await real.owner.query('update customers set usual_branch_id = null, usual_staff_id = null')
  }
})
