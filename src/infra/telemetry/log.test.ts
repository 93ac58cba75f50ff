import { expect, test } from 'vitest'

import { newTally } from '../db/query-tally.ts'
import { createEvents } from './events.ts'
import { createLog, faultFields } from './log.ts'
import { createMetrics } from './metrics.ts'
import { markPhone } from './phone-mark.ts'

function collect(showPersonal: boolean) {
  const lines: string[] = []
  const log = createLog({ level: 'info', showPersonal, destination: { write: (line) => lines.push(line) } })
  return { lines, log }
}

test('what belongs to a person is blanked out unless asked for', () => {
  for (const showPersonal of [false, true]) {
    const { lines, log } = collect(showPersonal)
    log.info('a call came', { callId: 'c1', personal: { name: 'Sarah Meier', phone: '+4917604069001' } })
    expect(lines.join('').includes('Sarah Meier')).toBe(showPersonal)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', msg: 'a call came', callId: 'c1' })
  }
})

test('a fault is logged by class and place, never by its words', () => {
  const error = Object.assign(new RangeError('duplicate key (phone)=(+4917604069001)'), { code: '23505' })
  const fields = faultFields(error)
  expect(fields).toMatchObject({ name: 'RangeError', code: '23505' })
  expect(fields.stack).toContain('log.test.ts')
  expect(JSON.stringify(fields)).not.toContain('17604069001')
})

test('the same number has the same mark under one key and another under another', () => {
  const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
  const mark = markPhone('+4917604069001', one)
  expect(mark).toEqual(markPhone('+4917604069001', one))
  expect(mark.hash).not.toBe(markPhone('+4917604069001', other).hash)
  expect(mark.lastDigits).toBe('01')
  expect(JSON.stringify(mark)).not.toContain('4069')
})

test('an event feeds the log and the counters with the same story', async () => {
  const { lines, log } = collect(false)
  const metrics = createMetrics()
  const events = createEvents(log, metrics)
  events.toolAnswered({
    requestId: 'r1',
    tool: 'book_appointment',
    status: 'booked',
    durationMs: 12.34567,
    queries: newTally(),
  })
  events.alert('foreign_key', { workspaceId: 'w1' })
  const text = await metrics.registry.metrics()
  expect(text).toContain('ringbook_tool_seconds_count{tool="book_appointment",status="booked"} 1')
  expect(text).toContain('ringbook_alerts_total{alert="foreign_key"} 1')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ tool: 'book_appointment', status: 'booked', durationMs: 12.346 })
})

test('the counters of one process are not those of another', () => {
  expect(() => [createMetrics(), createMetrics()]).not.toThrow()
})
