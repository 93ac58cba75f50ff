import { expect, test } from 'vitest'

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

test('results without offers leave what was on the table', () => {
  const offered = result({ offer_id: 'k3f7', alternatives: [] })
  const others = [result({ status: 'known', offer_id: '' }), result('no JSON'), result('[1]'), result('null')]
  expect(heardTurns([offered, ...others, user('Ja.')])).toEqual([{ said: 'Ja.', main: 'k3f7', others: [] }])
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
