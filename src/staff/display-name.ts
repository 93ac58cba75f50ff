import type { Language } from '../speech/language.ts'
import type { StaffMember } from './staff-member.ts'

/** "bei Herrn Weber" is a dative: after bei, mit, von, zu. */
export type GrammaticalCase = 'nominative' | 'dative'

const englishTitles: Readonly<Record<string, string>> = { frau: 'Ms', herr: 'Mr' }

type Named = Pick<StaffMember, 'title' | 'firstName' | 'lastName'>

/**
 * How a person is said: title and last name where the house uses titles ("Frau Dr. Meier", "Ms Meier"), else first and last
 * name as the team introduces itself. Where two would be called the same, see `nameInTeam`.
 */
export function displayName(
  person: Named,
  language: Language,
  grammaticalCase: GrammaticalCase = 'nominative',
): string {
  return sayName(person, person.lastName, language, grammaticalCase)
}

/** The same with the first name as well: "Frau Dr. Sarah Meier". */
export function fullName(person: Named, language: Language, grammaticalCase: GrammaticalCase = 'nominative'): string {
  return sayName(person, `${person.firstName} ${person.lastName}`.trim(), language, grammaticalCase)
}

function sayName(person: Named, name: string, language: Language, grammaticalCase: GrammaticalCase): string {
  const title = person.title.trim()
  if (title === '' || person.lastName === '') return `${person.firstName} ${person.lastName}`.trim()
  const words = title.split(/\s+/).map((word) => {
    if (language === 'en') return englishTitles[word.toLowerCase()] ?? word
    return grammaticalCase === 'dative' && word === 'Herr' ? 'Herrn' : word
  })
  // English has no "Ms Dr.": the doctor is the title.
  const spoken = language === 'en' && words.length > 1 ? words.filter((word) => word !== 'Ms' && word !== 'Mr') : words
  return `${spoken.join(' ')} ${name}`
}
