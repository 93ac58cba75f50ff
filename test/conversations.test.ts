import { beforeAll, describe, expect, test } from 'vitest'

import { createRandom } from '../sim/chaos/random.ts'
import { drawCompany } from '../sim/conversations/company/draw-company.ts'
import { prepareConversation } from '../sim/conversations/conversation.ts'
import type { Played } from '../sim/conversations/family.ts'
import { sumUp } from '../sim/conversations/figures.ts'
import { plants } from '../sim/conversations/judge/plants.ts'
import { playMany } from '../sim/conversations/play-many.ts'
import { tellConversation } from '../sim/conversations/tell.ts'
import { type PressedGateway, startPressedGateway } from './pressure/pressed-gateway.ts'

const now = Temporal.Instant.from('2026-11-21T09:00:00Z')

let pressed: PressedGateway

beforeAll(async () => {
  pressed = await startPressedGateway()
  return () => pressed.stop()
})

async function play(options: { seed: number; count: number; plant?: (typeof plants)[number] }) {
  const all: Played[] = []
  const { url: baseUrl, key } = pressed.gateway
  const onPlayed = (played: Played) => all.push(played)
  await playMany({ baseUrl, key, ownerUrl: pressed.ownerUrl, lanes: 2, onPlayed, ...options })
  return all
}

describe('adversarial conversations', () => {
  test('end with what the callers wanted, and with nothing else', async () => {
    const all = await play({ seed: 0, count: 30 })
    expect(all.filter(({ findings }) => findings.length > 0).map(tellConversation)).toEqual([])
    expect(sumUp(all).share).toBeGreaterThanOrEqual(95)
    expect(pressed.gateway.complaints()).toEqual([])
  })

  test('are drawn alike for the same seed, company, diary and caller', () => {
    expect(draw(7)).toBe(draw(7))
    expect(draw(8)).not.toBe(draw(7))
  })
})

describe('the judge', () => {
  test.each(plants.map((plant, index) => ({ ...plant, index })))('sees: $name', async ({ index, ...plant }) => {
    const all = await play({ seed: 30_000 + index * 100, count: 5, plant })
    const struck = plant.inDatabase === undefined ? all.filter(wasAnswered) : all.filter(({ isPlanted }) => isPlanted)
    expect(struck.length).toBeGreaterThan(0)
    const rules = new Set(all.flatMap(({ findings }) => findings.map(({ rule }) => rule)))
    expect(rules).toContain(plant.rule)
  })
})

function wasAnswered({ moments }: Played): boolean {
  return moments.some((moment) => moment.kind === 'tool')
}

function draw(seed: number): string {
  const company = drawCompany(createRandom(seed), seed, now)
  const place = { baseUrl: '', key: '', company, before: new Map(), now }
  const { wish, scene } = prepareConversation(place, seed, createRandom(seed))
  return JSON.stringify({ company, wish, caller: scene.caller, troubles: [...scene.troubles] })
}
