import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { foldName } from './name-folding.ts'
import { nameWordsOf } from './name-words.ts'

function rolesOf(name: string): readonly string[] {
  return nameWordsOf(name).map(({ letters, role }) => `${letters} ${role}`)
}

describe('the words of a name', () => {
  test.each([
    ['Anna Müller', ['anna given', 'mueller family']],
    ['Müller, Anna', ['anna given', 'mueller family']],
    ['Prof. Dr. Anna Müller', ['anna given', 'mueller family']],
    ['Anna-Lena Müller', ['anna given', 'lena further', 'mueller family']],
    ['Anna Lena Müller', ['anna given', 'lena further', 'mueller family']],
    ['Anna Schmidt-Müller', ['anna given', 'schmidt family', 'mueller half']],
    ['Hans von der Heide', ['hans given', 'von particle', 'der particle', 'heide family']],
    ['Müller', ['mueller family']],
    ['Frau Herr', ['herr family']],
    ["Seán O'Neill", ['sean given', 'oneill family']],
    ['', []],
  ])('%s', (name, roles) => {
    expect(rolesOf(name)).toEqual(roles)
  })

  test('keep their own letters for foreign readings', () => {
    expect(nameWordsOf('Mehmet Çelik').map(({ written }) => written)).toEqual(['mehmet', 'çelik'])
  })

  test('are all in its comparison key', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-ZÄÖÜ][a-zäöüß]{1,8}( [A-Z][a-z]{1,8}){0,3}$/), (name) => {
        const key = new Set(foldName(name).split(' '))
        for (const { letters } of nameWordsOf(name)) expect(key).toContain(letters)
      }),
    )
  })
})
