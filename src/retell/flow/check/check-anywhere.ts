import type { ReadFlow, ReadNode } from '../read-flow.ts'
import { listens, reachableFrom } from './check-graph.ts'
import { ourTool } from './our-tools.ts'
import { doubt, type Problem } from './problem.ts'

/** Whether a caller gets away from wherever they are: to a person, a callback, the end of the call. */
export function checkAnywhere(flow: ReadFlow): Problem[] {
  const wishes: readonly { what: string; is: (node: ReadNode) => boolean }[] = [
    { what: 'a person, or the offer of one', is: (node) => isTransfer(node) || offersHuman(node) },
    { what: 'a callback', is: (node) => callsTool(flow, node, 'request_callback') },
    { what: 'the end of the call', is: (node) => node.type === 'end' },
  ]
  const globals = flow.nodes.filter(({ globalCondition }) => globalCondition !== null)
  return wishes.flatMap(({ what, is }) => {
    const wanted = new Set(flow.nodes.filter(is).map(({ id }) => id))
    if (globals.some((node) => leadsThere(flow, node, wanted))) return []
    const stranded = flow.nodes.filter((node) => listens(node.type) && !leadsThere(flow, node, wanted))
    if (stranded.length === 0 && wanted.size > 0) return []
    const where = stranded.length === 0 ? 'flow' : `node ${stranded.map(({ id }) => id).join(', ')}`
    return [doubt('anywhere', where, `No way leads to ${what}: make it a global node.`)]
  })
}

function leadsThere(flow: ReadFlow, node: ReadNode, wanted: ReadonlySet<string>): boolean {
  if (wanted.has(node.id)) return true
  // What the call goes through by itself, without hearing the caller, still counts as the same wish.
  const byId = new Map(flow.nodes.map((one) => [one.id, one]))
  const silent = { ...flow, nodes: [...byId.values()].filter(({ id, type }) => id === node.id || !listens(type)) }
  return !reachableFrom(silent, [node.id]).isDisjointFrom(wanted)
}

function isTransfer({ type }: ReadNode): boolean {
  return type === 'transfer_call' || type === 'agent_swap'
}

function offersHuman({ id, globalCondition }: ReadNode): boolean {
  return globalCondition !== null && /human|mensch|person|mitarbeiter/i.test(`${id} ${globalCondition}`)
}

function callsTool(flow: ReadFlow, { toolId }: ReadNode, name: string): boolean {
  const tool = flow.tools.find(({ id }) => id === toolId)
  return tool !== undefined && ourTool(tool)?.name === name
}
