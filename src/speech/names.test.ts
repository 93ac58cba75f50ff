import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { buildNameIndex, type NameDecision, resolveName } from './names.ts'

const staff = [
  'Sarah Meier',
  'Anna-Lena Müller',
  'Stefanie Schulz',
  'Hans-Peter von der Heide',
  'Wojciech Kowalski',
  'Giovanni Rossi',
  'Dr. Mehmet Çelik',
  'Jürgen Hoffmann',
  'Cornelia Will',
]

function indexOf(names: readonly string[]) {
  return buildNameIndex(names.map((name) => ({ id: name, name })))
}

const house = indexOf(staff)

function nameOf(found: NameDecision): string {
  return found.decision === 'resolved' ? found.match.name : found.decision
}

describe('a name is found', () => {
  test.each([
    ['as written', 'Sarah Meier', 'Sarah Meier'],
    ['in any case and without its marks', 'MEHMET CELIK', 'Dr. Mehmet Çelik'],
    ['by another spelling of the same sound', 'Sara Maier', 'Sarah Meier'],
    ['with its umlaut written out', 'Anna-Lena Mueller', 'Anna-Lena Müller'],
    ['with its umlaut lost', 'Anna-Lena Muller', 'Anna-Lena Müller'],
    ['last name first', 'Hoffmann, Jürgen', 'Jürgen Hoffmann'],
    ['last name first without a comma', 'Hofmann Jürgen', 'Jürgen Hoffmann'],
    ['behind a title', 'Frau Dr. Schulz', 'Stefanie Schulz'],
    ['inside a sentence', 'ich möchte bitte zur Frau Schulz', 'Stefanie Schulz'],
    ['inside an English sentence', 'with Mrs Schulz please', 'Stefanie Schulz'],
    ['by the last name', 'Herr Kowalski', 'Wojciech Kowalski'],
    ['by the first name', 'bei der Sarah', 'Sarah Meier'],
    ['by half of a double first name', 'Lena Müller', 'Anna-Lena Müller'],
    ['by a nickname', 'Steffi Schulz', 'Stefanie Schulz'],
    ['by a nickname alone', 'die Conny', 'Cornelia Will'],
    ['without its particles', 'Hans Peter Heide', 'Hans-Peter von der Heide'],
    ['run together', 'jürgenhoffmann', 'Jürgen Hoffmann'],
    ['torn apart, last name first', 'Hoff Mann Jürgen', 'Jürgen Hoffmann'],
    ['torn apart', 'Jürgen Hoff Mann', 'Jürgen Hoffmann'],
    ['with sounds confused', 'Jürken Hovmann', 'Jürgen Hoffmann'],
    ['with its ending lost', 'Stefani Schul', 'Stefanie Schulz'],
    ['as Germans write what they hear: Polish', 'Wojtschech Kowalski', 'Wojciech Kowalski'],
    ['as Germans write what they hear: Italian', 'Dschowanni Rossi', 'Giovanni Rossi'],
    ['as Germans write what they hear: Turkish', 'Mehmet Tschelik', 'Dr. Mehmet Çelik'],
    ['though it is a word of the sentence', 'Frau Will', 'Cornelia Will'],
  ])('%s', (_how, said, name) => {
    expect(nameOf(resolveName(said, house))).toBe(name)
  })
})

describe('people who sound alike', () => {
  const alike = indexOf([
    'Sarah Meier',
    'Sarah Maier',
    'Thomas Schmidt',
    'Petra Schmidt',
    'Christian Beck',
    'Christiane Beck',
  ])

  test('are asked about, likeliest first', () => {
    const found = resolveName('Sarah Maier', alike)
    expect(found.decision).toBe('ambiguous')
    expect(found.candidates.map(({ name }) => name)).toEqual(['Sarah Maier', 'Sarah Meier'])
  })

  test('are told apart by spelling', () => {
    for (const said of ['Sarah M A I E R', 'Maier, M wie Martha, A wie Anton, I wie Ida, E wie Emil, R wie Richard']) {
      expect(nameOf(resolveName(said, alike))).toBe('Sarah Maier')
    }
    expect(nameOf(resolveName('Mike Echo India Echo Romeo', alike))).toBe('Sarah Meier')
  })

  test('are asked about when only the shared name was said', () => {
    expect(resolveName('Schmidt', alike)).toMatchObject({ decision: 'ambiguous', candidates: [{}, {}] })
  })

  test('are told apart by the other name', () => {
    expect(nameOf(resolveName('Petra Schmitt', alike))).toBe('Petra Schmidt')
  })

  test('are not merged by a short form they share', () => {
    expect(resolveName('Chris Beck', alike).decision).toBe('ambiguous')
  })

  test('are asked about even when they are called exactly the same', () => {
    const twins = buildNameIndex([
      { id: '1', name: 'Anna Schmidt' },
      { id: '2', name: 'Anna Schmidt' },
    ])
    expect(resolveName('Anna Schmidt', twins)).toMatchObject({ decision: 'ambiguous', margin: 0 })
  })
})

describe('nobody is found', () => {
  test.each(['', '   ', '...', 'Thomas Bergmann', 'xqz', 'irgendwer', '12345', 'Анна'])('for "%s"', (said) => {
    expect(resolveName(said, house)).toEqual({ decision: 'unknown', candidates: [] })
  })

  test('on an empty list', () => {
    expect(resolveName('Sarah Meier', indexOf([])).decision).toBe('unknown')
    expect(resolveName('Sarah Meier', indexOf(['', '-', 'Dr.'])).decision).toBe('unknown')
  })

  test('when a long first name run together with another last name carries it along', () => {
    const found = resolveName('maximilianleonhardt', indexOf(['Maximilian Lohmann', 'Anna Beck']))
    expect(found.decision).not.toBe('resolved')
  })

  test('when the first name fits and the last name is another', () => {
    expect(nameOf(resolveName('Sarah Bergmann', house))).not.toBe('Sarah Meier')
    expect(nameOf(resolveName('Stefanie Beck', house))).not.toBe('Stefanie Schulz')
  })
})

describe('whoever is on the list', () => {
  const firstName = fc.constantFrom('Anna', 'Jörg', 'Ulrike', 'Mehmet', 'Paul', 'Sabine', 'Ingo', 'Beate', 'Uwe')
  const lastName = fc.constantFrom(
    'Krüger',
    'Öztürk',
    'Schwarz',
    'Novák',
    'Lindner',
    'Pfeiffer',
    'Ott',
    'Hahn',
    'Wirth',
  )
  const people = fc.uniqueArray(
    fc.tuple(firstName, lastName).map((parts) => parts.join(' ')),
    { minLength: 1, maxLength: 20 },
  )

  test('is found by the full name, or asked about, never missed and never taken for another', () => {
    fc.assert(
      fc.property(people, fc.nat(), (names, pick) => {
        const meant = names[pick % names.length] ?? ''
        const found = resolveName(meant, indexOf(names))
        expect(found.candidates[0]?.name).toBe(meant)
      }),
    )
  })

  test('is the same whatever the order of the list', () => {
    fc.assert(
      fc.property(people, firstName, lastName, (names, first, last) => {
        const said = `${first} ${last}`
        const forwards = resolveName(said, indexOf(names))
        const backwards = resolveName(said, indexOf(names.toReversed()))
        expect(nameOf(forwards)).toBe(nameOf(backwards))
      }),
    )
  })

  test('is found a second time as the first: nothing is kept between resolutions', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), firstName), { maxLength: 5 }), (said) => {
        const before = resolveName('Sarah Meier', house)
        for (const text of said) resolveName(text, house)
        expect(resolveName('Sarah Meier', house)).toEqual(before)
      }),
    )
  })

  test('is decided for any text at all, with at most three candidates and scores from 0 to 1', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.lorem()), (said) => {
        const { candidates } = resolveName(said, house)
        expect(candidates.length).toBeLessThanOrEqual(3)
        for (const { score } of candidates) expect(score >= 0 && score <= 1).toBe(true)
      }),
    )
  })
})
