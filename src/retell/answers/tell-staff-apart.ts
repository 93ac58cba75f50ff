import { cologneCode } from '../../speech/phonetics.ts'
import { findStaff } from '../../staff/find-staff.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { branchName, inLanguage, nameOfStaff, type Speaking } from './speaking.ts'

/**
 * What people are called so that a caller hears who is who: those whose names sound the same are told apart by where they
 * work, else by how they are written ("Sarah Meier mit den Buchstaben M E I E R"). In the order given; unknown ids are left out.
 */
export function tellStaffApart(speaking: Speaking, staffIds: readonly string[]): readonly string[] {
  const { house } = speaking
  const people = staffIds.flatMap((id) => findStaff(house.staff, id) ?? [])
  return people.map((person) => {
    // "Meinen Sie Herrn Weber": the accusative is the dative's form.
    const name = nameOfStaff(speaking, person.id, 'dative')
    const alike = people.filter((other) => other !== person && soundOf(speaking, other) === soundOf(speaking, person))
    if (alike.length === 0) return name
    if (alike.every((other) => other.branchId !== person.branchId)) return `${name} ${sayWhere(speaking, person)}`
    const isWrittenOtherwise = alike.every((other) => other.lastName.toLowerCase() !== person.lastName.toLowerCase())
    return isWrittenOtherwise ? `${name} ${saySpelling(speaking, person.lastName)}` : name
  })
}

function soundOf(speaking: Speaking, person: StaffMember): string {
  return cologneCode(nameOfStaff(speaking, person.id))
}

function sayWhere(speaking: Speaking, person: StaffMember): string {
  const branch = speaking.house.company.branches.find((one) => one.id === person.branchId)
  if (branch === undefined) return ''
  const name = branchName(speaking, branch)
  return inLanguage(speaking, { de: `in der Filiale ${name}`, en: `at our ${name} branch` })
}

function saySpelling(speaking: Speaking, lastName: string): string {
  const letters = Array.from(lastName.toLocaleUpperCase('de').replaceAll(/[^\p{L}]/gu, '')).join(' ')
  return inLanguage(speaking, { de: `mit den Buchstaben ${letters}`, en: `with the letters ${letters}` })
}
