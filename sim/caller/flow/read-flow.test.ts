import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { readFlow } from './read-flow.ts'

const flow = {
  start_speaker: 'agent',
  start_node_id: 'b',
  default_dynamic_variables: { say: '' },
  tools: [
    {
      tool_id: 't1',
      name: 'check_availability',
      url: 'https://ringbook.example/api/retell/check-availability',
      response_variables: { say: '$.say' },
      parameters: { type: 'object', properties: { date: { type: 'string' } } },
    },
  ],
  nodes: [
    {
      id: 'a',
      type: 'function',
      tool_id: 't1',
      edges: [
        {
          id: 'e1',
          destination_node_id: 'b',
          transition_condition: {
            type: 'equation',
            operator: '||',
            equations: [{ left: '{{x}}', operator: '==', right: '1' }],
          },
        },
      ],
      else_edge: { id: 'e2', destination_node_id: 'b', transition_condition: { type: 'prompt', prompt: 'Else' } },
    },
    {
      id: 'b',
      type: 'conversation',
      instruction: { type: 'static_text', text: '{{say}}' },
      global_node_setting: { condition: 'wants it' },
    },
  ],
}

describe('reading a flow', () => {
  test.each([
    ['alone', flow],
    ['beside its agent', { agent: { timezone: 'Europe/Berlin', reminder_trigger_ms: 8000 }, flow }],
    ['as an API has it', { agent: { timezone: 'Europe/Berlin' }, conversation_flow: flow }],
    ['inside of an exported agent', { agent_name: 'x', timezone: 'Europe/Berlin', conversationFlow: flow }],
  ])('%s', (_, json) => {
    const read = readFlow(json)
    expect(read.startNodeId).toBe('b')
    expect([...read.nodes.keys()]).toEqual(['a', 'b'])
    expect(read.tools.get('t1')).toMatchObject({ path: '/api/retell/check-availability', timeoutMs: 120_000 })
    expect(read.nodes.get('a')).toMatchObject({ toolId: 't1', elseEdge: { to: 'b' }, waitsForResult: true })
    expect(read.globals.map(({ id }) => id)).toEqual(['b'])
  })

  test('takes what the agent says of silence and zone', () => {
    const agent = { timezone: 'Europe/Berlin', reminder_trigger_ms: 8000, reminder_max_count: 2 }
    expect(readFlow({ agent, flow })).toMatchObject({ zone: 'Europe/Berlin', reminderMs: 8000, mostReminders: 2 })
    expect(readFlow(flow)).toMatchObject({ zone: null, reminderMs: null })
  })

  test('says of what is no flow that it is none, and never anything else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(() => readFlow(json)).toThrow(/conversation flow/)
      }),
    )
    expect(() => readFlow({ nodes: [] })).toThrow('without nodes')
  })
})
