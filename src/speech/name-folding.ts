/**
 * The comparison key of a name. Two spellings of one name fold alike; two names never do on purpose.
 *
 * The canonical umlaut is the written-out one (ü becomes ue): the other way round "Bauer" would lose a letter it owns.
 * Hearing "Muller" for "Müller" is a matter of likeness and is left to the matcher.
 */

/** Letters that Unicode does not take apart into a base letter and a mark. */
const letterSpellings: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŋ: 'ng',
}

const unsplitLetters = /[äöüßæœøłđðþħıŋ]/gu

/** Words that stand before a name and are none. "Mag" is the Austrian Magister. */
const titleWords: ReadonlySet<string> = new Set(
  (
    'herr herrn frau fraeulein hr fr dr drs doktor doktorin prof professor professorin mag dipl ing med dent vet ' +
    'mr mrs ms miss mister missis missus sir madam doctor'
  ).split(' '),
)

/** Is this folded word a title ("herr", "dr")? */
export function isTitle(word: string): boolean {
  return titleWords.has(word)
}

/**
 * One word or sentence in lower case and plain letters: umlauts and ß written out, diacritics stripped, nothing else changed.
 * Idempotent.
 */
export function writeOutLetters(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .normalize('NFC')
      .replace(unsplitLetters, spellOut)
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      // Once more: "ǽ" is an æ only after its accent is gone.
      .replace(unsplitLetters, spellOut)
      .toLowerCase()
  )
}

function spellOut(letter: string): string {
  return letterSpellings[letter] ?? letter
}

/**
 * The comparison key of a name: plain lower-case words with one blank between them, titles removed.
 *
 * Apostrophes vanish ("O'Neill" is "oneill"), every other sign separates. A name that consists of titles alone keeps its last
 * word: people are called Herr. Idempotent; '' for a text without letters or digits.
 */
export function foldName(name: string): string {
  const words = writeOutLetters(name)
    .replace(/['’‘ʼ`´]/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const named = words.filter((word) => !isTitle(word))
  return named.length > 0 ? named.join(' ') : (words.at(-1) ?? '')
}
