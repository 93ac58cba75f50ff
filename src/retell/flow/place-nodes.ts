import type { FlowNode } from './flow-types.ts'

const COLUMN_WIDTH = 420
const ROW_HEIGHT = 260

/** Puts the nodes where a reader of the canvas looks for them: in columns by how many steps they are from the start. */
export function placeNodes(nodes: readonly FlowNode[], startId: string): FlowNode[] {
  const depths = depthsFrom(nodes, startId)
  const deepest = Math.max(0, ...depths.values())
  const rows = new Map<number, number>()
  return nodes.map((node) => {
    const column = depths.get(node.id) ?? deepest + 1
    const row = rows.get(column) ?? 0
    rows.set(column, row + 1)
    return { ...node, display_position: { x: column * COLUMN_WIDTH, y: row * ROW_HEIGHT } }
  })
}

function depthsFrom(nodes: readonly FlowNode[], startId: string): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const depths = new Map([[startId, 0]])
  // Grows while it is walked: what is found is looked at in turn.
  for (const [id, depth] of depths) {
    for (const to of destinationsOf(byId.get(id))) {
      if (!depths.has(to)) depths.set(to, depth + 1)
    }
  }
  return depths
}

function destinationsOf(node: FlowNode | undefined): string[] {
  if (node === undefined) return []
  const listed = 'edges' in node ? (node.edges ?? []) : []
  const last = 'else_edge' in node && node.else_edge !== undefined ? [node.else_edge] : []
  const failed = node.type === 'transfer_call' ? [node.edge] : []
  return [...listed, ...last, ...failed].flatMap((edge) => edge.destination_node_id ?? [])
}
