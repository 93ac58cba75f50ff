import type { House } from '../../openings/house.ts'
import type { Language } from '../../speech/language.ts'
import { speakable } from '../answers/speaking.ts'
import type { ToolName } from '../arguments.ts'
import { anywhereNodes } from './anywhere-nodes.ts'
import { bookingNodes, choosingNodes, findingNodes } from './booking-nodes.ts'
import { buildTool, variableDefaults } from './build-tools.ts'
import type { FlowParts } from './call-edges.ts'
import { changingNodes } from './changing-nodes.ts'
import type { FlowSettings } from './flow-settings.ts'
import type { Flow, FlowNode, FlowTool } from './flow-types.ts'
import { isToolName } from './known-tools.ts'
import { openingNodes } from './opening-nodes.ts'
import { placeNodes } from './place-nodes.ts'
import { globalPrompt } from './prompts.ts'

/** Low enough that the model keeps to its instructions, high enough that it does not sound read out. */
const TEMPERATURE = 0.3

/** The conversation flow of a company in one language, as the voice platform takes it. Pure: the same house, the same flow. */
export function buildFlow(house: House, language: Language, settings: FlowSettings): Flow {
  const company = speakable({ language }, house.company.name)
  const parts: FlowParts = { language, choosesService: house.services.length > 1 }
  const nodes = [
    ...openingNodes(parts, { company, recordsCalls: settings.recordsCalls }),
    ...choosingNodes(parts),
    ...findingNodes(parts),
    ...bookingNodes(parts),
    ...changingNodes(parts),
    ...anywhereNodes(parts, settings.transferNumber),
  ]
  return {
    model_choice: { type: 'cascading', model: settings.model },
    model_temperature: TEMPERATURE,
    tool_call_strict_mode: false,
    start_speaker: 'agent',
    start_node_id: 'initialize',
    global_prompt: globalPrompt(language, { company, zone: house.company.zone }),
    default_dynamic_variables: { ...variableDefaults },
    tools: toolsOf(nodes, settings.publicUrl),
    nodes: placeNodes(nodes, 'initialize'),
  }
}

/** The tools the nodes call, in the order they first do. */
function toolsOf(nodes: readonly FlowNode[], publicUrl: string): FlowTool[] {
  const named = nodes.flatMap((node) => (node.type === 'function' ? [node.tool_id] : []))
  return [...new Set(named)]
    .filter((name): name is ToolName => isToolName(name))
    .map((name) => buildTool(name, publicUrl))
}
