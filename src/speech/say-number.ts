import type { Language } from './language.ts'

const GERMAN_SMALL = [
  'null',
  'eins',
  'zwei',
  'drei',
  'vier',
  'fünf',
  'sechs',
  'sieben',
  'acht',
  'neun',
  'zehn',
  'elf',
  'zwölf',
  'dreizehn',
  'vierzehn',
  'fünfzehn',
  'sechzehn',
  'siebzehn',
  'achtzehn',
  'neunzehn',
]
const GERMAN_TENS = ['', 'zehn', 'zwanzig', 'dreißig', 'vierzig', 'fünfzig', 'sechzig', 'siebzig', 'achtzig', 'neunzig']
const GERMAN_ODD_ORDINALS = new Map([
  [1, 'erste'],
  [3, 'dritte'],
  [7, 'siebte'],
  [8, 'achte'],
])
const ENGLISH_SMALL = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
]
const ENGLISH_TENS = ['', 'ten', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const ENGLISH_ODD_ORDINALS = new Map([
  ['one', 'first'],
  ['two', 'second'],
  ['three', 'third'],
  ['five', 'fifth'],
  ['eight', 'eighth'],
  ['nine', 'ninth'],
  ['twelve', 'twelfth'],
])

const MILLION = 1_000_000
/** Beyond this nobody speaks a number in a booking; it is read digit by digit. */
const LARGEST_SPOKEN = 999 * MILLION

/**
 * A number in words: 47 is "siebenundvierzig" / "forty-seven", 1.5 is "eins Komma fünf" / "one point five".
 * Beyond 999 million the digits are read one by one, so that nothing is ever written in figures.
 */
export function sayNumber(value: number, language: Language): string {
  if (!Number.isFinite(value)) return language === 'de' ? 'unbekannt' : 'unknown'
  if (value < 0) return `minus ${sayNumber(-value, language)}`
  if (!Number.isInteger(value) || value > LARGEST_SPOKEN) return sayDigits(String(value), language)
  return language === 'de' ? germanCardinal(value) : englishCardinal(value)
}

/** The ordinal in words, 1 to 999: "vierte" (as after "der") / "fourth". */
export function sayOrdinal(value: number, language: Language): string {
  return language === 'de' ? germanOrdinal(value) : englishOrdinal(value)
}

/** A year as it is spoken: 2026 is "zweitausendsechsundzwanzig" / "twenty twenty-six". */
export function sayYear(year: number, language: Language): string {
  const century = Math.floor(year / 100)
  const rest = year % 100
  if (language === 'de') {
    if (year < 1100 || year > 1999) return germanCardinal(year)
    return `${germanCardinal(century)}hundert${rest === 0 ? '' : germanCardinal(rest)}`
  }
  if (year < 1100 || (year >= 2000 && year < 2010)) return englishCardinal(year)
  if (rest === 0) return `${englishCardinal(century)} hundred`
  return `${englishCardinal(century)} ${rest < 10 ? 'oh ' : ''}${englishCardinal(rest)}`
}

/** "ein" before a noun, "eins" alone: German numbers that end in one lose the s before what they count. */
export function sayCount(value: number, language: Language): string {
  return sayNumber(value, language).replace(/eins$/, language === 'de' ? 'ein' : 'eins')
}

function sayDigits(figures: string, language: Language): string {
  const [whole = '', fraction] = figures.split('.')
  const small = language === 'de' ? GERMAN_SMALL : ENGLISH_SMALL
  const one = (digits: string): string =>
    Array.from(digits, (digit) => small[Number(digit)] ?? '')
      .filter((word) => word !== '')
      .join(' ')
  const spokenWhole = whole.length > 9 ? one(whole) : sayNumber(Number(whole), language)
  if (fraction === undefined) return spokenWhole
  return `${spokenWhole} ${language === 'de' ? 'Komma' : 'point'} ${one(fraction)}`
}

function germanCardinal(value: number): string {
  if (value >= MILLION) {
    const millions = Math.floor(value / MILLION)
    const rest = value % MILLION
    const name = millions === 1 ? 'eine Million' : `${germanStem(millions)} Millionen`
    return rest === 0 ? name : `${name} ${germanCardinal(rest)}`
  }
  if (value >= 1000) {
    const rest = value % 1000
    return `${germanStem(Math.floor(value / 1000))}tausend${rest === 0 ? '' : germanCardinal(rest)}`
  }
  if (value >= 100) {
    const rest = value % 100
    return `${germanStem(Math.floor(value / 100))}hundert${rest === 0 ? '' : germanCardinal(rest)}`
  }
  if (value < 20) return GERMAN_SMALL[value] ?? ''
  const unit = value % 10
  const tens = GERMAN_TENS[Math.floor(value / 10)] ?? ''
  return unit === 0 ? tens : `${germanStem(unit)}und${tens}`
}

function germanStem(value: number): string {
  return germanCardinal(value).replace(/eins$/, 'ein')
}

function germanOrdinal(value: number): string {
  const last = value % 100
  const whole = germanCardinal(value)
  const odd = GERMAN_ODD_ORDINALS.get(last)
  if (odd !== undefined) return whole.slice(0, whole.length - germanCardinal(last).length) + odd
  return `${whole}${last < 20 && last > 0 ? 'te' : 'ste'}`
}

function englishCardinal(value: number): string {
  for (const [size, name] of [
    [MILLION, 'million'],
    [1000, 'thousand'],
    [100, 'hundred'],
  ] as const) {
    if (value < size) continue
    const rest = value % size
    const head = `${englishCardinal(Math.floor(value / size))} ${name}`
    return rest === 0 ? head : `${head} ${englishCardinal(rest)}`
  }
  if (value < 20) return ENGLISH_SMALL[value] ?? ''
  const tens = ENGLISH_TENS[Math.floor(value / 10)] ?? ''
  return value % 10 === 0 ? tens : `${tens}-${ENGLISH_SMALL[value % 10] ?? ''}`
}

function englishOrdinal(value: number): string {
  const cardinal = englishCardinal(value)
  const cut = Math.max(cardinal.lastIndexOf('-'), cardinal.lastIndexOf(' ')) + 1
  const last = cardinal.slice(cut)
  const odd = ENGLISH_ODD_ORDINALS.get(last)
  return cardinal.slice(0, cut) + (odd ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`))
}
