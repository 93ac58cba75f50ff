import type { Part } from './part.ts'
import { wordAt, type Read } from './peek.ts'
import type { Token } from './token.ts'

const PHRASES = [
  'egal wann',
  'wann auch immer',
  'irgendwann',
  'irgendwan',
  'jederzeit',
  'wann immer',
  'wann es geht',
  'wann es passt',
  'ganz egal',
  'egal welcher tag',
  'egal an welchem tag',
  'welcher tag ist egal',
  'so bald wie moglich',
  'sobald wie moglich',
  'so schnell wie moglich',
  'schnellstmoglich',
  'moglichst bald',
  'moglichst schnell',
  'baldmoglichst',
  'nachstmoglich',
  'nachstmoglichen',
  'nachstmogliche',
  'nachstmoglicher',
  'demnachst',
  'bald',
  'sofort',
  'so fruh wie moglich',
  'so spat wie moglich',
  'moglichst fruh',
  'moglichst spat',
  'fruhestmoglich',
  'fruhstmoglich',
  'der erste freie',
  'any time',
  'anytime',
  'any day',
  'whenever',
  'sometime',
  'some time',
  'as soon as possible',
  'asap',
  'as early as possible',
  'as late as possible',
  'the next available',
  'next available',
  'earliest possible',
  'first available',
  'soonest',
  'right away',
  'immediately',
  'soon',
].map((phrase) => phrase.split(' '))

/** Reads a wish that leaves the time open: "egal wann", "so bald wie möglich", "any time". */
export function readOpenWish(tokens: readonly Token[], index: number): Read<Part> | undefined {
  if (isNow(tokens))
    return { value: { kind: 'day', day: { day: 'offset', amount: 0, unit: 'minute' } }, used: tokens.length }
  let used = 0
  for (const words of PHRASES)
    if (words.length > used && words.every((word, offset) => wordAt(tokens, index + offset) === word))
      used = words.length
  return used === 0 ? undefined : { value: { kind: 'day', day: { day: 'any' } }, used }
}

/** "jetzt", "genau jetzt", "right now": the minute that runs, where nothing else is said. */
function isNow(tokens: readonly Token[]): boolean {
  if (tokens.length > 2) return false
  const words = tokens.map((_, index) => wordAt(tokens, index))
  return words.some((word) => word === 'jetzt' || word === 'now') && words.every((word) => NOW_WORDS.has(word))
}

const NOW_WORDS = new Set('jetzt now genau gerade grade gleich sofort just right'.split(' '))
