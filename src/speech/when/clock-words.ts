import { monthNamed } from './month.ts'
import type { Clock, Part } from './part.ts'
import { gluedNumberAt, numberAt, wordAt, type Read } from './peek.ts'
import { isUnitWord } from './span-grammar.ts'
import type { Token } from './token.ts'

/** Words that say "this number was an hour". */
export const HOUR_WORDS = new Set(['uhr', 'uhren', 'h', 'hrs', 'oclock', 'ur'])
const IMPOSSIBLE: Part = { kind: 'impossible' }

/** Hours as they are spoken: one to six is the afternoon, seven to twelve is meant as said; the other half is noted. */
export function spokenClock(hour: number, minute: number): Clock {
  if (hour >= 1 && hour <= 6) return { hour: hour + 12, minute, other: hour }
  if (hour >= 7 && hour <= 12) return { hour, minute, other: hour + 12 }
  return { hour, minute }
}

/** Hours as they are written: "3:30" is taken at its word, yet may be settled otherwise; "03:30" may not. */
export function writtenClock(hour: number, minute: number, figures: string): Clock {
  return figures.length === 1 && hour > 0 ? { hour, minute, other: hour + 12, written: true } : { hour, minute }
}

/** Is it on the clock? 24:00 is, as the end of the day. */
export function isClock(hour: number, minute: number): boolean {
  return (hour < 24 && minute < 60) || (hour === 24 && minute === 0)
}

/** The part that a reading of the clock makes; `impossible` where no clock shows it. */
export function timePart(clock: Clock, used: number): Read<Part> {
  const value: Part = isClock(clock.hour, clock.minute) ? { kind: 'clock', clock } : IMPOSSIBLE
  return { value, used }
}

/** Does the number before this place belong to something larger: a date, a duration, another time? */
export function isFollowedByMore(tokens: readonly Token[], index: number): boolean {
  const word = wordAt(tokens, index)
  if (HOUR_WORDS.has(word)) return numberAt(tokens, index - 2) !== undefined
  if (isUnitWord(word) || monthNamed(word) !== undefined) return true
  const next = tokens[index]
  if (next?.kind !== 'mark' || next.spaced) return false
  if (next.text === '.')
    return numberAt(tokens, index + 1) !== undefined || monthNamed(wordAt(tokens, index + 1)) !== undefined
  return (next.text === ':' || next.text === '/') && gluedNumberAt(tokens, index + 1) !== undefined
}
