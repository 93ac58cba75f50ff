import { type FlowParts, intentEdges, promptEdges } from './call-edges.ts'
import type { Condition } from './conditions.ts'
import {
  branchNode,
  callNode,
  type NodeId,
  promptNode,
  type Routes,
  sayNode,
  tellNode,
  type Ways,
} from './flow-nodes.ts'
import type { FlowNode } from './flow-types.ts'
import { isUnreachable } from './opening-nodes.ts'
import { nodePrompts } from './prompts.ts'
import { sentences } from './sentences.ts'

/** What is to be done and with whom, where the caller has not said it by themselves. */
export function choosingNodes(parts: FlowParts): FlowNode[] {
  const { language } = parts
  const words = sentences[language]
  const staff: FlowNode[] = [
    callNode('verify_staff', 'verify_staff', {
      routes: { resolved: 'date_time', ambiguous: 'staff', unknown: 'staff' },
      otherwise: 'date_time',
    }),
    sayNode(
      'staff',
      '{{say}}',
      promptEdges(language, 'staff', [
        ['names_time', 'check'],
        ['names_person', 'verify_staff'],
        ['takes_anybody', 'date_time'],
      ]),
    ),
    sayNode(
      'date_time',
      words.whichTime,
      promptEdges(language, 'date_time', [
        ['names_several_times', 'check_several'],
        ['names_time', 'check'],
        ['wants_soonest', 'find_next'],
        ['wants_person', 'verify_staff'],
        ['changes_mind', 'anything_else'],
      ]),
    ),
  ]
  return parts.choosesService ? [...serviceNodes(parts), ...staff] : staff
}

/** Most callers know what they want once they are asked; everything there is, is read out to those who do not. */
function serviceNodes({ language }: FlowParts): FlowNode[] {
  const chosen: Ways<Condition> = [
    ['chooses_service_at', 'check'],
    ['chooses_service', 'date_time'],
    ['asks_further', 'list_services'],
    ['changes_mind', 'anything_else'],
  ]
  return [
    sayNode(
      'what_and_when',
      sentences[language].whatAndWhen,
      promptEdges(language, 'what_and_when', [
        ['names_several_times', 'check_several'],
        ['wants_soonest', 'find_next'],
        ...chosen,
        ['names_time', 'what'],
      ]),
    ),
    sayNode('what', sentences[language].what, promptEdges(language, 'what', chosen)),
    callNode('list_services', 'list_services', {
      routes: { ok: 'service', categories: 'service', too_many: 'service', none: 'service' },
      otherwise: 'fault',
      saying: sentences[language].moment,
    }),
    sayNode(
      'service',
      '{{say}}',
      promptEdges(language, 'service', [
        ['chooses_service_at', 'check'],
        ['chooses_service', 'date_time'],
        ['wants_link', 'booking_link'],
        ['asks_further', 'list_services'],
        ['changes_mind', 'anything_else'],
      ]),
    ),
  ]
}

/** What a look-up says of a time. What has to be asked is said with what was found: in the same node, by the same edges. */
const lookedUp = {
  available: 'offer',
  alternatives: 'offer',
  none: 'offer',
  closed: 'offer',
  past: 'offer',
  too_soon: 'offer',
  too_far: 'offer',
  which_service: 'offer',
  which_branch: 'offer',
  which_date: 'offer',
  contradiction: 'offer',
  staff_unknown: 'offer',
} as const satisfies Routes<'check_availability'>

/** Looking for a time, and the offer that comes of it: read out once, with the question whether to book. */
export function findingNodes({ language }: FlowParts): FlowNode[] {
  const saying = sentences[language].looking
  const otherwise: NodeId = 'fault'
  return [
    callNode('check', 'check_availability', { routes: lookedUp, otherwise, saying }),
    callNode('check_several', 'check_availability_batch', { routes: { ok: 'offer' }, otherwise, saying }),
    callNode('alternatives', 'get_alternatives', {
      routes: { alternatives: 'offer', none: 'offer' },
      otherwise,
      saying,
    }),
    callNode('find_next', 'find_next_available', {
      routes: { available: 'offer', none: 'offer', unavailable: 'callback_offer' },
      otherwise,
      saying,
    }),
    sayNode(
      'offer',
      '{{say}}',
      promptEdges(language, 'offer', [
        ['takes_offer', 'who_books'],
        ['names_several_times', 'check_several'],
        ['wants_otherwise', 'check'],
        ['wants_soonest', 'find_next'],
        ['none_suits', 'alternatives'],
        ['changes_mind', 'anything_else'],
      ]),
    ),
  ]
}

/** From the caller's yes to the appointment. Who cannot be called back is asked for a number first, once. */
export function bookingNodes(parts: FlowParts): FlowNode[] {
  const { language } = parts
  const words = sentences[language]
  return [
    branchNode('who_books', [isUnreachable('who_books', 'identify')], 'book'),
    callNode('identify', 'check_customer', {
      routes: { anonymous: 'contact', new: 'contact', ambiguous: 'contact', known: 'book' },
      otherwise: 'book',
    }),
    sayNode(
      'contact',
      '{{say}}',
      promptEdges(language, 'contact', [
        ['declines_contact', 'book'],
        ['gives_contact', 'read_back'],
      ]),
    ),
    promptNode(
      'read_back',
      nodePrompts.readBack[language],
      promptEdges(language, 'read_back', [['confirms_contact', 'book']]),
    ),
    callNode('book', 'book_appointment', {
      routes: {
        ...lookedUp,
        booked: 'told',
        already_booked: 'told',
        pending_approval: 'told',
        unconfirmed: 'told',
        taken: 'offer',
        conflict: 'offer',
        needs_confirmation: 'offer',
        not_offered: 'offer',
        policy: 'offer',
        needs_name: 'name',
        limit: 'callback_offer',
      },
      otherwise: 'fault',
      saying: words.booking,
    }),
    sayNode(
      'name',
      '{{say}}',
      promptEdges(language, 'name', [
        ['gives_name', 'book'],
        ['changes_mind', 'anything_else'],
      ]),
    ),
    tellNode('told', 'done'),
    sayNode('done', words.done, intentEdges(parts, 'done')),
  ]
}
