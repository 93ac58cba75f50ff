import { holds } from '../flow/equation.ts'
import type { Edge, FlowNode } from '../flow/flow.ts'
import { type EdgeRule, ruleFor } from '../model/edge-rules.ts'
import { meaningsOf } from '../model/meanings.ts'
import type { Play } from './play.ts'

/** Where a call goes on, and whether it may come back. */
export type Way = { to: string; isGlobal: boolean }

/** What an edge is decided by. */
export type Moment = Pick<Play, 'flow' | 'memory' | 'variables' | 'stage'>

/**
 * The edge a node is left by once the caller has spoken, or a tool has answered: equations from top to bottom, then prompts,
 * then the else-edge. After a turn of the caller's, global nodes are open too. Null when the call stays where it is.
 */
export function chooseEdge(node: FlowNode, moment: Moment, withGlobals: boolean): Way | null {
  const equal = node.edges.find(({ condition, to }) => {
    return to !== null && condition.kind === 'equation' && holds(condition, moment.variables)
  })
  if (equal?.to !== undefined && equal.to !== null) return { to: equal.to, isGlobal: false }
  const prompted = choosePrompt(node, moment, withGlobals)
  if (prompted !== null) return prompted
  const last = node.elseEdge?.to ?? null
  return last === null ? null : { to: last, isGlobal: false }
}

type Candidate = Way & { rule: EdgeRule }

function choosePrompt(node: FlowNode, moment: Moment, withGlobals: boolean): Way | null {
  const own = node.edges.flatMap((edge) => candidateOf(edge, moment))
  const globals = withGlobals ? moment.flow.globals.filter(({ id }) => id !== node.id) : []
  const global = globals.flatMap(({ id, globalCondition }) => {
    const rule = globalCondition === null ? undefined : ruleFor('', globalCondition)
    if (rule === undefined) moment.stage.reportUnruled(globalCondition ?? '')
    return rule === undefined ? [] : [{ to: id, isGlobal: true, rule }]
  })
  const meanings = meaningsOf(moment.memory)
  const open = [...own, ...global].filter(({ rule }) => rule.holds(meanings, moment.memory))
  const chosen = open.find(({ rule }) => rule.isErrand) ?? open[0]
  return chosen === undefined ? null : { to: chosen.to, isGlobal: chosen.isGlobal }
}

function candidateOf({ id, condition, to }: Edge, { stage }: Moment): readonly Candidate[] {
  if (to === null || condition.kind !== 'prompt') return []
  const rule = ruleFor(id, condition.prompt)
  if (rule !== undefined) return [{ to, isGlobal: false, rule }]
  stage.reportUnruled(condition.prompt)
  return []
}

/** Whether a global node has done its part. */
export function givesBack(node: FlowNode, moment: Moment): boolean {
  const meanings = meaningsOf(moment.memory)
  return node.goBack.some(({ id, condition }) =>
    condition.kind === 'equation'
      ? holds(condition, moment.variables)
      : (ruleFor(id, condition.prompt)?.holds(meanings, moment.memory) ?? false),
  )
}
