import { foldName } from './name-folding.ts'
import { cologneCode, nameCodes } from './phonetics.ts'

/** What a stored name is found by, by column. */
export type NameKeyColumns = {
  folded_name: string
  first_name_cologne: string
  last_name_cologne: string
  last_name_soundex: string
  last_name_metaphone: string
}

/**
 * What a name is found by, computed when it is written: as compared, and as it sounds. The Cologne columns hold the code of the
 * whole first or last name taken as one word, so that "Müller-Lüdenscheidt", "von der Leyen" and "Anna Maria" have one code
 * each, however they are written apart.
 */
export function nameKeyColumns(firstName: string, lastName: string): NameKeyColumns {
  const last = nameCodes(lastName)
  return {
    folded_name: foldName(`${firstName} ${lastName}`),
    first_name_cologne: cologneCode(foldName(firstName)),
    last_name_cologne: cologneCode(foldName(lastName)),
    last_name_soundex: last.soundex,
    last_name_metaphone: last.metaphone,
  }
}
