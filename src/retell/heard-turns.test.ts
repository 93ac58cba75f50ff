import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { judgeConfirmation } from '../appointments/confirmation.ts'
import { heardTurns } from './heard-turns.ts'
import type { Turn } from './transcript.ts'

const user = (content: string): Turn => ({ role: 'user', content })
const agent = (content: string): Turn => ({ role: 'agent', content })
const result = (reply: unknown): Turn => ({
  role: 'result',
  toolCallId: 'x',
  content: typeof reply === 'string' ? reply : JSON.stringify(reply),
})

test('a turn is heard with the offers of the last result before it', () => {
  const first = result({ status: 'available', offer_id: 'k3f7', alternatives: [{ offer_id: 'm2p9' }] })
  const second = result({ status: 'alternatives', offer_id: '', alternatives: [{ offer_id: 'a' }, { offer_id: 'b' }] })
  const transcript = [user('Morgen?'), first, agent('Um zehn?'), user('Nein.'), second, user('Den zweiten.')]
  expect(heardTurns(transcript)).toEqual([
    { said: 'Morgen?', main: null, others: [] },
    { said: 'Nein.', main: 'k3f7', others: ['m2p9'] },
    { said: 'Den zweiten.', main: null, others: ['a', 'b'] },
  ])
})

test('several times that were looked up at once are on the table with the one that is asked about', () => {
  const slots = [{ offer_id: '' }, { offer_id: 'k3f7' }, { offer_id: 'm2p9' }]
  const looked = result({ status: 'ok', offer_id: 'k3f7', alternatives: [], slots })
  expect(heardTurns([looked, user('Ja.')])).toEqual([{ said: 'Ja.', main: 'k3f7', others: ['m2p9'] }])
})

test('results without offers leave what was on the table', () => {
  const offered = result({ offer_id: 'k3f7', alternatives: [] })
  const others = [result({ status: 'known', offer_id: '' }), result('no JSON'), result('[1]'), result('null')]
  expect(heardTurns([offered, ...others, user('Ja.')])).toEqual([{ said: 'Ja.', main: 'k3f7', others: [] }])
})

test('a result about times that has none to offer takes the old ones off the table: the next yes is to another question', () => {
  const offered = result({ status: 'available', offer_id: 'k3f7', alternatives: [] })
  const declined = result({ status: 'needs_confirmation', offer_id: '', alternatives: [] })
  const silent = result({ status: 'ok', offer_id: '', slots: [{ offer_id: '' }] })
  const listed = result({ status: 'list', appointments: [] })
  const cancelled = result({ status: 'cancelled', appointment_id: 'a1', appointments: [] })
  for (const next of [declined, silent, listed, cancelled]) {
    expect(heardTurns([offered, user('Nein.'), next, agent('Sollen wir Sie zurückrufen?'), user('Ja.')])).toEqual([
      { said: 'Nein.', main: 'k3f7', others: [] },
      { said: 'Ja.', main: null, others: [] },
    ])
  }
})

test.each(['booked', 'already_booked', 'pending_approval', 'unconfirmed', 'moved'])(
  'what was said before a time was given away (%s) is no answer to anything after it',
  (status) => {
    const offered = result({ status: 'available', offer_id: 'k3f7', alternatives: [] })
    const done = result({ status, offer_id: '', alternatives: [], appointment_id: 'a1' })
    expect(heardTurns([offered, user('Ja.'), done, agent('Noch etwas?'), user('Ja, für Michael.')])).toEqual([
      { said: 'Ja, für Michael.', main: null, others: [] },
    ])
  },
)

test('a question about an appointment and a new time leaves what was said before it', () => {
  const offered = result({ status: 'available', offer_id: 'k3f7', alternatives: [] })
  const asked = result({ status: 'needs_confirmation', offer_id: 'm2p9', alternatives: [], appointment_id: 'a1' })
  expect(heardTurns([offered, user('Nein.'), asked, user('Ja.')])).toEqual([
    { said: 'Nein.', main: 'k3f7', others: [] },
    { said: 'Ja.', main: 'm2p9', others: [] },
  ])
})

test('a yes is used once: after a booking nothing is agreed to until it has been offered and agreed to again', () => {
  const ids = fc.constantFrom('k3f7', 'm2p9')
  const offers = ids.map((offer_id) => result({ status: 'available', offer_id, alternatives: [{ offer_id: 'x9x9' }] }))
  const speech = fc.constantFrom('Ja.', 'Ja, genau.', 'Nein.', 'Um zehn, bitte.', 'Hm.').map(user)
  const others = fc.constantFrom(
    result({ status: 'known', first_name: 'Eva' }),
    result({ status: 'needs_name', offer_id: '', alternatives: [] }),
    agent('Gut.'),
  )
  const before = fc.array(fc.oneof(offers, speech, others), { maxLength: 8 })
  const booked = result({ status: 'booked', offer_id: '', alternatives: [], appointment_id: 'a1' })
  const at = Temporal.PlainDateTime.from('2030-06-04T10:00')
  const judge = (transcript: readonly Turn[], id: string) => judgeConfirmation(heardTurns(transcript), id, () => at)
  fc.assert(
    fc.property(before, fc.array(fc.oneof(speech, others), { maxLength: 5 }), ids, (made, later, id) => {
      expect(judge([...made, booked, ...later], id)).toBe('not_heard')
      const again = result({ status: 'available', offer_id: id, alternatives: [] })
      expect(judge([...made, booked, ...later, again, user('Ja.')], id)).toBe('confirmed')
    }),
  )
})

test('a result that arrived as JSON within a string is read', () => {
  const offered = result(JSON.stringify(JSON.stringify({ offer_id: 'k3f7' })))
  expect(heardTurns([offered, user('Ja.')])).toEqual([{ said: 'Ja.', main: 'k3f7', others: [] }])
})

test('what agent or caller say puts nothing on the table', () => {
  const words = '{"offer_id":"k3f7"}'
  expect(heardTurns([agent(words), user(words), agent('Gut.'), user('Ja.')])).toEqual([
    { said: words, main: null, others: [] },
    { said: 'Ja.', main: null, others: [] },
  ])
})

test('entries of the caller that follow one another are one turn', () => {
  expect(heardTurns([user('Ja,'), user('gerne.'), agent('Gut.'), user('Danke.')]).map((turn) => turn.said)).toEqual([
    'Ja, gerne.',
    'Danke.',
  ])
})

const whoAreYou = {
  status: 'anonymous',
  say: 'Ihre Nummer wird mir nicht angezeigt. Wie ist Ihr Name, und unter welcher Nummer erreichen wir Sie?',
}
const offering = result({ status: 'available', offer_id: 'k3f7', alternatives: [] })
const onTable = { main: 'k3f7', others: [] }

test('what answers the question of another tool is heard beside the offer', () => {
  const asked = [offering, user('Ja.'), result(whoAreYou), agent(whoAreYou.say)]
  expect(heardTurns([...asked, user('Nein, die Nummer nicht.'), user('Neumann.')])).toEqual([
    { said: 'Ja.', ...onTable },
    { said: 'Nein, die Nummer nicht. Neumann.', ...onTable, isBesides: true },
  ])
})

test('so is what answers a question of the agent’s own for a name or a number, as often as it asks', () => {
  const talk = [offering, user('Ja.'), agent('Wie heißen Sie?'), user('Neumann.'), agent('Mit zwei N, richtig?')]
  expect(
    heardTurns([...talk, user('Nein.'), agent('Ihre Nummer?'), user('Nein.')]).map((turn) => turn.isBesides),
  ).toEqual([undefined, true, true, true])
})

test.each([
  ['has not been put to them yet', [result(whoAreYou)]],
  ['was followed by one about the appointment', [result(whoAreYou), agent(whoAreYou.say), agent('Soll ich buchen?')]],
  ['was put in one breath with the appointment', [agent('Wie ist Ihr Name für den Termin?')]],
  ['was put before an offer was read', [result(whoAreYou), agent(whoAreYou.say), offering]],
  ['is about something else', [agent('Wirklich?')]],
])('a question that %s leaves the answer one to the offer', (_how, between) => {
  expect(heardTurns([offering, agent('Um zehn?'), user('Ja.'), ...between, user('Nein.')]).at(-1)).toEqual({
    said: 'Nein.',
    ...onTable,
  })
})

test('a question about the appointment of another tool is a question of that tool', () => {
  const ambiguous = { status: 'ambiguous', say: 'Auf welchen Namen soll der Termin laufen?' }
  const talk = [offering, user('Ja.'), result(ambiguous), agent(ambiguous.say), user('Nein, auf Neumann.')]
  expect(heardTurns(talk).at(-1)).toMatchObject({ isBesides: true })
})
