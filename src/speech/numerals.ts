import { readEnglishNumeral } from './english-numerals.ts'
import { foldLetters } from './fold-letters.ts'
import { readGermanNumeral } from './german-numerals.ts'
import type { Language } from './language.ts'
import type { Numeral } from './numeral.ts'

export type { Numeral } from './numeral.ts'

/**
 * Reads the number the words begin with, as spoken or as recognised: "siebenundvierzig", "sieben und vierzig",
 * "vierzich", "zweitausendsechsundzwanzig", "vierundzwanzigsten", "twenty-first", "one hundred and five", "12", "3rd".
 * 0 to 9999 and their ordinals; the longest reading wins, German before English (they share no number word).
 * Articles are not numbers here: "ein" and "eins" are 1, "eine", "einer", "a" are not.
 *
 * @returns undefined when the first word is not part of a number.
 */
export function readNumeral(words: readonly string[], language?: Language): Numeral | undefined {
  const folded = words.map(foldLetters)
  const figures = readFigures(folded[0] ?? '')
  if (figures !== undefined) return figures
  const german = language === 'en' ? undefined : readGermanNumeral(folded)
  const english = language === 'de' ? undefined : readEnglishNumeral(folded)
  if (german === undefined || english === undefined) return german ?? english
  return german.used >= english.used ? german : english
}

function readFigures(word: string): Numeral | undefined {
  const match = /^(\d{1,4})(st|nd|rd|th|te[nrsm]?|ste[nrsm]?|\.)?$/.exec(word)
  return match === null ? undefined : { value: Number(match[1]), used: 1, ordinal: match[2] !== undefined }
}
