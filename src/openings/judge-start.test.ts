import { describe, expect, test } from 'vitest'

import { judgeStart } from './judge-start.ts'
import type { OpeningsBasis } from './openings-basis.ts'

const zone = 'Europe/Berlin'
const date = Temporal.PlainDate.from('2030-06-04')
const ms = (time: string) => Temporal.PlainDateTime.from(time).toZonedDateTime(zone).epochMilliseconds
const on = (time: string) => ms(`2030-06-04T${time}`)
const whole = { startMs: on('00:00'), endMs: ms('2030-06-06T00:00') }
const morning = { startMs: on('09:00'), endMs: on('12:00') }

/** Anna works from nine to noon, half an hour each with ten minutes before and a quarter after; it is eight. */
function basis(more: Partial<OpeningsBasis> = {}): OpeningsBasis {
  return {
    zone,
    nowMs: on('08:00'),
    firstDate: date,
    endDate: date.add({ days: 2 }),
    durationMinutes: 30,
    bufferBeforeMinutes: 10,
    bufferAfterMinutes: 15,
    rules: { minimumNoticeMinutes: 60, horizonDays: 1, slotGridMinutes: 15 },
    open: () => [whole],
    free: new Map([['anna', [morning]]]),
    busy: new Map(),
    ...more,
  }
}

const judge = (startMs: number, more?: Partial<OpeningsBasis>) => judgeStart(basis(more), startMs)

describe('a start is', () => {
  test('past only before now, too soon only before the notice, and free at the very minute of it', () => {
    expect(judge(on('08:00') - 1)).toBe('past')
    expect(judge(on('08:00'))).toBe('too_soon')
    expect(judge(on('09:00') - 1)).toBe('too_soon')
    expect(judge(on('09:00'))).toBe('free')
  })

  test('too far from the first moment after the last day', () => {
    expect(judge(ms('2030-06-06T00:00') - 60_000)).not.toBe('too_far')
    expect(judge(ms('2030-06-06T00:00'))).toBe('too_far')
  })

  test('taken when its own time or its buffers meet another’s, and free when they touch', () => {
    const busy = (from: string, to: string) => ({ busy: new Map([['anna', [{ startMs: on(from), endMs: on(to) }]]]) })
    expect(judge(on('10:00'), busy('09:00', '09:50'))).toBe('free')
    expect(judge(on('10:00'), busy('09:00', '09:51'))).toBe('taken')
    expect(judge(on('10:00'), busy('10:45', '11:00'))).toBe('free')
    expect(judge(on('10:00'), busy('10:44', '11:00'))).toBe('taken')
  })

  test('free while one of those who work is', () => {
    const both = new Map([
      ['anna', [morning]],
      ['bert', [morning]],
    ])
    expect(judge(on('10:00'), { free: both, busy: new Map([['anna', [morning]]]) })).toBe('free')
  })

  test('not to be told of days that were not looked at', () => {
    const later = { firstDate: date.add({ days: 1 }) }
    expect(() => judge(on('10:00'), later)).toThrow('2030-06-04 was not looked at: the days begin with 2030-06-05')
    expect(() => judge(ms('2030-06-05T10:00'), { endDate: date.add({ days: 1 }) })).toThrow(RangeError)
  })
})
