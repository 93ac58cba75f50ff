import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Language } from '../language.ts'
import { sayDateTime } from '../say-when.ts'
import { type DaysSpoken, timesMentioned } from './mentioned-times.ts'

/** A Monday. */
const now = Temporal.ZonedDateTime.from('2026-11-23T09:12[Europe/Berlin]')

function mentioned(text: string, spoken: DaysSpoken = {}, language: Language = 'de'): string {
  return timesMentioned(text, { now, language }, spoken)
    .times.map((time) => {
      if (time.kind === 'point') return time.at.toString({ smallestUnit: 'minute' }).slice(5)
      return time.kind === 'day' ? time.day.toString().slice(5) : time.time.toString({ smallestUnit: 'minute' })
    })
    .join(' ')
}

describe('days and times in a sentence', () => {
  test.each([
    ['Am Mittwoch hätte ich um vierzehn Uhr dreißig oder um sechzehn Uhr etwas frei.', '11-25T14:30 11-25T16:00'],
    [
      'Frei wäre morgen, Dienstag, der vierundzwanzigste November, um elf Uhr dreißig oder um vierzehn Uhr; oder Dienstag, der erste Dezember, um zehn Uhr.',
      '11-24T11:30 11-24T14:00 12-01T10:00',
    ],
    ['Dienstag um zehn, Mittwoch um elf oder Donnerstag um vierzehn Uhr', '11-24T10:00 11-25T11:00 11-26T14:00'],
    ['um zehn am Dienstag oder um elf am Mittwoch', '11-24T10:00 11-25T11:00'],
    ['Dienstag um zehn oder um elf am Mittwoch', '11-24T10:00 11-25T11:00'],
    ['Am dritten Dezember, das ist ein Donnerstag, wäre um fünfzehn Uhr etwas frei', '12-03T15:00'],
    ['heute ist belegt, morgen früh um acht', '11-23 11-24T08:00'],
    ['Freitag, zehn.', '11-27T10:00'],
    ['Freitag Nachmittag um drei', '11-27T15:00'],
    ['Ich trage Sie für Samstag dreizehn Uhr ein.', '11-28T13:00'],
    ['am Mittwoch', '11-25'],
    ['um halb vier', '15:30'],
    ['tomorrow, Tuesday, at ten a.m. or at two p.m.', '11-24T10:00 11-24T14:00'],
    ['The first one on Monday, the thirtieth of November, is at nine a.m.', '11-30T09:00'],
    ['December first at eleven', '12-01T11:00'],
  ])('%s: %s', (text, times) => {
    expect(mentioned(text)).toBe(times)
  })

  test.each([
    'Wir haben von neun bis neunzehn Uhr geöffnet',
    'nicht um zehn',
    'bis elf Uhr',
    'ab zehn Uhr',
    'kurz vor neun',
    'für zwei Personen',
    'Dienstag, den fünfundzwanzigsten November, um zehn',
    'zweiunddreißig Euro',
    '',
  ])('"%s" names no time to come at', (text) => {
    expect(mentioned(text)).toBe('')
  })
})

describe('in a conversation', () => {
  const day = Temporal.PlainDate.from('2026-12-01')

  test('a time is on the day that was spoken of', () => {
    expect(mentioned('um elf', { day })).toBe('12-01T11:00')
  })

  test('the weekday of that day is that day', () => {
    expect(mentioned('am Dienstag um elf', { day })).toBe('12-01T11:00')
  })

  test('another weekday is nobody knows which, when the talk is of a day far ahead', () => {
    expect(mentioned('am Mittwoch um elf', { day })).toBe('')
    expect(mentioned('am Mittwoch um elf', { day: Temporal.PlainDate.from('2026-11-27') })).toBe('11-25T11:00')
  })

  test('a weekday lies in the week that was spoken of', () => {
    const { spoken } = timesMentioned('nächste Woche', { now, language: 'de' })
    expect(mentioned('Dienstag um zehn oder Mittwoch um elf', spoken)).toBe('12-01T10:00 12-02T11:00')
  })

  test('of two days neither is the one spoken of', () => {
    const { spoken } = timesMentioned('Dienstag oder Mittwoch', { now, language: 'de' })
    expect(mentioned('um zehn', spoken)).toBe('10:00')
    const corrected = timesMentioned('am Dienstag, nein, am Mittwoch', { now, language: 'de' })
    expect(mentioned('um zehn', corrected.spoken)).toBe('11-25T10:00')
  })
})

describe('always', () => {
  const minute = fc.integer({ min: 0, max: 60 * 24 * 60 - 1 }).map((minutes) => {
    const at = now.toPlainDateTime().with({ hour: 0, minute: 0 }).add({ days: 1, minutes })
    return at.with({ hour: 8 + (at.hour % 12), minute: at.minute - (at.minute % 5) })
  })

  test('times that we say, several in a row, are all found', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(minute, { minLength: 1, maxLength: 4, selector: String }),
        fc.constantFrom('de', 'en'),
        (ats, language) => {
          const or = language === 'de' ? 'oder' : 'or'
          const text = ats.map((at) => sayDateTime(at, language)).join(` ${or} `)
          const found = timesMentioned(text, { now, language }).times
          expect([text, found.map((time) => (time.kind === 'point' ? time.at.toString() : time.kind))]).toEqual([
            text,
            ats.map(String),
          ])
        },
      ),
      { numRuns: 200 },
    )
  })

  test('any text is read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(Array.isArray(timesMentioned(text, { now, language: 'de' }).times)).toBe(true)
      }),
    )
  })
})
