import { expect, test } from 'vitest'

import { nameLineReader } from './understand-name.ts'

const read = nameLineReader(['Sarah Meier', '', '  Jürgen Hoffmann ', 'Sara Maier'])

test('a line asks for a name and is answered with the person meant', () => {
  expect(JSON.parse(read('{"text":"Jürgen Hofmann","lang":"de"}'))).toMatchObject({
    decision: 'resolved',
    name: 'Jürgen Hoffmann',
    candidates: [{ name: 'Jürgen Hoffmann' }],
  })
})

test('people who sound alike are candidates, and none is named', () => {
  const answer: unknown = JSON.parse(read('{"text":"Sarah Meyer"}'))
  expect(answer).toMatchObject({ decision: 'ambiguous', name: null, score: null, candidates: [{}, {}] })
})

test('nobody is nobody', () => {
  const nobody = { decision: 'unknown', name: null, score: null, margin: null, candidates: [] }
  expect(JSON.parse(read('{"text":"Thomas Bergmann"}'))).toEqual(nobody)
})

test.each(['', 'null', '[]', '{"text":1}', '{'])('a line that is no question is told so: %s', (line) => {
  expect(JSON.parse(read(line))).toHaveProperty('error')
})
