import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Language } from './language.ts'
import { sayDate, sayDateTime, sayDuration, sayList, sayMoney, sayNumber, sayTime, weekdayName } from './say-when.ts'

const today = Temporal.PlainDate.from('2026-08-01')
const date = (iso: string) => Temporal.PlainDate.from(iso)
const time = (iso: string) => Temporal.PlainTime.from(iso)

describe('sentences for the ear', () => {
  test('a day is said with weekday, ordinal and month', () => {
    expect(sayDate(date('2026-08-04'), 'de')).toBe('Dienstag, der vierte August')
    expect(sayDate(date('2026-08-04'), 'en')).toBe('Tuesday, the fourth of August')
    expect(weekdayName(date('2026-08-04'), 'de')).toBe('Dienstag')
  })

  test('the nearest days are led by their name, and a day beyond the coming year by its year', () => {
    expect(sayDate(today, 'de', today)).toBe('heute, Samstag, der erste August')
    expect(sayDate(date('2026-08-02'), 'en', today)).toBe('tomorrow, Sunday, the second of August')
    expect(sayDate(date('2026-08-03'), 'de', today)).toBe('übermorgen, Montag, der dritte August')
    expect(sayDate(date('2027-07-31'), 'de', today)).toBe('Samstag, der einunddreißigste Juli')
    expect(sayDate(date('2027-08-01'), 'de', today)).toBe('Sonntag, der erste August zweitausendsiebenundzwanzig')
    expect(sayDate(date('2025-08-01'), 'en', today)).toBe('Friday, the first of August twenty twenty-five')
  })

  test('a time is said as on the phone, and early hours say so', () => {
    expect(sayTime(time('14:30'), 'de')).toBe('vierzehn Uhr dreißig')
    expect(sayTime(time('13:00'), 'de')).toBe('dreizehn Uhr')
    expect(sayTime(time('01:00'), 'de')).toBe('ein Uhr nachts')
    expect(sayTime(time('05:15'), 'de')).toBe('fünf Uhr fünfzehn morgens')
    expect(sayTime(time('14:30'), 'en')).toBe('two thirty p.m.')
    expect(sayTime(time('09:05'), 'en')).toBe('nine oh five a.m.')
    expect(sayTime(time('12:00'), 'en')).toBe('noon')
  })

  test('day and time make one sentence', () => {
    const at = Temporal.PlainDateTime.from('2026-08-04T14:30')
    expect(sayDateTime(at, 'de')).toBe('Dienstag, der vierte August, um vierzehn Uhr dreißig')
    expect(sayDateTime(at, 'en')).toBe('Tuesday, the fourth of August, at two thirty p.m.')
  })

  test('prices are said with their coins', () => {
    expect(sayMoney(3800, 'EUR', 'de')).toBe('achtunddreißig Euro')
    expect(sayMoney(3800, 'EUR', 'en')).toBe('thirty-eight euros')
    expect(sayMoney(3850, 'EUR', 'de')).toBe('achtunddreißig Euro fünfzig')
    expect(sayMoney(101, 'EUR', 'de')).toBe('ein Euro eins')
    expect(sayMoney(100, 'EUR', 'en')).toBe('one euro')
    expect(sayMoney(1, 'EUR', 'de')).toBe('ein Cent')
    expect(sayMoney(0, 'CHF', 'de')).toBe('null Franken')
    expect(sayMoney(500, 'SEK', 'de')).toBe('fünf Schwedische Kronen')
    expect(sayMoney(500, 'not a code', 'en')).toBe('five not a code')
  })

  test('lengths of time and lists read as sentences', () => {
    expect(sayDuration(45, 'de')).toBe('fünfundvierzig Minuten')
    expect(sayDuration(60, 'en')).toBe('one hour')
    expect(sayDuration(75, 'de')).toBe('eine Stunde und fünfzehn Minuten')
    expect(sayDuration(90, 'de')).toBe('eineinhalb Stunden')
    expect(sayList(['elf', 'zwölf', 'drei'], 'de', 'or')).toBe('elf, zwölf oder drei')
    expect(sayList(['one'], 'en', 'and')).toBe('one')
    expect(sayList([], 'en', 'and')).toBe('')
  })

  test('nothing that is spoken contains figures, brackets or codes', () => {
    const language = fc.constantFrom<Language>('de', 'en')
    const minute = fc.integer({ min: 0, max: 1439 })
    const spoken = fc.tuple(language, minute, fc.integer({ min: 0, max: 40_000 }), fc.double({ noNaN: true }))
    fc.assert(
      fc.property(spoken, ([language, minute, days, amount]) => {
        const at = date('1990-01-01').add({ days }).toPlainDateTime().add({ minutes: minute })
        const words = [
          sayDateTime(at, language, today),
          sayDuration(minute, language),
          sayMoney(days, 'EUR', language),
          sayNumber(Math.round(amount * 100) / 100, language),
        ]
        for (const sentence of words) expect(sentence).not.toMatch(/[\d()[\]{}_]/)
      }),
    )
  })
})
