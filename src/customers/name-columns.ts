import { foldName } from '../speech/name-folding.ts'
import { cologneCode, doubleMetaphoneCodes, soundexCode } from '../speech/phonetics.ts'

/** A name as it is stored: as written, as compared, and as it sounds. */
export type NameColumns = {
  first_name: string
  last_name: string
  folded_name: string
  first_name_cologne: string
  last_name_cologne: string
  last_name_soundex: string
  last_name_metaphone: string
}

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
  return {
    first_name: firstName,
    last_name: lastName,
    folded_name: foldName(`${firstName} ${lastName}`),
    first_name_cologne: cologneCode(firstName),
    last_name_cologne: cologneCode(lastName),
    last_name_soundex: soundexCode(lastName),
    last_name_metaphone: doubleMetaphoneCodes(lastName)[0] ?? '',
  }
}

/** A word that folds to nothing is a title (or a stray sign) and no part of the name. */
function withoutTitles(said: string): string[] {
  return said.split(/\s+/u).filter((word) => foldName(word) !== '')
}
