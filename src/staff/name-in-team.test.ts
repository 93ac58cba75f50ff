import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { displayName } from './display-name.ts'
import { nameInTeam } from './name-in-team.ts'
import { resolveStaff } from './resolve-staff.ts'
import type { StaffMember } from './staff-member.ts'

function team(...names: readonly (readonly [title: string, firstName: string, lastName: string])[]) {
  return names.map(([title, firstName, lastName], index): StaffMember => ({
    id: String(index),
    branchId: 'mitte',
    title,
    firstName,
    lastName,
    hours: [],
    timeOff: [],
    calendarReference: null,
  }))
}

const calledIn = (people: readonly StaffMember[], language: 'de' | 'en', grammaticalCase?: 'dative') =>
  people.map((person) => nameInTeam(people, person, language, grammaticalCase))

test('whoever shares title and last name with a colleague, as they sound, is called by the first name too', () => {
  const people = team(['Herr', 'Uwe', 'Schröter'], ['Herr', 'Jan', 'Schroeter'], ['Frau', 'Ida', 'Schröter'])
  expect(calledIn(people, 'de', 'dative')).toEqual(['Herrn Uwe Schröter', 'Herrn Jan Schroeter', 'Frau Schröter'])
})

test('what tells two people apart in German may not in English', () => {
  const people = team(['Frau Dr.', 'Mia', 'Kurt'], ['Herr Dr.', 'Jan', 'Kurt'])
  expect(calledIn(people, 'de')).toEqual(['Frau Dr. Kurt', 'Herr Dr. Kurt'])
  expect(calledIn(people, 'en')).toEqual(['Dr. Mia Kurt', 'Dr. Jan Kurt'])
})

test('who says what we call somebody, having been asked, means that person', () => {
  const anybody = fc.tuple(
    fc.constantFrom('', 'Frau', 'Herr', 'Dr.', 'Frau Dr.'),
    fc.constantFrom('Tina', 'Christina', 'Sara', 'Max'),
    fc.constantFrom('König', 'Meier', 'Maier', 'Welden'),
  )
  const anyTeam = fc.uniqueArray(anybody, { minLength: 1, maxLength: 8, selector: ([, ...name]) => name.join(' ') })
  fc.assert(
    fc.property(anyTeam, fc.nat(7), fc.constantFrom('de' as const, 'en' as const), (drawn, index, language) => {
      const people = team(...drawn)
      const meant = people[index % people.length]
      if (meant === undefined) return
      const said = nameInTeam(people, meant, language, 'dative')
      expect(resolveStaff(people, said, { isAnswer: true })).toEqual({ kind: 'resolved', staffId: meant.id })
    }),
  )
})

test('who is alone with their name is called as ever', () => {
  const people = team(['Frau', 'Sarah', 'Meier'], ['Frau', 'Ute', 'Berg'], ['', 'Tim', 'Berg'])
  expect(calledIn(people, 'de')).toEqual(people.map((person) => displayName(person, 'de')))
})
