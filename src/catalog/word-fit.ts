import { distance } from 'fastest-levenshtein'

import { soundDistance } from '../speech/phonetic-distance.ts'
import { placeInCompound, type PartPlace } from './compound.ts'
import type { WordForms } from './word-forms.ts'
import { stemOf } from './word-stem.ts'

/** How well a word that was said fits one that is written, 1 (the same) to 0 (nothing in common). */
export const FIT = {
  same: 1,
  form: 0.97,
  head: 0.9,
  modifier: 0.8,
  inside: 0.75,
  parts: 0.78,
  ablaut: 0.8,
  slip: 0.65,
} as const

/** Who says more than is written ("Haarfarbe" for "Farbe") may mean something narrower. */
const NARROWER = 0.85
const narrowerFits: ReadonlySet<number> = new Set([FIT.head, FIT.modifier, FIT.inside].map((fit) => fit * NARROWER))
const SHORTEST_PART = 4

/** Whether a fit is that of a compound that was said to a part of it that is written. */
export function saysMore(fit: number): boolean {
  return narrowerFits.has(fit)
}

/**
 * How well a word that was said fits one that is written: the word itself, a form of it, a part of a compound (either way
 * round), a verb's other stem. `known` are the plain forms of words that are about: parts of three letters count only beside
 * one of them.
 */
export function formFit(said: WordForms, written: WordForms, known: ReadonlySet<string>): number {
  if (said.word === written.word) return FIT.same
  if (said.stem === written.stem) return FIT.form
  const place = placeOf(said, written, known)
  if (place !== undefined) return FIT[place]
  const reverse = placeOf(written, said, known)
  if (reverse !== undefined) return FIT[reverse] * NARROWER
  if (isOfItsParts(said, written, known)) return FIT.parts
  return ablautFit(said.ablaut, written.ablaut, known)
}

/** A compound is asked for by its part as said, or by the stem of it: "Damen" and "Strähn-". */
function placeOf(part: WordForms, whole: WordForms, known: ReadonlySet<string>): PartPlace | undefined {
  return (
    placeInCompound(part.plain, part.word.length, whole.plain, known) ??
    placeInCompound(part.stem, part.stem.length, whole.plain, known)
  )
}

/** "Herrenschnitt" for "Herrenhaarschnitt": a compound that begins as the other does, and ends as it ends. */
function isOfItsParts({ plain: said }: WordForms, { plain: written }: WordForms, known: ReadonlySet<string>): boolean {
  if (written.length <= said.length || written.slice(0, SHORTEST_PART) !== said.slice(0, SHORTEST_PART)) return false
  for (let length = SHORTEST_PART; length <= said.length - SHORTEST_PART; length += 1) {
    if (!written.startsWith(said.slice(0, length))) return false
    const rest = said.slice(length)
    const stem = stemOf(rest)
    const isHead = (part: string) => placeInCompound(part, part.length, written, known) === 'head'
    if (isHead(rest) || (stem.length >= SHORTEST_PART && isHead(stem))) return true
  }
  return false
}

function ablautFit(said: string | undefined, written: string | undefined, known: ReadonlySet<string>): number {
  if (said === undefined || written === undefined) return 0
  if (said === written) return FIT.ablaut
  const place = placeInCompound(said, said.length, written, known)
  if (place !== undefined) return FIT[place] * FIT.ablaut
  const reverse = placeInCompound(written, written.length, said, known)
  return reverse === undefined ? 0 : FIT[reverse] * FIT.ablaut * NARROWER
}

/** One slip in a word of five letters, two from eight, never more: ladies and gentlemen are three apart. */
const LETTERS_PER_SLIP = 4
const MOST_SLIPS = 2
const FEWEST_LETTERS_FOR_SLIPS = 5
/** A word of seven sounds may have one that is off; near ones cost less than one. */
const WRONG_SHARE = 0.15

/** Whether two words differ by no more than slips of the tongue or of the recogniser, in letters or in sounds. */
export function isSlipOf(one: WordForms, other: WordForms): boolean {
  const letters = Math.min(one.word.length, other.word.length)
  if (letters < FEWEST_LETTERS_FOR_SLIPS || Math.abs(one.word.length - other.word.length) > MOST_SLIPS) return false
  const most = Math.min(MOST_SLIPS, Math.floor(letters / LETTERS_PER_SLIP))
  if (distance(one.plain, other.plain) <= most) return true
  const limit = one.sounds.length * WRONG_SHARE
  return soundDistance(one.sounds, other.sounds, limit) < limit
}
