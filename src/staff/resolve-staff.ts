import { writeOutLetters } from '../speech/name-folding.ts'
import { buildNameIndex, type NameIndex, resolveName } from '../speech/names.ts'
import { cologneCode } from '../speech/phonetics.ts'
import { displayName, fullName } from './display-name.ts'
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

/** Ids of people by what they are called, or by how that sounds. */
type People = Map<string, Set<string>>
type Called = { readonly byName: People; readonly bySound: People }

/** By list of people and branch, as above. */
const calledIn = new WeakMap<readonly StaffMember[], Map<string | null, Called>>()

/**
 * Who of a company's staff (of one branch, when given) is meant by a spoken name: first name, last name or both in either
 * order, misheard, shortened or spelled. A near tie, a namesake above all, is ambiguous and never guessed; but whoever is
 * named in the very words in which we name them is meant, if nobody else's name sounds the same; and though it does, when
 * these words are the answer (`isAnswer`) to our question which of the two.
 */
export function resolveStaff(
  staff: readonly StaffMember[],
  said: string,
  options: { branchId?: string | null; isAnswer?: boolean } = {},
): StaffResolution {
  const branchId = options.branchId ?? null
  const name = said.slice(0, LONGEST_NAME)
  const called = whoIsCalled(staff, branchId, name, options.isAnswer ?? false)
  if (called !== undefined) return { kind: 'resolved', staffId: called }
  const index = indexOf(staff, branchId, addressIn(said))
  const found = resolveName(name, index)
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
      inBranch(staff, branchId)
        .filter((person) => address === undefined || (addressIn(person.title) ?? address) === address)
        .map((person) => ({ id: person.id, name: `${person.firstName} ${person.lastName}`.trim() })),
    ),
  )
}

function inBranch(staff: readonly StaffMember[], branchId: string | null): readonly StaffMember[] {
  return staff.filter((person) => (branchId ?? person.branchId) === person.branchId)
}

/** Who alone is called just that, with nobody's name sounding like it unless they were asked which; titles count. */
function whoIsCalled(
  staff: readonly StaffMember[],
  branchId: string | null,
  said: string,
  isAnswer: boolean,
): string | undefined {
  const known = calledIn.getOrInsertComputed(staff, () => new Map<string | null, Called>())
  const { byName, bySound } = known.getOrInsertComputed(branchId, () => indexNames(inBranch(staff, branchId)))
  const name = plainWords(said)
  const [id, ...others] = byName.get(name) ?? []
  const isAlone = others.length === 0 && (isAnswer || bySound.get(cologneCode(name))?.size === 1)
  return isAlone ? id : undefined
}

function indexNames(staff: readonly StaffMember[]): Called {
  const called: Called = { byName: new Map(), bySound: new Map() }
  for (const person of staff) {
    const names = [displayName, fullName].flatMap((called) => [
      called(person, 'de'),
      called(person, 'de', 'dative'),
      called(person, 'en'),
    ])
    names.push(`${person.firstName} ${person.lastName}`)
    for (const name of new Set(names.map(plainWords))) {
      note(called.byName, name, person.id)
      note(called.bySound, cologneCode(name), person.id)
    }
  }
  return called
}

function note(people: People, key: string, id: string): void {
  people.getOrInsertComputed(key, () => new Set<string>()).add(id)
}

/** In lower case and plain letters, one blank between words: "Dr. Müller" is "dr mueller". */
function plainWords(text: string): string {
  return (writeOutLetters(text).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')
}

/** Whether "Herr" or "Frau" was said (or stored), in either language. */
function addressIn(text: string): Address | undefined {
  if (/\b(herrn?|hr|mr|mister)\b/i.test(text)) return 'man'
  return /\b(frau|fr|mrs|ms|miss)\b/i.test(text) ? 'woman' : undefined
}
