import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { readSpelled, spellingTokens } from './spelled.ts'

function spelledIn(said: string): string | undefined {
  return readSpelled(spellingTokens(said))?.letters
}

describe('a spelled word', () => {
  test.each([
    ['M E Y E R', 'meyer'],
    ['M-E-Y-E-R', 'meyer'],
    ['M wie Martha, E wie Emil, Y wie Ypsilon, E wie Emil, R wie Richard', 'meyer'],
    ['B wie Berlin, O wie Offenbach', 'bo'],
    ['Martha Emil Ypsilon Emil Richard', 'meyer'],
    ['Mike Echo Yankee Echo Romeo', 'meyer'],
    ['M as in Mike, E as in Echo, Y as in Yankee', 'mey'],
    ['M for Mother, E for Echo, Y for Yankee', 'mey'],
    ['em e ypsilon e er', 'meyer'],
    ['em ee why ee ar', 'meyer'],
    ['h o doppel f m a doppel n', 'hoffmann'],
    ['h o doppelf m a n n', 'hoffmann'],
    ['h o double f m a double n', 'hoffmann'],
    ['M Ü L L E R', 'mueller'],
    ['M Umlaut U L L E R', 'mueller'],
    ['M U Umlaut L L E R', 'mueller'],
    ['G R O scharfes S', 'gross'],
    ['Schule Emil Richard', 'scher'],
    ['double u e b e r', 'weber'],
  ])('"%s"', (said, letters) => {
    expect(spelledIn(said)).toBe(letters)
  })

  test('is the word compared with, when letter and word disagree: words are heard better', () => {
    expect(spelledIn('D wie Berta, A wie Anton, U wie Ulrich')).toBe('bau')
  })

  test('leaves the words around it', () => {
    expect(readSpelled(spellingTokens('Anna Meier, M E I E R bitte'))).toEqual({
      letters: 'meier',
      before: ['anna', 'meier'],
      after: ['bitte'],
    })
  })

  test.each(['Anton Emil', 'Anna Meier', 'Karl', 'a b', 'es war er', ''])('is not in "%s"', (said) => {
    expect(spelledIn(said)).toBeUndefined()
  })

  test('comes back letter by letter, in figures of speech of either alphabet', () => {
    const german =
      'anton berta caesar dora emil friedrich gustav heinrich ida julius kaufmann ludwig martha nordpol otto'.split(' ')
    const word = fc.array(fc.nat({ max: german.length - 1 }), { minLength: 3, maxLength: 10 })
    fc.assert(
      fc.property(word, (numbers) => {
        const words = numbers.map((number) => german[number] ?? '')
        const letters = words.map((one) => one.charAt(0))
        for (const said of [
          words.join(' '),
          letters.join(' '),
          words.map((one) => `${one.charAt(0)} wie ${one}`).join(', '),
        ]) {
          expect(spelledIn(said)).toBe(letters.join(''))
        }
      }),
    )
  })
})
