import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { readNumeral } from './numerals.ts'
import { sayNumber, sayOrdinal } from './say-number.ts'

const value = (text: string) => readNumeral(text.split(' '))?.value

describe('numbers in words', () => {
  test('every number from 0 to 9999 is understood as it is spoken, in both languages', () => {
    for (let number = 0; number <= 9999; number += 1) {
      expect(value(sayNumber(number, 'de'))).toBe(number)
      expect(value(sayNumber(number, 'en'))).toBe(number)
    }
  })

  test('every ordinal from 1 to 999 is understood as an ordinal, in every German ending', () => {
    for (let number = 1; number <= 999; number += 1) {
      const german = sayOrdinal(number, 'de')
      for (const ending of ['', 'n', 'r', 's', 'm'])
        expect(readNumeral([german + ending])).toEqual({ value: number, used: 1, ordinal: true })
      const english = sayOrdinal(number, 'en').split(' ')
      expect(readNumeral(english)).toEqual({ value: number, used: english.length, ordinal: true })
    }
  })

  test('a number a recogniser tore apart or wrote as it heard it is still the number', () => {
    expect(value('vier und zwanzig')).toBe(24)
    expect(value('zwei tausend sechs und zwanzig')).toBe(2026)
    expect(value('vierzich')).toBe(40)
    expect(value('fuffzehn')).toBe(15)
    expect(value('Fuenfundzwanzigsten')).toBe(25)
    expect(value('dreissigster')).toBe(30)
    expect(value('neunzehnhundertachtundachtzig')).toBe(1988)
  })

  test('only the words of the number are taken', () => {
    expect(readNumeral(['vier', 'Uhr'])).toEqual({ value: 4, used: 1, ordinal: false })
    expect(readNumeral(['vier', 'zehn'])).toEqual({ value: 4, used: 1, ordinal: false })
    expect(readNumeral(['two', 'thirty'])).toEqual({ value: 2, used: 1, ordinal: false })
    expect(readNumeral(['twenty', 'first', 'of'])).toEqual({ value: 21, used: 2, ordinal: true })
    expect(readNumeral(['3rd'])).toEqual({ value: 3, used: 1, ordinal: true })
    expect(readNumeral(['eine', 'Woche'])).toBeUndefined()
    expect(readNumeral([])).toBeUndefined()
  })

  test('no string makes it fail, and it never takes more words than there are', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 8 }), (words) => {
        expect(readNumeral(words)?.used ?? 0).toBeLessThanOrEqual(words.length)
      }),
    )
  })
})
