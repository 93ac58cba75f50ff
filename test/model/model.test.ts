import * as fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { createTestDatabase } from '../harness/database.ts'
import { anyPlan, type Plan, withGaps } from './plan.ts'
import { playStep } from './play-step.ts'
import { anyAsk, anyBook, anyStep, type Step } from './step.ts'
import { type Opened, openStory, type Stage } from './story.ts'

/** Stories in the pipeline; a long run gives more, and another seed. */
const stories = Number(process.env['RINGBOOK_MODEL_STORIES'] ?? 60)
const seed = Number(process.env['RINGBOOK_MODEL_SEED'] ?? 20_260_803)

let stage: Stage

beforeAll(async () => {
  const database = await createTestDatabase()
  const owner = new Client({ connectionString: database.ownerUrl })
  await owner.connect()
  stage = { db: database.db, owner }
})
afterAll(() => stage.owner.end())

type Houses = Opened['real']
type Command = fc.AsyncCommand<Opened['reference'], Houses>

/** A step as a command of fast-check's: it can always be tried, and one that names nothing does nothing. */
function toCommand(step: Step): Command {
  return {
    check: () => true,
    run: (reference, real) => playStep(step, reference, real),
    toString: () => JSON.stringify(step),
  }
}

const anySteps = fc.commands(
  [anyStep, anyAsk, anyBook, anyStep].map((step) => step.map(toCommand)),
  { maxCommands: 40, size: 'max' },
)

/** Plays stories in such houses; gives how many appointments were made. */
async function playStories(plans: fc.Arbitrary<Plan>, numRuns: number): Promise<number> {
  let booked = 0
  await fc.assert(
    fc.asyncProperty(plans, fc.integer(), anySteps, async (plan, ids, steps) => {
      const opened = await openStory(stage, plan, ids)
      await fc.asyncModelRun(() => ({ model: opened.reference, real: opened.real }), steps)
      booked += opened.reference.appointments.length
    }),
    { numRuns, seed, endOnFailure: Boolean(process.env['RINGBOOK_MODEL_FAST']) },
  )
  return booked
}

test('whatever callers, the desk and broken connections do, the house ends every step as the rules say', async () => {
  // Stories in which nobody gets anything prove nothing.
  expect(await playStories(anyPlan, stories)).toBeGreaterThan(stories / 2)
}, 600_000)

test('the same where somebody is free in the middle of a service', async () => {
  const some = Math.ceil(stories / 2)
  expect(await playStories(anyPlan.map(withGaps), some)).toBeGreaterThan(some / 2)
}, 600_000)
