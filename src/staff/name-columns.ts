import { foldName } from '../speech/name-folding.ts'
import { cologneCode, nameCodes } from '../speech/phonetics.ts'

/** The columns of `staff` a person is found by, as computed when the name is written. */
export type NameColumns = {
  folded_name: string
  first_name_cologne: string
  last_name_cologne: string
  last_name_soundex: string
  last_name_metaphone: string
}

/**
 * What a name is found by. The Cologne columns hold the code of the whole first or last name taken as one word, so that
 * "Müller-Lüdenscheidt", "von der Leyen" and "Anna Maria" have one code each, however they are written apart.
 */
export function nameColumns(firstName: string, lastName: string): NameColumns {
  const last = nameCodes(lastName)
  return {
    folded_name: foldName(`${firstName} ${lastName}`),
    first_name_cologne: cologneCode(foldName(firstName)),
    last_name_cologne: cologneCode(foldName(lastName)),
    last_name_soundex: last.soundex,
    last_name_metaphone: last.metaphone,
  }
}
