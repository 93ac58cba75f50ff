import { foldWords } from '../../catalog/service-words.ts'
import { displayName } from '../../staff/display-name.ts'
import { resolveStaff } from '../../staff/resolve-staff.ts'
import type { StaffMember } from '../../staff/staff-member.ts'

/** Who is named in a sentence. */
export type StaffHeard = { kind: 'nobody' } | { kind: 'named'; staffId: string } | { kind: 'unclear' }

/** "bei der Frau Meier", "with Mehmet", "beim Doktor Vogel": names begin with a capital, also where speech is written down. */
const withWhom =
  /\b(?:bei|beim|mit|zu|zur|zum|with|see)\s+(?:(?:der|dem|den|die|the)\s+)?((?:(?:Frau|Herrn?|Dr\.?|Doktor|Doctor|Ms|Mr|Mrs)\.?\s+)*\p{Lu}\p{L}+(?:[- ]\p{Lu}\p{L}+)?)/gu

/**
 * Whom a sentence names as the one to do it: by the name we say, first and last name, or behind "bei", "mit", "with". Two
 * people, or a name that fits several, are unclear; what fits nobody names nobody ("bei Ihnen", "mit Waschen").
 */
export function staffNamed(text: string, staff: readonly StaffMember[]): StaffHeard {
  const folded = ` ${foldWords(text)} `
  const ids = new Set(
    writtenNames(staff).flatMap(({ id, names }) => (names.some((name) => folded.includes(name)) ? [id] : [])),
  )
  let isUnclear = false
  for (const [, name = ''] of ids.size > 0 ? [] : text.matchAll(withWhom)) {
    const found = resolveStaff(staff, name)
    if (found.kind === 'resolved') ids.add(found.staffId)
    if (found.kind === 'ambiguous') isUnclear = true
  }
  const [only, ...others] = ids
  if (others.length > 0 || (only === undefined && isUnclear)) return { kind: 'unclear' }
  return only === undefined ? { kind: 'nobody' } : { kind: 'named', staffId: only }
}

type Written = { readonly id: string; readonly names: readonly string[] }

/** A company's list is one frozen value until its facts change. */
const namesOfLists = new WeakMap<readonly StaffMember[], readonly Written[]>()

/** What we call people, folded, a blank at both ends; single words are left to the ear. */
function writtenNames(staff: readonly StaffMember[]): readonly Written[] {
  return namesOfLists.getOrInsertComputed(staff, () =>
    staff.map((person) => {
      const names = [
        `${person.firstName} ${person.lastName}`,
        displayName(person, 'de'),
        displayName(person, 'de', 'dative'),
        displayName(person, 'en'),
      ].map(foldWords)
      return { id: person.id, names: names.filter((name) => name.includes(' ')).map((name) => ` ${name} `) }
    }),
  )
}
