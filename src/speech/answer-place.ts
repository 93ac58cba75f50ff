import type { Mention } from './answer-mention.ts'
import { readNumeral } from './numerals.ts'

/** Places among the offers: "den zweiten", "the last one", "Nummer zwei", "den späteren". */

const last = /^(letzten?|letzter|letztes|letztere[nrs]?|last|latter)$/
const first = /^(ersteren?|ersterer|former)$/
const earliest = /^(frueheren?|frueherer|fruehesten?|fruehester|earliest|earlier)$/
const latest = /^(spaeteren?|spaeterer|spaetesten?|spaetester|latest|later)$/
const articles = /^(den|der|die|das|dem|the)$/

function place(used: number, isMeant: (index: number, count: number) => boolean): Mention {
  return { used, what: 'place', fits: (_at, index, offers) => isMeant(index, offers.length) }
}

function byTime(order: number): Mention {
  return {
    used: 1,
    what: 'place',
    fits: (at, index, offers) =>
      offers.every((other, position) => position === index || Temporal.PlainDateTime.compare(at, other) * order < 0),
  }
}

/** A small ordinal may be a place or a day of the month; what both could mean is asked about. */
function numberedAt(words: readonly string[], at: number, count: number): Mention | undefined {
  const isNamed = /^(nummer|option|termin|vorschlag|number)$/.test(words[at] ?? '')
  const numeral = readNumeral(words.slice(at + (isNamed ? 1 : 0), at + 7))
  if (numeral === undefined || numeral.ordinal === isNamed) return undefined
  const { value, ordinal } = numeral
  if (value < 1 || value > count) return undefined
  return {
    used: numeral.used + (isNamed ? 1 : 0),
    what: 'place',
    fits: (at, index) => index === value - 1 || (ordinal && at.day === value),
  }
}

/** Reads a place among `count` offers at `at`; nothing is a place among fewer than two. Words are folded. */
export function placeAt(words: readonly string[], at: number, count: number): Mention | undefined {
  if (count < 2) return undefined
  const word = words[at] ?? ''
  if (last.test(word)) return place(1, (index, count) => index === count - 1)
  if (first.test(word)) return place(1, (index) => index === 0)
  if (/^(mittleren?|middle)$/.test(word)) return place(1, (index, count) => index * 2 === count - 1)
  const isPicked = articles.test(words[at - 1] ?? '')
  if (earliest.test(word) && isPicked) return byTime(1)
  if (latest.test(word) && isPicked) return byTime(-1)
  return numberedAt(words, at, count)
}
