import { expect, test } from 'vitest'

import { heardCancellations } from './heard-cancellations.ts'
import type { Turn } from './transcript.ts'

const tool = 'termin_absagen'
let results = 0

function answered(name: string, reply: object): readonly Turn[] {
  const toolCallId = `call_${(results += 1)}`
  return [
    { role: 'invocation', toolCallId, name },
    { role: 'result', toolCallId, content: JSON.stringify(reply) },
  ]
}

const said = (content: string): Turn => ({ role: 'user', content })
const about = (id: string, others: readonly string[] = [id]) => ({
  status: 'which',
  appointment_id: id,
  appointments: others.map((one) => ({ appointment_id: one })),
})
const heard = (...turns: readonly (Turn | readonly Turn[])[]) => heardCancellations(turns.flat(), tool)

test('what is said after our question is said about its appointment', () => {
  expect(heard(said('Ich muss absagen.'), answered(tool, about('a')), said('Ja.'))).toEqual([
    { said: 'Ja.', main: 'a', others: [] },
  ])
})

test('a question about several puts all of them on the table, and none in front', () => {
  expect(heard(answered(tool, about('', ['a', 'b'])), said('Den um elf.'))).toEqual([
    { said: 'Den um elf.', main: null, others: ['a', 'b'] },
  ])
})

test('the same answer of another tool is no question whether to cancel', () => {
  expect(heard(answered('termin_verlegen', about('a')), said('Ja.'))).toEqual([])
})

test.each([
  ['an offer', { status: 'available', offer_id: 'k3f7', alternatives: [] }],
  ['a question which to move', { status: 'which', offer_id: '', alternatives: [], appointments: [] }],
])('after %s a yes of before is no answer any more', (_what, reply) => {
  const talk = [answered(tool, about('a')), said('Ja.'), answered('andere', reply), said('Hm.')]
  expect(heard(...talk)).toEqual([])
  expect(heard(...talk, answered(tool, about('a')), said('Ja, bitte.'))).toEqual([
    { said: 'Ja, bitte.', main: 'a', others: [] },
  ])
})

test('what asks about nothing leaves the question standing', () => {
  const talk = [answered(tool, about('a')), answered('check_customer', { status: 'known' }), said('Ja.')]
  expect(heard(...talk)).toEqual([{ said: 'Ja.', main: 'a', others: [] }])
})

test('a no to our question, once it is told, takes the appointment off the table', () => {
  const kept = { status: 'which', appointment_id: '', appointments: [] }
  expect(heard(answered(tool, about('a')), said('Nein.'), answered(tool, kept), said('Ja, danke.'))).toEqual([])
})
