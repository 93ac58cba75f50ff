import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Customer } from './customer.ts'
import { isOffered, provesAppointment, provesCustomer, type Proof } from './verify-caller.ts'

const date = Temporal.PlainDate.from('2026-12-01')
const appointment = {
  names: [
    { firstName: 'Lena', lastName: 'Berg' },
    { firstName: 'Clara', lastName: 'Holm' },
  ],
  date,
  code: '470132',
}
const customer: Customer = {
  id: 'clara',
  phone: '+4917604069010',
  firstName: 'Clara',
  lastName: 'Berg',
  language: null,
  usualBranchId: null,
  usualStaffId: null,
  trusted: false,
}
const nothing: Proof = { name: null, date: null, code: null }

/** Each part of a proof right, wrong or not said. */
const anyProof = fc.record<Proof>({
  name: fc.constantFrom('Lena Berg', 'Berg', 'Clara Holm', 'Uwe Kern', 'Clara Berg', null),
  date: fc.constantFrom(date, date.add({ days: 1 }), null),
  code: fc.constantFrom('470132', '470133', null),
})

function rightParts(proof: Proof): number {
  const named = ['Lena Berg', 'Berg', 'Clara Holm'].includes(proof.name ?? '')
  return [named, proof.date?.equals(date) ?? false, proof.code === '470132'].filter(Boolean).length
}

test('with the number any one thing known of an appointment opens it, without it only all three', () => {
  fc.assert(
    fc.property(anyProof, (proof) => {
      expect(provesAppointment(proof, appointment, true)).toBe(rightParts(proof) > 0)
      expect(provesAppointment(proof, appointment, false)).toBe(rightParts(proof) === 3)
    }),
  )
})

test('only the customer’s own surname opens all that is theirs', () => {
  expect(provesCustomer({ ...nothing, name: 'Clara Berg' }, customer)).toBe(true)
  expect(provesCustomer({ ...nothing, name: 'Frau Berg' }, customer)).toBe(true)
  expect(provesCustomer({ ...nothing, name: 'Clara' }, customer)).toBe(false)
  expect(provesCustomer({ ...nothing, name: 'Lena Berg' }, customer)).toBe(false)
  expect(provesCustomer({ ...nothing, date, code: '470132' }, customer)).toBe(false)
})

test('saying nothing is no try', () => {
  expect(isOffered(nothing)).toBe(false)
  for (const said of [{ name: '' }, { date }, { code: '000000' }]) expect(isOffered({ ...nothing, ...said })).toBe(true)
})
