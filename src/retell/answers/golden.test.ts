import { describe, expect, test } from 'vitest'

import { argumentSchemas, type ToolName } from '../arguments.ts'
import { build } from '../flow/build.ts'
import { defaultFlowSettings } from '../flow/flow-settings.ts'
import type { FunctionNode } from '../flow/flow-types.ts'
import { completeReply, replies, type Reply } from '../reply.ts'
import { sayFault } from './fault.ts'
import { casesOf } from './golden-cases.ts'
import { house } from './golden-house.ts'

const tools = Object.keys(argumentSchemas) as ToolName[]

describe.each(['de', 'en'] as const)('in %s', (language) => {
  test.for(tools)('%s answers as the golden file says', async (tool) => {
    const told = Object.entries(casesOf(language)[tool]).map(([name, answer]) => [name, completeReply(tool, answer)])
    // Not called .json: a formatter would lay it out otherwise.
    const file = `golden/${tool}.${language}.txt`
    await expect(`${JSON.stringify(Object.fromEntries(told), null, 2)}\n`).toMatchFileSnapshot(file)
  })

  test.for(tools)('every sentence of %s can be spoken and is short enough', (tool) => {
    for (const answer of Object.values(casesOf(language)[tool])) {
      const reply = completeReply(tool, answer)
      expect(reply.say).toMatch(/^[\p{L} ,.:;!?\-–']+$/u)
      expect(reply.say).toMatch(/^\p{Lu}.*[.!?]$/u)
      expect(reply.say).not.toMatch(/ {2}|\.\.|, ?[,.]|undefined|object/)
      expect(JSON.stringify(reply).length).toBeLessThanOrEqual(1_500)
    }
  })

  test.for(tools)('%s asks nothing where the flow does not wait for an answer', (tool) => {
    const { flow } = build(house, language, { ...defaultFlowSettings, publicUrl: 'https://phone.example.com' })
    for (const node of flow.nodes) {
      if (node.type !== 'function' || node.tool_id !== tool) continue
      for (const [name, answer] of Object.entries(casesOf(language)[tool])) {
        const reply = completeReply(tool, answer)
        const next = flow.nodes.find(({ id }) => id === whereTo(node, reply))
        const goesOn = next?.type === 'code' && next.speak_during_execution
        expect(goesOn && reply.say.endsWith('?') ? `${node.id}: ${name}` : '').toBe('')
      }
    }
  })

  test.for(tools)('%s fills every field on every path', (tool) => {
    for (const answer of [...Object.values(casesOf(language)[tool]), sayFault(language)]) {
      const reply = completeReply(tool, answer)
      for (const field of replies[tool].scalars) expect(reply[field]).toBeTypeOf('string')
      for (const field of replies[tool].lists) expect(reply[field]).toBeInstanceOf(Array)
      expect(Object.keys(reply)).toHaveLength(2 + replies[tool].scalars.length + replies[tool].lists.length)
    }
  })

  test.for(tools)('every status of %s is told', (tool) => {
    const told = new Set<string>(Object.values(casesOf(language)[tool]).map((answer) => answer.status))
    const own =
      tool === 'book_appointment' || tool === 'collect_appointment_data'
        ? replies[tool].statuses.filter((status) => !isChecked(status))
        : replies[tool].statuses
    for (const status of own) expect(told).toContain(status)
  })
})

/** Where a node's edges lead with what its tool has answered. */
function whereTo({ edges = [], else_edge }: FunctionNode, reply: Reply): string | undefined {
  const taken = edges.find(({ transition_condition: condition }) => {
    if (condition.type !== 'equation') return false
    const held = condition.equations.map(({ left, right }) => reply[left.replace(/[\{\}]/gv, '')] === right)
    return condition.operator === '&&' ? !held.includes(false) : held.includes(true)
  })
  return (taken ?? else_edge)?.destination_node_id
}

function isChecked(status: string): boolean {
  return (replies.check_availability.statuses as readonly string[]).includes(status)
}
