import { beforeAll, expect, test } from 'vitest'

import { check } from '../../sim/chaos/checker.ts'
import { buildHouse, type House } from '../../sim/chaos/house.ts'
import { race, type RaceKind } from '../../sim/chaos/race.ts'
import { queryAsOwner } from '../harness/database.ts'
import { type PressedGateway, startPressedGateway } from './pressed-gateway.ts'

let pressed: PressedGateway
let house: House

beforeAll(async () => {
  pressed = await startPressedGateway()
  const options = { slug: 'race', number: '+493023125903', staffCount: 1, duration: 60, grid: 15 }
  house = await buildHouse(pressed.ownerUrl, options)
  return () => pressed.stop()
})

const rounds: readonly { kind: RaceKind; shifted: boolean }[] = (['offered', 'checked', 'named'] as const).flatMap(
  (kind) => [
    { kind, shifted: false },
    { kind, shifted: true },
  ],
)

test.each(rounds)('of fifty callers for one opening ($kind, shifted $shifted) one gets it', async (options) => {
  for (const round of [rounds.indexOf(options), rounds.length + rounds.indexOf(options)]) {
    const outcome = await race(pressed.exchange, house, { ...options, round, callers: 50 })
    expect(outcome).toMatchObject({ booked: 1, stranded: [] })
  }
})

test('and nothing else is true of the database than what they were told, without a single deadlock', async () => {
  expect(await check({ ownerUrl: pressed.ownerUrl, entries: pressed.journal.entries() })).toEqual([])
  expect(pressed.gateway.complaints()).toEqual([])
  const [counted] = await queryAsOwner<{ deadlocks: string }>(
    pressed.ownerUrl,
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  expect(counted).toEqual({ deadlocks: expect.toSatisfy((count) => Number(count) === 0) })
})
