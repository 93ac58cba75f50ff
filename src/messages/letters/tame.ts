/** Longer than any name somebody goes by. */
const LONGEST_NAME = 60

/**
 * A name a caller gave, fit to be written to whoever has the address they also gave: letters and what names are written with, nothing
 * that could be an address or a sentence. '' when nothing is left.
 */
export function tameName(name: string): string {
  const letters = name.normalize('NFC').replaceAll(/[^\p{L}\p{M}'’ -]+/gu, ' ')
  return letters.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_NAME).trim()
}

/** One line of text, whatever came in. */
export function tameLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
