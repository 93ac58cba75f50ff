import type { ReadFlow, ReadNode } from '../read-flow.ts'
import { doubt, fault, type Problem } from './problem.ts'

/** What each kind of node must have besides an id; kinds that are not here nobody knows. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  conversation: ['instruction'],
  subagent: ['instruction'],
  function: ['tool_id', 'tool_type', 'wait_for_result'],
  code: ['code', 'wait_for_result'],
  extract_dynamic_variables: ['variables'],
  branch: [],
  transfer_call: ['transfer_destination', 'transfer_option', 'edge'],
  agent_swap: ['agent_id'],
  component: ['component_id', 'component_type'],
  mcp: ['mcp_id', 'mcp_tool_name', 'wait_for_result'],
  sms: ['instruction', 'success_edge', 'failed_edge'],
  press_digit: ['instruction'],
  end: [],
  bridge_transfer: [],
  cancel_transfer: [],
}

/** Models the platform no longer runs. */
const GONE = /^(gpt-4o|gemini-2|claude-3|gpt-3)/
/** Fields of flows that are written down here and there and do nothing. */
const WITHOUT_EFFECT = ['begin_message', 'general_prompt', 'general_tools']

/** Whether everything is there that the platform insists on. */
export function checkShape(flow: ReadFlow): Problem[] {
  return [...checkFlowFields(flow), ...flow.nodes.flatMap(checkNode), ...flow.nodes.flatMap(checkEdges)]
}

function checkFlowFields(flow: ReadFlow): Problem[] {
  const problems: Problem[] = []
  if (flow.startNodeId === null) problems.push(fault('shape', 'start_node_id', 'Nothing says which node is the first.'))
  const speaker = flow.raw['start_speaker']
  if (speaker !== 'agent' && speaker !== 'user') {
    problems.push(fault('shape', 'start_speaker', 'It must say who begins: agent or user.'))
  }
  const choice = flow.raw['model_choice']
  const model = typeof choice === 'object' && choice !== null && 'model' in choice ? String(choice.model) : ''
  if (model === '') problems.push(fault('shape', 'model_choice', 'It names no model.'))
  if (GONE.test(model)) problems.push(fault('shape', 'model_choice', `The platform no longer runs ${model}.`))
  for (const field of WITHOUT_EFFECT.filter((name) => name in flow.raw)) {
    problems.push(doubt('shape', field, 'A conversation flow has no such field: it does nothing.'))
  }
  return problems
}

function checkNode(node: ReadNode): Problem[] {
  const where = `node ${node.id}`
  if (node.id === '') return [fault('shape', `node ${node.name}`, 'It has no id.')]
  const required = Object.hasOwn(REQUIRED, node.type) ? REQUIRED[node.type] : undefined
  if (required === undefined) {
    return [doubt('shape', where, `Nobody here knows nodes of kind "${node.type}": what it does is not looked at.`)]
  }
  const missing = required.filter((field) => node.raw[field] === undefined || node.raw[field] === null)
  return missing.map((field) => fault('shape', where, `A ${node.type} node needs ${field}.`))
}

function checkEdges(node: ReadNode): Problem[] {
  return node.edges.flatMap((edge) => {
    const where = `edge ${edge.id || `of node ${node.id}`}`
    if (edge.id === '') return [fault('shape', where, 'It has no id.')]
    if (edge.equations === null && edge.prompt === '') return [fault('shape', where, 'It has no condition.')]
    if (edge.equations?.length === 0) return [fault('shape', where, 'It has no equation, so it is never taken.')]
    return []
  })
}
