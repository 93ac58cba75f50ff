/**
 * The word as the lexicons of this folder hold it: lower case, no accents, "ß" as "ss". "Nächsten" is "nachsten", so
 * that a recogniser that loses its dots is understood as well.
 */
export function foldLetters(word: string): string {
  // Plain ASCII is the common case and needs none of the Unicode work.
  const lower = word.toLowerCase()
  if (/^[ -~]*$/.test(lower)) return lower
  return lower.replaceAll('ß', 'ss').normalize('NFKD').replaceAll(/\p{M}/gu, '')
}

/** "naechsten", "fuenf", "Maerz": the dots written out. Only tried when the word itself means nothing. */
export function unwriteUmlauts(folded: string): string {
  return folded.replaceAll(/([aou])e/g, '$1')
}
