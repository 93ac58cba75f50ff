import type { Language } from '../speech/language.ts'
import { cologneCode } from '../speech/phonetics.ts'
import { displayName, fullName, type GrammaticalCase } from './display-name.ts'
import type { StaffMember } from './staff-member.ts'

/** How many of a team may be called so, by the sound. A company's list is one frozen value until its facts change. */
const heardIn = new WeakMap<readonly StaffMember[], ReadonlyMap<string, number>>()

/**
 * What a member of a team is called so that nobody else is: as ever, but with the first name where a colleague's title and last
 * name sound the same ("Frau Sarah Meier" beside "Frau Mayer").
 */
export function nameInTeam(
  team: readonly StaffMember[],
  person: StaffMember,
  language: Language,
  grammaticalCase: GrammaticalCase = 'nominative',
): string {
  const heard = heardIn.getOrInsertComputed(team, () => countHeard(team))
  const isShared = (heard.get(soundOf(person, language)) ?? 0) > 1
  return isShared ? fullName(person, language, grammaticalCase) : displayName(person, language, grammaticalCase)
}

/** In either language: "Dr. Kurt" is what Frau Dr. Kurt is called in English. */
function countHeard(team: readonly StaffMember[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const person of team) {
    for (const sound of new Set([soundOf(person, 'de'), soundOf(person, 'en')])) {
      counts.set(sound, (counts.get(sound) ?? 0) + 1)
    }
  }
  return counts
}

/** "Frau Ott" and "Herr Ott" are told apart by who they are; the code takes both words. */
function soundOf(person: StaffMember, language: Language): string {
  return displayName(person, language).split(' ').map(cologneCode).join(' ')
}
