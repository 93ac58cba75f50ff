import type { Language } from '../company/company.ts'
import { english } from './english-lines.ts'
import { german } from './german-lines.ts'
import type { Lines } from './line-kinds.ts'

/** What callers say, by the language of the line. */
export const lines: Readonly<Record<Language, Lines>> = { de: german, en: english }

/** Fills "{service}" and the like; what is not given is left out. */
export function fill(line: string, words: Readonly<Record<string, string>>): string {
  return line
    .replaceAll(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([.,?!])/g, '$1')
    .trim()
}
