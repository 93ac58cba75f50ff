import { foldName } from '../speech/name-folding.ts'
import { type NameKeyColumns, nameKeyColumns } from '../speech/name-key.ts'

/** A name as it is stored: as written, and what it is found by. */
export type NameColumns = NameKeyColumns & { first_name: string; last_name: string }

const maxPartLength = 80

/**
 * Splits a name as it was said ("Frau Anna Müller") into first and last. A single word is a last name: that is what
 * callers give when they give one.
 */
export function splitName(said: string): { firstName: string; lastName: string } {
  const words = withoutTitles(said)
  return {
    firstName: words.slice(0, -1).join(' ').slice(0, maxPartLength),
    lastName: (words.at(-1) ?? '').slice(0, maxPartLength),
  }
}

/** A name as it was said, split, and with what it is found by. */
export function nameColumns(said: string): NameColumns {
  const { firstName, lastName } = splitName(said)
  return { first_name: firstName, last_name: lastName, ...nameKeyColumns(firstName, lastName) }
}

/** A word that folds to nothing is a title (or a stray sign) and no part of the name. */
function withoutTitles(said: string): string[] {
  return said.split(/\s+/u).filter((word) => foldName(word) !== '')
}
