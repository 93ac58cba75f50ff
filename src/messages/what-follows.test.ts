import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { AppointmentState } from '../infra/db/tables.ts'
import { kindOfChange, kindToTell } from './what-follows.ts'

const change = (fromState: AppointmentState | null, toState: AppointmentState, more: object = {}) =>
  kindOfChange({ fromState, toState, isMoved: false, wasUnknown: false, ...more })

const tell = (fromState: AppointmentState | null, toState: AppointmentState) =>
  kindToTell({ fromState, toState, isMoved: false, wasUnknown: false }, { isBookedAfterCall: true })

test('what was booked is confirmed, at once or when the calendar or the house has agreed', () => {
  expect(change(null, 'confirmed')).toBe('confirmation')
  expect(change('booking', 'confirmed')).toBe('confirmation')
  expect(change('pending_approval', 'confirmed')).toBe('confirmation')
})

test('a wish is told to be one', () => {
  expect(change(null, 'pending_approval')).toBe('pending_approval')
  expect(change('booking', 'pending_approval')).toBe('pending_approval')
  expect(change('pending_approval', 'rejected')).toBe('declined')
})

test('what nobody knew is told either way; what was heard on the phone is not', () => {
  expect(change('unknown', 'confirmed')).toBe('settled')
  expect(change('unknown', 'failed')).toBe('not_settled')
  expect(change('booking', 'failed')).toBeNull()
})

test('a change that did not come about is told only to whoever was left without word', () => {
  for (const from of ['moving', 'cancelling'] as const) {
    expect(change(from, 'confirmed')).toBeNull()
    expect(change(from, 'confirmed', { wasUnknown: true })).toBe('unchanged')
  }
  expect(change('moving', 'confirmed', { isMoved: true })).toBe('moved')
  expect(change('confirmed', 'confirmed', { isMoved: true })).toBe('moved')
})

test('a cancellation is told wherever it came from', () => {
  for (const from of ['confirmed', 'cancelling', 'pending_approval'] as const)
    expect(change(from, 'cancelled')).toBe('cancelled')
})

test('what was booked after the call broke off is told as that, whenever it comes to stand', () => {
  for (const from of [null, 'booking', 'unknown'] as const) expect(tell(from, 'confirmed')).toBe('booked_after_call')
  // They were told that it waits: this is the answer.
  expect(tell('pending_approval', 'confirmed')).toBe('confirmation')
  expect(tell(null, 'pending_approval')).toBe('pending_approval')
  expect(tell('confirmed', 'cancelled')).toBe('cancelled')
})

const states: readonly AppointmentState[] = [
  'booking',
  'confirmed',
  'unknown',
  'pending_approval',
  'failed',
  'rejected',
  'moving',
  'cancelling',
  'cancelled',
  'completed',
  'no_show',
]

test('nobody hears of what is only under way, or over', () => {
  fc.assert(
    fc.property(
      fc.option(fc.constantFrom(...states)),
      fc.constantFrom('booking', 'unknown', 'moving', 'cancelling', 'completed', 'no_show' as const),
      fc.boolean(),
      fc.boolean(),
      (fromState, toState, isMoved, wasUnknown) => {
        expect(kindOfChange({ fromState, toState, isMoved, wasUnknown })).toBeNull()
      },
    ),
  )
})
