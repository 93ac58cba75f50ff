import { doubleMetaphone } from 'double-metaphone'

import { cologneCodeOfLetters } from './cologne.ts'
import { writeOutLetters, foldName } from './name-folding.ts'
import { soundexCodeOfLetters } from './soundex.ts'

/** The phonetic codes of a whole name, word by word with a blank between, as stored in columns and indexed. */
export type NameCodes = { cologne: string; soundex: string; metaphone: string }

function plainLetters(text: string): string {
  return writeOutLetters(text).replace(/[^a-z]+/g, '')
}

/** The Cologne code of a text taken as one word; blanks and signs do not count. "Müller-Lüdenscheidt" is "65752682". */
export function cologneCode(text: string): string {
  return cologneCodeOfLetters(plainLetters(text))
}

/** The Soundex code of a text taken as one word: a letter and three digits, '' without letters. */
export function soundexCode(text: string): string {
  return soundexCodeOfLetters(plainLetters(text))
}

/** The Double Metaphone codes (Lawrence Philips, 2000) of a text taken as one word: none, one, or the likelier one first. */
export function doubleMetaphoneCodes(text: string): readonly string[] {
  const letters = plainLetters(text)
  if (letters === '') return []
  return [...new Set(doubleMetaphone(letters))].filter((code) => code !== '')
}

function codesByWord(words: readonly string[], codeOf: (word: string) => string): string {
  return words
    .map(codeOf)
    .filter((code) => code !== '')
    .join(' ')
}

/**
 * The codes of a whole name for stored, indexed columns. Titles are left out and umlaut spellings do not matter:
 * "Dr. Anna Müller" and "anna mueller" have the same codes. A word without a code (written in another script) has no part in it.
 */
export function nameCodes(name: string): NameCodes {
  const words = foldName(name).split(' ')
  return {
    cologne: codesByWord(words, cologneCode),
    soundex: codesByWord(words, soundexCode),
    metaphone: codesByWord(words, (word) => doubleMetaphoneCodes(word)[0] ?? ''),
  }
}
