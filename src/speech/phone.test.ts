import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { isMobile, readPhoneNumber, sayPhoneNumber } from './phone.ts'

describe('a telephone number in words', () => {
  test.each([
    ['null eins sieben sechs eins zwei drei vier fünf sechs sieben acht', '+4917612345678'],
    ['null eins sieben sechs zwölf vierunddreißig sechsundfünfzig achtundsiebzig', '+4917612345678'],
    ['meine Nummer ist die 0176, dann 123 45 67 8', '+4917612345678'],
    ['plus neunundvierzig eins sieben sechs zwo zwo drei vier fünf sechs sieben acht', '+4917622345678'],
    ['doppelnull vier neun eins sieben sechs dreimal die vier fünf sechs sieben acht neun', '+4917644456789'],
    ['oh one seven six, twenty three, double four, five six seven eight', '+4917623445678'],
    ['+49 (0) 176 / 123-456-78', '+4917612345678'],
    ['neunundvierzig eins sieben sechs eins zwei drei vier fünf sechs sieben acht', '+4917612345678'],
    ['vier drei sechs sechs vier eins zwei drei vier fünf sechs', undefined],
  ])('"%s"', (said, number) => {
    expect(readPhoneNumber(said, 'DE')).toBe(number)
  })

  test('is of the country asked for when it carries no code', () => {
    expect(readPhoneNumber('null sechs sechs vier eins zwei drei vier fünf sechs', 'AT')).toBe('+43664123456')
    expect(readPhoneNumber('null sieben neun zwölf drei vier fünf sechs sieben', 'CH')).toBe('+41791234567')
  })

  test('that lost its leading zero or its end is not completed', () => {
    expect(readPhoneNumber('eins sieben sechs eins zwei drei vier fünf', 'DE')).toBeUndefined()
    expect(readPhoneNumber('null eins sieben sechs', 'DE')).toBeUndefined()
  })

  test('that was corrected is the later one, two without a correction are none', () => {
    expect(readPhoneNumber('0176 12345678, nein, 0176 12345679', 'DE')).toBe('+4917612345679')
    expect(readPhoneNumber('0176 12345678 ist meine und 0176 12345679 die meiner Frau', 'DE')).toBeUndefined()
  })

  test('is not made of other words', () => {
    expect(readPhoneNumber('ich habe zwei Katzen und einen Hund', 'DE')).toBeUndefined()
    expect(readPhoneNumber('', 'DE')).toBeUndefined()
  })
})

test('what is read back is read as the same number, in both languages', () => {
  const german = fc
    .tuple(fc.constantFrom('151', '160', '170', '176', '179'), fc.integer({ min: 2_000_000, max: 9_999_999 }))
    .map(([prefix, rest]) => `+49${prefix}${rest}${prefix === '151' || prefix === '176' ? '0' : ''}`)
  const foreign = fc.integer({ min: 100_000, max: 999_999 }).map((rest) => `+43664${rest}`)
  fc.assert(
    fc.property(fc.oneof(german, foreign), fc.constantFrom('de', 'en'), (number, language) => {
      expect(readPhoneNumber(sayPhoneNumber(number, language), 'DE')).toBe(number)
    }),
  )
})

test('any words at all give a number of the plan or none', () => {
  const word = fc.oneof(fc.constantFrom('null', 'eins', 'plus', 'doppel', 'mal', 'zwanzig', 'nein', '49'), fc.string())
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), (words) => {
      expect(readPhoneNumber(words.join(' '), 'DE') ?? '+1').toMatch(/^\+\d{1,15}$/)
    }),
  )
})

test('a German number is read back in groups from its zero on, a foreign one from its plus', () => {
  expect(sayPhoneNumber('+4917612345678', 'de')).toBe(
    'null eins sieben sechs, eins zwei drei, vier fünf sechs, sieben acht',
  )
  expect(sayPhoneNumber('+43664123456', 'en')).toBe('plus four three, six six four, one two three, four five six')
  expect(sayPhoneNumber('+43664123456', 'de', 'AT')).toMatch(/^null sechs sechs vier, /)
  expect(sayPhoneNumber('kein Anschluss', 'de')).toBe('')
})

test('mobile numbers can take a text message, fixed lines cannot', () => {
  expect(isMobile('+4917612345678')).toBe(true)
  expect(isMobile('+493012345678')).toBe(false)
  expect(isMobile('')).toBe(false)
})
