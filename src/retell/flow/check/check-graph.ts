import type { ReadFlow, ReadNode } from '../read-flow.ts'
import { doubt, fault, type Problem, type Rule } from './problem.ts'

/** Kinds that decide by variables or results: when no condition holds the call would stand still. */
const NEEDS_ELSE = new Set(['function', 'branch', 'code', 'extract_dynamic_variables', 'component', 'mcp'])
/** Kinds after which there is nothing. */
const LAST = new Set(['end', 'transfer_call', 'agent_swap', 'bridge_transfer', 'cancel_transfer'])

/** Whether every node is found, every edge leads on, and every call comes to an end. */
export function checkGraph(flow: ReadFlow): Problem[] {
  return [
    ...checkUnique(
      'node_ids',
      flow.nodes.map(({ id }) => id),
      'node',
    ),
    ...checkUnique(
      'edge_ids',
      flow.nodes.flatMap(({ edges }) => edges.map(({ id }) => id)),
      'edge',
    ),
    ...flow.nodes.flatMap((node) => checkDestinations(flow, node)),
    ...flow.nodes.flatMap(checkElse),
    ...checkReachable(flow),
    ...checkEnds(flow),
  ]
}

function checkUnique(rule: Rule, ids: readonly string[], what: string): Problem[] {
  const counts = Map.groupBy(
    ids.filter((id) => id !== ''),
    (id) => id,
  )
  return [...counts].flatMap(([id, same]) =>
    same.length > 1
      ? [fault(rule, `${what} ${id}`, `There are ${same.length} ${what}s of this id: it must be one.`)]
      : [],
  )
}

function checkDestinations(flow: ReadFlow, node: ReadNode): Problem[] {
  const ids = new Set(flow.nodes.map(({ id }) => id))
  return node.edges.flatMap((edge) => {
    const where = `edge ${edge.id}`
    if (edge.to === null)
      return [doubt('destinations', where, `It leaves ${node.id} and leads nowhere: it is never taken.`)]
    if (!ids.has(edge.to)) return [fault('destinations', where, `It leads to ${edge.to}, which is not there.`)]
    if (edge.to === node.id) return [fault('destinations', where, `It leads back to its own node, ${node.id}.`)]
    return []
  })
}

function checkElse(node: ReadNode): Problem[] {
  if (!NEEDS_ELSE.has(node.type)) return []
  if (node.edges.some(({ field }) => field === 'else_edge' || field === 'always_edge')) return []
  return [
    fault(
      'else_edges',
      `node ${node.id}`,
      'When none of its conditions holds the call stands still: give it an else edge.',
    ),
  ]
}

function checkReachable(flow: ReadFlow): Problem[] {
  const { startNodeId } = flow
  if (startNodeId === null) return []
  if (!flow.nodes.some(({ id }) => id === startNodeId)) {
    return [fault('reachable', 'start_node_id', `The first node, ${startNodeId}, is not there.`)]
  }
  const globals = flow.nodes.filter(({ globalCondition }) => globalCondition !== null).map(({ id }) => id)
  const reached = reachableFrom(flow, [startNodeId, ...globals])
  return flow.nodes
    .filter(({ id }) => !reached.has(id))
    .map(({ id }) => fault('reachable', `node ${id}`, 'No way leads there.'))
}

/** The ids of nodes that can be come to from some, these included. */
export function reachableFrom(flow: ReadFlow, ids: readonly string[]): Set<string> {
  const byId = new Map(flow.nodes.map((node) => [node.id, node]))
  const reached = new Set(ids)
  // Grows while it is walked.
  for (const id of reached) {
    for (const { to } of byId.get(id)?.edges ?? []) if (to !== null) reached.add(to)
  }
  return reached
}

/** From every node the call can be brought to an end: by a way of its own, or by a global node that ends it. */
function checkEnds(flow: ReadFlow): Problem[] {
  const last = new Set(flow.nodes.filter(({ type }) => LAST.has(type)).map(({ id }) => id))
  if (last.size === 0) return [fault('comes_to_an_end', 'flow', 'It has no end: only the caller could hang up.')]
  const endsAnywhere = flow.nodes.some(({ id, globalCondition }) => globalCondition !== null && leadsTo(flow, id, last))
  // Where the caller is heard they can be heard saying goodbye.
  const heard = endsAnywhere ? flow.nodes.filter(({ type }) => listens(type)).map(({ id }) => id) : []
  const ways = new Set([...last, ...heard])
  return flow.nodes
    .filter(({ id }) => !leadsTo(flow, id, ways))
    .map(({ id }) => fault('comes_to_an_end', `node ${id}`, 'From here the call never comes to an end.'))
}

function leadsTo(flow: ReadFlow, from: string, ids: ReadonlySet<string>): boolean {
  return !reachableFrom(flow, [from]).isDisjointFrom(ids)
}

/** Whether the caller is heard in it, so that a global node can be come to. */
export function listens(type: string): boolean {
  return type === 'conversation' || type === 'subagent'
}
