import { z } from 'zod'

/** A flow as far as it is looked at, whoever wrote it: what is missing is null, what is unknown stays in `raw`. */
export type ReadFlow = {
  /** The file's own form. */
  readonly form: 'ours' | 'flow' | 'export'
  readonly nodes: readonly ReadNode[]
  readonly tools: readonly ReadTool[]
  readonly startNodeId: string | null
  readonly globalPrompt: string
  readonly defaults: Readonly<Record<string, string>>
  readonly raw: Raw
  /** The agent's settings where the file has them. */
  readonly agent: Raw | null
}

export type ReadNode = {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly instruction: string
  /** Said word for word, or worded by the model. */
  readonly isStatic: boolean
  /** Null for nodes that always speak, and where nothing is said about it. */
  readonly speaksDuringExecution: boolean | null
  readonly waitsForResult: boolean
  readonly toolId: string | null
  readonly globalCondition: string | null
  readonly edges: readonly ReadEdge[]
  readonly raw: Raw
}

export type ReadEdge = {
  readonly id: string
  /** The field of the node it stands in: `edges`, `else_edge`, … */
  readonly field: string
  readonly to: string | null
  readonly prompt: string
  /** Null for an edge the model decides. */
  readonly equations: readonly ReadEquation[] | null
  readonly needsAll: boolean
}

export type ReadEquation = { readonly left: string; readonly operator: string; readonly right: string }

export type ReadTool = {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly url: string
  readonly isArgsOnly: boolean
  readonly timeoutMs: number | null
  readonly parameters: Raw
  readonly responseVariables: Readonly<Record<string, string>>
}

export type Raw = Readonly<Record<string, unknown>>

export type FlowFile = { kind: 'read'; flow: ReadFlow } | { kind: 'refused'; reasons: readonly string[] }

/** Exports of large flows are below a megabyte. */
const MOST_CHARACTERS = 5_000_000
/** The dashboard shows no more; past this somebody made it up. */
const MOST_NODES = 2_000

/**
 * Reads a flow in any form people have it in: our own build, the interface's, or the dashboard's export with the flow inside
 * the agent; with older fields and kinds of nodes nobody here knows. What is no flow is refused with reasons. Never throws.
 */
export function readFlow(text: string): FlowFile {
  if (text.length > MOST_CHARACTERS) return refuse(`It is larger than ${MOST_CHARACTERS / 1_000_000} MB.`)
  if (text.trim() === '') return refuse('It is empty.')
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\u{feff}/u, ''))
  } catch (error) {
    return refuse(`It is not JSON: ${error instanceof Error ? firstLine(error.message) : 'it cannot be read'}.`)
  }
  if (!isRaw(value)) return refuse('It is JSON, but no object: a flow or an agent is one.')
  const found = findFlow(value)
  if ('reason' in found) return refuse(found.reason)
  if (found.nodes.length === 0) return refuse('The flow has no nodes.')
  if (found.nodes.length > MOST_NODES) return refuse(`The flow has more than ${MOST_NODES} nodes.`)
  const broken = found.nodes.flatMap((node, index) => (isRaw(node) ? [] : [`nodes[${index}] is no object.`]))
  if (broken.length > 0) return { kind: 'refused', reasons: broken }
  return { kind: 'read', flow: toReadFlow(found, found.nodes.filter(isRaw)) }
}

type Found = { form: ReadFlow['form']; flow: Raw; nodes: readonly unknown[]; agent: Raw | null }

function findFlow(value: Raw): Found | { reason: string } {
  const inside = { ours: value['flow'], export: value['conversationFlow'] ?? value['conversation_flow'] }
  if (isRaw(inside.ours)) return withNodes('ours', inside.ours, isRaw(value['agent']) ? value['agent'] : null)
  if (isRaw(inside.export)) return withNodes('export', inside.export, isRaw(value['agent']) ? value['agent'] : value)
  if ('nodes' in value) return withNodes('flow', value, null)
  if ('general_prompt' in value || 'retellLlmData' in value || 'states' in value) {
    return {
      reason: 'This is an agent that speaks by a prompt, not by a conversation flow. Only flows can be checked.',
    }
  }
  const engine = value['response_engine']
  if (isRaw(engine)) {
    const isFlow = engine['type'] === 'conversation-flow'
    return {
      reason: isFlow
        ? `This is an agent without its flow: fetch conversation flow ${text(engine['conversation_flow_id'])} as well, or export the agent from the dashboard.`
        : `This agent speaks by ${text(engine['type'])}, not by a conversation flow. Only flows can be checked.`,
    }
  }
  return { reason: 'There are no nodes in it: neither a flow nor an agent with a flow inside (conversationFlow).' }
}

function withNodes(form: ReadFlow['form'], flow: Raw, agent: Raw | null): Found | { reason: string } {
  const { nodes } = flow
  if (!Array.isArray(nodes)) return { reason: 'Its nodes are no list.' }
  return { form, flow, nodes, agent }
}

function toReadFlow({ form, flow, agent }: Found, nodes: readonly Raw[]): ReadFlow {
  return {
    form,
    nodes: nodes.map(readNode),
    tools: list(flow['tools']).map(readTool),
    startNodeId: textOrNull(flow['start_node_id'] ?? flow['start_node'] ?? flow['startNodeId']),
    globalPrompt: text(flow['global_prompt']),
    defaults: texts(flow['default_dynamic_variables']),
    raw: flow,
    agent,
  }
}

function readNode(raw: Raw): ReadNode {
  const instruction = raw['instruction']
  const isObject = isRaw(instruction)
  const speaks = raw['speak_during_execution']
  const global = raw['global_node_setting']
  return {
    id: text(raw['id']),
    type: text(raw['type']),
    name: text(raw['name']) || text(raw['id']),
    // Once a plain text.
    instruction: isObject ? text(instruction['text'] ?? instruction['prompt']) : text(instruction),
    isStatic: isObject && instruction['type'] === 'static_text',
    speaksDuringExecution: typeof speaks === 'boolean' ? speaks : null,
    waitsForResult: raw['wait_for_result'] === true,
    toolId: textOrNull(raw['tool_id']),
    globalCondition: isRaw(global) ? text(global['condition']) : null,
    edges: readEdges(raw),
    raw,
  }
}

const EDGE_FIELDS = ['else_edge', 'always_edge', 'skip_response_edge', 'edge', 'success_edge', 'failed_edge'] as const

function readEdges(raw: Raw): ReadEdge[] {
  const listed = list(raw['edges']).map((edge) => readEdge('edges', edge))
  const single = EDGE_FIELDS.flatMap((field) => {
    const edge = raw[field]
    return isRaw(edge) ? [readEdge(field, edge)] : []
  })
  return [...listed, ...single]
}

function readEdge(field: string, edge: Raw): ReadEdge {
  // Older exports call it `condition`, and some hold the words alone.
  const condition = edge['transition_condition'] ?? edge['condition']
  const isEquation = isRaw(condition) && Array.isArray(condition['equations'])
  return {
    id: text(edge['id']),
    field,
    to: textOrNull(edge['destination_node_id']),
    prompt: isRaw(condition) ? text(condition['prompt']) : text(condition),
    equations: isEquation ? list(condition['equations']).map(readEquation) : null,
    needsAll: isEquation && condition['operator'] === '&&',
  }
}

function readEquation(raw: Raw): ReadEquation {
  return { left: text(raw['left']), operator: text(raw['operator']), right: text(raw['right']) }
}

/** A tool, wherever it stands: among those of the flow or in a subagent. */
export function readTool(raw: Raw): ReadTool {
  const timeout = raw['timeout_ms']
  return {
    id: text(raw['tool_id']) || text(raw['name']),
    name: text(raw['name']),
    type: text(raw['type']),
    url: text(raw['url']),
    isArgsOnly: raw['args_at_root'] === true,
    timeoutMs: typeof timeout === 'number' ? timeout : null,
    parameters: isRaw(raw['parameters']) ? raw['parameters'] : {},
    responseVariables: texts(raw['response_variables']),
  }
}

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The objects of a list; whatever else stands in it is left out. */
export function list(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value.filter(isRaw) : []
}

const scalar = z.union([z.string(), z.number(), z.boolean()])

/** A text, or a number or truth value as one; '' for anything else. */
export function text(value: unknown): string {
  const read = scalar.safeParse(value)
  return read.success ? String(read.data) : ''
}

function textOrNull(value: unknown): string | null {
  return text(value) === '' ? null : text(value)
}

function texts(value: unknown): Record<string, string> {
  return isRaw(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, text(one)])) : {}
}

function firstLine(message: string): string {
  return message.split('\n')[0]?.replace(/\.$/, '') ?? ''
}

function refuse(reason: string): FlowFile {
  return { kind: 'refused', reasons: [reason] }
}
