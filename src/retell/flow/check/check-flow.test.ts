import { describe, expect, test } from 'vitest'

import { house } from '../../answers/golden-house.ts'
import { build } from '../build.ts'
import { defaultFlowSettings } from '../flow-settings.ts'
import { isRaw, type Raw, readFlow } from '../read-flow.ts'
import { checkFlow } from './check-flow.ts'
import type { Problem, Rule } from './problem.ts'

/** The salon's flow as anybody may have changed it. */
type Draft = {
  flow: Record<string, unknown>
  agent: Record<string, unknown>
  node: (id: string) => Record<string, unknown>
  tool: (name: string) => Record<string, unknown>
  edges: (id: string) => Record<string, unknown>[]
}

function find(list: unknown, field: string, value: string): Record<string, unknown> {
  const found = (list as Record<string, unknown>[]).find((one) => one[field] === value)
  if (found === undefined) throw new Error(`The flow has no ${value}`)
  return found
}

function check(change: (draft: Draft) => void): readonly Problem[] {
  const built = build(house, 'de', { ...defaultFlowSettings, publicUrl: 'https://phone.example.com' })
  const draft = JSON.parse(JSON.stringify(built)) as { flow: Record<string, unknown>; agent: Record<string, unknown> }
  const node = (id: string) => find(draft.flow['nodes'], 'id', id)
  change({
    ...draft,
    node,
    tool: (name) => find(draft.flow['tools'], 'name', name),
    edges: (id) => node(id)['edges'] as Record<string, unknown>[],
  })
  const read = readFlow(JSON.stringify(draft))
  if (read.kind === 'refused') throw new Error(read.reasons.join(' '))
  return checkFlow(read.flow)
}

test('nothing is wrong with a flow nobody has touched', () => {
  expect(check(() => undefined)).toEqual([])
})

/** What somebody does to it, the rule that sees it, and where. */
const breaks: readonly (readonly [string, Rule, string | RegExp, (draft: Draft) => void])[] = [
  ['a flow without a first node', 'shape', 'start_node_id', ({ flow }) => delete flow['start_node_id']],
  ['nobody who begins', 'shape', 'start_speaker', ({ flow }) => delete flow['start_speaker']],
  ['a model that is gone', 'shape', 'model_choice', ({ flow }) => (flow['model_choice'] = { model: 'gpt-4o' })],
  ['a greeting where flows have none', 'shape', 'begin_message', ({ flow }) => (flow['begin_message'] = 'Hallo')],
  ['a node of an unknown kind', 'shape', 'node service', ({ node }) => (node('service')['type'] = 'telepathy')],
  ['a conversation without words', 'shape', 'node service', ({ node }) => delete node('service')['instruction']],
  ['a function that names no tool', 'shape', 'node check', ({ node }) => delete node('check')['tool_id']],
  [
    'an edge without a condition',
    'shape',
    /^edge /,
    ({ edges }) => delete edges('service')[0]?.['transition_condition'],
  ],
  ['two nodes of one id', 'node_ids', 'node service', ({ node }) => (node('name')['id'] = 'service')],
  [
    'two edges of one id',
    'edge_ids',
    /^edge service__/,
    ({ edges }) => Object.assign(edges('service')[1] ?? {}, { id: edges('service')[0]?.['id'] }),
  ],
  [
    'an edge to a node that is not there',
    'destinations',
    /^edge service__/,
    ({ edges }) => Object.assign(edges('service')[0] ?? {}, { destination_node_id: 'moon' }),
  ],
  [
    'an edge back to its own node',
    'destinations',
    /^edge service__/,
    ({ edges }) => Object.assign(edges('service')[0] ?? {}, { destination_node_id: 'service' }),
  ],
  [
    'an edge that leads nowhere',
    'destinations',
    /^edge service__/,
    ({ edges }) => delete edges('service')[0]?.['destination_node_id'],
  ],
  [
    'a node no way leads to',
    'reachable',
    'node island',
    ({ flow, node }) => (flow['nodes'] as unknown[]).push({ ...node('fault'), id: 'island', edges: [] }),
  ],
  ['a first node that is not there', 'reachable', 'start_node_id', ({ flow }) => (flow['start_node_id'] = 'moon')],
  ['a function without an else edge', 'else_edges', 'node check', ({ node }) => delete node('check')['else_edge']],
  [
    'a branch without an else edge',
    'else_edges',
    'node who_books',
    ({ node }) => delete node('who_books')['else_edge'],
  ],
  [
    'a goodbye that can only be said at its place',
    'comes_to_an_end',
    'node done',
    ({ node }) => delete node('goodbye')['global_node_setting'],
  ],
  [
    'no end at all',
    'comes_to_an_end',
    'flow',
    ({ node }) => ['end', 'not_served'].forEach((id) => Object.assign(node(id), { type: 'branch' })),
  ],
  ['no way to a callback', 'anywhere', /^node |^flow/, ({ node }) => delete node('callback')['global_node_setting']],
  ['no way to a person', 'anywhere', /^node |^flow/, ({ node }) => delete node('human')['global_node_setting']],
  ['a tool nobody made', 'tool_ids', 'node check', ({ node }) => (node('check')['tool_id'] = 'guess')],
  [
    'two tools of one name',
    'tool_ids',
    'tool update_call',
    ({ tool }) => (tool('check_customer')['name'] = 'update_call'),
  ],
  ['a name no tool may have', 'tool_ids', 'tool prüfen!', ({ tool }) => (tool('check_customer')['name'] = 'prüfen!')],
  [
    'a tool the gateway does not have',
    'tool_ids',
    'tool check_customer',
    ({ tool }) => (tool('check_customer')['url'] = 'https://phone.example.com/api/retell/check-weather'),
  ],
  [
    'a variable that nothing sets',
    'variables',
    'node date_time',
    ({ node }) => (node('date_time')['instruction'] = { type: 'static_text', text: 'Am {{new_datum}}?' }),
  ],
  [
    'a variable of a list that may be empty',
    'variables',
    'tool check_availability',
    ({ tool }) => (tool('check_availability')['response_variables'] = { other: 'alternatives[0].time' }),
  ],
  [
    'a variable no answer has',
    'variables',
    'tool check_availability',
    ({ tool }) => (tool('check_availability')['response_variables'] = { room: '$.room' }),
  ],
  [
    'a variable without a default that is spoken',
    'variables',
    'node offer',
    ({ flow }) => delete (flow['default_dynamic_variables'] as Record<string, unknown>)['say'],
  ],
  [
    'the clock of Los Angeles',
    'variables',
    'flow',
    ({ flow, agent }) => {
      flow['global_prompt'] = 'Jetzt ist {{current_time}}.'
      delete agent['timezone']
    },
  ],
  [
    'an argument the gateway does not take',
    'arguments',
    'tool check_availability',
    ({ tool }) => Object.assign(propertiesOf(tool('check_availability')), { mood: { type: 'string' } }),
  ],
  [
    'an argument of another type',
    'arguments',
    'tool book_appointment',
    ({ tool }) => Object.assign(propertiesOf(tool('book_appointment')), { confirm: { type: 'string' } }),
  ],
  [
    'an argument that is never sent',
    'arguments',
    'tool check_availability',
    ({ tool }) => delete propertiesOf(tool('check_availability'))['staff'],
  ],
  [
    'a tool that is not waited for',
    'time_outs',
    'tool check_availability',
    ({ tool }) => (tool('check_availability')['timeout_ms'] = 3_000),
  ],
  [
    'a tool that is waited for for minutes',
    'time_outs',
    'tool check_availability',
    ({ tool }) => delete tool('check_availability')['timeout_ms'],
  ],
  [
    'the platform’s own calendar tool',
    'calendar_tools',
    'tool check_customer',
    ({ tool }) => Object.assign(tool('check_customer'), { type: 'book_appointment_cal', url: undefined }),
  ],
  [
    'arguments alone',
    'args_only',
    'tool check_customer',
    ({ tool }) => (tool('check_customer')['args_at_root'] = true),
  ],
  [
    'a prompt as long as a book',
    'prompt_length',
    /^node /,
    ({ flow }) => (flow['global_prompt'] = 'Seien Sie freundlich. '.repeat(800)),
  ],
  [
    'a cancellation whose status is left standing',
    'told_once',
    'node cancel',
    ({ node }) => Object.assign(node('told'), { response_variables: {} }),
  ],
  [
    'a first sentence that hides the machine',
    'ai_notice',
    'node initialize',
    ({ node }) => (node('initialize')['instruction'] = { type: 'static_text', text: 'Guten Tag, hier ist Sabine.' }),
  ],
  [
    'a silent beginning, and a machine that keeps to itself',
    'ai_notice',
    'node known',
    ({ node }) => (node('initialize')['speak_during_execution'] = false),
  ],
  ['an agent without a time zone', 'agent', 'timezone', ({ agent }) => delete agent['timezone']],
  [
    'an agent that keeps everything',
    'agent',
    'data_storage_setting',
    ({ agent }) => {
      delete agent['data_storage_setting']
      delete agent['data_storage_retention_days']
    },
  ],
  [
    'an agent that listens to silence',
    'agent',
    'end_call_after_silence_ms',
    ({ agent }) => delete agent['end_call_after_silence_ms'],
  ],
]

function propertiesOf(tool: Record<string, unknown>): Record<string, unknown> {
  const { parameters } = tool
  if (!isRaw(parameters) || !isRaw(parameters['properties'])) throw new Error('The tool has arguments')
  return parameters['properties']
}

describe('a flow is seen to have', () => {
  test.for(breaks)('%s', ([, rule, where, change]) => {
    const problems = check(change)
    const places = problems.filter((problem) => problem.rule === rule).map((problem) => problem.where)
    expect(places.filter((place) => (where instanceof RegExp ? where.test(place) : where === place))).not.toEqual([])
  })

  test('what each rule is there for: every rule is broken by one of these', () => {
    const rules: Record<Rule, true> = {
      shape: true,
      node_ids: true,
      edge_ids: true,
      destinations: true,
      reachable: true,
      else_edges: true,
      comes_to_an_end: true,
      anywhere: true,
      tool_ids: true,
      variables: true,
      arguments: true,
      time_outs: true,
      calendar_tools: true,
      args_only: true,
      prompt_length: true,
      told_once: true,
      ai_notice: true,
      agent: true,
    }
    expect(new Set(breaks.map(([, rule]) => rule))).toEqual(new Set(Object.keys(rules)))
  })
})

test('tools of the earlier generation and German names of arguments are taken as they are', () => {
  const problems = check(({ tool }) => {
    Object.assign(tool('book_appointment'), {
      name: 'book_appointment_v17',
      url: 'https://phone.example.com/api/retell/v17/book-appointment',
    })
    const sent = propertiesOf(tool('check_availability'))
    sent['datum'] = sent['date']
    delete sent['date']
  })
  expect(problems.filter(({ rule }) => rule === 'arguments' || rule === 'tool_ids')).toEqual([])
})

test('a flow of somebody else’s tools is not judged by ours', () => {
  const problems = check(({ flow }) => {
    for (const tool of flow['tools'] as Raw[])
      Object.assign(tool, { url: 'https://n8n.example.com/hook', timeout_ms: 120_000 })
  })
  expect(problems.filter(({ rule }) => rule === 'arguments' || rule === 'time_outs')).toEqual([])
})
