import type { ToolName } from '../../arguments.ts'
import { replies } from '../../reply.ts'
import { isRaw, type ReadEdge, type ReadFlow, type ReadNode } from '../read-flow.ts'
import { ourTool } from './our-tools.ts'
import { fault, type Problem } from './problem.ts'

/** Statuses that say something was done. */
const DONE: Partial<Record<ToolName, readonly string[]>> = {
  book_appointment: ['booked', 'already_booked', 'pending_approval', 'unconfirmed'],
  collect_appointment_data: ['booked', 'already_booked', 'pending_approval', 'unconfirmed'],
  cancel_appointment: ['cancelled', 'already_cancelled', 'unconfirmed'],
  reschedule_appointment: ['moved', 'unconfirmed'],
  request_callback: ['noted'],
  send_booking_link: ['sent'],
}

/** What a variable may hold; `other` stands for whatever is none of the statuses. */
type Values = ReadonlySet<string>
type Statuses = Map<string, Set<string>>

/**
 * Whether a tool that does not answer can be taken for one that did. A time-out leaves the variables as they were: is the last
 * booking's "booked" still standing when the next one is tried, the caller hears of a booking there is none of. Follows
 * what the variable of a tool's status may hold through the whole flow, every tool answering or not.
 */
export function checkToldOnce(flow: ReadFlow): Problem[] {
  const variables = new Set(flow.tools.flatMap(statusVariables))
  return [...variables].flatMap((variable) => checkVariable(flow, variable))
}

function statusVariables(tool: ReadFlow['tools'][number]): string[] {
  if (ourTool(tool) === undefined) return []
  return Object.entries(tool.responseVariables)
    .filter(([, path]) => path.replace(/^\$\.?/, '') === 'status')
    .map(([variable]) => variable)
}

function checkVariable(flow: ReadFlow, variable: string): Problem[] {
  const atEntry = spread(flow, variable)
  return flow.nodes.flatMap((node) => {
    const tool = toolOf(flow, node)
    if (tool === undefined) return []
    const standing = [...(atEntry.get(node.id) ?? [])].filter((value) => DONE[tool.name]?.includes(value))
    const believed = standing.filter((value) => takenBy(node, variable, value).some((edge) => edge.field === 'edges'))
    if (believed.length === 0) return []
    const detail = `When ${tool.name} does not answer, {{${variable}}} may still be "${believed[0]}" of the time before, and the caller is told so again: clear it once it was told (a code node).`
    return [fault('told_once', `node ${node.id}`, detail)]
  })
}

/** What the variable may hold on entering each node. */
function spread(flow: ReadFlow, variable: string): Statuses {
  const byId = new Map(flow.nodes.map((node) => [node.id, node]))
  const atEntry: Statuses = new Map()
  const waiting: string[] = []
  const add = (id: string, values: Values) => {
    const known = atEntry.get(id)
    if (known !== undefined && values.isSubsetOf(known)) return
    atEntry.set(id, new Set([...(known ?? []), ...values]))
    waiting.push(id)
  }
  const globals = flow.nodes.filter(({ globalCondition }) => globalCondition !== null)
  if (flow.startNodeId !== null) add(flow.startNodeId, new Set([flow.defaults[variable] ?? '']))
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = byId.get(id)
    if (node === undefined) continue
    const after = afterNode(flow, node, variable, atEntry.get(id) ?? new Set())
    for (const edge of node.edges) {
      if (edge.to !== null) add(edge.to, passing(node, edge, variable, after))
    }
    if (node.type === 'conversation' || node.type === 'subagent') for (const global of globals) add(global.id, after)
  }
  return atEntry
}

/** A tool that answers sets it; one that does not leaves it. Code that sets it to a text of its own is believed. */
function afterNode(flow: ReadFlow, node: ReadNode, variable: string, before: Values): Values {
  const tool = toolOf(flow, node)
  if (tool !== undefined && tool.variables.has(variable)) {
    return new Set([...before, ...replies[tool.name].statuses, 'error', 'not_configured'])
  }
  const mapped = node.raw['response_variables']
  const isClearing = node.type === 'code' && node.waitsForResult && isRaw(mapped) && variable in mapped
  return isClearing ? new Set(['']) : before
}

function passing(node: ReadNode, edge: ReadEdge, variable: string, values: Values): Values {
  return new Set([...values].filter((value) => takenBy(node, variable, value).includes(edge)))
}

/** The edges a call may leave a node by while the variable holds a value: equations come first, in their order. */
function takenBy(node: ReadNode, variable: string, value: string): readonly ReadEdge[] {
  const possible: ReadEdge[] = []
  for (const edge of node.edges.filter((one) => one.equations !== null)) {
    const verdict = judge(edge, variable, value)
    if (verdict !== 'never') possible.push(edge)
    if (verdict === 'always') return possible
  }
  return [...possible, ...node.edges.filter((one) => one.equations === null)]
}

/** Whether an edge's equations hold: certain only where they are of this variable alone. */
function judge(edge: ReadEdge, variable: string, value: string): 'always' | 'never' | 'perhaps' {
  const verdicts = (edge.equations ?? []).map(({ left, operator, right }) => {
    if (left.replaceAll(/[{}\s]/g, '') !== variable) return 'perhaps'
    if (operator === '==') return right === value ? 'always' : 'never'
    if (operator === '!=') return right === value ? 'never' : 'always'
    return 'perhaps'
  })
  const [all, none] = edge.needsAll ? (['always', 'never'] as const) : (['never', 'always'] as const)
  if (verdicts.includes(none)) return none
  return verdicts.every((verdict) => verdict === all) ? all : 'perhaps'
}

function toolOf(flow: ReadFlow, { toolId }: ReadNode): { name: ToolName; variables: Set<string> } | undefined {
  const tool = flow.tools.find(({ id }) => id === toolId)
  const ours = tool === undefined ? undefined : ourTool(tool)
  if (tool === undefined || ours === undefined) return undefined
  return { name: ours.name, variables: new Set(Object.keys(tool.responseVariables)) }
}
