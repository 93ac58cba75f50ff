import { distance } from 'fastest-levenshtein'

import { codesOf, coarseSounds, type NameIndex, type SoundIndex } from './name-index.ts'
import type { SaidWord } from './name-said.ts'
import { soundDistance } from './phonetic-distance.ts'
import { soundsOf } from './phonetic-spelling.ts'
import { similarTexts } from './trigram.ts'

/** A stretch of what was said, one word or several run together, and the units it may be with what that costs. */
export type SaidUnit = { from: number; span: number; sounds: string; costs: ReadonlyMap<number, number> }

/** A letter written otherwise breaks a tie among names that sound alike, and no more. */
const letterCost = 0.04
/** A wrong letter in a spelled word, where each was said on its own. */
const spelledLetterCost = 1.2
/** A sound more or less costs at least about this; it spares the look at words of quite another length. */
const shortestGap = 0.45
/** Trigrams that must agree before two words are compared sound by sound. */
const leastShareOfWords = 0.4
const leastShareOfJoins = 0.45
/** Two names run together have at least so many sounds. */
const shortestJoin = 7
/** At most this many units are looked at for one stretch; among more the one said is not to be told anyway. */
const mostUnits = 30

/** How far something may be from what was said and still be it; several words run together are told by more sounds. */
function limitFor(sounds: string, span: number): number {
  return 0.6 + (span > 1 ? 0.2 : 0.34) * sounds.length
}

function addSimilar(found: Set<number>, { units, trigrams }: SoundIndex, coarse: string, leastShare: number): void {
  for (const number of similarTexts(trigrams, coarse, leastShare)) found.add(units[number] ?? 0)
}

/** `mayJoin`: it may be several words of a name run together. A filler is itself or nothing. */
type Stretch = {
  letters: string
  sounds: string
  isSpelled: boolean
  isFiller: boolean
  mayJoin: boolean
  limit: number
}

function candidateUnits(index: NameIndex, { letters, sounds, isFiller, mayJoin }: Stretch): ReadonlySet<number> {
  const found = new Set<number>()
  const same = index.byLetters.get(letters)
  if (same !== undefined) found.add(same)
  if (isFiller) return found
  const coarse = coarseSounds(sounds)
  addSimilar(found, index.words, coarse, leastShareOfWords)
  if (mayJoin && sounds.length >= shortestJoin) addSimilar(found, index.joins, coarse, leastShareOfJoins)
  for (const code of codesOf(letters)) for (const unit of index.byCode.get(code) ?? []) found.add(unit)
  return found
}

function costOfUnit(index: NameIndex, unit: number, { letters, sounds, isSpelled, limit }: Stretch): number {
  const known = index.units[unit]
  if (known === undefined) return Infinity
  if (known.letters === letters) return 0
  if (isSpelled) return distance(known.letters, letters) * spelledLetterCost
  if (Math.abs(known.sounds.length - sounds.length) * shortestGap > limit) return Infinity
  const sounding = soundDistance(sounds, known.sounds, limit)
  return sounding > limit ? Infinity : sounding + Math.min(distance(known.letters, letters), 5) * letterCost
}

function costsOf(index: NameIndex, stretch: Stretch): ReadonlyMap<number, number> {
  const costs: [number, number][] = []
  for (const unit of candidateUnits(index, stretch)) {
    const cost = costOfUnit(index, unit, stretch)
    if (cost <= stretch.limit) costs.push([unit, cost])
  }
  costs.sort((one, other) => one[1] - other[1])
  return new Map(costs.slice(0, mostUnits))
}

function stretchOf(words: readonly SaidWord[], from: number, span: number): Stretch {
  const said = words.slice(from, from + span)
  const letters = said.map((word) => word.letters).join('')
  const sounds = span === 1 ? (said[0]?.sounds ?? '') : soundsOf(letters)
  return {
    letters,
    sounds,
    isSpelled: said.some((word) => word.isSpelled),
    isFiller: said.every((word) => word.isFiller),
    // Of two words among more only one name was torn; the whole stands for everything else.
    mayJoin: span === 1 || span === words.length,
    limit: limitFor(sounds, span),
  }
}

/** What was said, word by word, in neighbouring pairs, and as one: recognisers tear names apart and run them together. */
export function saidUnitsOf(index: NameIndex, words: readonly SaidWord[]): readonly SaidUnit[] {
  const units: SaidUnit[] = []
  const add = (from: number, span: number): void => {
    const stretch = stretchOf(words, from, span)
    units.push({ from, span, sounds: stretch.sounds, costs: costsOf(index, stretch) })
  }
  for (let from = 0; from < words.length; from += 1) add(from, 1)
  for (let from = 0; from + 2 <= words.length; from += 1) add(from, 2)
  if (words.length > 2) add(0, words.length)
  return units
}
