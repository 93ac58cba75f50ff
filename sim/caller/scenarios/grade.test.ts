import { describe, expect, test } from 'vitest'

import type { Standing } from '../../conversations/judge/records.ts'
import type { CallEvent } from '../play/event.ts'
import { daysFrom } from './days.ts'
import { grade, type Graded } from './grade.ts'
import { readScenario } from './scenario.ts'

const part = { wants: { intent: 'book' } }
const days = daysFrom(Temporal.PlainDate.from('2026-11-21'))
const stood: Standing = {
  id: 'a1',
  number: '+4917604069001',
  attendee: 'Eva Berg',
  service: 'Haarschnitt',
  serviceEn: 'Haircut',
  title: '',
  firstName: 'Sarah',
  lastName: 'Meier',
  branchId: 'b1',
  start: Temporal.PlainDateTime.from('2026-11-24T10:00'),
  state: 'confirmed',
  code: '123456',
  confirmedBy: 'transcript',
}
const booked: CallEvent = {
  kind: 'tool',
  tool: 'book_appointment',
  args: {},
  statusCode: 200,
  status: 'booked',
  reply: { appointment_id: 'a1', date: '24.11.2026', time: '10:00' },
  atMs: 0,
  tookMs: 1,
}

type Given = {
  expected?: object
  before?: readonly Standing[]
  after?: readonly Standing[]
  events?: CallEvent[]
} & Partial<Omit<Graded['after'], 'appointments'>>

function byId(all: readonly Standing[]): ReadonlyMap<string, Standing> {
  return new Map(all.map((one) => [one.id, one]))
}

function gradeIt({ expected = {}, before = [], after = [], events = [], ...more }: Given): readonly string[] {
  const file = { about: 'x', caller: { name: 'Eva Berg' }, de: part, en: part, expect: expected }
  return grade({
    scenario: readScenario('x', JSON.stringify(file)),
    days,
    call: { callId: 'c', events, defects: [], unruled: [], endedBy: 'agent_hangup', durationMs: 1, servedMs: null },
    before: byId(before),
    after: {
      appointments: byId(after),
      tasks: [],
      messages: [],
      liveHolds: 0,
      result: '',
      ...more,
    },
    branchNames: new Map([['b1', 'Mitte']]),
  })
}

const wanted = {
  service: 'Haarschnitt',
  at: 'tuesday 10:00',
  staff: 'Sarah Meier',
  branch: 'Mitte',
  attendee: 'Eva Berg',
}

describe('grading a call', () => {
  test('passes what is as it should be', () => {
    expect(gradeIt({ expected: { appointments: [wanted] }, after: [stood], events: [booked] })).toEqual([])
    expect(gradeIt({ before: [stood], after: [stood] })).toEqual([])
  })

  test.each([
    ['an appointment that is missing', { expected: { appointments: [wanted] } }],
    ['one nobody asked for', { after: [stood] }],
    ['a second one', { expected: { appointments: [wanted] }, after: [stood, { ...stood, id: 'a2' }] }],
    ['another person', { expected: { appointments: [wanted] }, after: [{ ...stood, lastName: 'Maier' }] }],
    ['another branch', { expected: { appointments: [wanted] }, after: [{ ...stood, branchId: 'b2' }] }],
    ['another name', { expected: { appointments: [wanted] }, after: [{ ...stood, attendee: 'Eva Burg' }] }],
    ['one that was there and is gone', { before: [stood], after: [{ ...stood, state: 'cancelled' }] }],
    ['one that was moved', { before: [stood], after: [{ ...stood, start: stood.start.add({ hours: 1 }) }] }],
    [
      'a move that should be a booking',
      {
        expected: { appointments: [{ at: 'tuesday 11:00' }] },
        before: [stood],
        after: [{ ...stood, start: stood.start.add({ hours: 1 }) }],
      },
    ],
    ['"booked" of nothing', { events: [booked] }],
    [
      '"booked" of another time',
      {
        expected: { appointments: [{}] },
        after: [{ ...stood, start: stood.start.add({ hours: 1 }) }],
        events: [booked],
      },
    ],
    ['a task nobody needs', { tasks: ['callback'] }],
    ['a task that is missing', { expected: { tasks: ['callback'] } }],
    ['a message that is missing', { expected: { messages: ['booking_link'] } }],
    ['a time still held', { liveHolds: 1 }],
    ['another end', { expected: { ended: 'inactivity' } }],
    ['a tool that was not called', { expected: { tools: ['verify_staff'] } }],
    [
      'a tool that should not be called',
      { expected: { without: ['book_appointment'], appointments: [wanted] }, after: [stood], events: [booked] },
    ],
    [
      'another answer',
      {
        expected: { answers: { book_appointment: 'taken' }, appointments: [wanted] },
        after: [stood],
        events: [booked],
      },
    ],
    ['another result', { expected: { result: 'booked' } }],
  ] as const)('sees %s', (_, given) => {
    expect(gradeIt(given as unknown as Given)).not.toEqual([])
  })
})
