import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { readEnvelope } from './envelope.ts'

const read = (body: unknown) => readEnvelope(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)))
function toolCall(body: unknown) {
  const reading = read(body)
  if (reading.kind !== 'tool_call') throw new Error(`read as ${reading.kind}`)
  return reading.toolCall
}

const invoked = (id: string, name: string) => ({ role: 'tool_call_invocation', tool_call_id: id, name })
const served = (...transcript: unknown[]) =>
  toolCall({ name: 'book', args: {}, call: { call_id: 'c', transcript_with_tool_calls: transcript } }).toolCallId

describe('the envelope of a tool call', () => {
  test('of a phone call gives numbers, agent and the invocation it serves', () => {
    const call = {
      call_type: 'phone_call',
      call_id: 'call_5f1',
      agent_id: 'agent_salon',
      direction: 'inbound',
      from_number: '+4917604069001',
      to_number: '+493023125001',
      metadata: { ringbook_call: 'a sealed token', other: 'thing' },
      transcript_with_tool_calls: [
        { role: 'agent', content: 'Guten Tag!', words: [{ word: 'Guten', start: 0.1, end: 0.3 }] },
        { role: 'node_transition', new_node_id: 'availability' },
        { role: 'user', content: ' Morgen um zehn, bitte. ' },
        { role: 'tool_call_invocation', tool_call_id: 'tool_call_7', name: 'check_availability', arguments: '{}' },
      ],
    }
    expect(toolCall({ name: 'check_availability', args: { datum: 'morgen' }, call })).toEqual({
      name: 'check_availability',
      args: Object.assign(Object.create(null), { datum: 'morgen' }),
      callId: 'call_5f1',
      agentId: 'agent_salon',
      direction: 'inbound',
      fromNumber: '+4917604069001',
      toNumber: '+493023125001',
      callToken: 'a sealed token',
      transcript: [
        { role: 'agent', content: 'Guten Tag!' },
        { role: 'user', content: 'Morgen um zehn, bitte.' },
        { role: 'invocation', toolCallId: 'tool_call_7', name: 'check_availability' },
      ],
      toolCallId: 'tool_call_7',
      lastUserTurn: 'Morgen um zehn, bitte.',
    })
  })

  test('of a web call has an agent and no numbers', () => {
    const call = { call_type: 'web_call', access_token: 'x', call_id: 'W1', agent_id: 'agent_web' }
    expect(toolCall({ name: 't', args: {}, call })).toMatchObject({
      direction: 'web',
      fromNumber: null,
      toNumber: null,
    })
  })

  test('with no more than a call id is enough, and what is malformed counts as missing', () => {
    const bare = toolCall({
      args: null,
      call: { call_id: 'call_1', from_number: 7, metadata: 'x', transcript_with_tool_calls: 'x' },
    })
    expect(bare).toMatchObject({
      name: '',
      callId: 'call_1',
      fromNumber: null,
      callToken: null,
      transcript: [],
    })
    expect(Object.keys(bare.args)).toEqual([])
  })

  test('takes the call id from the call alone', () => {
    expect(toolCall({ args: { call_id: 'call_1' }, call: { call_id: 'call_true' } }).callId).toBe('call_true')
    expect(read({ args: { call_id: 'call_1' }, call: {} })).toEqual({ kind: 'no_call' })
    expect(read({ name: 't', args: {}, call: { call_id: '' } })).toEqual({ kind: 'no_call' })
    expect(read({ name: 't', args: {} })).toEqual({ kind: 'no_call' })
  })

  test('that is the arguments alone is told from one that is broken', () => {
    expect(read({ name: 'Max', datum: 'morgen' })).toEqual({ kind: 'args_only' })
    expect(read({})).toEqual({ kind: 'args_only' })
    for (const broken of ['', '{', 'null', '[]', '"text"', '7']) expect(read(broken)).toEqual({ kind: 'not_json' })
  })

  test('lets no argument reach a prototype', () => {
    const { args } = toolCall(
      '{"args":{"__proto__":{"confirm":true},"constructor":1,"name":"Eva"},"call":{"call_id":"c"}}',
    )
    expect(args.confirm).toBeUndefined()
    expect(Object.getPrototypeOf(args)).toBeNull()
    expect(Object.keys(args)).toEqual(['constructor', 'name'])
  })

  test('never keeps half of a character where it cuts', () => {
    const cut = `${'x'.repeat(999)}😀`
    const { args } = toolCall({ args: { cut, [`${'k'.repeat(199)}😀`]: 1 }, call: { call_id: 'c' } })
    expect(args['cut']).toBe(`${'x'.repeat(999)}\uFFFD`)
    for (const key of Object.keys(args)) expect(key.isWellFormed()).toBe(true)
  })

  test('keeps arguments short and fit to be stored', () => {
    const args = {
      long: 'x'.repeat(5_000),
      zero: 'a\0b\uD800',
      deep: { a: ['\0'] },
      huge: { a: 'x'.repeat(5_000) },
      n: 7,
    }
    expect({ ...toolCall({ args, call: { call_id: 'c' } }).args }).toEqual({
      long: 'x'.repeat(1_000),
      zero: 'ab\uFFFD',
      deep: '{"a":[""]}',
      huge: null,
      n: 7,
    })
    expect(read({ args, call: { call_id: 'call\0' } })).toEqual({ kind: 'no_call' })
  })

  test('names no invocation that is answered, of another tool, or not the last', () => {
    const answered = { role: 'tool_call_result', tool_call_id: 'a', content: '{}' }
    expect(served(invoked('a', 'book'))).toBe('a')
    expect(served(invoked('a', 'book'), { role: 'user', content: 'Hallo?' })).toBe('a')
    expect(served(invoked('a', 'book'), answered)).toBeNull()
    expect(served(invoked('a', 'check'))).toBeNull()
    expect(served(invoked('a', 'book'), invoked('b', 'check'))).toBeNull()
    expect(served()).toBeNull()
  })

  test('of a very long call keeps its end', () => {
    const turns = Array.from({ length: 1_000 }, (_, index) => ({ role: 'user', content: `Satz ${index}` }))
    const { transcript, lastUserTurn } = toolCall({
      args: {},
      call: { call_id: 'c', transcript_with_tool_calls: turns },
    })
    expect(transcript).toHaveLength(400)
    expect(lastUserTurn).toBe('Satz 999')
  })

  test('is read without a fault, whatever was sent', () => {
    const shaped = fc.record({ name: fc.jsonValue(), args: fc.jsonValue(), call: fc.jsonValue() }, { requiredKeys: [] })
    fc.assert(
      fc.property(fc.oneof(fc.string(), shaped, fc.jsonValue()), (body) => {
        expect(['tool_call', 'not_json', 'no_call', 'args_only']).toContain(read(body).kind)
      }),
    )
  })
})
