import type { Language } from '../../speech/language.ts'
import { type Condition, conditionText } from './conditions.ts'
import { edgeId, type NodeId, type Ways } from './flow-nodes.ts'
import type { FlowEdge } from './flow-types.ts'

/** What the nodes of one flow are made with. */
export type FlowParts = {
  readonly language: Language
  /** Whether there is a service to choose: with one alone nobody is asked. */
  readonly choosesService: boolean
}

/** Edges the model decides, in the order they are looked at. */
export function promptEdges(language: Language, from: NodeId, ways: Ways<Condition>): FlowEdge[] {
  return ways.map(([condition, to]) => ({
    id: edgeId(from, condition),
    destination_node_id: to,
    transition_condition: { type: 'prompt', prompt: conditionText(condition, language) },
  }))
}

/** What a caller may want, wherever they are asked what. The more they have said, the further it leads. */
function intents({ choosesService }: FlowParts): Ways<Condition> {
  const booking: Ways<Condition> = choosesService
    ? [
        ['wants_booking_at', 'check'],
        ['names_several_times', 'check_several'],
        ['wants_soonest', 'find_next'],
        ['wants_person', 'verify_staff'],
        ['wants_booking_of', 'date_time'],
        ['wants_booking_on', 'what'],
        ['asks_services', 'list_services'],
        ['wants_booking', 'what_and_when'],
      ]
    : [
        ['wants_booking_when', 'check'],
        ['names_several_times', 'check_several'],
        ['wants_soonest', 'find_next'],
        ['wants_person', 'verify_staff'],
        ['wants_booking_alone', 'date_time'],
      ]
  return [
    ['wants_move', 'move'],
    ['wants_cancel', 'cancel'],
    ['asks_own_appointments', 'appointments'],
    ...booking,
    ['wants_link', 'booking_link'],
    ['asks_about_house', 'about_house'],
  ]
}

/** The edges of a node in which the caller is asked what they want, after those of its own. */
export function intentEdges(parts: FlowParts, from: NodeId, own: Ways<Condition> = []): FlowEdge[] {
  const elsewhere = intents(parts).filter(([, to]) => to !== from)
  return promptEdges(parts.language, from, [...own, ...elsewhere])
}
