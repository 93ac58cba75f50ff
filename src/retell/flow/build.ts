import type { House } from '../../openings/house.ts'
import type { Language } from '../../speech/language.ts'
import { buildAgent } from './build-agent.ts'
import { buildFlow } from './build-flow.ts'
import type { FlowSettings } from './flow-settings.ts'
import type { BuiltAgent } from './flow-types.ts'

/** Agent and flow of a company in one language. Pure: the same house and settings give the same to the letter. */
export function build(house: House, language: Language, settings: FlowSettings): BuiltAgent {
  return { agent: buildAgent(house, language, settings), flow: buildFlow(house, language, settings) }
}
