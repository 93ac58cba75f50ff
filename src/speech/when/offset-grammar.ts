import { readDate, type GrammarContext } from './date-grammar.ts'
import { readNamedDay } from './day-grammar.ts'
import type { DayMention, Part } from './part.ts'
import { JOINTS, markAt, numberAt, skipWords, wordAt, type Read } from './peek.ts'
import { readSpan, type Span } from './span-grammar.ts'
import type { Token } from './token.ts'

/** Words that may stand before an amount without changing it. */
export const ABOUT = new Set(
  'circa ca zirka etwa ungefahr genau rund knapp gut fast wohl so spatestens fruhestens about around roughly exactly den der dem the von of'.split(
    ' ',
  ),
)
const LATER = new Set(['later', 'time', 'spater', 'hence'])

/** "in zwei Wochen", "vor drei Tagen", "two weeks ago", "a week from tomorrow", "3 Tage nach Ostern". */
export function readOffset(tokens: readonly Token[], index: number, context: GrammarContext): Read<Part> | undefined {
  const lead = wordAt(tokens, index)
  if (lead === 'in' || lead === 'vor' || lead === 'over') {
    const at = skipWords(tokens, index + 1, ABOUT)
    const range = lead === 'in' ? readOffsetRange(tokens, at) : undefined
    if (range !== undefined) return { ...range, used: at + range.used - index }
    const span = readSpan(tokens, at) ?? (lead === 'in' ? readShortHours(tokens, at) : undefined)
    if (span === undefined) return undefined
    const behind = LATER.has(wordAt(tokens, at + span.used)) ? 1 : 0
    const { amount, unit, doubtful } = span.value
    const offset = { day: 'offset', amount: lead === 'vor' ? -amount : amount, unit, doubtful } as const
    return day(offset, at + span.used + behind - index)
  }
  const span = readSpan(tokens, index)
  if (span === undefined) return readDayBeside(tokens, index, context)
  const { amount, unit, doubtful } = span.value
  const at = index + span.used
  const side = wordAt(tokens, at)
  // "seit drei Tagen": the link before it opens a window that ends now.
  if (/^(?:seit|since)$/.test(wordAt(tokens, index - 1)))
    return day({ day: 'offset', amount: -amount, unit, doubtful }, span.used)
  if (side === 'ago' || side === 'zuvor' || side === 'earlier')
    return day({ day: 'offset', amount: -amount, unit, doubtful }, span.used + 1)
  if (side === 'hence') return day({ day: 'offset', amount, unit, doubtful }, span.used + 1)
  return readOffsetFrom(tokens, index, at, { amount, unit, doubtful }, context)
}

/** "in 3h": behind any other word that is an hour of the clock. */
function readShortHours(tokens: readonly Token[], index: number): Read<Span> | undefined {
  const number = numberAt(tokens, index)
  if (number?.figures === undefined || wordAt(tokens, index + 1) !== 'h') return undefined
  return { value: { amount: number.value, unit: 'hour', doubtful: false }, used: 2 }
}

/** "zwei bis drei Wochen" */
function readOffsetRange(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const from = numberAt(tokens, index)
  const tie = wordAt(tokens, index + 1)
  if (from === undefined || !(/^(?:bis|to|oder|or)$/.test(tie) || markAt(tokens, index + 1, '-'))) return undefined
  const to = readSpan(tokens, index + 2)
  if (to === undefined) return undefined
  const { amount, unit } = to.value
  if (unit === 'second' || unit === 'minute' || unit === 'hour') return undefined
  return day({ day: 'offset_range', from: from.value, to: amount, unit }, 2 + to.used)
}

function readOffsetFrom(
  tokens: readonly Token[],
  index: number,
  at: number,
  span: { amount: number; unit: Extract<DayMention, { day: 'offset' }>['unit']; doubtful: boolean },
  context: GrammarContext,
): Read<Part> | undefined {
  const side = wordAt(tokens, at)
  const backwards = side === 'vor' || side === 'before'
  if (!backwards && !/^(?:nach|after|from|on|ab|this|von)$/.test(side)) return undefined
  const anchorAt = skipWords(tokens, at + 1, JOINTS)
  // "half an hour from now" is counted from the minute, not from the day.
  if (!backwards && /^(?:now|jetzt)$/.test(wordAt(tokens, anchorAt)))
    return day({ day: 'offset', ...span }, anchorAt + 1 - index)
  const from = readAnchor(tokens, anchorAt, context)
  if (from === undefined) return undefined
  const amount = backwards ? -span.amount : span.amount
  return day({ day: 'offset', ...span, amount, from: from.value }, from.used - index)
}

/** "der Tag nach Ostern", "the day before Christmas Eve": one day beside another. */
function readDayBeside(tokens: readonly Token[], index: number, context: GrammarContext): Read<Part> | undefined {
  if (/^vor(?:tag|abend)$/.test(wordAt(tokens, index))) return readDayBefore(tokens, index, context)
  if (!/^(?:tag|day)$/.test(wordAt(tokens, index))) return undefined
  const side = wordAt(tokens, index + 1)
  if (!/^(?:nach|vor|after|before)$/.test(side)) return undefined
  const from = readAnchor(tokens, skipWords(tokens, index + 2, JOINTS), context)
  if (from === undefined) return undefined
  const amount = side === 'vor' || side === 'before' ? -1 : 1
  return day({ day: 'offset', amount, unit: 'day', from: from.value }, from.used - index)
}

/** "der Vortag von Ostern", "am Vorabend des 3. Oktober" */
function readDayBefore(tokens: readonly Token[], index: number, context: GrammarContext): Read<Part> | undefined {
  const at = skipWords(tokens, index + 1, JOINTS)
  const from = at === index + 1 ? undefined : readAnchor(tokens, at, context)
  if (from === undefined) return undefined
  return day({ day: 'offset', amount: -1, unit: 'day', from: from.value }, from.used - index)
}

/** The day a distance is counted from, and the index behind it; "now" and "jetzt" are today. */
export function readAnchor(
  tokens: readonly Token[],
  index: number,
  context: GrammarContext,
): Read<DayMention> | undefined {
  if (/^(?:now|jetzt|sofort)$/.test(wordAt(tokens, index)))
    return { value: { day: 'relative', days: 0 }, used: index + 1 }
  const read = readNamedDay(tokens, index) ?? readDate(tokens, index, context)
  return read?.value.kind === 'day' ? { value: read.value.day, used: index + read.used } : undefined
}

function day(day: DayMention, used: number): Read<Part> {
  return { value: { kind: 'day', day }, used }
}
