import { sayFault } from '../answers/fault.ts'
import { type FlowParts, intentEdges, promptEdges } from './call-edges.ts'
import { conditionText } from './conditions.ts'
import { callNode, clearNode, edgeWhen, endNode, equals, promptNode, sayNode, transferNode } from './flow-nodes.ts'
import type { FlowNode, FunctionNode } from './flow-types.ts'
import { nodePrompts } from './prompts.ts'
import { sentences } from './sentences.ts'

/** What a caller can have wherever they are in the call: a callback, a person, the end; and what comes after these. */
export function anywhereNodes(parts: FlowParts, transferNumber: string | null): FlowNode[] {
  const { language } = parts
  const words = sentences[language]
  return [
    callbackNode(parts),
    clearNode('callback_noted', 'callback_number'),
    clearNode('callback_asked', 'callback_offer'),
    sayNode(
      'callback_number',
      '{{say}}',
      promptEdges(language, 'callback_number', [
        ['gives_contact', 'callback'],
        ['declines_contact', 'done'],
      ]),
    ),
    sayNode('callback_offer', '{{say}}', intentEdges(parts, 'callback_offer', [['declines', 'anything_else']])),
    ...humanNodes(parts, transferNumber),
    callNode('booking_link', 'send_booking_link', {
      routes: { sent: 'told', no_number: 'no_link', limit: 'no_link' },
      otherwise: 'fault',
      saying: words.moment,
    }),
    sayNode(
      'no_link',
      '{{say}}',
      intentEdges(parts, 'no_link', [
        ['agrees', parts.choosesService ? 'list_services' : 'date_time'],
        ['declines', 'anything_else'],
      ]),
    ),
    promptNode('about_house', nodePrompts.aboutHouse[language], intentEdges(parts, 'about_house')),
    sayNode('anything_else', words.anythingElse, intentEdges(parts, 'anything_else')),
    sayNode('fault', sayFault(language).say, intentEdges(parts, 'fault', [['declines', 'anything_else']])),
    goodbyeNode(parts),
    endNode('end'),
  ]
}

/** Who shows no number is asked for one, and waited for: nobody can be called without. */
function callbackNode({ language }: FlowParts): FunctionNode {
  const asksNumber = edgeWhen('callback', 'asks_number', 'callback_noted', [
    equals('status', 'noted'),
    equals('question', 'phone'),
  ])
  const node = callNode('callback', 'request_callback', {
    first: [asksNumber],
    routes: { noted: 'told' },
    otherwise: 'fault',
    saying: sentences[language].moment,
  })
  return { ...node, global_node_setting: { condition: conditionText('wants_callback', language) } }
}

function humanNodes(parts: FlowParts, transferNumber: string | null): FlowNode[] {
  const { language } = parts
  const words = sentences[language]
  const condition = conditionText('wants_human', language)
  if (transferNumber === null) {
    const human = sayNode('human', words.noTransfer, intentEdges(parts, 'human', [['declines', 'anything_else']]))
    return [{ ...human, global_node_setting: { condition } }]
  }
  const failed = intentEdges(parts, 'transfer_failed', [['declines', 'anything_else']])
  return [
    transferNode('human', { number: transferNumber, saying: words.transferring, condition, failed: 'transfer_failed' }),
    sayNode('transfer_failed', words.nobodyThere, failed),
  ]
}

/** Says goodbye while what the call was about is written down; nobody waits for that. */
function goodbyeNode({ language }: FlowParts): FunctionNode {
  const node = callNode('goodbye', 'update_call', {
    routes: { ok: 'end' },
    otherwise: 'end',
    saying: sentences[language].goodbye,
  })
  return {
    ...node,
    wait_for_result: false,
    global_node_setting: { condition: conditionText('says_goodbye', language) },
  }
}
