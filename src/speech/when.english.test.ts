import { describe, expect, test } from 'vitest'

import { ENGLISH_NOW, ENGLISH_PHRASES } from './when.english.data.ts'
import { notationOf } from './when.notation.ts'
import { understandWhen } from './when.ts'

const now = Temporal.ZonedDateTime.from(ENGLISH_NOW)

describe('English as callers speak it', () => {
  test.each(ENGLISH_PHRASES)('"%s" means %s', (phrase, meaning) => {
    expect(notationOf(understandWhen({ date: phrase }, { now, language: 'en' }))).toBe(meaning)
  })
})
