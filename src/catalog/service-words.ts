import { distance } from 'fastest-levenshtein'

import type { Language } from '../speech/language.ts'
import { writeOutLetters } from '../speech/name-folding.ts'
import type { Service } from './service.ts'

/** Words around a wish that say nothing about which service it is. */
const fillerWords: ReadonlySet<string> = new Set(
  (
    'ich moechte will haette gern gerne bitte ein eine einen einmal mal den die das der dem fuer mit zum zur und ' +
    'brauche termin etwas was i would like want need to a an the for some please appointment my mein meine meinen ' +
    'buchen book get have'
  ).split(' '),
)

/** Shorter words sit in too many others by chance ("rot" in "Brot"). */
const SHORTEST_COMPOUND_PART = 4
/** One slip in a word of five letters, two from eight: more would be another word. */
const LETTERS_PER_SLIP = 4
const FEWEST_LETTERS_FOR_SLIPS = 5

/** A text as plain lower-case words with one blank between: "Waschen & Föhnen" is "waschen foehnen". */
export function foldWords(text: string): string {
  return writeOutLetters(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')
}

/** The words of a wish that can tell services apart; all of them when there is no other. */
export function tellingWords(folded: string): readonly string[] {
  const words = folded.split(' ').filter((word) => word !== '')
  const telling = words.filter((word) => !fillerWords.has(word))
  return telling.length > 0 ? telling : words
}

/** Everything a service is called, folded; what it is called in `language` first. */
export function namesOf(service: Pick<Service, 'name' | 'nameEn' | 'aliases'>, language: Language): readonly string[] {
  const names = language === 'en' ? [service.nameEn, service.name] : [service.name, service.nameEn]
  return [...names, ...service.aliases].map(foldWords).filter((name) => name !== '')
}

/** Whether a word is, is part of, or holds another, as German compounds do: "Schnitt" and "Haarschnitt", either way round. */
export function isPartOf(word: string, other: string): boolean {
  if (word === other) return true
  const [short, long] = word.length < other.length ? [word, other] : [other, word]
  return short.length >= SHORTEST_COMPOUND_PART && long.includes(short)
}

/** Whether two words differ by no more than slips of the tongue or of the recogniser. */
export function isSlipOf(word: string, other: string): boolean {
  const letters = Math.min(word.length, other.length)
  if (letters < FEWEST_LETTERS_FOR_SLIPS) return false
  return distance(word, other) <= Math.floor(letters / LETTERS_PER_SLIP)
}
