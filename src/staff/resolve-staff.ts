import { buildNameIndex, type NameIndex, resolveName } from '../speech/names.ts'
import type { StaffMember } from './staff-member.ts'

/** Who is meant by a name that was said. */
export type StaffResolution =
  | { readonly kind: 'resolved'; readonly staffId: string }
  /** Several could be meant, likeliest first; at most three. */
  | { readonly kind: 'ambiguous'; readonly staffIds: readonly string[] }
  | { readonly kind: 'unknown' }

/** Names are short; a sentence is not a name. */
const LONGEST_NAME = 120

/** Whom "Herr" or "Frau" leaves: nobody says the wrong one of a person they know. */
type Address = 'man' | 'woman'

/**
 * What names are looked up in, by the list of people it was made of: a company's list is one frozen value until its facts
 * change, so the index of ten thousand names is built once (0.16 s) and not per call.
 */
const indexes = new WeakMap<readonly StaffMember[], Map<string, NameIndex>>()

/**
 * Who of a company's staff (of one branch, when given) is meant by a spoken name: first name, last name or both in either
 * order, misheard, shortened or spelled. A near tie, a namesake above all, is ambiguous and never guessed.
 */
export function resolveStaff(
  staff: readonly StaffMember[],
  said: string,
  options: { branchId?: string | null } = {},
): StaffResolution {
  const index = indexOf(staff, options.branchId ?? null, addressIn(said))
  const found = resolveName(said.slice(0, LONGEST_NAME), index)
  switch (found.decision) {
    case 'resolved':
      return { kind: 'resolved', staffId: found.match.id }
    case 'ambiguous':
      return { kind: 'ambiguous', staffIds: found.candidates.map((candidate) => candidate.id) }
    case 'unknown':
      return { kind: 'unknown' }
  }
}

function indexOf(staff: readonly StaffMember[], branchId: string | null, address: Address | undefined): NameIndex {
  const known = indexes.getOrInsertComputed(staff, () => new Map<string, NameIndex>())
  return known.getOrInsertComputed(`${branchId} ${address}`, () =>
    buildNameIndex(
      staff
        .filter((person) => (branchId ?? person.branchId) === person.branchId)
        .filter((person) => address === undefined || (addressIn(person.title) ?? address) === address)
        .map((person) => ({ id: person.id, name: `${person.firstName} ${person.lastName}`.trim() })),
    ),
  )
}

/** Whether "Herr" or "Frau" was said (or stored), in either language. */
function addressIn(text: string): Address | undefined {
  if (/\b(herrn?|hr|mr|mister)\b/i.test(text)) return 'man'
  return /\b(frau|fr|mrs|ms|miss)\b/i.test(text) ? 'woman' : undefined
}
