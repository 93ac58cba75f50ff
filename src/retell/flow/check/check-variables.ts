import { replies } from '../../reply.ts'
import { isRaw, list, type ReadFlow, type ReadNode } from '../read-flow.ts'
import { ourTool } from './our-tools.ts'
import { doubt, fault, type Problem } from './problem.ts'

/** What the platform sets by itself; times also as `current_time_<zone>`. */
const OF_THE_PLATFORM =
  /^(current_(time|hour|calendar)(_[A-Za-z_]+\/[A-Za-z_/+-]+)?|current_agent_state|call_id|user_number|agent_number|direction|call_type|session_duration(_ms)?|session_type|current_node|previous_node|first_name|last_name|do_not_call|chat_id)$/
const BRACES = /\{\{\s*([^{}]+?)\s*\}\}/g

/** Whether every variable is set before it is spoken or compared: one that is not is read out with its braces. */
export function checkVariables(flow: ReadFlow): Problem[] {
  return [...checkMapped(flow), ...checkUsed(flow), ...checkClock(flow)]
}

/** A variable taken from a reply of ours must be in every reply. */
function checkMapped(flow: ReadFlow): Problem[] {
  return flow.tools.flatMap((tool) => {
    const ours = ourTool(tool)
    if (ours === undefined) return []
    const { scalars, lists } = replies[ours.name]
    const always = new Set<string>(['status', 'say', ...scalars])
    const sometimes = new Set<string>(lists)
    return Object.entries(tool.responseVariables).flatMap(([variable, path]) => {
      const field = path.replace(/^\$\.?/, '')
      if (always.has(field)) return []
      const where = `tool ${tool.name}`
      const first = field.split(/[.[]/)[0] ?? ''
      if (sometimes.has(first)) {
        return [
          fault('variables', where, `${variable} is ${path}, a part of a list that may be empty: then it is not set.`),
        ]
      }
      return [fault('variables', where, `${variable} is ${path}, which ${ours.name} does not answer.`)]
    })
  })
}

function checkUsed(flow: ReadFlow): Problem[] {
  const set = settable(flow)
  return usesOf(flow).flatMap(({ variable, where, isSpoken }) => {
    if (OF_THE_PLATFORM.test(variable) || flow.defaults[variable] !== undefined) return []
    if (!set.has(variable)) {
      return [
        fault('variables', where, `Nothing ever sets {{${variable}}}${isSpoken ? ': callers hear its name' : ''}.`),
      ]
    }
    // An equation on what is not set is false, which the else edge sees to.
    if (!isSpoken) return []
    return [doubt('variables', where, `{{${variable}}} has no default: until it is set, callers hear its name.`)]
  })
}

/** What tools, code and extraction set during a call. */
function settable(flow: ReadFlow): Set<string> {
  const names = flow.tools.flatMap((tool) => Object.keys(tool.responseVariables))
  for (const { raw } of flow.nodes) {
    if (isRaw(raw['response_variables'])) names.push(...Object.keys(raw['response_variables']))
    names.push(...list(raw['variables']).map(({ name }) => String(name)))
  }
  return new Set(names)
}

type Use = { variable: string; where: string; isSpoken: boolean }

function usesOf(flow: ReadFlow): Use[] {
  const inTexts = flow.nodes.flatMap((node) => usesIn(node.instruction, `node ${node.id}`, speaks(node)))
  const inPrompt = usesIn(flow.globalPrompt, 'global_prompt', false)
  const inEquations = flow.nodes.flatMap(({ edges }) =>
    edges.flatMap((edge) =>
      (edge.equations ?? []).flatMap(({ left, right }) => {
        const bare = /^[A-Za-z_]\w*$/.test(left) ? `{{${left}}}` : left
        return usesIn(`${bare} ${right}`, `edge ${edge.id}`, false)
      }),
    ),
  )
  return [...inTexts, ...inPrompt, ...inEquations]
}

function usesIn(text: string, where: string, isSpoken: boolean): Use[] {
  return [...text.matchAll(BRACES)].map(([, variable = '']) => ({ variable, where, isSpoken }))
}

function speaks(node: ReadNode): boolean {
  return node.isStatic
}

/** The plain clock runs by the agent's zone, and that is Los Angeles unless somebody changed it. */
function checkClock(flow: ReadFlow): Problem[] {
  const texts = [flow.globalPrompt, ...flow.nodes.map(({ instruction }) => instruction)].join('\n')
  if (!/\{\{\s*current_(time|hour|calendar)\s*\}\}/.test(texts)) return []
  const zone = flow.agent?.['timezone']
  if (typeof zone === 'string' && zone !== '') return []
  return [
    doubt(
      'variables',
      'flow',
      '{{current_time}} is Los Angeles time unless the agent has a time zone: write {{current_time_Europe/Berlin}}.',
    ),
  ]
}
