import { expect, test } from 'vitest'

import { displayName, fullName } from './display-name.ts'

const person = (title: string, firstName: string, lastName: string) => ({ title, firstName, lastName })

test.each([
  [person('', 'Sarah', 'Meier'), 'Sarah Meier', 'Sarah Meier', 'Sarah Meier'],
  [person('', 'Sarah', ''), 'Sarah', 'Sarah', 'Sarah'],
  [person('Frau', 'Sarah', 'Meier'), 'Frau Meier', 'Frau Meier', 'Ms Meier'],
  [person('Herr', 'Jonas', 'Weber'), 'Herr Weber', 'Herrn Weber', 'Mr Weber'],
  [person('Frau Dr.', 'Ines', 'Kurt'), 'Frau Dr. Kurt', 'Frau Dr. Kurt', 'Dr. Kurt'],
  [person('Frau', 'Sarah', ''), 'Sarah', 'Sarah', 'Sarah'],
])('%j is %s, "bei %s", %s', (who, nominative, dative, english) => {
  expect(displayName(who, 'de')).toBe(nominative)
  expect(displayName(who, 'de', 'dative')).toBe(dative)
  expect(displayName(who, 'en')).toBe(english)
})

test.each([
  [person('', 'Sarah', 'Meier'), 'Sarah Meier', 'Sarah Meier'],
  [person('Herr', 'Jonas', 'Weber'), 'Herrn Jonas Weber', 'Mr Jonas Weber'],
  [person('Frau Dr.', 'Ines', 'Kurt'), 'Frau Dr. Ines Kurt', 'Dr. Ines Kurt'],
  [person('Frau', 'Sarah', ''), 'Sarah', 'Sarah'],
])('%j is "bei %s", %s in full', (who, dative, english) => {
  expect(fullName(who, 'de', 'dative')).toBe(dative)
  expect(fullName(who, 'en')).toBe(english)
})
