import { notationOf } from './when.notation.ts'
import { readWhen } from './when/understand.ts'

/** Phrases that are spoken at one moment, and what they mean then. */
export type GermanPhrases = {
  now: string
  phrases: readonly (readonly [phrase: string, meaning: string])[]
}

/**
 * The whole reading of a phrase in the notation of when.notation.ts; ` past` follows where it lies behind the moment
 * of speaking, ` dayless` where no day was said and the next such time was taken.
 */
export function readingOf(phrase: string, now: Temporal.ZonedDateTime): string {
  const { when, reason } = readWhen({ date: phrase }, { now, language: 'de' })
  if (when.kind === 'question' || reason === undefined) return notationOf(when)
  return `${notationOf(when)} ${reason === 'past' ? 'past' : 'dayless'}`
}
