import { readNumeral } from '../numerals.ts'
import { daypartNamed } from './daypart.ts'
import { weekdayNamed } from './weekday.ts'

const HEADS = ['heute', 'heut', 'ubermorgen', 'morgen', 'dreiviertel', 'viertel', 'halb']
const MOST_LETTERS = 30

/**
 * "donnerstagnachmittag" → "donnerstag", "nachmittag"; "halbdrei" → "halb", "drei". A word that is not glued from
 * two known ones stays whole.
 */
export function splitCompound(word: string): readonly string[] {
  if (word.length < 7 || word.length > MOST_LETTERS) return [word]
  const weekday = /^(.+?tag|mittwoch|sonnabend)(s?)(.+)$/.exec(word)
  if (weekday !== null) {
    const [, head = '', joint = '', rest = ''] = weekday
    // The s joins the two or begins the second: "dienstagsabend", "dienstagspätabends".
    for (const tail of [joint + rest, rest])
      if (weekdayNamed(head) !== undefined && daypartNamed(tail) !== undefined) return [head, tail]
  }
  for (const head of HEADS) {
    const tail = word.slice(head.length)
    if (!word.startsWith(head) || tail === '') continue
    if (daypartNamed(tail) !== undefined || /^(?:vor|nach)$/.test(tail)) return [head, tail]
    if (/^(?:dreiviertel|viertel|halb)$/.test(head) && readNumeral([tail], 'de') !== undefined) return [head, tail]
  }
  return [word]
}
