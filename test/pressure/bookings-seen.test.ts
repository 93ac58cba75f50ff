import { expect, test } from 'vitest'

import { createBookingsSeen } from '../../sim/chaos/bookings-seen.ts'

test('a booking says that the gateway is back only if it was sent after it had gone', () => {
  const seen = createBookingsSeen()
  seen.note({ sentAtMs: 90, heardAtMs: 400 })
  expect(seen.firstSentAfter(100)).toBeUndefined()
  seen.note({ sentAtMs: 150, heardAtMs: 900 })
  seen.note({ sentAtMs: 300, heardAtMs: 700 })
  expect(seen.firstSentAfter(100)).toBe(700)
})
