import type { ReadFlow } from '../read-flow.ts'
import { checkAgent } from './check-agent.ts'
import { checkAnywhere } from './check-anywhere.ts'
import { checkGraph } from './check-graph.ts'
import { checkGreeting } from './check-greeting.ts'
import { checkPrompts } from './check-prompts.ts'
import { checkShape } from './check-shape.ts'
import { checkToldOnce } from './check-told-once.ts'
import { checkTools } from './check-tools.ts'
import { checkVariables } from './check-variables.ts'
import type { Problem } from './problem.ts'

/** Everything that would go wrong with a flow on the phone, as far as reading it tells. Faults first; none is as it should be. */
export function checkFlow(flow: ReadFlow): readonly Problem[] {
  const problems = [
    ...checkShape(flow),
    ...checkGraph(flow),
    ...checkAnywhere(flow),
    ...checkTools(flow),
    ...checkVariables(flow),
    ...checkPrompts(flow),
    ...checkToldOnce(flow),
    ...checkGreeting(flow),
    ...checkAgent(flow),
  ]
  return [...problems.filter(isFault), ...problems.filter((problem) => !isFault(problem))]
}

export function isFault({ level }: Problem): boolean {
  return level === 'fault'
}
