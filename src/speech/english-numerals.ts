import type { Numeral } from './numeral.ts'

const SMALL: Record<string, number> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
}
const TENS: Record<string, number> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fourty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
}
const ORDINALS: Record<string, number> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
  thirteenth: 13,
  fourteenth: 14,
  fifteenth: 15,
  sixteenth: 16,
  seventeenth: 17,
  eighteenth: 18,
  nineteenth: 19,
  twentieth: 20,
  thirtieth: 30,
  fortieth: 40,
  fiftieth: 50,
  sixtieth: 60,
  seventieth: 70,
  eightieth: 80,
  ninetieth: 90,
}
const SCALES: Record<string, number> = { hundred: 100, thousand: 1000 }

/** Reads an English number at the start of the folded words: "twenty-four", "one hundred and five", "twenty first". */
export function readEnglishNumeral(folded: readonly string[]): Numeral | undefined {
  const [first = '', ...others] = folded
  // "twenty-four" arrives as one word from some callers and as two from others.
  if (first.includes('-')) {
    const parts = first.split('-')
    const read = readEnglishNumeral(parts)
    return read === undefined || read.used !== parts.length ? undefined : { ...read, used: 1 }
  }
  const below = readBelowHundred(folded)
  if (below === undefined || below.ordinal) return below
  if (below.value === 0) return below
  const scale = others[below.used - 1] ?? ''
  const size = lookUp(SCALES, scale)
  if (size !== undefined) return readScaled(folded, below, size)
  const ordinalSize = scale.endsWith('th') ? lookUp(SCALES, scale.slice(0, -2)) : undefined
  return ordinalSize === undefined ? below : { value: below.value * ordinalSize, used: below.used + 1, ordinal: true }
}

function readScaled(folded: readonly string[], head: Numeral, size: number): Numeral {
  const base = { value: head.value * size, used: head.used + 1, ordinal: false }
  const and = folded[base.used] === 'and' ? 1 : 0
  // The hundreds of a thousand may follow; nothing larger than the scale can.
  const rest = readEnglishNumeral(folded.slice(base.used + and))
  if (rest === undefined || rest.value >= size || rest.value === 0) return base
  return { value: base.value + rest.value, used: base.used + and + rest.used, ordinal: rest.ordinal }
}

function readBelowHundred(folded: readonly string[]): Numeral | undefined {
  const [first = '', second = ''] = folded
  const small = lookUp(SMALL, first)
  if (small !== undefined) return { value: small, used: 1, ordinal: false }
  const ordinal = lookUp(ORDINALS, first)
  if (ordinal !== undefined) return { value: ordinal, used: 1, ordinal: true }
  const tens = lookUp(TENS, first)
  if (tens === undefined) return undefined
  const unit = lookUp(SMALL, second)
  if (unit !== undefined && unit > 0 && unit < 10) return { value: tens + unit, used: 2, ordinal: false }
  const unitOrdinal = lookUp(ORDINALS, second)
  if (unitOrdinal !== undefined && unitOrdinal < 10) return { value: tens + unitOrdinal, used: 2, ordinal: true }
  return { value: tens, used: 1, ordinal: false }
}

function lookUp(table: Record<string, number>, word: string): number | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined
}
