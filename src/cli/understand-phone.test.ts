import { expect, test } from 'vitest'

import { understandPhoneLine } from './understand-phone.ts'

test('a number is answered in E.164 and in words', () => {
  expect(JSON.parse(understandPhoneLine('{"text":"null eins sieben sechs 123 45 678"}'))).toEqual({
    phone: '+4917612345678',
    spoken: 'null eins sieben sechs, eins zwei drei, vier fünf sechs, sieben acht',
  })
})

test('the country settles numbers without a code', () => {
  expect(JSON.parse(understandPhoneLine('{"text":"0664 123456","country":"AT","lang":"en"}'))).toMatchObject({
    phone: '+43664123456',
  })
})

test('no number is null', () => {
  expect(JSON.parse(understandPhoneLine('{"text":"keine Ahnung"}'))).toEqual({ phone: null, spoken: null })
})

test.each(['', '[]', '{"text":null}'])('a line that is no question is told so: %s', (line) => {
  expect(JSON.parse(understandPhoneLine(line))).toHaveProperty('error')
})
