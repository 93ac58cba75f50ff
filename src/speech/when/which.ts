import type { Which } from './part.ts'

const STEMS: readonly (readonly [Which, string])[] = [
  ['before_last', 'vorletzt vorvorig'],
  ['after_next', 'ubernachst'],
  ['next', 'nachst nachstfolgend folgend next following darauffolgend nexte nagst naxt negst'],
  ['coming', 'kommend coming upcoming'],
  ['last', 'letzt vorig vergangen last past previous'],
  ['this', 'dies this'],
]
const ENDINGS = ['', 'e', 'en', 'er', 'es', 'em', 'n']
const BY_WORD = new Map(
  STEMS.flatMap(([which, stems]) =>
    stems.split(' ').flatMap((stem) => ENDINGS.map((ending) => [stem + ending, which] as const)),
  ),
)

/** "nächsten" → next, "dieser" → this; undefined for a word that points nowhere. */
export function whichNamed(folded: string): Which | undefined {
  return BY_WORD.get(folded) ?? BY_WORD.get(folded.replace(/^ueber/, 'uber').replace('naechst', 'nachst'))
}

const SHIFTS: Record<Which, number> = { this: 0, coming: 1, next: 1, after_next: 2, last: -1, before_last: -2 }

/** How many periods on: "diese Woche" 0, "nächste" 1, "übernächste" 2, "letzte" −1. */
export function shiftOf(which: Which): number {
  return SHIFTS[which]
}
