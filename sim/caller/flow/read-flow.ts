import type { Condition, Edge, Equation, Flow, FlowNode, FlowTool, Instruction } from './flow.ts'

type Fields = Readonly<Record<string, unknown>>

/** What Retell waits when a tool names no time of its own. */
const USUAL_TIMEOUT_MS = 120_000

/**
 * Reads a conversation flow: alone as Retell's API has it, beside its agent, or inside of it as a dashboard exports it.
 * Unknown fields are passed over; unknown kinds of nodes are kept and reported by whoever walks into one.
 *
 * @throws Error with what is missing, for JSON that is no flow
 */
export function readFlow(json: unknown): Flow {
  const root = fieldsOf(json)
  const flow = findFlow(root)
  if (flow === null) throw new Error('No conversation flow in it: there are no nodes')
  const nodes = listOf(flow, 'nodes').map(readNode)
  const [first] = nodes
  if (first === undefined) throw new Error('A conversation flow without nodes cannot be walked')
  const agent = fieldsOf(root['agent'] ?? root)
  return {
    nodes: new Map(nodes.map((node) => [node.id, node])),
    startNodeId: textOf(flow, 'start_node_id') || first.id,
    startSpeaker: flow['start_speaker'] === 'user' ? 'user' : 'agent',
    globals: nodes.filter((node) => node.globalCondition !== null),
    tools: new Map([...listOf(flow, 'tools'), ...listOf(root, 'tools')].map(readTool).map((tool) => [tool.id, tool])),
    defaults: textsOf(flow['default_dynamic_variables']),
    zone: textOf(agent, 'timezone') || null,
    reminderMs: numberOf(agent, 'reminder_trigger_ms'),
    mostReminders: numberOf(agent, 'reminder_max_count'),
    endAfterSilenceMs: numberOf(agent, 'end_call_after_silence_ms'),
  }
}

/** The flow itself, or under one of the names it goes by beside or inside of an agent. */
function findFlow(root: Fields): Fields | null {
  const names = ['conversation_flow', 'conversationFlow', 'flow']
  const found = [root, ...names.map((name) => fieldsOf(root[name]))].find((one) => Array.isArray(one['nodes']))
  return found ?? null
}

function readNode(node: Fields): FlowNode {
  const id = textOf(node, 'id')
  const global = node['global_node_setting']
  const singular = readEdge(node['edge'])
  return {
    id,
    type: textOf(node, 'type'),
    name: textOf(node, 'name') || id,
    instruction: readInstruction(node['instruction']),
    edges: listOf(node, 'edges').flatMap((edge) => readEdge(edge) ?? []),
    elseEdge: readEdge(node['else_edge']) ?? singular ?? readEdge(node['success_edge']),
    alwaysEdge: readEdge(node['always_edge']),
    skipEdge: readEdge(node['skip_response_edge']),
    globalCondition: global === undefined || global === null ? null : textOf(fieldsOf(global), 'condition'),
    goBack: listOf(fieldsOf(global), 'go_back_conditions').flatMap((edge) => readEdge(edge) ?? []),
    toolId: textOf(node, 'tool_id') || null,
    code: textOf(node, 'code'),
    responseVariables: textsOf(node['response_variables']),
    waitsForResult: node['wait_for_result'] !== false,
    speaksDuringExecution: node['speak_during_execution'] === true,
    variables: listOf(node, 'variables').map((variable) => textOf(variable, 'name')),
  }
}

function readInstruction(value: unknown): Instruction | null {
  const instruction = fieldsOf(value)
  const text = textOf(instruction, 'text')
  if (text === '') return null
  return { kind: instruction['type'] === 'static_text' ? 'static_text' : 'prompt', text }
}

function readEdge(value: unknown): Edge | null {
  const edge = fieldsOf(value)
  const id = textOf(edge, 'id')
  const condition = readCondition(fieldsOf(edge['transition_condition']))
  if (id === '' && condition === null) return null
  return { id, condition: condition ?? { kind: 'prompt', prompt: '' }, to: textOf(edge, 'destination_node_id') || null }
}

function readCondition(condition: Fields): Condition | null {
  if (condition['type'] === 'equation') {
    return {
      kind: 'equation',
      equations: listOf(condition, 'equations').map(readEquation),
      all: condition['operator'] !== '||',
    }
  }
  return condition['type'] === 'prompt' ? { kind: 'prompt', prompt: textOf(condition, 'prompt') } : null
}

function readEquation(equation: Fields): Equation {
  const { right } = equation
  return {
    left: textOf(equation, 'left'),
    operator: textOf(equation, 'operator'),
    right: typeof right === 'string' || typeof right === 'number' ? String(right) : null,
  }
}

function readTool(tool: Fields): FlowTool {
  const name = textOf(tool, 'name')
  const properties = fieldsOf(fieldsOf(tool['parameters'])['properties'])
  return {
    id: textOf(tool, 'tool_id') || name,
    name,
    path: pathOf(textOf(tool, 'url'), name),
    properties: Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, fieldsOf(schema)])),
    responseVariables: textsOf(tool['response_variables']),
    timeoutMs: numberOf(tool, 'timeout_ms') ?? USUAL_TIMEOUT_MS,
  }
}

function pathOf(url: string, name: string): string {
  return URL.canParse(url) ? new URL(url).pathname : `/api/retell/${name.replaceAll('_', '-')}`
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function listOf(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name]
  return Array.isArray(value) ? value.map(fieldsOf) : []
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name]
  return typeof value === 'string' ? value : ''
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  const known = Object.entries(fieldsOf(value)).filter(([, one]) => typeof one === 'string')
  return Object.fromEntries(known.map(([key, one]) => [key, String(one)]))
}

function numberOf(fields: Fields, name: string): number | null {
  const value = fields[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
