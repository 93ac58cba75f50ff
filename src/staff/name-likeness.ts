import { distance } from 'fastest-levenshtein'

/**
 * Spellings of German that nobody hears: Meier, Maier, Meyer and Mayr differ on paper alone. Applied in order to folded
 * words. Coarser than spelling, much finer than a phonetic code, which calls Meier and Mohr the same.
 */
const unheardSpellings: readonly (readonly [RegExp, string])[] = [
  [/\s+/g, ''],
  [/ph/g, 'f'],
  [/[ae][iy]/g, 'ei'],
  [/th|dt|tt?/g, 't'],
  [/d$/, 't'],
  [/ck|kk|c(?=[aoukrlt])/g, 'k'],
  [/tz|zz|ts/g, 'z'],
  [/y/g, 'i'],
  [/ie(?!r)/g, 'i'],
  [/(?<=[aeiou])h/g, ''],
  [/(?<=^.+)v/g, 'f'],
  [/([a-z])\1+/g, '$1'],
  [/eir$/, 'eier'],
]

/** How a folded name sounds, for comparing with another: equal when a listener could not tell them apart. */
export function heardSpelling(folded: string): string {
  return unheardSpellings.reduce((word, [spelling, sound]) => word.replace(spelling, sound), folded)
}

/**
 * How alike two names sound, given as heard: 1 when the same, else one less the share of letters that differ; 0 when either is
 * empty. What cannot reach `least` for its length alone is 0 without being compared.
 */
export function nameLikeness(left: string, right: string, least: number): number {
  if (left === '' || right === '') return 0
  if (left === right) return 1
  const longer = Math.max(left.length, right.length)
  if (Math.abs(left.length - right.length) > (1 - least) * longer) return 0
  return 1 - distance(left, right) / longer
}
