import { beforeAll, expect, test } from 'vitest'

import { check } from '../../sim/chaos/checker.ts'
import { sendHostile } from '../../sim/chaos/hostile-run.ts'
import { buildHouse, type House } from '../../sim/chaos/house.ts'
import { createRandom } from '../../sim/chaos/random.ts'
import { type PressedGateway, startPressedGateway } from './pressed-gateway.ts'

const seed = 20_262
const requests = 2_000
let pressed: PressedGateway
let house: House

beforeAll(async () => {
  pressed = await startPressedGateway()
  house = await buildHouse(pressed.ownerUrl, { slug: 'hostile', number: '+493023125908', staffCount: 3, duration: 30 })
  return () => pressed.stop()
})

test(`whatever is sent, rightly signed, is answered as agreed and never as a fault (seed ${seed})`, async () => {
  const { gateway, ownerUrl } = pressed
  const plan = { url: gateway.url, key: gateway.key, house, lanes: 12 }
  const run = await sendHostile({ ...plan, random: createRandom(seed), count: requests })
  expect(run.findings).toEqual([])
  expect(gateway.complaints()).toEqual([])
  expect(gateway.crashes()).toBe(0)
  // Some of it was a booking that could be made; nothing of it left anything behind that is not sound.
  expect(run.answers['booked']).toBeGreaterThan(0)
  expect(await check({ ownerUrl, entries: [] })).toEqual([])
})
