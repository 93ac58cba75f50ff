/**
 * Words as callers bend them, German and English: "Strähnchen" and "Strähnen", "färben" and "Farbe", "highlights". A stem is
 * no word; it only has to be the same for the forms of one. Everything here takes folded words: lower case, umlauts written
 * out.
 */

/** Shorter stems are those of other words as well. */
const SHORTEST_STEM = 3

/** A written-out umlaut gives back its vowel, so that "Nägel" has the one of "Nagel". Behind a vowel or q there is none: "neue". */
const umlaut = /(?<![aeoqu])([aou])e/g
/** "Schnitt" and "geschnitten", "trim" and "trimming": how often a consonant is written says nothing. */
const doubled = /([b-df-hj-np-tv-z])\1+/g
/** "Föhnen" and "Fönen": an h that only lengthens its vowel is written by half of the people. */
const silent = /(?<=[aeiou])h(?=[b-df-gj-np-tv-z])/g
/** The first that leaves a stem is taken off: what makes small, what makes nouns of verbs, what bends. */
const endings = [/(?:chen|lein)s?$/, /(?:ungen|ung|innen|ings?)$/, /(?:ern|em|en|er|es|e|n|s)$/]

/** A folded word with the vowels of its stem and single consonants: "haeuser" is "hauser", "schnitt" is "schnit". */
export function plainForm(word: string): string {
  return word.replace(umlaut, '$1').replace(silent, '').replace(doubled, '$1')
}

/** What the forms of a word have in common: "strahn" of "straehnchen" and of "straehnen", "farb" of "faerbung" and of "farbe". */
export function stemOf(word: string): string {
  const plain = word.replace(umlaut, '$1').replace(silent, '')
  const stems = endings.map((ending) => plain.replace(ending, ''))
  const stem = stems.find((stem) => stem !== plain && stem.length >= SHORTEST_STEM) ?? plain
  return stem.replace(doubled, '$1')
}

/**
 * The stem with what verbs of the ablaut change made alike: "schneiden", "Schnitt" and "geschnitten" have one; "schleifen" and
 * "Schliff" too. Undefined for words too short for it to mean anything.
 */
export function ablautStem(word: string): string | undefined {
  const stem = stemOf(word).replace(/^ge(?=.{5})/, '')
  if (stem.length < SHORTEST_ABLAUT) return undefined
  return stem.replaceAll(/ei|ie/g, 'i').replace(/d$/, 't').replace(/b$/, 'p').replace(/g$/, 'k')
}

/** "Rein" and "rinnen" would be the same word. */
const SHORTEST_ABLAUT = 6
