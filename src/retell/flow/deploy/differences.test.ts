import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { differences } from './differences.ts'

test('what the platform adds is no difference, what it lacks or has otherwise is', () => {
  const wanted = { voice: 'a', nodes: [{ id: 'x', text: 'Hallo' }, { id: 'y' }], words: ['eins', 'zwei'], none: null }
  const found = {
    version: 3,
    voice: 'a',
    nodes: [{ id: 'x', text: 'Hallo', more: 1 }, { id: 'y' }],
    words: ['eins', 'zwei'],
  }
  expect(differences(wanted, found)).toEqual([])
  expect(differences(wanted, { ...found, voice: 'b' })).toEqual(['voice'])
  expect(differences(wanted, { ...found, words: ['eins'] })).toEqual(['words'])
  expect(differences(wanted, { ...found, nodes: [{ id: 'x', text: 'Na?' }, { id: 'z' }] })).toEqual([
    'nodes.x.text',
    'nodes.y',
    'nodes.z',
  ])
  expect(differences(wanted, undefined)).toEqual([''])
})

test('the order of things that have names says nothing', () => {
  expect(differences({ nodes: [{ id: 'a' }, { id: 'b' }] }, { nodes: [{ id: 'b' }, { id: 'a' }] })).toEqual([])
})

test('nothing differs from itself, and what was changed anywhere is found', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), fc.string(), (value, key) => {
      expect(differences(value, structuredClone(value))).toEqual([])
      expect(differences({ ...value, [key]: 'one' }, { ...value, [key]: 'other' })).toEqual([key])
    }),
  )
})
