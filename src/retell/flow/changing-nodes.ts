import { ASKS_CALLBACK } from '../answers/say-refusal.ts'
import { type FlowParts, intentEdges, promptEdges } from './call-edges.ts'
import { callNode, edgeWhen, equals, type NodeId, sayNode } from './flow-nodes.ts'
import type { FlowEdge, FlowNode } from './flow-types.ts'
import { sentences } from './sentences.ts'

/**
 * Appointments there are: told, moved, cancelled. Each tool asks for what it lacks (whose it is, which one, whether
 * really), and is called again with the caller's answer.
 */
export function changingNodes(parts: FlowParts): FlowNode[] {
  return [...tellingNodes(parts), ...cancellingNodes(parts), ...movingNodes(parts)]
}

function tellingNodes(parts: FlowParts): FlowNode[] {
  return [
    callNode('appointments', 'get_customer_appointments', {
      routes: { list: 'own_appointments', none: 'own_appointments', verify: 'own_appointments' },
      otherwise: 'fault',
      saying: sentences[parts.language].looking,
    }),
    sayNode(
      'own_appointments',
      '{{say}}',
      intentEdges(parts, 'own_appointments', [['proves_themselves', 'appointments']]),
    ),
  ]
}

function cancellingNodes({ language }: FlowParts): FlowNode[] {
  return [
    callNode('cancel', 'cancel_appointment', {
      first: [offersCallback('cancel')],
      routes: {
        cancelled: 'told',
        already_cancelled: 'told',
        unconfirmed: 'told',
        none: 'told',
        which: 'cancel_question',
        verify: 'cancel_question',
        policy: 'callback_offer',
      },
      otherwise: 'fault',
      saying: sentences[language].moment,
    }),
    sayNode(
      'cancel_question',
      '{{say}}',
      promptEdges(language, 'cancel_question', [
        ['wants_move', 'move'],
        ['changes_mind', 'anything_else'],
        ['answers', 'cancel'],
      ]),
    ),
  ]
}

function movingNodes({ language }: FlowParts): FlowNode[] {
  return [
    callNode('move', 'reschedule_appointment', {
      first: [offersCallback('move')],
      routes: {
        moved: 'told',
        unconfirmed: 'told',
        needs_confirmation: 'move_question',
        taken: 'move_question',
        which: 'move_question',
        verify: 'move_question',
        policy: 'move_question',
      },
      otherwise: 'fault',
      saying: sentences[language].moment,
    }),
    sayNode(
      'move_question',
      '{{say}}',
      promptEdges(language, 'move_question', [
        ['wants_cancel', 'cancel'],
        ['changes_mind', 'anything_else'],
        ['names_time', 'move'],
        ['answers', 'move'],
      ]),
    ),
  ]
}

/** What nobody knows yet may be told with the offer of a callback: then what the caller says to it is waited for. */
function offersCallback(from: NodeId): FlowEdge {
  return edgeWhen(from, 'asks_callback', 'callback_asked', [
    equals('status', 'unconfirmed'),
    equals('question', ASKS_CALLBACK),
  ])
}
