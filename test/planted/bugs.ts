import type { PlantedBug } from './bug.ts'
import { agreementBugs } from './bugs-of-agreement.ts'
import { edgeBugs } from './bugs-of-edge.ts'
import { occupancyBugs } from './bugs-of-occupancy.ts'
import { openingsBugs } from './bugs-of-openings.ts'

/** Every bug that has to be caught. */
export const bugs: readonly PlantedBug[] = [...occupancyBugs, ...openingsBugs, ...agreementBugs, ...edgeBugs]
