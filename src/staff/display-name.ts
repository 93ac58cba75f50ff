import type { Language } from '../speech/language.ts'
import type { StaffMember } from './staff-member.ts'

/** "bei Herrn Weber" is a dative: after bei, mit, von, zu. */
type GrammaticalCase = 'nominative' | 'dative'

const englishTitles: Readonly<Record<string, string>> = { frau: 'Ms', herr: 'Mr' }

/**
 * How a person is said: title and last name where the house uses titles ("Frau Dr. Meier", "Ms Meier"), else first and last
 * name as the team introduces itself.
 */
export function displayName(
  person: Pick<StaffMember, 'title' | 'firstName' | 'lastName'>,
  language: Language,
  grammaticalCase: GrammaticalCase = 'nominative',
): string {
  const title = person.title.trim()
  if (title === '' || person.lastName === '') return `${person.firstName} ${person.lastName}`.trim()
  const words = title.split(/\s+/).map((word) => {
    if (language === 'en') return englishTitles[word.toLowerCase()] ?? word
    return grammaticalCase === 'dative' && word === 'Herr' ? 'Herrn' : word
  })
  // English has no "Ms Dr.": the doctor is the title.
  const spoken = language === 'en' && words.length > 1 ? words.filter((word) => word !== 'Ms' && word !== 'Mr') : words
  return `${spoken.join(' ')} ${person.lastName}`
}
