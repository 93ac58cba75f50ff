import type { ToolName } from '../arguments.ts'
import type { replies } from '../reply.ts'
import type {
  BranchNode,
  CodeNode,
  ConversationNode,
  ElseEdge,
  EndNode,
  Equation,
  FlowEdge,
  FunctionNode,
  TransferCallNode,
} from './flow-types.ts'

/** Every node a flow may have; which of them it has depends on the company. */
export type NodeId =
  | 'initialize'
  | 'consent'
  | 'no_consent'
  | 'who_is_it'
  | 'known'
  | 'new'
  | 'anonymous'
  | 'what_and_when'
  | 'what'
  | 'list_services'
  | 'service'
  | 'date_time'
  | 'verify_staff'
  | 'staff'
  | 'check'
  | 'check_several'
  | 'alternatives'
  | 'find_next'
  | 'offer'
  | 'who_books'
  | 'identify'
  | 'contact'
  | 'read_back'
  | 'book'
  | 'name'
  | 'told'
  | 'done'
  | 'appointments'
  | 'own_appointments'
  | 'cancel'
  | 'cancel_question'
  | 'move'
  | 'move_question'
  | 'booking_link'
  | 'no_link'
  | 'about_house'
  | 'anything_else'
  | 'callback'
  | 'callback_noted'
  | 'callback_asked'
  | 'callback_number'
  | 'callback_offer'
  | 'human'
  | 'transfer_failed'
  | 'fault'
  | 'goodbye'
  | 'not_served'
  | 'end'

/** When a caller's turn leads on, by the name of the condition; its words are in the language of the call. */
export type Ways<Condition extends string> = readonly (readonly [Condition, NodeId])[]

/** The id of an edge: where it begins, and the name of what it waits for. Unique, and told apart by readers. */
export function edgeId(from: NodeId, condition: string): string {
  return `${from}__${condition}`
}

/** Where there is nothing more to choose. */
export function elseEdge(from: NodeId, to: NodeId): ElseEdge {
  return {
    id: edgeId(from, 'else'),
    destination_node_id: to,
    transition_condition: { type: 'prompt', prompt: 'Else' },
  }
}

export function equals(variable: string, value: string): Equation {
  return { left: `{{${variable}}}`, operator: '==', right: value }
}

export function differs(variable: string, value: string): Equation {
  return { left: `{{${variable}}}`, operator: '!=', right: value }
}

/** An edge that is taken when all its equations hold. */
export function edgeWhen(from: NodeId, name: string, to: NodeId, equations: Equation[]): FlowEdge {
  return {
    id: edgeId(from, name),
    destination_node_id: to,
    transition_condition: { type: 'equation', operator: '&&', equations },
  }
}

type Status<Name extends ToolName> = (typeof replies)[Name]['statuses'][number]
/** Where each of a tool's statuses leads: one left out does not compile. */
export type Routes<Name extends ToolName> = Readonly<Record<Status<Name>, NodeId>>

/**
 * A node that calls a tool and goes where its status leads. What the tool does not answer (it took too long, something
 * broke, the number is nobody's) leads to `otherwise`, and what more than the status decides is looked at `first`.
 */
export function callNode<Name extends ToolName>(
  id: NodeId,
  tool: Name,
  parts: { first?: FlowEdge[]; routes: Routes<Name>; otherwise: NodeId; saying?: string },
): FunctionNode {
  return {
    id,
    name: id,
    type: 'function',
    tool_id: tool,
    tool_type: 'local',
    wait_for_result: true,
    speak_during_execution: parts.saying !== undefined,
    ...(parts.saying !== undefined && { instruction: { type: 'static_text', text: parts.saying } }),
    edges: [...(parts.first ?? []), ...statusEdges(id, parts.routes)],
    else_edge: elseEdge(id, parts.otherwise),
  }
}

/** One edge for all statuses that lead to the same node. */
function statusEdges(from: NodeId, routes: Readonly<Record<string, NodeId>>): FlowEdge[] {
  const byDestination = Map.groupBy(Object.entries(routes), ([, to]) => to)
  return [...byDestination].map(([to, entries]) => ({
    id: edgeId(from, `to_${to}`),
    destination_node_id: to,
    transition_condition: {
      type: 'equation',
      operator: '||',
      equations: entries.map(([status]) => equals('status', status)),
    },
  }))
}

/** A node that says a sentence word for word and waits for what the caller says to it. */
export function sayNode(id: NodeId, text: string, edges: FlowEdge[]): ConversationNode {
  return { id, name: id, type: 'conversation', instruction: { type: 'static_text', text }, edges }
}

/** A node whose words the model chooses. */
export function promptNode(id: NodeId, text: string, edges: FlowEdge[]): ConversationNode {
  return { id, name: id, type: 'conversation', instruction: { type: 'prompt', text }, edges }
}

/** A node that says nothing and decides by variables. */
export function branchNode(id: NodeId, edges: FlowEdge[], otherwise: NodeId): BranchNode {
  return { id, name: id, type: 'branch', edges, else_edge: elseEdge(id, otherwise) }
}

/**
 * Tells what a tool has done, and takes its status back meanwhile: a tool that is asked later and does not answer leaves the
 * variables as they are, and a second booking that failed must not find the first one's "booked" still standing.
 */
export function tellNode(id: NodeId, next: NodeId): CodeNode {
  return {
    ...clearNode(id, next),
    speak_during_execution: true,
    instruction: { type: 'static_text', text: '{{say}}' },
  }
}

/** The same without a word, where what was done is told with the question that follows. */
export function clearNode(id: NodeId, next: NodeId): CodeNode {
  return {
    id,
    name: id,
    type: 'code',
    code: "return { status: '' }",
    response_variables: { status: 'status' },
    wait_for_result: true,
    speak_during_execution: false,
    else_edge: elseEdge(id, next),
  }
}

/** The end of the call, with a last sentence or without. */
export function endNode(id: NodeId, text?: string): EndNode {
  if (text === undefined) return { id, name: id, type: 'end', speak_during_execution: false }
  return { id, name: id, type: 'end', speak_during_execution: true, instruction: { type: 'static_text', text } }
}

/** Puts the caller through; they come back here when nobody answers. */
export function transferNode(
  id: NodeId,
  parts: { number: string; saying: string; condition: string; failed: NodeId },
): TransferCallNode {
  return {
    id,
    name: id,
    type: 'transfer_call',
    transfer_destination: { type: 'predefined', number: parts.number },
    transfer_option: { type: 'cold_transfer' },
    speak_during_execution: true,
    instruction: { type: 'static_text', text: parts.saying },
    global_node_setting: { condition: parts.condition },
    edge: {
      id: edgeId(id, 'failed'),
      destination_node_id: parts.failed,
      transition_condition: { type: 'prompt', prompt: 'Transfer failed' },
    },
  }
}
