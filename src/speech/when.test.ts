import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Language } from './language.ts'
import { sayDate, sayDateTime, sayTime, weekdayName } from './say-when.ts'
import { sayWhen } from './say-window.ts'
import { notationOf } from './when.notation.ts'
import { understandWhen, type When, type WhenContext, type WhenGrain, type WhenSaid } from './when.ts'

/** A Thursday morning. */
const now = Temporal.ZonedDateTime.from('2026-11-19T09:30[Europe/Berlin]')
const today = now.toPlainDate()
const context: WhenContext = { now, language: 'de' }
const meaning = (date?: string, time?: string) => notationOf(understandWhen({ date, time }, context))

/** The meaning where the house is open between these hours. */
function whenOpen(words: string, from: number, to: number): string {
  const isOpen = (at: Temporal.PlainDateTime) => at.hour >= from && at.hour < to
  return notationOf(understandWhen({ date: words }, { ...context, isOpen }))
}

const aLanguage = fc.constantFrom<Language>('de', 'en')
const aComingDay = fc.integer({ min: 1, max: 360 }).map((days) => today.add({ days }))
const aTime = fc
  .integer({ min: 0, max: 1439 })
  .map((minute) => new Temporal.PlainTime(Math.floor(minute / 60), minute % 60))
const aPoint = fc
  .tuple(aComingDay, aTime)
  .map(([day, time]) => day.toPlainDateTime(time))
  // The hour that spring leaves out is on no clock.
  .filter((at) => at.toZonedDateTime('Europe/Berlin').toPlainDateTime().equals(at))

describe('the two arguments of a voice model', () => {
  test('either may hold everything, and an empty one says nothing', () => {
    expect(meaning('morgen um 10 Uhr')).toBe('2026-11-20T10:00')
    expect(meaning('', 'morgen um 10 Uhr')).toBe('2026-11-20T10:00')
    expect(meaning('morgen', '10 Uhr')).toBe('2026-11-20T10:00')
    expect(meaning('morgen', '10')).toBe('2026-11-20T10:00')
    expect(meaning('morgen um 10 Uhr', '  ')).toBe('2026-11-20T10:00')
    expect(meaning(undefined, undefined)).toBe('?missing')
  })

  test('they may repeat each other', () => {
    expect(meaning('morgen um 10 Uhr', '10:00')).toBe('2026-11-20T10:00')
    expect(meaning('2026-11-24', 'Dienstag um drei')).toBe('2026-11-24T15:00')
    expect(meaning('Dienstag um drei', '15:00')).toBe('2026-11-24T15:00')
    expect(meaning('2026-11-24T00:00:00', '14:30')).toBe('2026-11-24T14:30')
    expect(meaning('morgen Nachmittag', '15 Uhr')).toBe('2026-11-20T15:00')
  })

  test('where they disagree, the caller is asked', () => {
    expect(meaning('2026-11-24', 'Mittwoch um drei')).toBe('?contradiction')
    expect(meaning('morgen um 10 Uhr', '11:00')).toBe('?ambiguous')
    expect(meaning('morgen Vormittag', '15:00')).toBe('?contradiction')
  })

  test('a day without a time is the whole day, a time without a day is not enough', () => {
    expect(meaning('24.11.')).toBe('2026-11-24')
    expect(meaning('', '10:00')).toBe('?missing')
    expect(meaning('nächste Woche', 'vormittags')).toBe('2026-11-23/2026-11-30 daily 08:00-12:00')
  })

  test('a number alone is an hour as a time and a day as a date', () => {
    expect(meaning('24', '10')).toBe('2026-11-24T10:00')
  })
})

/** What the window was said in. */
function grainOf(said: WhenSaid): WhenGrain | undefined {
  const when = understandWhen(said, context)
  return when.kind === 'window' ? when.grain : undefined
}

describe('the conventions', () => {
  test('a window tells what it was said in', () => {
    expect(grainOf({ date: 'Dienstag' })).toBe('day')
    expect(grainOf({ date: 'Dienstag', time: 'nachmittags' })).toBe('daypart')
    expect(grainOf({ date: 'Dienstag', time: 'nach 17 Uhr' })).toBe('time')
    expect(grainOf({ date: 'nächste Woche' })).toBe('week')
    expect(grainOf({ date: 'im Dezember' })).toBe('month')
    expect(grainOf({ date: 'nächstes Jahr' })).toBe('year')
    expect(grainOf({ date: 'egal wann' })).toBe('any')
    expect(grainOf({ date: 'Dienstag um zehn' })).toBeUndefined()
  })

  test('a date without a year is the coming one', () => {
    expect(meaning('18.11.')).toBe('2027-11-18')
    expect(meaning('19.11.')).toBe('2026-11-19T09:30/2026-11-20T00:00')
  })

  test('a weekday named on that weekday means next week', () => {
    expect(meaning('Donnerstag')).toBe('2026-11-26')
  })

  test('"next" before the weekday of today or tomorrow asks which one is meant', () => {
    expect(meaning('nächsten Donnerstag')).toBe('?ambiguous')
    const asked = understandWhen({ date: 'nächsten Freitag' }, context)
    expect(asked).toMatchObject({ reason: 'ambiguous' })
    expect(asked.kind === 'question' && asked.candidates.map(String)).toEqual([
      '2026-11-20T00:00:00',
      '2026-11-27T00:00:00',
    ])
    expect(meaning('nächsten Samstag')).toBe('2026-11-21')
  })

  test('a past date is said to be past, unless the weekday shows that only the year was invented', () => {
    expect(meaning('24.11.2024')).toBe('?past')
    expect(meaning('Dienstag, 24.11.2024')).toBe('2026-11-24')
    expect(meaning('Sonntag, 24.11.2024')).toBe('?past')
    expect(meaning('Montag, 24.11.2024')).toBe('?contradiction')
    expect(meaning('heute um 9:00 Uhr früh')).toBe('?past')
  })

  test('what no calendar has is impossible', () => {
    for (const phrase of ['31.02.', '2026-02-30', 'morgen um 25:99', 'morgen 24:30', '32.12.', '29.2.2027'])
      expect(meaning(phrase)).toBe('?impossible')
  })

  test('the hour that is left out in spring is on no clock, the doubled one of autumn is', () => {
    expect(meaning('28.03.2027 um 02:30')).toBe('?impossible')
    expect(meaning('31.10.2027 um 02:30')).toBe('2027-10-31T02:30')
  })

  test('opening hours settle a clock reading when only one of its two is open', () => {
    expect(whenOpen('morgen um drei', 9, 18)).toBe('2026-11-20T15:00')
    expect(whenOpen('morgen um fünf', 4, 10)).toBe('2026-11-20T05:00')
    expect(whenOpen('morgen um acht', 17, 23)).toBe('2026-11-20T20:00')
    expect(whenOpen('morgen um 3:30', 9, 18)).toBe('2026-11-20T15:30')
    expect(whenOpen('morgen um drei', 0, 24)).toBe('2026-11-20T15:00')
    expect(whenOpen('morgen um 03:30', 9, 18)).toBe('2026-11-20T03:30')
  })

  test('a time of today that has passed is meant for its other half if that is still to come', () => {
    expect(meaning('heute um acht')).toBe('2026-11-19T20:00')
    expect(meaning('heute um 08:00')).toBe('?past')
  })

  test('the order of day and month between slashes is that of the language', () => {
    expect(notationOf(understandWhen({ date: '4/12' }, context))).toBe('2026-12-04')
    expect(notationOf(understandWhen({ date: '4/12' }, { now, language: 'en' }))).toBe('2027-04-12')
    expect(notationOf(understandWhen({ date: '24/12' }, { now, language: 'en' }))).toBe('2026-12-24')
  })

  test('a text too long to be a date is asked about', () => {
    expect(meaning('morgen '.repeat(200))).toBe('?not_understood')
  })
})

describe('what holds for every date', () => {
  test('any date with any wrong weekday is asked about, and offers both days', () => {
    fc.assert(
      fc.property(
        aComingDay,
        fc.integer({ min: 1, max: 6 }),
        aLanguage,
        fc.integer({ min: 0, max: 5 }),
        (day, off, language, form) => {
          const wrong = weekdayName(day.add({ days: off }), language)
          const { day: d, month: m, year: y } = day
          const said = [
            `${wrong}, ${d}.${m}.`,
            `${wrong} ${d}.${m}.${y}`,
            `am ${d}.${m}., ${wrong}`,
            `${wrong}, ${day.toString()}`,
            sayDate(day, language).replace(weekdayName(day, language), wrong),
            `${d}.${m}. um 10 Uhr am ${wrong}`,
          ][form]
          const when = understandWhen({ date: said }, { now, language })
          expect(when).toMatchObject({ kind: 'question', reason: 'contradiction' })
          expect(when.kind === 'question' && when.candidates.length).toBe(2)
        },
      ),
    )
  })

  test('its own weekday is never asked about', () => {
    fc.assert(
      fc.property(aPoint, aLanguage, (at, language) => {
        const day = at.toPlainDate()
        const said = `${weekdayName(day, language)}, ${day.day}.${day.month}.`
        const time = at.toPlainTime().toString({ smallestUnit: 'minute' })
        expect(understandWhen({ date: said, time }, { now, language })).toEqual({ kind: 'point', at })
      }),
    )
  })

  test('every day and minute said back is understood as the same day and minute', () => {
    fc.assert(
      fc.property(aPoint, aLanguage, (at, language) => {
        const said = sayDateTime(at, language, today)
        expect(understandWhen({ date: said }, { now, language })).toEqual({ kind: 'point', at })
        const apart = { date: sayDate(at.toPlainDate(), language, today), time: sayTime(at.toPlainTime(), language) }
        expect(understandWhen(apart, { now, language })).toEqual({ kind: 'point', at })
      }),
      { numRuns: 300 },
    )
  })

  test('every window said back is understood as the same window', () => {
    const phrases = fc.constantFrom(...PARTS_OF_A_DAY)
    fc.assert(
      fc.property(aComingDay, phrases, aLanguage, (day, phrase, language) => {
        const when = understandWhen({ date: `${day.toString()} ${phrase}` }, context)
        expect(saidBack(when, language)).toBe(notationOf(when))
      }),
    )
  })

  test('every window of several days said back is understood as the same window', () => {
    const phrases = fc.constantFrom('', ' vormittags', ' ab 17 Uhr', ' um zehn', ' von neun bis zwölf', ' vor elf')
    fc.assert(
      fc.property(aComingDay, fc.integer({ min: 1, max: 40 }), phrases, aLanguage, (day, days, phrase, language) => {
        const last = day.add({ days })
        // Beyond a year the day's name is another day's; offers do not reach that far.
        fc.pre(today.until(last, { largestUnit: 'days' }).days < 365)
        const when = understandWhen({ date: `${day.toString()} bis ${last.toString()}${phrase}` }, context)
        expect(saidBack(when, language)).toBe(notationOf(when))
      }),
    )
    for (const phrase of ['nächste Woche', 'nächsten Monat', 'egal wann', 'Ende Dezember', 'diese Woche nachmittags']) {
      const when = understandWhen({ date: phrase }, context)
      expect([saidBack(when, 'de'), saidBack(when, 'en')]).toEqual([notationOf(when), notationOf(when)])
    }
  })

  test('no text makes it fail, and every window has a start before its end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), aLanguage, (date, time, language) => {
        expect(isSound(understandWhen({ date, time }, { now, language }))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('no row of its own words makes it fail, or read a time that has passed', () => {
    const word = fc.constantFrom(...WORDS_OF_TIME)
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), aLanguage, (words, language) => {
        expect(isSound(understandWhen({ date: words.join(' ') }, { now, language }))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('a word it does not know beside the time is never dropped', () => {
    const letter = fc.constantFrom('b', 'd', 'f', 'g', 'k', 'l', 'm', 'p', 'r', 's', 't', 'v', 'w', 'x')
    fc.assert(
      fc.property(fc.string({ unit: letter, minLength: 5, maxLength: 9 }), (word) => {
        expect(meaning(`morgen um zehn ${word}`)).toBe('?not_understood')
        expect(meaning(`morgen ${word} um zehn`)).toBe('?not_understood')
      }),
    )
  })
})

const PARTS_OF_A_DAY = [
  '',
  'nachmittags',
  'früh',
  'abends',
  'am späten Nachmittag',
  'mittags',
  'vormittags',
  'nach 17 Uhr',
  'vor zehn',
  'zwischen zehn und zwölf',
  'von zwei bis vier',
  'ab 8:30',
  'kurz nach neun',
  'von 4 Uhr früh bis 5 Uhr früh',
]
const WORDS_OF_TIME =
  'morgen heute dienstag am um halb viertel vor nach drei zehn 24. 10:30 31.12. 2027 woche nächste in zwei bis von zwischen und oder nicht sondern ostern ende monats jahren next tuesday pm may to kw 53 99 , - / Uhr'.split(
    ' ',
  )

/** What is understood when the reading is said back; its grain may differ ("next week" as seven days). */
function saidBack(when: When, language: Language): string {
  return notationOf(understandWhen({ date: sayWhen(when, language, today) }, { now, language }))
}

/** A point lies ahead, a window ends after it begins. */
function isSound(when: When): boolean {
  if (when.kind === 'question') return true
  const [from, to] = when.kind === 'point' ? [now.toPlainDateTime(), when.at] : [when.from, when.to]
  return Temporal.PlainDateTime.compare(from, to) <= (when.kind === 'point' ? 0 : -1)
}
