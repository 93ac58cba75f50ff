import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { house } from '../answers/golden-house.ts'
import { build } from './build.ts'
import { checkFlow } from './check/check-flow.ts'
import { defaultFlowSettings } from './flow-settings.ts'
import { type ReadFlow, readFlow } from './read-flow.ts'

const built = build(house, 'de', { ...defaultFlowSettings, publicUrl: 'https://phone.example.com' })

function read(value: unknown): ReadFlow {
  const file = readFlow(typeof value === 'string' ? value : JSON.stringify(value))
  if (file.kind === 'refused') throw new Error(file.reasons.join(' '))
  return file.flow
}

function reasons(text: string): string {
  const file = readFlow(text)
  return file.kind === 'refused' ? file.reasons.join(' ') : ''
}

test('a flow is read in each form people have it in', () => {
  expect(read(built)).toMatchObject({ form: 'ours', startNodeId: 'initialize' })
  expect(read(built.flow)).toMatchObject({ form: 'flow', agent: null })
  const dashboard = {
    ...built.agent,
    agent_id: 'agent_x',
    conversationFlow: built.flow,
    response_engine: { type: 'conversation-flow' },
  }
  expect(read(dashboard)).toMatchObject({ form: 'export', agent: { agent_id: 'agent_x' } })
  expect(read(`\u{feff}${JSON.stringify(dashboard)}`).nodes).toHaveLength(built.flow.nodes.length)
  for (const one of [built, dashboard]) expect(checkFlow(read(one))).toEqual([])
})

test('older fields are read as what they were', () => {
  const flow = read({
    start_node: 'begin',
    start_speaker: 'agent',
    model_choice: { model: 'gpt-4.1', type: 'cascading' },
    nodes: [
      {
        id: 'begin',
        type: 'conversation',
        instruction: 'Guten Tag, hier spricht der KI-Assistent.',
        edges: [{ id: 'e1', condition: 'caller says goodbye', destination_node_id: 'end' }],
      },
      { id: 'end', type: 'end' },
    ],
  })
  expect(flow.startNodeId).toBe('begin')
  expect(flow.nodes[0]).toMatchObject({ instruction: 'Guten Tag, hier spricht der KI-Assistent.', isStatic: false })
  expect(flow.nodes[0]?.edges).toMatchObject([{ prompt: 'caller says goodbye', to: 'end', equations: null }])
  expect(checkFlow(flow).filter(({ level }) => level === 'fault')).toEqual([])
})

test('kinds of nodes nobody knows are kept, and doubted', () => {
  const nodes = [...built.flow.nodes, { id: 'new_thing', type: 'hologram', edges: 'none' }]
  expect(checkFlow(read({ ...built.flow, nodes }))).toContainEqual(
    expect.objectContaining({ level: 'doubt', where: 'node new_thing', detail: expect.stringContaining('hologram') }),
  )
})

test.for([
  ['', 'It is empty'],
  [' \n', 'It is empty'],
  ['{"nodes": [', 'It is not JSON'],
  ['<html>', 'It is not JSON'],
  ['[]', 'no object'],
  ['null', 'no object'],
  ['{}', 'no nodes in it'],
  ['{"nodes": []}', 'has no nodes'],
  ['{"nodes": {"a": 1}}', 'no list'],
  ['{"nodes": [1, null]}', 'nodes[0] is no object'],
  ['{"general_prompt": "You are…"}', 'by a prompt'],
  ['{"response_engine": {"type": "retell-llm", "llm_id": "x"}}', 'retell-llm'],
  ['{"response_engine": {"type": "conversation-flow", "conversation_flow_id": "cf_1"}}', 'cf_1'],
])('%s is refused with a reason', ([text = '', reason = '']) => {
  expect(reasons(text)).toContain(reason)
})

test('a file of many megabytes and a flow of thousands of nodes are refused', () => {
  expect(reasons(' '.repeat(6_000_000))).toContain('larger')
  const nodes = Array.from({ length: 2_001 }, (_, index) => ({ id: `n${index}`, type: 'end' }))
  expect(reasons(JSON.stringify({ nodes }))).toContain('more than 2000')
})

test('whatever a file holds, it is read or refused, and what is read is checked', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), anyFlow()), (text) => {
      const file = readFlow(text)
      const isTold = file.kind === 'read' ? Array.isArray(checkFlow(file.flow)) : file.reasons.length > 0
      expect(isTold).toBe(true)
    }),
    { numRuns: 300 },
  )
})

/** A flow in which anything may stand anywhere. */
function anyFlow(): fc.Arbitrary<string> {
  const odd = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('a', 'b', 'initialize', '{{x}}', 'else'))
  const edge = fc.record(
    { id: odd, destination_node_id: odd, transition_condition: odd, condition: odd },
    { requiredKeys: [] },
  )
  const node = fc.record(
    {
      id: odd,
      type: fc.oneof(odd, fc.constantFrom('conversation', 'function', 'branch', 'code', 'end', 'transfer_call')),
      instruction: odd,
      edges: fc.oneof(odd, fc.array(edge, { maxLength: 3 })),
      else_edge: fc.oneof(odd, edge),
      tool_id: odd,
      tool_ids: odd,
      tools: odd,
      variables: odd,
      response_variables: odd,
      global_node_setting: odd,
    },
    { requiredKeys: [] },
  )
  const tool = fc.record(
    {
      tool_id: odd,
      name: odd,
      url: fc.oneof(
        odd,
        fc.constantFrom('https://x.de/api/retell/check-availability', 'http://x/api/retell/tools', '::'),
      ),
      parameters: odd,
      response_variables: odd,
      timeout_ms: odd,
    },
    { requiredKeys: [] },
  )
  return fc
    .record(
      {
        nodes: fc.array(node, { maxLength: 5 }),
        tools: fc.oneof(odd, fc.array(tool, { maxLength: 3 })),
        start_node_id: odd,
        model_choice: odd,
        default_dynamic_variables: odd,
        global_prompt: odd,
      },
      { requiredKeys: ['nodes'] },
    )
    .map((flow) => JSON.stringify(flow))
}
