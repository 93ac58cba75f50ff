import { soundsOf } from '../speech/phonetic-spelling.ts'
import { ablautStem, plainForm, stemOf } from './word-stem.ts'

/** A folded word with everything it is compared by. */
export type WordForms = {
  readonly word: string
  readonly plain: string
  readonly stem: string
  readonly ablaut: string | undefined
  readonly sounds: string
}

/** A house has a few hundred words, and its callers use some hundred others. */
const MOST_KEPT = 20_000

const kept = new Map<string, WordForms>()

/** The forms of a folded word, worked out once as long as there is room: the same words are compared over and over. */
export function formsOf(word: string): WordForms {
  const known = kept.get(word)
  if (known !== undefined) return known
  if (kept.size >= MOST_KEPT) kept.clear()
  const forms = { word, plain: plainForm(word), stem: stemOf(word), ablaut: ablautStem(word), sounds: soundsOf(word) }
  kept.set(word, forms)
  return forms
}
