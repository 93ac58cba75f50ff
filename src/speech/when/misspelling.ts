import { distance } from 'fastest-levenshtein'

import { DAYPART_WORDS } from './daypart.ts'
import { MONTH_NAMES } from './month.ts'
import { WEEKDAY_NAMES } from './weekday.ts'

const RELATIVE_WORDS = ['heute', 'morgen', 'ubermorgen', 'today', 'tomorrow', 'vorgestern']
const PERIOD_WORDS = [
  'nachste',
  'nachsten',
  'nachster',
  'kommende',
  'kommenden',
  'ubernachste',
  'ubernachsten',
  'woche',
  'wochenende',
  'innerhalb',
]
const CANDIDATES = [
  ...new Set([...WEEKDAY_NAMES, ...MONTH_NAMES, ...DAYPART_WORDS, ...RELATIVE_WORDS, ...PERIOD_WORDS]),
].filter((word) => word.length >= 5)
const SHORTEST = 5
const LONGEST = 20

/**
 * The one word of the date lexicons that this unknown word is a letter away from: "mitwoch" → "mittwoch". Shorter
 * words are left alone, and so is a word as near to two that differ.
 */
export function correctSpelling(folded: string): string | undefined {
  if (folded.length < SHORTEST || folded.length > LONGEST) return undefined
  const near = CANDIDATES.filter(
    (word) => Math.abs(word.length - folded.length) < 2 && word[0] === folded[0] && isLetterAway(word, folded),
  )
  const [first, ...others] = near
  if (first === undefined) return undefined
  return others.every((other) => other.startsWith(first) || first.startsWith(other)) ? first : undefined
}

/** One letter wrong, missing or too many, or two neighbours swapped ("Augsut"). */
function isLetterAway(word: string, other: string): boolean {
  if (distance(word, other) === 1) return true
  if (word.length !== other.length) return false
  let at = 0
  while (at < word.length && word[at] === other[at]) at += 1
  const swapped = other.slice(0, at) + (other[at + 1] ?? '') + (other[at] ?? '') + other.slice(at + 2)
  return swapped === word
}

/** Is this unknown word so near to a word of time that it may be one misheard? */
export function soundsLikeTime(folded: string): boolean {
  if (folded.length < SHORTEST || folded.length > LONGEST) return false
  const most = folded.length < 7 ? 1 : 2
  return CANDIDATES.some((word) => Math.abs(word.length - folded.length) <= most && distance(word, folded) <= most)
}
