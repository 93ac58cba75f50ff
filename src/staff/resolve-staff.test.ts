import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { cologneCode } from '../speech/phonetics.ts'
import { displayName } from './display-name.ts'
import { resolveStaff } from './resolve-staff.ts'
import type { StaffMember } from './staff-member.ts'

/** A house with the names that are told apart worst; Nord has a namesake. */
const people: readonly (readonly [title: string, first: string, last: string, at: 'mitte' | 'nord'])[] = [
  ['Frau', 'Sarah', 'Meier', 'mitte'],
  ['Frau', 'Sarah', 'Maier', 'mitte'],
  ['', 'Jonas', 'Weber', 'mitte'],
  ['Herr', 'Peter', 'Mohr', 'mitte'],
  ['', 'Aylin', 'Yılmaz', 'mitte'],
  ['Frau Dr.', 'Ursula', 'von der Leyen', 'mitte'],
  ['', 'Anna-Maria', 'Müller-Lüdenscheidt', 'mitte'],
  ['', 'Kevin', 'Schmidt', 'mitte'],
  ['', 'Jonas', 'Krause', 'nord'],
  ['Herr', 'Tom', 'Fischer', 'nord'],
  ['Frau', 'Eva', 'Fischer', 'nord'],
]

const staff: readonly StaffMember[] = people.map(([title, firstName, lastName, branchId]) => ({
  id: `${firstName} ${lastName}`,
  branchId,
  title,
  firstName,
  lastName,
  hours: [],
  timeOff: [],
  calendarReference: null,
}))

function resolve(said: string, branchId: string | null = null): string | string[] {
  const resolution = resolveStaff(staff, said, { branchId })
  if (resolution.kind === 'unknown') return 'unknown'
  return resolution.kind === 'resolved' ? resolution.staffId : resolution.staffIds.toSorted()
}

describe('a name that was said', () => {
  test.each([
    ['Weber', 'Jonas Weber'],
    ['bei Herrn Weber', 'Jonas Weber'],
    ['Jonas Weber', 'Jonas Weber'],
    ['Weber, Jonas', 'Jonas Weber'],
    ['Jonas Veber', 'Jonas Weber'],
    ['Kevin', 'Kevin Schmidt'],
    ['Schmitt', 'Kevin Schmidt'],
    ['Yilmaz', 'Aylin Yılmaz'],
    ['Frau von der Leyen', 'Ursula von der Leyen'],
    ['Leyen', 'Ursula von der Leyen'],
    ['Anna Maria', 'Anna-Maria Müller-Lüdenscheidt'],
    ['Frau Müller', 'Anna-Maria Müller-Lüdenscheidt'],
    ['Peter Mohr', 'Peter Mohr'],
    ['Herr Fischer', 'Tom Fischer'],
    ['Mrs Fischer', 'Eva Fischer'],
  ])('%j is %s', (said, name) => {
    expect(resolve(said)).toBe(name)
  })

  test.each([
    ['Sarah Meier', ['Sarah Maier', 'Sarah Meier']],
    ['Frau Mayer', ['Sarah Maier', 'Sarah Meier']],
    ['M E Y E R', ['Sarah Maier', 'Sarah Meier']],
    ['Jonas', ['Jonas Krause', 'Jonas Weber']],
    ['Fischer', ['Eva Fischer', 'Tom Fischer']],
  ])('%j could be several, and is asked about', (said, names) => {
    expect(resolve(said)).toEqual(names)
  })

  test.each(['Lehmann', 'Herr Dr.', '', '!?', 'x'.repeat(5_000)])('%j is nobody here', (said) => {
    expect(resolve(said)).toBe('unknown')
  })

  test.each(['Anna Weber', 'Sarah Weber'])('%j, of whom only a part is known, is never guessed', (said) => {
    expect(typeof resolve(said) === 'string' ? resolve(said) : 'asked').not.toContain(' ')
  })

  test('is looked for in a branch when one is given', () => {
    expect(resolve('Jonas', 'mitte')).toBe('Jonas Weber')
    expect(resolve('Kevin', 'nord')).toBe('unknown')
  })
})

describe('the answer to "Meinen Sie …?"', () => {
  const lookAlikes: readonly StaffMember[] = [
    ['', 'Tina', 'König'],
    ['', 'Christina', 'König'],
    ['Frau', 'Ute', 'Welden'],
    ['Dr.', 'Uwe', 'Welden'],
    ['Frau', 'Ida', 'Lange'],
    ['Dr.', 'Max', 'Lange'],
    ['', 'Michel', 'Lange'],
    ['Herr', 'Jan', 'Brandt'],
    ['Frau Dr.', 'Mia', 'Brandt'],
    ['', 'Sarah', 'Meier'],
    ['', 'Sarah', 'Maier'],
    ['Frau', 'Eva', 'Busch'],
    ['Frau', 'Lea', 'Busch'],
  ].map(([title = '', firstName = '', lastName = '']) => ({
    id: `${firstName} ${lastName}`,
    branchId: 'mitte',
    title,
    firstName,
    lastName,
    hours: [],
    timeOff: [],
    calendarReference: null,
  }))

  test.each([
    ['Tina König', 'Tina König'],
    ['christina könig.', 'Christina König'],
    ['Dr. Welden', 'Uwe Welden'],
    ['Frau Welden', 'Ute Welden'],
    ['Ms Lange', 'Ida Lange'],
    ['Dr Lange', 'Max Lange'],
    ['Michel  Lange', 'Michel Lange'],
    ['Herrn Brandt', 'Jan Brandt'],
    ['Frau Dr. Brandt', 'Mia Brandt'],
    ['Dr. Brandt', 'Mia Brandt'],
  ])('in the words of the question, %j, is %s', (said, name) => {
    expect(resolveStaff(lookAlikes, said)).toEqual({ kind: 'resolved', staffId: name })
  })

  test('who is told apart by spelling alone is meant once they were asked which', () => {
    const isAnswer = true
    expect(resolveStaff(lookAlikes, 'Sarah Maier', { isAnswer })).toEqual({ kind: 'resolved', staffId: 'Sarah Maier' })
    expect(resolveStaff(lookAlikes, 'Sarah Mayer', { isAnswer }).kind).toBe('ambiguous')
    expect(resolveStaff(lookAlikes, 'Frau Busch', { isAnswer }).kind).toBe('ambiguous')
  })

  test.each(['Sarah Meier', 'Frau Busch', 'König'])('%j, by which two are called or sound, is asked about', (said) => {
    expect(resolveStaff(lookAlikes, said).kind).toBe('ambiguous')
  })

  test('in the words we say, in either language, nobody else is ever meant', () => {
    const person = fc.record({
      title: fc.constantFrom('', 'Frau', 'Herr', 'Dr.', 'Frau Dr.'),
      firstName: fc.constantFrom('Tina', 'Christina', 'Sarah', 'Zara', 'Max'),
      lastName: fc.constantFrom('König', 'Koenig', 'Meier', 'Maier', 'Welden'),
    })
    const team = fc.array(person, { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(team, fc.nat(5), fc.constantFrom('de', 'en'), (drawn, index, language) => {
        const people = drawn.map((one, id) => ({ ...nobody, ...one, id: String(id) }))
        const meant = people[index % people.length] ?? nobody
        const found = resolveStaff(people, displayName(meant, language, 'dative'))
        const isMeant = found.kind === 'resolved' && found.staffId === meant.id
        // Only who sounds like another may be asked about; nobody may be taken for another.
        const mayBeAsked = people.some((one) => one !== meant && soundsLike(one, meant))
        expect(isMeant || (mayBeAsked && found.kind === 'ambiguous')).toBe(true)
      }),
    )
  })

  test('counts in the branch that is meant', () => {
    const twins = lookAlikes.map((person) => ({ ...person, id: `${person.id} Nord`, branchId: 'nord' }))
    const both = [...lookAlikes, ...twins]
    expect(resolveStaff(both, 'Tina König').kind).toBe('ambiguous')
    expect(resolveStaff(both, 'Tina König', { branchId: 'nord' })).toEqual({
      kind: 'resolved',
      staffId: 'Tina König Nord',
    })
  })
})

const nobody: StaffMember = {
  id: '',
  branchId: 'mitte',
  title: '',
  firstName: '',
  lastName: '',
  hours: [],
  timeOff: [],
  calendarReference: null,
}

function soundsLike(one: StaffMember, other: StaffMember): boolean {
  return !soundsOf(one).isDisjointFrom(soundsOf(other))
}

function soundsOf(person: StaffMember): Set<string> {
  const names = [displayName(person, 'de', 'dative'), displayName(person, 'en'), displayName(person, 'de')]
  return new Set([...names, `${person.firstName} ${person.lastName}`].map((name) => cologneCode(name)))
}

test('another list of people is another list of names', () => {
  expect(resolveStaff(staff.slice(0, 2), 'Jonas Weber')).toEqual({ kind: 'unknown' })
  expect(resolveStaff(staff, 'Jonas Weber')).toMatchObject({ kind: 'resolved' })
})
