import { describe, expect, test } from 'vitest'

import { sayClock } from './say-clock.ts'
import { understandWhen } from './when.ts'

const now = Temporal.ZonedDateTime.from('2026-11-19T09:30[Europe/Berlin]')
const time = (text: string) => Temporal.PlainTime.from(text)

describe('the clock as neighbours say it', () => {
  test('quarters have names of their own by day', () => {
    expect(sayClock(time('14:30'), 'de')).toBe('halb drei')
    expect(sayClock(time('10:15'), 'de')).toBe('Viertel nach zehn')
    expect(sayClock(time('12:45'), 'en')).toBe('quarter to one')
    expect(sayClock(time('13:00'), 'de')).toBe('ein Uhr')
    expect(sayClock(time('19:30'), 'de')).toBe('neunzehn Uhr dreißig')
    expect(sayClock(time('10:20'), 'en')).toBe('ten twenty a.m.')
  })

  test('every minute of the day is understood as it was said', () => {
    for (let minute = 0; minute < 1440; minute += 1) {
      const said = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60)
      for (const language of ['de', 'en'] as const) {
        const at = Temporal.PlainDate.from('2026-11-24').toPlainDateTime(said)
        const date = `2026-11-24, ${sayClock(said, language)}`
        expect(understandWhen({ date }, { now, language })).toEqual({ kind: 'point', at })
      }
    }
  })
})
