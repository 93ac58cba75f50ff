import type { FlowNode } from '../flow/flow.ts'
import { enterNode } from './enter-node.ts'
import type { EndReason } from './event.ts'
import { doTheirPart } from './listen.ts'
import type { Play } from './play.ts'

/** Nobody passes through more nodes, or speaks more often, in a call that gets anywhere. */
const MOST_NODES = 90

/** Walks the flow from its start to the end of the call. */
export async function walk(play: Play, transferSucceeds: boolean): Promise<EndReason> {
  const { flow, stage } = play
  if (flow.startSpeaker === 'user') {
    const turn = await doTheirPart(play)
    if (turn === 'hangs_up') return 'user_hangup'
  }
  let node = flow.nodes.get(flow.startNodeId)
  let from: FlowNode | undefined
  /** Where global nodes give back to. */
  let home: FlowNode | undefined
  for (let count = 0; count < MOST_NODES && node !== undefined; count += 1) {
    if (from !== undefined) stage.call.moves(from, node)
    stage.note({ kind: 'node', id: node.id, name: node.name, atMs: stage.nowMs() })
    const step = await enterNode(play, node, { home, transferSucceeds })
    if ('end' in step) return step.end
    home = step.isGlobal === true ? (home ?? node) : home
    from = node
    node = flow.nodes.get(step.to)
    if (node === undefined) stage.report('stuck', `${from.name} leads to ${step.to}, which is not there`)
    // Whoever is back where they were needs no way back any more.
    if (node === home) home = undefined
  }
  if (node !== undefined) stage.report('stuck', `Still on its way after ${MOST_NODES} nodes, at ${node.name}`)
  return 'error_unknown'
}
