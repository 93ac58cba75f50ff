/**
 * How far two sounding words lie apart, in units of one plain wrong sound. Near sounds cost less, because recognisers and
 * telephone lines mix them up: voiced and voiceless, neighbouring vowels, nasals. Weak sounds are easily lost: h, the e of an
 * unstressed syllable, an r behind a vowel, the last consonant.
 */

const vowels = 'aeiouAOUEQY6'

/** Pairs of sounds that are taken for one another, and what that costs. */
const nearSounds: readonly (readonly [cost: number, pairs: string])[] = [
  [0.1, 'Ee Vf Vv'],
  [0.2, 'uY oQ aE Pf JC 6r'],
  [0.25, 'bp dt iY eQ QY ij 6e 6a 6E zs CS JS Jj nN'],
  [0.3, 'gk fv sS Pp SX mn oa ei'],
  [0.4, 'ou AO AE Ae Ai Ou OY OE Uo Ua ea zS zC Cj Xj XS kX Xg tz lr vb Vb vm bm gj'],
  [0.5, 'ui oi Xr Xh hk rg nl nd md lj Oi Aa Uu AU rv kt pt pk bd dg pf bf tk ts ds zt'],
]

const insertionCosts: Readonly<Record<string, number>> = {
  h: 0.25,
  e: 0.35,
  r: 0.5,
  j: 0.45,
  '6': 0.55,
  t: 0.7,
  d: 0.7,
  n: 0.7,
  s: 0.7,
}

const signs = 128
const substitution = new Float64Array(signs * signs)
const insertion = new Float64Array(signs)

function isVowel(code: number): boolean {
  return vowels.includes(String.fromCharCode(code))
}

function fillCosts(): void {
  for (let one = 0; one < signs; one += 1) {
    insertion[one] = insertionCosts[String.fromCharCode(one)] ?? (isVowel(one) ? 0.65 : 0.9)
    for (let other = 0; other < signs; other += 1) {
      const isSameKind = isVowel(one) === isVowel(other)
      substitution[one * signs + other] = one === other ? 0 : isSameKind ? (isVowel(one) ? 0.6 : 1) : 1.2
    }
  }
  for (const [cost, pairs] of nearSounds) {
    for (const pair of pairs.split(' ')) {
      const one = pair.charCodeAt(0)
      const other = pair.charCodeAt(1)
      substitution[one * signs + other] = cost
      substitution[other * signs + one] = cost
    }
  }
}

fillCosts()

/** A sound lost at the end of a word weighs less, one at the start more. */
const endShare = 0.75
const startShare = 1.2

function lossAt(sounds: string, at: number): number {
  const cost = insertion[sounds.charCodeAt(at)] ?? 1
  if (at === sounds.length - 1) return cost * endShare
  return at === 0 ? cost * startShare : cost
}

/** Words beyond this are cut: nobody says them. */
const mostSounds = 60

/** Rows of the table and the other word, reused: a resolution compares hundreds of words, and none of them keeps its rows. */
let above = new Float64Array(mostSounds + 1)
let current = new Float64Array(mostSounds + 1)
const otherCodes = new Uint8Array(mostSounds)
const otherLosses = new Float64Array(mostSounds)

function loadOther(other: string, columns: number): void {
  above[0] = 0
  for (let column = 0; column < columns; column += 1) {
    otherCodes[column] = other.charCodeAt(column)
    otherLosses[column] = lossAt(other, column)
    above[column + 1] = (above[column] ?? 0) + (otherLosses[column] ?? 0)
  }
}

/** Fills `current` for one more sound; the least cost in it tells whether going on can pay. */
function fillRow(code: number, loss: number, columns: number, changeShare: number): number {
  let before = (above[0] ?? 0) + loss
  let least = before
  current[0] = before
  for (let column = 0; column < columns; column += 1) {
    const change = substitution[code * signs + (otherCodes[column] ?? 0)] ?? 1
    const changed = (above[column] ?? 0) + (column === 0 ? change * changeShare : change)
    const lost = (above[column + 1] ?? 0) + loss
    const inserted = before + (otherLosses[column] ?? 0)
    before = changed < lost ? changed : lost
    if (inserted < before) before = inserted
    current[column + 1] = before
    if (before < least) least = before
  }
  return least
}

/**
 * The distance of two words in sounds, symmetric, 0 for equal ones. Exits early with Infinity once it must exceed `limit`.
 */
export function soundDistance(one: string, other: string, limit = Infinity): number {
  if (one === other) return 0
  const rows = Math.min(one.length, mostSounds)
  const columns = Math.min(other.length, mostSounds)
  loadOther(other, columns)
  for (let row = 0; row < rows; row += 1) {
    const least = fillRow(one.charCodeAt(row), lossAt(one, row), columns, row === 0 ? startShare : 1)
    if (least > limit) return Infinity
    ;[above, current] = [current, above]
  }
  return above[columns] ?? Infinity
}
