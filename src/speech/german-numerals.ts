import { unwriteUmlauts } from './fold-letters.ts'
import type { Numeral } from './numeral.ts'

/** Units as they are spoken and as recognisers write them; folded letters. */
const UNITS: Record<string, number> = {
  ein: 1,
  eins: 1,
  zwei: 2,
  zwo: 2,
  drei: 3,
  vier: 4,
  funf: 5,
  fumf: 5,
  sechs: 6,
  sieben: 7,
  siebn: 7,
  acht: 8,
  neun: 9,
}
const TEENS: Record<string, number> = {
  zehn: 10,
  elf: 11,
  zwolf: 12,
  dreizehn: 13,
  vierzehn: 14,
  funfzehn: 15,
  fuffzehn: 15,
  sechzehn: 16,
  sechszehn: 16,
  siebzehn: 17,
  siebenzehn: 17,
  achtzehn: 18,
  neunzehn: 19,
}
/** "-zig" is heard as "-zich", "-sig" and "-zisch" in half of the country. */
const TENS: readonly (readonly [stem: string, value: number])[] = [
  ['zwan', 20],
  ['drei', 30],
  ['vier', 40],
  ['funf', 50],
  ['fuff', 50],
  ['sech', 60],
  ['sechs', 60],
  ['sieb', 70],
  ['sieben', 70],
  ['acht', 80],
  ['neun', 90],
]
const TENS_ENDINGS = ['zig', 'zich', 'sig', 'sich', 'ssig', 'ssich', 'zisch', 'zick']
const TENS_WORDS: Record<string, number> = Object.fromEntries(
  TENS.flatMap(([stem, value]) => TENS_ENDINGS.map((ending) => [stem + ending, value])),
)
const ORDINAL_UNITS: Record<string, number> = {
  erst: 1,
  zweit: 2,
  zwot: 2,
  dritt: 3,
  viert: 4,
  funft: 5,
  sechst: 6,
  siebt: 7,
  siebent: 7,
  acht: 8,
  neunt: 9,
}
/** "um neune": hours with the ending the south gives them; "achte" is the ordinal. */
const HOURS_WITH_E: Record<string, number> = {
  viere: 4,
  funfe: 5,
  sechse: 6,
  siebene: 7,
  neune: 9,
  zehne: 10,
  elfe: 11,
  zwolfe: 12,
}
const SMALL: Record<string, number> = { ...UNITS, ...TEENS, ...TENS_WORDS, ...HOURS_WITH_E, null: 0 }
/** How many words a number may be torn into: "zwei tausend sechs und zwanzig" has five. */
const MOST_WORDS = 7
const PIECE = /^(?:und|hundert|tausend|[a-z]+)$/

/** Reads a German number at the start of the folded words; also one a recogniser tore into several words. */
export function readGermanNumeral(folded: readonly string[]): Numeral | undefined {
  let best: Numeral | undefined
  let joined = ''
  for (let used = 1; used <= Math.min(MOST_WORDS, folded.length); used += 1) {
    const word = folded[used - 1] ?? ''
    if (!PIECE.test(word) || joined.length + word.length > 60) break
    if (used > 1 && !mayContinue(joined, word)) break
    joined += word
    const read = readWord(joined)
    if (read !== undefined) best = { ...read, used }
  }
  return best
}

/** Torn numbers only join at their seams, so that "vier zehn" stays four and ten. */
function mayContinue(joined: string, word: string): boolean {
  if (word === 'und') return /(?:^|hundert|tausend)(?:ein|zwei|zwo|drei|vier|funf|sechs|sieben|acht|neun)$/.test(joined)
  return /(?:und|hundert|tausend)$/.test(joined) || /^(?:hundert|tausend)/.test(word)
}

function readWord(word: string): { value: number; ordinal: boolean } | undefined {
  const plain = readSpelling(word)
  if (plain !== undefined || word.length < 5) return plain
  return (/[aou]e/.test(word) ? readSpelling(unwriteUmlauts(word)) : undefined) ?? readMisheard(word)
}

/** "fierten", "fünfzen", "zwanzigsden": as recognisers write what they hear, and hands in a hurry. */
function readMisheard(word: string): { value: number; ordinal: boolean } | undefined {
  const mended = word
    .replace(/^f(?=ier)/, 'v')
    .replace(/ze(?:n|hen)(?=$|t)/, 'zehn')
    .replace(/sd(?=e[nrsm]?$)/, 'st')
  return mended === word ? undefined : readSpelling(mended)
}

function readSpelling(word: string): { value: number; ordinal: boolean } | undefined {
  const cardinal = readCardinal(word)
  if (cardinal !== undefined) return { value: cardinal, ordinal: false }
  const ordinal = readOrdinal(word)
  return ordinal === undefined ? undefined : { value: ordinal, ordinal: true }
}

function readCardinal(word: string): number | undefined {
  const small = Object.hasOwn(SMALL, word) ? SMALL[word] : undefined
  if (small !== undefined) return small
  for (const [name, size] of [
    ['tausend', 1000],
    ['hundert', 100],
  ] as const) {
    const cut = word.indexOf(name)
    if (cut < 0) continue
    const head = cut === 0 ? 1 : readCardinal(word.slice(0, cut))
    const tail = word.slice(cut + name.length).replace(/^und(?=.)/, '')
    const rest = tail === '' ? 0 : readCardinal(tail)
    if (head === undefined || rest === undefined || head === 0 || head > 99 || rest >= size) return undefined
    return head * size + rest
  }
  return readUnitAndTens(word)
}

function readUnitAndTens(word: string): number | undefined {
  for (let cut = word.indexOf('und'); cut > 0; cut = word.indexOf('und', cut + 1)) {
    const unit = word.slice(0, cut)
    const tens = word.slice(cut + 3)
    if (Object.hasOwn(UNITS, unit) && Object.hasOwn(TENS_WORDS, tens))
      return (UNITS[unit] ?? 0) + (TENS_WORDS[tens] ?? 0)
  }
  return undefined
}

function readOrdinal(word: string): number | undefined {
  const stem = /^(.+?)(?:e|en|er|es|em)$/.exec(word)?.[1]
  if (stem === undefined) return undefined
  const unit = Object.hasOwn(ORDINAL_UNITS, stem) ? ORDINAL_UNITS[stem] : undefined
  if (unit !== undefined) return unit
  for (const ending of ['st', 't']) {
    if (!stem.endsWith(ending)) continue
    const cardinal = readCardinal(stem.slice(0, -ending.length))
    if (cardinal !== undefined && cardinal > 9) return cardinal
  }
  return readOrdinalTail(stem)
}

/** "hundertdritter", "zweitausenderste": the last unit is an ordinal of its own. */
function readOrdinalTail(stem: string): number | undefined {
  for (const [name, value] of Object.entries(ORDINAL_UNITS)) {
    if (!stem.endsWith(name)) continue
    const head = readCardinal(stem.slice(0, -name.length).replace(/und$/, ''))
    if (head !== undefined && head >= 100 && head % 100 === 0) return head + value
  }
  return undefined
}
