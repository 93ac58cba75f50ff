import { unwriteUmlauts } from '../fold-letters.ts'
import { HOLIDAY_NAMES } from './holiday-names.ts'
import type { Read } from './peek.ts'
import type { Token } from './token.ts'

const MOST_TOKENS = 7
/** Every word a name begins with, so that other words cost one look. */
const FIRST_WORDS = new Set([...HOLIDAY_NAMES.keys()].map((name) => name.split(' ')[0] ?? ''))

function keyOf(name: string): string | undefined {
  return HOLIDAY_NAMES.get(name) ?? HOLIDAY_NAMES.get(unwriteUmlauts(name))
}

/**
 * Reads a holiday's name: words and numbers up to the longest name known. "1. Weihnachtstag", "erster Weihnachtstag"
 * and "first Christmas day" are one; marks between the words do not count.
 *
 * @returns the holiday's key in the holiday calendar.
 */
export function readHolidayName(tokens: readonly Token[], index: number): Read<string> | undefined {
  const words: string[] = []
  let best: Read<string> | undefined
  for (let at = index; at < tokens.length && at < index + MOST_TOKENS; at += 1) {
    const token = tokens[at]
    if (token === undefined || (token.kind === 'mark' && !/^[.'-]$/.test(token.text))) break
    if (token.kind === 'mark') continue
    words.push(token.kind === 'number' ? String(token.value) : token.text)
    if (words.length === 1 && !mayBegin(words[0] ?? '')) return
    const name = words.join(' ')
    const key = keyOf(name) ?? keyOf(name.replace(/(?<=.{5})s$/, ''))
    if (key !== undefined) best = { value: key, used: at + 1 - index }
  }
  return best
}

function mayBegin(word: string): boolean {
  const nominative = word.replace(/(?<=.{5})s$/, '')
  return [word, nominative, unwriteUmlauts(word)].some((form) => FIRST_WORDS.has(form))
}
