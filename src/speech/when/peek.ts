import { unwriteUmlauts } from '../fold-letters.ts'
import type { NumberToken, Token } from './token.ts'

/** A rule's answer: what it read and how many tokens that took. */
export type Read<Value> = { value: Value; used: number }

/** The word at this place, or '' where something else stands. */
export function wordAt(tokens: readonly Token[], index: number): string {
  const token = tokens[index]
  return token?.kind === 'word' ? token.text : ''
}

/** The number at this place, spoken or typed. */
export function numberAt(tokens: readonly Token[], index: number): NumberToken | undefined {
  const token = tokens[index]
  return token?.kind === 'number' ? token : undefined
}

/** Is this mark at this place? `glued` asks that nothing stands between it and the token before. */
export function markAt(tokens: readonly Token[], index: number, text: string, glued = false): boolean {
  const token = tokens[index]
  return token?.kind === 'mark' && token.text === text && !(glued && token.spaced)
}

/** A number of figures glued to what stands before it, as in "24.10" or "10:30". */
export function gluedNumberAt(tokens: readonly Token[], index: number): NumberToken | undefined {
  const token = numberAt(tokens, index)
  return token !== undefined && !token.spaced && token.figures !== undefined ? token : undefined
}

/** Looks a word up as it is, then with its written-out umlauts taken back ("naechsten"). */
export function lookUpWord<Value>(table: ReadonlyMap<string, Value>, word: string): Value | undefined {
  if (word === '') return undefined
  return table.get(word) ?? table.get(unwriteUmlauts(word))
}

/** A map from every word of the space-separated rows to the row's value. */
export function wordTable<Value>(rows: readonly (readonly [Value, string])[]): ReadonlyMap<string, Value> {
  return new Map(rows.flatMap(([value, words]) => words.split(' ').map((word) => [word, value] as const)))
}

/** Skips the words of a set; the index of the first other token. */
export function skipWords(tokens: readonly Token[], index: number, words: ReadonlySet<string>): number {
  let next = index
  while (words.has(wordAt(tokens, next))) next += 1
  return next
}

/** Articles and prepositions that stand inside a date without meaning ("im", "des", "of the"). */
export const JOINTS: ReadonlySet<string> = new Set(
  'im in am an den dem der des die das vom von zum zur of the on fur for'.split(' '),
)
