import { describe, expect, test } from 'vitest'

import { GERMAN_DATES } from './when.german.dates.data.ts'
import { readingOf, type GermanPhrases } from './when.german.notation.ts'
import { GERMAN_ROUNDS } from './when.german.rounds.data.ts'
import { GERMAN_SENTENCES } from './when.german.sentences.data.ts'
import { GERMAN_TIMES } from './when.german.times.data.ts'

const SETS: readonly (readonly [subject: string, groups: readonly GermanPhrases[]])[] = [
  ['days and dates', GERMAN_DATES],
  ['times of day', GERMAN_TIMES],
  ['sentences', GERMAN_SENTENCES],
  ['phrases of every kind', GERMAN_ROUNDS],
]

describe.each(SETS)('German %s', (_, groups) => {
  const rows = groups.flatMap(({ now, phrases }) => phrases.map(([phrase, meaning]) => ({ now, phrase, meaning })))
  test.each(rows)('"$phrase", said at $now, means $meaning', ({ now, phrase, meaning }) => {
    expect(readingOf(phrase, Temporal.ZonedDateTime.from(now))).toBe(meaning)
  })
})
