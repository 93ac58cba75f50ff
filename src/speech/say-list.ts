import type { Language } from './language.ts'

const CONJUNCTIONS = { de: { and: 'und', or: 'oder' }, en: { and: 'and', or: 'or' } } as const

/** "A, B oder C" / "A, B or C"; one item stands alone, no item is the empty string. */
export function sayList(items: readonly string[], language: Language, conjunction: 'and' | 'or'): string {
  const last = items.at(-1)
  if (last === undefined) return ''
  if (items.length === 1) return last
  return `${items.slice(0, -1).join(', ')} ${CONJUNCTIONS[language][conjunction]} ${last}`
}
