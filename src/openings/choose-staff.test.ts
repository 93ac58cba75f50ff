import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { chooseStaff, type StaffChoice } from './choose-staff.ts'

const choice: StaffChoice = {
  freeStaffIds: ['clara', 'anna', 'berta'],
  askedForStaffId: null,
  usualStaffId: null,
  bookedThatDay: new Map([
    ['anna', 2],
    ['berta', 1],
    ['clara', 1],
  ]),
  companyOrder: ['anna', 'berta', 'clara'],
}

test.each<[string, Partial<StaffChoice>, string | null]>([
  ['who was asked for gets it', { askedForStaffId: 'anna', usualStaffId: 'clara' }, 'anna'],
  ['nobody else does when the one asked for is not free', { askedForStaffId: 'dora' }, null],
  ['the usual one comes before the least booked', { usualStaffId: 'anna' }, 'anna'],
  ['the usual one who is not free does not count', { usualStaffId: 'dora' }, 'berta'],
  ['of the least booked the first in the company’s order gets it', {}, 'berta'],
  ['who has nothing that day is the least booked', { bookedThatDay: new Map([['anna', 1]]) }, 'berta'],
  ['somebody outside the order comes last', { freeStaffIds: ['zoe', 'clara'], bookedThatDay: new Map() }, 'clara'],
  ['nobody free, nobody chosen', { freeStaffIds: [] }, null],
])('%s', (_name, given, chosen) => {
  expect(chooseStaff({ ...choice, ...given })).toBe(chosen)
})

test('whoever is chosen is free', () => {
  const anybody = fc.constantFrom<string>('a', 'b', 'c', 'd')
  const anyChoice = fc.record({
    freeStaffIds: fc.uniqueArray(anybody),
    askedForStaffId: fc.option(anybody),
    usualStaffId: fc.option(anybody),
    bookedThatDay: fc.array(fc.tuple(anybody, fc.nat({ max: 9 }))).map((counts) => new Map(counts)),
    companyOrder: fc.shuffledSubarray(['a', 'b', 'c', 'd']),
  })
  fc.assert(
    fc.property(anyChoice, (choice) => {
      const chosen = chooseStaff(choice)
      expect(chosen === null || choice.freeStaffIds.includes(chosen)).toBe(true)
      expect(chosen === null).toBe(
        choice.freeStaffIds.length === 0 ||
          (choice.askedForStaffId !== null && !choice.freeStaffIds.includes(choice.askedForStaffId)),
      )
    }),
  )
})
