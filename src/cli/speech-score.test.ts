import { describe, expect, test } from 'vitest'

import { goldOf, type GoldRow } from './speech-gold.ts'
import { judge } from './speech-score.ts'
import { understandDateLine } from './understand-date.ts'

type Answer = Parameters<typeof judge>[0]

function verdict(row: Omit<GoldRow, 'ref'>): string {
  const gold = goldOf({ ...row, ref: null })
  const line = understandDateLine(JSON.stringify({ text: row.text, ref: '2026-11-19T09:30', lang: 'de' }))
  return gold === undefined ? 'no date' : judge(JSON.parse(line) as Answer, gold)
}

describe('scoring', () => {
  test('every source is read by its own notation', () => {
    const ctparse = { kind: 'time', start: { y: 2026, mo: 11, d: 20, h: 10, mi: 0, tod: null } }
    expect(verdict({ src: 'ctparse', text: 'morgen um zehn', gold: '', expected: ctparse })).toBe('right')
    expect(verdict({ src: 'duckling', text: 'morgen', gold: '(datetime (2026, 11, 20, 0, 0, 0) Day)' })).toBe('right')
    expect(verdict({ src: 'rustling', text: 'morgen', gold: 'check_moment!(c, [2026, 11, 20])' })).toBe('right')
    expect(verdict({ src: 'lingua-franca', text: 'morgen um zehn', gold: '2026-11-20 10:00:00' })).toBe('right')
    const values = [{ value: '2025-11-20' }, { value: '2026-11-20' }]
    const gold = [{ Resolution: { values } }]
    expect(verdict({ src: 'recognizers/DateTimeModel', text: 'morgen', gold })).toBe('right')
  })

  test('a wrong day, a wrong hour and a question are told apart', () => {
    const gold = '(datetime (2026, 11, 20, 11, 0, 0) Hour)'
    expect(verdict({ src: 'duckling', text: 'übermorgen um elf', gold })).toBe('wrong')
    expect(verdict({ src: 'duckling', text: 'morgen um zehn', gold })).toBe('date')
    expect(verdict({ src: 'duckling', text: 'morgen blubb', gold })).toBe('asked')
  })

  test('an end that includes its day is an end before the next, and parts of the day need not agree on hours', () => {
    const end = { y: 2026, mo: 11, d: 25, h: null, mi: null, tod: null }
    const start = { ...end, d: 23 }
    expect(verdict({ src: 'ctparse', text: '23.11.-25.11.', gold: '', expected: { start, end } })).toBe('right')
    const morning = { start: { ...start, tod: 'morning' } }
    expect(verdict({ src: 'ctparse', text: '23.11. vormittags', gold: '', expected: morning })).toBe('right')
  })

  test('a row without a date is not scored', () => {
    expect(
      verdict({
        src: 'recognizers/DurationParser',
        text: '3 min',
        gold: [{ Value: { FutureResolution: { duration: '180' } } }],
      }),
    ).toBe('no date')
  })
})
