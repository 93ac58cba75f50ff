import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { readEvent, readPayload, type RetellEvent } from './event.ts'

const read = (body: unknown): RetellEvent => {
  const event = readEvent(Buffer.from(JSON.stringify(body)))
  if (event === undefined) throw new Error('It was not read')
  return event
}

const call = {
  call_id: 'call_1',
  call_type: 'phone_call',
  agent_id: 'agent_1',
  direction: 'inbound',
  from_number: 'anonymous',
  to_number: '+493023125001',
  start_timestamp: 1_780_012_672_105,
  end_timestamp: 1_780_012_772_105,
  disconnection_reason: 'user_hangup',
  call_cost: { combined_cost: 34.45, total_duration_seconds: 100 },
}

describe('an event', () => {
  test('is told apart by its call where there is one of it for each, else by its bytes', () => {
    expect(read({ event: 'call_ended', call }).identity).toBe('call_ended:call_1')
    expect(read({ event: 'call_ended', call: { ...call, duration_ms: 1 } }).identity).toBe('call_ended:call_1')
    const updated = (transcript_object: unknown) =>
      read({ event: 'transcript_updated', call: { ...call, transcript_object } })
    expect(updated([1]).identity).toBe(updated([1]).identity)
    expect(updated([1]).identity).not.toBe(updated([2]).identity)
    const transfer = (number: string) => read({ event: 'transfer_started', call, transfer_destination: { number } })
    expect(transfer('+4930111111').identity).not.toBe(transfer('+4930222222').identity)
    expect(transfer('+4930111111').told).toMatchObject({ kind: 'transfer', transfer: 'tried' })
  })

  test('tells times, price in US cents, and how long it was by whatever says so', () => {
    const { told } = read({ event: 'call_ended', call })
    expect(told).toMatchObject({ kind: 'ended', durationMs: 100_000, usCents: 34.45, endReason: 'user_hangup' })
    expect(told.endedAt?.epochMilliseconds).toBe(1_780_012_772_105)
    const { call_cost: _cost, ...unpriced } = call
    expect(read({ event: 'call_ended', call: unpriced }).told).toMatchObject({ durationMs: 100_000, usCents: null })
    expect(read({ event: 'call_ended', call: { ...call, duration_ms: 99_000 } }).told.durationMs).toBe(99_000)
  })

  test('of a call that was put through says so, whichever event tells it', () => {
    expect(read({ event: 'call_ended', call: { ...call, disconnection_reason: 'call_transfer' } }).told.transfer).toBe(
      'bridged',
    )
    expect(read({ event: 'transfer_bridged', call }).told.transfer).toBe('bridged')
    expect(read({ event: 'call_ended', call }).told.transfer).toBeNull()
  })

  test.each([
    ['<sip:+4930555001@sip.example.com>;reason=unconditional', '+4930555001'],
    ['"Empfang" <tel:030-555 001>', '030555001'],
    ['<sip:+4930111111@x>;counter=2, <sip:+4930222222@x>', '+4930222222'],
    ['+49 30 555001', '+4930555001'],
    ['<sip:anonymous@x>', null],
    ['', null],
  ])('reads of the line %j which number was dialled first', (diversion, expected) => {
    const event = read({ event: 'call_inbound', call_inbound: { ...call, custom_sip_headers: { diversion } } })
    expect(event.diversion).toBe(expected)
  })

  test('keeps of what was said the words, not their times, and nothing of who may know whose call it is', () => {
    const transcript_with_tool_calls = [
      { role: 'user', content: 'Ja\u0000', words: [{ word: 'Ja', start: 1, end: 2 }] },
      { role: 'tool_call_invocation', tool_call_id: 't1', name: 'book_appointment', arguments: '{}', time_sec: 3 },
      { role: 'tool_call_result', tool_call_id: 't1', content: { status: 'booked' } },
      { role: 'node_transition', new_node_id: 'n' },
    ]
    const { payload, contents } = read({
      event: 'call_ended',
      call: { ...call, transcript_with_tool_calls, metadata: { ringbook_call: 'sealed' } },
    })
    expect(contents.transcript).toEqual([
      { role: 'user', content: 'Ja' },
      { role: 'tool_call_invocation', tool_call_id: 't1', name: 'book_appointment', arguments: '{}' },
      { role: 'tool_call_result', tool_call_id: 't1', content: '{"status":"booked"}' },
    ])
    expect(JSON.stringify(payload)).not.toMatch(/words|sealed|node_transition/)
  })

  test('is read from what was stored as it was read when it came, whatever it is', () => {
    const names = ['call_started', 'call_ended', 'call_analyzed', 'transcript_updated', 'transfer_bridged', 'other']
    const field = fc.constantFrom(
      'call_id',
      'agent_id',
      'from_number',
      'to_number',
      'direction',
      'call_type',
      'start_timestamp',
      'end_timestamp',
      'duration_ms',
      'disconnection_reason',
      'call_cost',
      'call_analysis',
      'transcript_object',
      'transcript_with_tool_calls',
      'metadata',
      'custom_sip_headers',
    )
    const anyCall = fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.integer()))
    fc.assert(
      fc.property(fc.constantFrom(...names), anyCall, fc.jsonValue(), (event, fields, more) => {
        const fresh = read({ event, call: { ...call, ...fields }, more })
        const stored = readPayload(JSON.parse(JSON.stringify(fresh.payload)) as object)
        expect(JSON.stringify({ told: stored.told, contents: stored.contents })).toBe(
          JSON.stringify({ told: fresh.told, contents: fresh.contents }),
        )
        expect({ ...stored.line, callToken: null }).toEqual({ ...fresh.line, callToken: null })
        expect(JSON.stringify(fresh.payload)).not.toMatch(/\\u0000|\\ud[89a-f]/)
      }),
      { numRuns: 500 },
    )
  })

  test('is never the end of us: any bytes are read or refused', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void readEvent(bytes)))
    const deep = Buffer.from(
      `{"event":"x","call":{"call_analysis":{"custom_analysis_data":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}}}`,
    )
    expect(readEvent(deep)?.name).toBe('x')
    expect(readEvent(Buffer.from('"call_ended"'))).toBeUndefined()
  })
})
