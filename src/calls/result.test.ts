import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { judgeResult, type ResultStep } from './result.ts'

const step = (tool: string, status: string, appointmentId: string | null = null): ResultStep => ({
  tool,
  status,
  appointmentId,
})
const offered = step('check_availability', 'available')
const booked = step('book_appointment', 'booked', 'a1')

describe('what came of a call', () => {
  test.each([
    ['nothing was asked of a tool', [], { result: 'nothing', step: null }],
    ['the house introduced itself', [step('initialize_call', 'ok')], { result: 'nothing' }],
    ['prices were asked', [step('list_services', 'ok')], { result: 'asked', step: 'list_services' }],
    ['a time was looked for', [offered], { result: 'abandoned', step: 'check_availability', reason: 'available' }],
    [
      'the agent asked for a yes',
      [offered, step('book_appointment', 'needs_confirmation')],
      { result: 'abandoned', step: 'book_appointment' },
    ],
    [
      'somebody was faster',
      [offered, step('book_appointment', 'taken')],
      { result: 'failed', step: 'book_appointment', reason: 'taken' },
    ],
    [
      'another time was booked after that',
      [offered, step('book_appointment', 'taken'), booked],
      { result: 'booked', appointmentId: 'a1' },
    ],
    [
      'the calendar did not answer in time',
      [offered, step('book_appointment', 'unconfirmed', 'a2')],
      { result: 'booked', reason: 'unconfirmed', appointmentId: 'a2' },
    ],
    ['it was cancelled again', [booked, step('cancel_appointment', 'cancelled', 'a1')], { result: 'cancelled' }],
    ['it was moved', [step('reschedule_appointment', 'moved', 'a1')], { result: 'moved', appointmentId: 'a1' }],
    ['a move was refused', [step('reschedule_appointment', 'policy')], { result: 'failed', reason: 'policy' }],
    ['a callback was noted', [offered, step('request_callback', 'noted')], { result: 'callback' }],
    ['it broke', [offered, step('book_appointment', 'error')], { result: 'failed', reason: 'error' }],
  ] as const)('when %s', (_when, steps, expected) => {
    expect(judgeResult(steps, null)).toMatchObject(expected)
  })

  test('somebody who was put through was not abandoned', () => {
    expect(judgeResult([offered], 'bridged')).toMatchObject({ result: 'transferred' })
    expect(judgeResult([offered], 'tried')).toMatchObject({ result: 'abandoned' })
    expect(judgeResult([booked], 'bridged')).toMatchObject({ result: 'booked' })
  })

  test('is never less for having asked something more', () => {
    const tools = ['initialize_call', 'check_customer', 'list_services', 'verify_staff', 'update_call']
    const asking = fc.record({
      tool: fc.constantFrom(...tools),
      status: fc.constantFrom('ok', 'error', 'none'),
      appointmentId: fc.constant(null),
    })
    const anyStep = fc.oneof(
      asking,
      fc.constantFrom(offered, booked, step('cancel_appointment', 'verify'), step('request_callback', 'noted')),
    )
    const holds = fc.check(
      fc.property(fc.array(anyStep, { maxLength: 8 }), asking, (steps, more) => {
        const before = judgeResult(steps, null)
        const after = judgeResult([...steps, more], null)
        const isOpen = before.result === 'nothing' || before.result === 'asked'
        return isOpen || JSON.stringify(after) === JSON.stringify(before)
      }),
    )
    expect(holds.counterexample).toBeNull()
  })
})
