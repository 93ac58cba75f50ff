import { beforeAll, expect, test } from 'vitest'

import { check } from '../../sim/chaos/checker.ts'
import { buildHouse, type House } from '../../sim/chaos/house.ts'
import { inLanes } from '../../sim/chaos/lanes.ts'
import { createRandom } from '../../sim/chaos/random.ts'
import { repeatRequest } from '../../sim/chaos/repeats.ts'
import { type PressedGateway, startPressedGateway } from './pressed-gateway.ts'

const seed = 20_261
const requests = 120
let pressed: PressedGateway
let house: House

beforeAll(async () => {
  pressed = await startPressedGateway()
  const options = { slug: 'repeats', number: '+493023125904', staffCount: 10, duration: 15 }
  house = await buildHouse(pressed.ownerUrl, options)
  return () => pressed.stop()
})

test(`a request that comes up to five times, half of them at once, has one effect and true answers (seed ${seed})`, async () => {
  const { exchange, ownerUrl, journal } = pressed
  const random = createRandom(seed)
  const repeated = await inLanes(requests, 8, (index) => repeatRequest(exchange, house, { index, random, ownerUrl }))

  const made = repeated.filter((request) => request !== undefined)
  expect(made).toHaveLength(requests)
  expect(made.flatMap((request) => request.untrue)).toEqual([])
  expect(new Set(made.flatMap((request) => request.statuses))).toEqual(new Set(['booked', 'needs_confirmation']))
  expect(made.filter((request) => request.atOnce && request.deliveries > 1).length).toBeGreaterThan(requests / 5)
  expect(made.filter((request) => request.cancelled).length).toBeGreaterThan(requests / 30)
  expect(await check({ ownerUrl, entries: journal.entries() })).toEqual([])
  expect(pressed.gateway.complaints()).toEqual([])
})
