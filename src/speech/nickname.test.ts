import { expect, test } from 'vitest'

import { otherNamesOf } from './nickname.ts'

test('a formal name has its short forms, and a short form its formal names', () => {
  expect(otherNamesOf('stefanie')).toContain('steffi')
  expect(otherNamesOf('steffi')).toContain('stefanie')
  expect(otherNamesOf('max')).toEqual(['maximilian'])
})

test('two formal names are not each other because they share a short form', () => {
  expect(otherNamesOf('christian')).not.toContain('christine')
  expect(otherNamesOf('alexander')).not.toContain('alexandra')
})

test('a name without short forms has none', () => {
  expect(otherNamesOf('nguyen')).toEqual([])
  expect(otherNamesOf('')).toEqual([])
})

test('nobody is a short form of their own name', () => {
  for (const name of ['anna', 'hans', 'leo', 'maria', 'greta', 'lena']) expect(otherNamesOf(name)).not.toContain(name)
})
