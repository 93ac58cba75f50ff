import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { readingOf } from './when.german.notation.ts'
import { notationOf } from './when.notation.ts'
import { understandWhen } from './when.ts'
import { isEverydayWord } from './when/everyday-word.ts'

/** A Thursday morning. */
const now = Temporal.ZonedDateTime.from('2026-11-19T09:30[Europe/Berlin]')
const today = now.toPlainDate()
const meaning = (phrase: string) => notationOf(understandWhen({ date: phrase }, { now, language: 'de' }))
const reading = (phrase: string) => readingOf(phrase, now)
const letteredWeekdays = ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So']

const aComingDay = fc.integer({ min: 1, max: 360 }).map((days) => today.add({ days }))
const aPastDay = fc.integer({ min: 1, max: 3000 }).map((days) => today.subtract({ days }))
const two = (number: number) => String(number).padStart(2, '0')

describe('what holds for every German date', () => {
  test('however a date is typed it is the same day', () => {
    fc.assert(
      fc.property(aComingDay, (day) => {
        const { day: d, month: m, year: y } = day
        const short = String(y).slice(2)
        const letters = letteredWeekdays[day.dayOfWeek - 1]
        const typed = [
          `${d} .${m}. ${y}`,
          `${two(d)}-${two(m)}-${short}`,
          `(${letters}) ${d}.${m}.`,
          `${d}.${m}. (${letters})`,
        ]
        expect(typed.map(meaning)).toEqual(typed.map(() => day.toString()))
      }),
    )
  })

  test('a wrong weekday in letters or brackets is asked about', () => {
    fc.assert(
      fc.property(aComingDay, fc.integer({ min: 1, max: 6 }), (day, off) => {
        const wrong = letteredWeekdays[(day.dayOfWeek - 1 + off) % 7]
        const date = `${day.day}.${day.month}.`
        for (const phrase of [`(${wrong}) ${date}`, `${date} (${wrong})`, `${wrong} ${date}`])
          expect(meaning(phrase)).toBe('?contradiction')
      }),
    )
  })

  test('since a day is a window that ends now, and it has passed', () => {
    fc.assert(
      fc.property(aPastDay, (day) => {
        expect(reading(`seit dem ${day.day}.${day.month}.${day.year}`)).toBe(
          `${day.toString()}T00:00/2026-11-19T09:30 past`,
        )
      }),
    )
  })

  test('working days never end on a weekend, and five of them are a week', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (days) => {
        const date = Temporal.PlainDate.from(meaning(`in ${days} Werktagen`))
        expect(date.dayOfWeek).toBeLessThan(6)
        const later = Temporal.PlainDate.from(meaning(`in ${days + 5} Werktagen`))
        expect(later.toString()).toBe(date.add({ days: 7 }).toString())
      }),
    )
  })

  test('hours and minutes from now add up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 59 }), (hours, minutes) => {
        const at = now.toPlainDateTime().add({ hours, minutes })
        expect(meaning(`in ${hours} Stunden und ${minutes} Minuten`)).toBe(at.toString({ smallestUnit: 'minute' }))
      }),
    )
  })

  test('the halves of a month meet and are the whole month', () => {
    const months = ['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August', 'Oktober', 'Dezember']
    for (const month of months) {
      const [from, middle] = meaning(`in der ersten ${month}hälfte`).split('/')
      const [start, to] = meaning(`in der zweiten Hälfte im ${month}`).split('/')
      expect(start).toBe(middle)
      expect(`${from}/${to}`).toBe(meaning(`im ${month}`))
    }
  })

  test('evening hours that run over midnight end on the next day', () => {
    fc.assert(
      fc.property(aComingDay, fc.integer({ min: 18, max: 23 }), fc.integer({ min: 1, max: 7 }), (day, from, to) => {
        const next = day.add({ days: 1 }).toString()
        const phrase = `${day.day}.${day.month}. ${from}:00 - ${two(to)}:00`
        expect(meaning(phrase)).toBe(`${day.toString()}T${from}:00/${next}T${two(to)}:00`)
      }),
    )
  })

  test('a fraction written as one sign is no number that breaks the date', () => {
    for (const phrase of ['Q⅝', 'am ⅝.12.', 'um ½ drei am Dienstag', 'KW ⅞'])
      expect(() => meaning(phrase)).not.toThrow()
    expect(meaning('um ½ drei am Dienstag')).toBe('2026-11-24T14:30')
    expect(meaning('in 2½ Stunden')).toBe('2026-11-19T12:00')
  })

  test('a misheard word in the place of the hour is asked about, though it is a word of its own', () => {
    for (const word of ['hab', 'zahn', 'führ', 'geld', 'hund']) {
      expect(meaning(`morgen um ${word} Uhr`)).toBe('?not_understood')
      expect(meaning(`morgen um ${word}`)).toBe('?not_understood')
      expect(meaning(`morgen um ${word} drei`)).toBe('?not_understood')
    }
  })
})

describe('everyday words', () => {
  test('verbs in their forms, names, towns and compounds do not disturb a date', () => {
    for (const phrase of [
      'Zahnarzttermin Dienstag 24.11.',
      'Dienstag 24.11. vorbeizukommen',
      'Frau Szymanski Dienstag 24.11.',
      'Dienstag 24.11. eingetragen',
      'Leipzig Dienstag 24.11.',
    ])
      expect(meaning(phrase)).toBe('2026-11-24')
  })

  test('no word with a word of time in it is one', () => {
    const times = fc.constantFrom('tag', 'woche', 'abend', 'mittag', 'ferien', 'oster', 'montags', 'sommer')
    const tails = fc.constantFrom('termin', 'urlaub', 'reise', 'ung', 'lich', 'iert')
    fc.assert(
      fc.property(times, tails, (time, tail) => {
        expect(isEverydayWord(`${time}${tail}`)).toBe(false)
      }),
    )
  })
})
