import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { afterQuietHours } from './quiet-hours.ts'

const night = { quietFromMinute: 21 * 60, quietUntilMinute: 8 * 60 }
const zone = 'Europe/Berlin'
const after = (at: string, quiet = night) => afterQuietHours(Temporal.Instant.from(at), quiet, zone).toString()

test('what is due at night waits for the morning, by the house’s own clock', () => {
  expect(after('2030-06-03T18:59:00Z')).toBe('2030-06-03T18:59:00Z')
  expect(after('2030-06-03T19:00:00Z')).toBe('2030-06-04T06:00:00Z')
  expect(after('2030-06-04T05:59:00Z')).toBe('2030-06-04T06:00:00Z')
  expect(after('2030-06-04T06:00:00Z')).toBe('2030-06-04T06:00:00Z')
})

test('quiet within a day ends that day, and none is none', () => {
  const noon = { quietFromMinute: 12 * 60, quietUntilMinute: 14 * 60 }
  expect(after('2030-06-03T10:30:00Z', noon)).toBe('2030-06-03T12:00:00Z')
  expect(after('2030-06-03T12:00:00Z', noon)).toBe('2030-06-03T12:00:00Z')
  expect(after('2030-06-03T03:00:00Z', { quietFromMinute: 0, quietUntilMinute: 0 })).toBe('2030-06-03T03:00:00Z')
})

test('nothing is ever put back, nor off for more than a day, and what it is put off to is not quiet', () => {
  const minute = fc.integer({ min: 0, max: 1_439 })
  const instant = fc
    .integer({ min: 1_890_000_000, max: 1_930_000_000 })
    .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1_000))
  fc.assert(
    fc.property(
      instant,
      minute,
      minute,
      fc.constantFrom('Europe/Berlin', 'UTC', 'Europe/London'),
      (at, from, until, zone) => {
        const quiet = { quietFromMinute: from, quietUntilMinute: until }
        const put = afterQuietHours(at, quiet, zone)
        const offHours = at.until(put).total('hours')
        expect(offHours).toBeGreaterThanOrEqual(0)
        expect(offHours).toBeLessThanOrEqual(25)
        expect(afterQuietHours(put, quiet, zone)).toEqual(put)
      },
    ),
  )
})
