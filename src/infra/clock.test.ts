import { expect, test } from 'vitest'

import { systemClock } from './clock.ts'

test('the system clock does not run backwards', () => {
  const first = systemClock.now()
  expect(Temporal.Instant.compare(systemClock.now(), first)).toBeGreaterThanOrEqual(0)
})
