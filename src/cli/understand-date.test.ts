import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { understandDateLine } from './understand-date.ts'

const ask = (text: string, more: Record<string, unknown> = {}): unknown =>
  JSON.parse(
    understandDateLine(
      JSON.stringify({ text, ref: '2026-11-19T09:30:00', zone: 'Europe/Berlin', lang: 'de', ...more }),
    ),
  )

describe('understand date', () => {
  test('a point, a window and a question each have one line', () => {
    expect(ask('morgen um zehn')).toEqual({
      kind: 'point',
      start: '2026-11-20T10:00',
      end: null,
      grain: 'minute',
      reason: null,
    })
    expect(ask('nächste Woche vormittags')).toEqual({
      kind: 'window',
      start: '2026-11-23T00:00',
      end: '2026-11-30T00:00',
      grain: 'week',
      reason: null,
      daily: { from: '08:00', to: '12:00' },
    })
    expect(ask('Mittwoch, 24.11.')).toEqual({
      kind: 'question',
      start: null,
      end: null,
      grain: null,
      reason: 'contradiction',
      candidates: ['2026-11-24T00:00', '2026-11-25T00:00'],
    })
  })

  test('a reading that is past or has no day is shown with the reason why the caller would be asked', () => {
    expect(ask('vorgestern')).toMatchObject({ kind: 'window', start: '2026-11-17T00:00', reason: 'past' })
    expect(ask('um zehn')).toMatchObject({ kind: 'point', start: '2026-11-19T10:00', reason: 'missing' })
  })

  test('language and zone may be left out', () => {
    expect(ask('4/12', { lang: undefined, zone: undefined })).toMatchObject({ start: '2026-12-04T00:00' })
    expect(ask('4/12', { lang: 'en' })).toMatchObject({ start: '2027-04-12T00:00' })
  })

  test('whatever the line is, one line comes back', () => {
    expect(understandDateLine('nonsense')).toContain('error')
    expect(ask('heute', { zone: 'Nowhere' })).toHaveProperty('error')
    expect(ask('heute', { ref: 'gestern' })).toHaveProperty('error')
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        expect(understandDateLine(line)).toMatch(/^\{.*\}$/)
      }),
    )
  })
})
