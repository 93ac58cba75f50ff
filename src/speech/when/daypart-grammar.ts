import { daypartHalf, daypartNamed, type DaypartName } from './daypart.ts'
import type { Part } from './part.ts'
import { lookUpWord, numberAt, skipWords, wordAt, wordTable, type Read } from './peek.ts'
import type { Token } from './token.ts'
import { weekdayNamed } from './weekday.ts'
import { whichNamed } from './which.ts'

const HALVES = wordTable<'early' | 'late'>([
  ['early', 'fruh fruhe fruhen fruher fruhes fruhem early'],
  ['late', 'spat spate spaten spater spates spatem late later ende'],
])
const BEFORE_MORNING = new Set(
  'am heute diesen diesem guten jeden ganzen ubermorgen gestern der den zum fruhen morgen an'.split(' '),
)
const IN_THE = new Set(['in', 'der', 'am', 'den', 'the', 'at', 'zur', 'zum', 'zu', 'on', 'this'])

/** "früher", "late": words that only halve what follows them. */
export function isHalfWord(word: string): boolean {
  return HALVES.has(word)
}

/** Reads a part of the day: "vormittags", "am späten Nachmittag", "in der Früh", "in the evening", "heute Morgen". */
export function readDaypart(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const word = wordAt(tokens, index)
  if (wordAt(tokens, index + 1) === 'thing' && numberAt(tokens, index)?.text === 'first') return daypart('early', 2)
  if (word === '') return undefined
  if (word === 'morgen') return readMorning(tokens, index)
  if (word === 'tonight') return { value: { kind: 'daypart', name: 'evening', isToday: true }, used: 1 }
  const pointed = whichNamed(word) === 'this' ? readDaypart(tokens, index + 1) : undefined
  if (pointed?.value.kind === 'daypart') return { value: { ...pointed.value, isToday: true }, used: pointed.used + 1 }
  if (word === 'after' && wordAt(tokens, index + 1) === 'work') return daypart('evening', 2)
  const half = HALVES.get(word)
  if (half !== undefined) return readHalf(tokens, index, half)
  const name = lookUpWord({ get: daypartNamed } as ReadonlyMap<string, DaypartName>, word)
  if (name === undefined) return undefined
  const behind = wordAt(tokens, index + 1)
  if (name === 'night' && behind === 'time') return daypart('night', 2)
  return daypart(name, 1)
}

/** "Morgen" is the morning behind a day or an article, else the next day: "heute Morgen", "am Morgen", "Montag morgen". */
function readMorning(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const before = wordAt(tokens, index - 1)
  const isMorning = BEFORE_MORNING.has(before) || weekdayNamed(before) !== undefined
  return isMorning ? daypart('morning', 1) : undefined
}

function readHalf(tokens: readonly Token[], index: number, half: 'early' | 'late'): Read<Part> | undefined {
  const at = skipWords(tokens, index + 1, IN_THE)
  const next = wordAt(tokens, at)
  const named = next === 'morgen' ? 'morning' : daypartNamed(next)
  const halved = named === undefined ? undefined : daypartHalf(named, half)
  // "früh morgens", "spät abends", "late in the afternoon"
  if (halved !== undefined) return daypart(halved, at + 1 - index)
  const word = wordAt(tokens, index)
  if (/^(?:fruh|spat)$/.test(word) && !/^(?:so|zu|wie|moglichst)$/.test(wordAt(tokens, index - 1)))
    return daypart(half, 1)
  return halvesLater(tokens, index) ? { value: { kind: 'half', half }, used: 1 } : undefined
}

/** "early tomorrow morning", "late on Tuesday afternoon": one or two words of a day stand between. */
function halvesLater(tokens: readonly Token[], index: number): boolean {
  return [2, 3].some((ahead) => {
    const name = daypartNamed(wordAt(tokens, index + ahead))
    return name !== undefined && name !== 'early'
  })
}

function daypart(name: DaypartName, used: number): Read<Part> {
  return { value: { kind: 'daypart', name }, used }
}
