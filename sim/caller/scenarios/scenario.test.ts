import { describe, expect, test } from 'vitest'

import { createRandom } from '../../chaos/random.ts'
import { buildHouse } from './build-house.ts'
import { daysFrom } from './days.ts'
import { drawScenario } from './draw-scenario.ts'
import { loadScenario, readScenario, scenarioNames } from './scenario.ts'

const days = daysFrom(Temporal.PlainDate.from('2026-11-21'))

const line = (offset: number) => `+49302312500${offset}`
const draw = (seed: number) => JSON.stringify(drawScenario(createRandom(seed), 'five', 0))

describe('the scenarios', () => {
  test('are many, and their houses can be built', async () => {
    const names = await scenarioNames()
    expect(names.length).toBeGreaterThanOrEqual(40)
    for (const [index, name] of names.entries()) {
      const scenario = await loadScenario(name)
      const random = createRandom(index)
      buildHouse(scenario, { slug: 'x', line, callerNumber: '+4917604069001', days, random })
    }
  })

  test('that are wrong are named with what is wrong', () => {
    expect(() => readScenario('mine', '{"about": 1}')).toThrow(/Scenario mine:[^]*about/)
    expect(() => readScenario('mine', '{"about":"x","caller":{"name":"A"},"de":{},"en":{},"expect":{}}')).toThrow(
      'wants',
    )
  })

  test('are found by name, and a name that is none gets the list', async () => {
    await expect(loadScenario('no-such')).rejects.toThrow('book-a-free-time')
  })

  test('that are drawn come again for the same seed', () => {
    expect(draw(4)).toBe(draw(4))
    expect(new Set([1, 2, 3, 4, 5, 6].map(draw)).size).toBe(6)
  })
})
