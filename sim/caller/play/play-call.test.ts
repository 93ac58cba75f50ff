import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterEach, describe, expect, test } from 'vitest'

import { createRandom } from '../../chaos/random.ts'
import { readFlow } from '../flow/read-flow.ts'
import { createCaller, type Script } from '../people/caller.ts'
import { signatureHeader } from '../sign.ts'
import type { PlayedCall } from './event.ts'
import { playCall, type PlayOptions } from './play-call.ts'
import { tellCall } from './tell-call.ts'

type Heard = { path: string; signature: string; text: string; body: Record<string, unknown> }
type Answers = Readonly<Record<string, unknown>>

const KEY = 'key_test'
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

/** A gateway that answers what a test says, by path; what is no answer is not found, "(silence)" is never answered, "(busy)" is refused. */
async function startGateway(answers: Answers): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const path = request.url ?? ''
      heard.push({
        path,
        signature: String(request.headers['x-retell-signature']),
        text,
        body: JSON.parse(text) as Record<string, unknown>,
      })
      const answer = answers[path]
      if (answer === '(silence)') return
      response.writeHead(answer === undefined ? 404 : answer === '(busy)' ? 503 : 200, {
        'content-type': 'application/json',
      })
      response.end(JSON.stringify(answer ?? {}))
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard }
}

const prompt = (id: string, to: string, words: string) => ({
  id,
  destination_node_id: to,
  transition_condition: { type: 'prompt', prompt: words },
})
const equation = (id: string, to: string, left: string, right: string) => ({
  id,
  destination_node_id: to,
  transition_condition: { type: 'equation', operator: '&&', equations: [{ left, operator: '==', right }] },
})
const says = (id: string, text: string, more: object = {}) => ({
  id,
  name: id,
  type: 'conversation',
  instruction: { type: 'static_text', text },
  ...more,
})
const bye = { id: 'bye', name: 'bye', type: 'end', instruction: { type: 'static_text', text: 'Tschüss.' } }
const tool = {
  tool_id: 'check',
  name: 'check_availability',
  url: 'https://elsewhere.example/api/check',
  timeout_ms: 1_000,
  response_variables: { say: 'say', status: 'status' },
  parameters: {
    type: 'object',
    properties: { date: { type: 'string' }, note: { type: 'string', const: '{{call_id}}' } },
  },
}
const check = {
  id: 'check',
  name: 'check',
  type: 'function',
  tool_id: 'check',
  edges: [equation('c1', 'free', '{{status}}', 'available')],
  else_edge: prompt('c2', 'bye', 'Else'),
}

type Given = {
  nodes: readonly object[]
  answers?: Answers
  script?: Script
  options?: Partial<PlayOptions>
  agent?: object
}

async function play({ nodes, answers = {}, script = {}, options = {}, agent = {} }: Given) {
  const gateway = await startGateway(answers)
  const flow = { start_speaker: 'agent', nodes, tools: [tool] }
  const call = await playCall({
    baseUrl: gateway.url,
    key: KEY,
    agentId: 'agent_1',
    fromNumber: '+4917604069001',
    toNumber: '+493023125001',
    flow: readFlow({ agent, flow }),
    zones: [],
    language: 'de',
    caller: createCaller({ language: 'de', wants: { intent: 'book', date: 'morgen', name: 'Eva Berg' }, script }),
    random: createRandom(1),
    callId: 'call_1',
    ...options,
  })
  return { call, heard: gateway.heard }
}

const path = (call: PlayedCall) => call.events.flatMap((event) => (event.kind === 'node' ? [event.name] : []))
const spoken = (call: PlayedCall) =>
  call.events.flatMap((event) => (event.kind === 'said' && event.who === 'agent' ? [event.text] : []))

describe('a call through a flow', () => {
  const free = says('free', '{{say}}', { edges: [prompt('f1', 'bye', 'The caller agrees')] })
  const start = says('start', 'Was kann ich für Sie tun?', { edges: [prompt('s1', 'check', 'The caller says a date')] })

  test('calls tools signed over what it sends, with what was said and the platform’s own values', async () => {
    const answers = { '/api/check': { status: 'available', say: 'Frei. Soll ich diesen Termin für Sie buchen?' } }
    const { call, heard } = await play({ nodes: [start, check, free, bye], answers })
    expect(call).toMatchObject({ defects: [], unruled: [], endedBy: 'agent_hangup' })
    expect(path(call)).toEqual(['start', 'check', 'free', 'bye'])
    const request = heard.find((one) => one.path === '/api/check')
    expect(request?.body['args']).toEqual({ date: 'morgen', note: 'call_1' })
    const [, sentMs = ''] = /^v=(\d+),/.exec(request?.signature ?? '') ?? []
    expect(request?.signature).toBe(signatureHeader(request?.text ?? '', KEY, Number(sentMs)))
    expect(request?.body['call']).toMatchObject({ call_id: 'call_1', from_number: '+4917604069001' })
    expect(JSON.stringify(request?.body['call'])).toContain('node_transition')
    expect(tellCall(call)).toContain('check_availability {"date":"morgen","note":"call_1"} → available')
  })

  test('takes as long for the same draws, and the longer of speech and tool where both run', async () => {
    const answers = { '/api/check': { status: 'available', say: 'Frei. Soll ich diesen Termin für Sie buchen?' } }
    const speaking = {
      ...check,
      speak_during_execution: true,
      instruction: { type: 'static_text', text: 'x'.repeat(150) },
    }
    const short = await play({ nodes: [start, check, free, bye], answers })
    const long = await play({ nodes: [start, speaking, free, bye], answers })
    // A hundred and fifty characters are ten seconds; the tool took milliseconds.
    expect(long.call.durationMs - short.call.durationMs).toBeGreaterThan(9_500)
    expect(long.call.durationMs - short.call.durationMs).toBeLessThan(10_500)
  })

  test('says aloud what nobody has set, and that is a defect', async () => {
    const { call } = await play({ nodes: [{ ...bye, instruction: { type: 'static_text', text: 'Am {{new_date}}.' } }] })
    expect(spoken(call)).toEqual(['Am {{new_date}}.'])
    expect(call.defects).toEqual([{ kind: 'braces_spoken', detail: 'new_date' }])
  })

  test('a mapped value the answer does not hold is a defect, and the else-edge is taken', async () => {
    const { call } = await play({ nodes: [start, check, free, bye], answers: { '/api/check': { status: 'taken' } } })
    expect(path(call)).toEqual(['start', 'check', 'bye'])
    expect(call.defects).toEqual([{ kind: 'variable_unset', detail: 'check_availability: say from say' }])
  })

  test('a tool that does not answer in time is passed over, and told', async () => {
    const { call } = await play({ nodes: [start, check, free, bye], answers: { '/api/check': '(silence)' } })
    expect(path(call)).toEqual(['start', 'check', 'bye'])
    expect(call.defects).toEqual([{ kind: 'tool_failed', detail: 'check_availability: HTTP 0' }])
  })

  test('equations come before prompts, wherever they stand', async () => {
    const both = says('start', 'Ja?', {
      edges: [prompt('a', 'wrong', 'The caller answers'), equation('b', 'bye', '{{direction}}', 'inbound')],
    })
    const { call } = await play({ nodes: [both, says('wrong', 'Falsch.'), bye] })
    expect(path(call)).toEqual(['start', 'bye'])
  })

  test('a global node is open from anywhere, and gives back', async () => {
    const human = says('human', 'Ich bin eine Maschine. Was kann ich für Sie tun?', {
      global_node_setting: {
        condition: 'The caller wants to speak to a human',
        go_back_conditions: [{ id: 'g', transition_condition: { type: 'prompt', prompt: 'The caller answers' } }],
      },
    })
    const script = { greeting: ['Ich möchte mit einem Menschen sprechen.', 'Na gut.'], offer: ['Ja.'] }
    const asks = says('start', 'Was kann ich für Sie tun?', { edges: [prompt('s', 'bye', 'The caller says a date')] })
    const { call } = await play({ nodes: [asks, human, bye], script })
    expect(path(call)).toEqual(['start', 'human', 'start', 'bye'])
  })

  test('silence is asked into as often as the agent’s settings say, and ends the call', async () => {
    const script = { greeting: ['(silence)'], there: ['(silence)', '(silence)', '(silence)'] }
    const agent = { reminder_trigger_ms: 8_000, reminder_max_count: 2, end_call_after_silence_ms: 30_000 }
    const { call } = await play({ nodes: [start, bye], script, agent })
    expect(call.endedBy).toBe('inactivity')
    expect(spoken(call)).toEqual(['Was kann ich für Sie tun?', 'Hallo, sind Sie noch da?', 'Hallo, sind Sie noch da?'])
    expect(call.durationMs).toBeGreaterThan(54_000)
  })

  test('a transfer ends it, or comes back where nobody answers', async () => {
    const transfer = {
      id: 'transfer',
      name: 'transfer',
      type: 'transfer_call',
      edge: prompt('t', 'bye', 'Transfer failed'),
    }
    expect((await play({ nodes: [transfer, bye] })).call.endedBy).toBe('call_transfer')
    const { call } = await play({ nodes: [transfer, bye], options: { transferSucceeds: false } })
    expect(path(call)).toEqual(['transfer', 'bye'])
  })

  test('what is extracted and computed is there for the next node', async () => {
    const extract = {
      id: 'x',
      name: 'x',
      type: 'extract_dynamic_variables',
      variables: [{ name: 'date' }],
      else_edge: prompt('x1', 'code', 'Else'),
    }
    const code = {
      id: 'code',
      name: 'code',
      type: 'code',
      code: 'return { loud: dv.date.toUpperCase() }',
      response_variables: { loud: 'loud' },
      else_edge: prompt('y', 'end', 'Else'),
    }
    const end = { ...bye, id: 'end', instruction: { type: 'static_text', text: '{{loud}}' } }
    const listens = says('start', 'Was kann ich für Sie tun?', { edges: [prompt('s', 'x', 'The caller says a date')] })
    const { call } = await play({ nodes: [listens, extract, code, end] })
    expect(spoken(call).at(-1)).toBe('MORGEN')
    expect(call.defects).toEqual([])
  })

  test('a flow that leads nowhere, in circles or into unknown kinds is told, never a crash', async () => {
    const nowhere = says('start', 'Hm?', { edges: [prompt('n', 'gone', 'The caller answers')] })
    expect((await play({ nodes: [nowhere] })).call.defects).toMatchObject([{ kind: 'stuck' }])
    const circle = { id: 'c', name: 'c', type: 'branch', else_edge: prompt('c', 'c', 'Else') }
    expect((await play({ nodes: [circle] })).call.defects).toMatchObject([{ kind: 'stuck' }])
    const unknown = { id: 'u', name: 'u', type: 'hologram', else_edge: prompt('u', 'bye', 'Else') }
    expect((await play({ nodes: [unknown, bye] })).call.defects).toMatchObject([{ kind: 'node_unknown' }])
    const lost = { id: 'f', name: 'f', type: 'function', tool_id: 'none' }
    expect((await play({ nodes: [lost] })).call.defects).toMatchObject([{ kind: 'stuck' }])
  })

  test('conditions no rule decides are named', async () => {
    const odd = says('start', 'Hm?', { edges: [prompt('o', 'bye', 'xyzzy')], else_edge: prompt('p', 'bye', 'Else') })
    expect((await play({ nodes: [odd, bye] })).call.unruled).toEqual(['xyzzy'])
  })
})

describe('what the platform tells of a call', () => {
  test('comes in order, and what is answered to the ring is there from the first word', async () => {
    const call_inbound = { dynamic_variables: { first_name: 'Anna' }, metadata: { seal: 's' } }
    const { call, heard } = await play({
      nodes: [{ ...bye, instruction: { type: 'static_text', text: 'Hallo {{first_name}}.' } }],
      answers: { '/api/webhooks/retell': { call_inbound } },
    })
    expect(spoken(call)).toEqual(['Hallo Anna.'])
    expect(heard.map(({ body }) => body['event'])).toEqual([
      'call_inbound',
      'call_started',
      'call_ended',
      'call_analyzed',
    ])
    expect(heard.at(-1)?.body['call']).toMatchObject({
      metadata: { seal: 's' },
      disconnection_reason: 'agent_hangup',
      duration_ms: Math.round(call.durationMs),
      call_analysis: { call_successful: true },
    })
  })

  test('is told again when the gateway does not take it, three times at most', async () => {
    const { call, heard } = await play({ nodes: [bye], answers: { '/api/webhooks/retell': '(busy)' } })
    expect(heard).toHaveLength(12)
    expect(call.defects[0]).toEqual({ kind: 'webhook_refused', detail: 'call_inbound: HTTP 503' })
  })

  test('a rejected call is over before it began', async () => {
    const { call } = await play({
      nodes: [bye],
      answers: { '/api/webhooks/retell': { call_inbound: { reject: true } } },
    })
    expect(spoken(call)).toEqual([])
    expect(call.endedBy).toBe('user_hangup')
  })

  test('a gateway that has no such address goes without', async () => {
    const { call } = await play({ nodes: [bye] })
    expect(call.defects).toEqual([])
  })
})
