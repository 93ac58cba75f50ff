import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { germanReadingsOf } from './name-foreign.ts'

test.each([
  ['wojciech', 'wojtschech'],
  ['łukasz', 'lukasch'],
  ['çelik', 'tschelik'],
  ['can', 'dschan'],
  ['giovanni', 'dschowanni'],
  ['muñoz', 'munjos'],
  ['moreau', 'moro'],
  ['jack', 'dschack'],
  ['ashley', 'aschley'],
  ['nguyen', 'nujen'],
])('%s is also heard as %s', (name, reading) => {
  expect(germanReadingsOf(name)).toContain(reading)
})

test.each(['anna', 'mueller', 'bauer', 'jan', 'johanna', 'hoffmann', 'karl', 'ursula'])(
  '%s is heard as it is written',
  (name) => {
    expect(germanReadingsOf(name)).toEqual([])
  },
)

test('no name is its own foreign reading', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zçşłñé]{1,12}$/), (name) => {
      expect(germanReadingsOf(name)).not.toContain(name)
    }),
  )
})
