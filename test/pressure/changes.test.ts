import { beforeAll, expect, test } from 'vitest'

import { changeAtOnce } from '../../sim/chaos/change-at-once.ts'
import { check } from '../../sim/chaos/checker.ts'
import { buildHouse, type House } from '../../sim/chaos/house.ts'
import { inLanes } from '../../sim/chaos/lanes.ts'
import { createRandom } from '../../sim/chaos/random.ts'
import { type PressedGateway, startPressedGateway } from './pressed-gateway.ts'

const seed = 20_264
const appointments = 80
let pressed: PressedGateway
let house: House

beforeAll(async () => {
  pressed = await startPressedGateway()
  const options = { slug: 'changes', number: '+493023125909', staffCount: 10, duration: 30, grid: 15 }
  house = await buildHouse(pressed.ownerUrl, options)
  return () => pressed.stop()
})

test(`an appointment that up to three calls cancel and move at once is in one place or gone, as they were told (seed ${seed})`, async () => {
  const { exchange, ownerUrl, journal } = pressed
  const random = createRandom(seed)
  const all = await inLanes(appointments, 8, (index) => changeAtOnce(exchange, house, { index, random }))

  const changed = all.filter((appointment) => appointment !== undefined)
  expect(changed.length).toBeGreaterThan(appointments * 0.9)
  const told = new Set(
    changed.flatMap(({ changes }) =>
      changes.flatMap(({ change, statuses }) => statuses.map((one) => `${change} ${one}`)),
    ),
  )
  expect(told).toContain('cancel cancelled')
  expect(told).toContain('move moved')
  expect([...told].filter((one) => one.endsWith(' error') || one.endsWith(' '))).toEqual([])
  expect(await check({ ownerUrl, entries: journal.entries(), changes: journal.changes() })).toEqual([])
  expect(pressed.gateway.complaints()).toEqual([])
})
