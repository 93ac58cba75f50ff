import * as fc from 'fast-check'

import { anyPlan } from '../model/plan.ts'
import { playStep } from '../model/play-step.ts'
import { anyAsk, anyBook, anyStep } from '../model/step.ts'
import { openStory, type Stage } from '../model/story.ts'

const STEPS = { minLength: 25, maxLength: 40 }

const anyStory = fc.record({
  plan: anyPlan,
  steps: fc.array(
    fc.oneof({ weight: 2, arbitrary: anyStep }, { weight: 1, arbitrary: anyAsk }, { weight: 1, arbitrary: anyBook }),
    STEPS,
  ),
})

/**
 * Two houses of one plan, the same callers, step by step as the model says. The houses share nothing: what is done in
 * one is no business of the other, whatever numbers and keys are the same.
 */
export async function playStory(stage: Stage, seed: number): Promise<void> {
  for (const { plan, steps } of fc.sample(anyStory, { seed, numRuns: 1 })) {
    const houses = [await openStory(stage, plan, seed), await openStory(stage, plan, seed + 1)]
    for (const [index, step] of steps.entries()) {
      const house = houses[index % 4 === 3 ? 1 : 0]
      if (house !== undefined) await playStep(step, house.reference, house.real)
    }
  }
}
