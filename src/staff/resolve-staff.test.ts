import { describe, expect, test } from 'vitest'

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

test('another list of people is another list of names', () => {
  expect(resolveStaff(staff.slice(0, 2), 'Jonas Weber')).toEqual({ kind: 'unknown' })
  expect(resolveStaff(staff, 'Jonas Weber')).toMatchObject({ kind: 'resolved' })
})
