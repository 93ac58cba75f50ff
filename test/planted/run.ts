import { parseArgs } from 'node:util'

import { bugs } from './bugs.ts'
import { type Hunt, hunt } from './hunt.ts'
import { openTheatre } from './theatre.ts'

/**
 * Hunts every planted bug, seed after seed, and plays the same seeds on the code as it is.
 *
 *   node test/planted/run.ts --seeds 1000            how many seeds each bug takes
 *   node test/planted/run.ts --bug hold_not_retired  one of them
 *   node test/planted/run.ts --known                 each with the seeds known to catch it
 *
 * One line of JSON for each; exits with the number of bugs that got away, and one more when the code itself fell.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    bug: { type: 'string' },
    known: { type: 'boolean', default: false },
  },
})
/** A busy machine hides a race for a while, never for so long. */
const TIMED_SEEDS = 300
/** A hunt mostly waits for the database. */
const HUNTERS = 3
const most = Number(values.seeds)
const wanted = bugs.filter((bug) => values.bug === undefined || bug.name === values.bug)
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)
const theatre = await openTheatre()
/** Bugs that nobody is after yet. */
const queue = wanted.values()
let failures = 0

async function huntOnAndOn(): Promise<void> {
  for (const bug of queue) {
    // Where the machine's timing decides whether a seed catches a bug, the known ones come first and others after them.
    const known = bug.isTimed === true ? [...bug.seeds, ...upTo(TIMED_SEEDS)] : bug.seeds
    const found = await hunt(theatre, bug, values.known ? known : upTo(most))
    tell(bug.name, found, found.seed !== null)
  }
}

function tell(name: string, found: Hunt, isRight: boolean): void {
  if (!isRight) failures += 1
  process.stdout.write(`${JSON.stringify({ name, isRight, ...found })}\n`)
}

try {
  await Promise.all(Array.from({ length: HUNTERS }, huntOnAndOn))
  const seeds = values.known ? [...new Set(wanted.flatMap((bug) => bug.seeds))] : upTo(most)
  if (values.bug === undefined || values.known) {
    const found = await hunt(theatre, { name: 'none', why: 'the code as it is', edits: [], seeds: [] }, seeds)
    tell('none', found, found.seed === null)
  }
} finally {
  await theatre.close()
}
process.exitCode = failures
