import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { foldName } from './name-folding.ts'
import { cologneCode, doubleMetaphoneCodes, nameCodes, soundexCode } from './phonetics.ts'

const letters = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäöüß'.split('')),
  minLength: 1,
  maxLength: 12,
})

describe('the Cologne code', () => {
  test.each([
    ['Meyer', 'Maier'],
    ['Meier', 'Mayr'],
    ['Schmidt', 'Schmitt'],
    ['Müller', 'Mueller'],
    ['Weiß', 'Weiss'],
    ['Philipp', 'Filip'],
    ['Stefanie', 'Stephanie'],
    ['Claudia', 'Klaudia'],
    ['Thorsten', 'Torsten'],
    ['Jansen', 'Janßen'],
  ])('of %s and %s is one', (one, other) => {
    expect(cologneCode(one)).toBe(cologneCode(other))
  })

  test.each([
    ['Heinz', '068', 'a vowel counts at the start alone, and an h not even there'],
    ['Chor', '47', 'a c at the start is hard before h'],
    ['Cäcilie', '485', 'umlauts are vowels; a c before i is soft'],
    ['Isaac', '088', 'a c at the end is soft'],
    ['Celle', '85', 'a c at the start is soft before e'],
    ['Clara', '457', 'a c at the start is hard before l'],
    ['Aclan', '0856', 'a c inside is soft before l'],
    ['Schach', '84', 'a c behind s is soft, behind a vowel before h hard'],
    ['Max', '648', 'x is two sounds'],
    ['Marxx', '674848', 'each x is two sounds'],
    ['Fuchx', '348', 'behind a hard c the x is one sound and joins nothing'],
    ['Patsy', '18', 'a t before s joins the s'],
    ['Pascha', '18', 'a c behind s is an s and joins it'],
    ['Susanne', '886', 'a vowel between keeps two sounds apart'],
  ])('of %s is %s: %s', (word, code) => {
    expect(cologneCode(word)).toBe(code)
  })

  test('has a vowel at the start alone and never two equal digits side by side without a vowel between', () => {
    fc.assert(
      fc.property(letters, (word) => {
        expect(cologneCode(word)).toMatch(/^[0-8]?[1-8]*$/)
        expect(cologneCode(word.toUpperCase())).toBe(cologneCode(word))
      }),
    )
  })

  test('does not hear a doubled consonant', () => {
    const doubled = fc.tuple(letters, fc.constantFrom(...'bdfglmnrtw'.split('')), fc.constantFrom(...'aeiou'.split('')))
    fc.assert(
      fc.property(doubled, ([start, consonant, vowel]) => {
        expect(cologneCode(start + vowel + consonant + consonant + vowel)).toBe(
          cologneCode(start + vowel + consonant + vowel),
        )
      }),
    )
  })
})

describe('the Soundex code', () => {
  test.each([
    ['Schmidt', 'S530'],
    ['Ashcroft', 'A261'],
    ['Pfister', 'P236'],
    ['Lee', 'L000'],
    ['Bwp', 'B000'],
  ])('of %s is %s', (word, code) => {
    expect(soundexCode(word)).toBe(code)
  })

  test('is a letter and three digits', () => {
    fc.assert(
      fc.property(letters, (word) => {
        expect(soundexCode(word)).toMatch(/^[A-Z][0-6]{3}$/)
      }),
    )
  })
})

test('Double Metaphone gives at most two codes, none twice and none empty', () => {
  expect(doubleMetaphoneCodes('Schmidt')).toHaveLength(2)
  expect(doubleMetaphoneCodes('')).toEqual([])
  fc.assert(
    fc.property(letters, (word) => {
      const codes = doubleMetaphoneCodes(word)
      expect(codes.length).toBeLessThanOrEqual(2)
      expect(new Set(codes).size).toBe(codes.length)
      expect(codes).not.toContain('')
    }),
  )
})

describe('the stored codes of a name', () => {
  test('stand word by word, without titles', () => {
    expect(nameCodes('Frau Dr. Anna Müller')).toEqual({ cologne: '06 657', soundex: 'A500 M460', metaphone: 'AN MLR' })
  })

  test('are those of its comparison key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(nameCodes(foldName(name))).toEqual(nameCodes(name))
      }),
    )
  })

  test('are empty for a name in another script', () => {
    expect(nameCodes('Анна')).toEqual({ cologne: '', soundex: '', metaphone: '' })
  })
})
