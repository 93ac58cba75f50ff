import { type FlowParts, intentEdges, promptEdges } from './call-edges.ts'
import {
  branchNode,
  callNode,
  differs,
  edgeWhen,
  elseEdge,
  endNode,
  equals,
  type NodeId,
  sayNode,
} from './flow-nodes.ts'
import type { FlowEdge, FlowNode, FunctionNode } from './flow-types.ts'
import { sentences } from './sentences.ts'

/** How withheld numbers are told. */
const WITHHELD = 'anonymous'

/**
 * From the first word to the question what the caller wants: the greeting is spoken while the call is looked up. Where calls
 * are recorded the caller is asked before anything else.
 */
export function openingNodes(parts: FlowParts, house: { company: string; recordsCalls: boolean }): FlowNode[] {
  const words = sentences[parts.language]
  const greeted = [
    sayNode('known', words.welcomeKnown, intentEdges(parts, 'known')),
    sayNode('new', words.welcomeNew, intentEdges(parts, 'new')),
    sayNode('anonymous', words.welcome, intentEdges(parts, 'anonymous')),
    endNode('not_served', '{{say}}'),
  ]
  const greeting = words.greeting(house.company)
  if (!house.recordsCalls) return [initializeNode(greeting, whoCalls('initialize'), 'new'), ...greeted]
  return [
    initializeNode(greeting, [], 'consent'),
    sayNode(
      'consent',
      words.consent,
      promptEdges(parts.language, 'consent', [
        ['refuses_consent', 'no_consent'],
        ['consents', 'who_is_it'],
      ]),
    ),
    sayNode('no_consent', words.noConsent, promptEdges(parts.language, 'no_consent', [['declines', 'goodbye']])),
    branchNode('who_is_it', whoCalls('who_is_it'), 'new'),
    ...greeted,
  ]
}

/** Even where the look-up fails the call goes on: everything else works without. */
function initializeNode(greeting: string, whoCallsEdges: FlowEdge[], otherwise: NodeId): FunctionNode {
  const node = callNode('initialize', 'initialize_call', { routes: { ok: otherwise }, otherwise, saying: greeting })
  const notServed = edgeWhen('initialize', 'not_served', 'not_served', [equals('status', 'not_configured')])
  return { ...node, edges: [notServed, ...whoCallsEdges], else_edge: elseEdge('initialize', otherwise) }
}

function whoCalls(from: NodeId): FlowEdge[] {
  return [
    edgeWhen(from, 'is_anonymous', 'anonymous', [equals('user_number', WITHHELD)]),
    edgeWhen(from, 'is_known', 'known', [equals('customer_known', 'true'), differs('first_name', '')]),
  ]
}

/** Whether the number is withheld and nobody has asked yet how to reach the caller. */
export function isUnreachable(from: NodeId, to: NodeId): FlowEdge {
  return edgeWhen(from, 'is_unreachable', to, [equals('user_number', WITHHELD), equals('contact_status', '')])
}
