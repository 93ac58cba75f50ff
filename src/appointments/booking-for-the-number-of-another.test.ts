import { beforeAll, describe, expect, test } from 'vitest'

import { createTestBooking, heard, tuesdayAtTen } from '../../test/harness/booking.ts'
import { createTestCall, createTestCompany, type TestCompany } from '../../test/harness/company.ts'
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import type { Call } from '../calls/call.ts'
import type { BookCommand } from './book-command.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

const { visit, book, offered, booked, newNumber, overlaps } = createTestBooking(() => database)

/** A company, and the number and appointment of a customer of its own. */
async function theirs() {
  const company = await createTestCompany(database.db, { services: { Haarschnitt: 30, Tönung: 60 } })
  const number = newNumber()
  const appointment = await booked(company, await createTestCall(database.db, company, number))
  return { company, number, appointment }
}

/** Somebody who shows no number books a time and says the number of another. */
async function byStranger(
  { company, number }: { company: TestCompany; number: string },
  at: Temporal.PlainDateTime,
  more: Partial<BookCommand> = {},
  stranger?: Call,
) {
  const call = stranger ?? (await createTestCall(database.db, company))
  const offer = await offered(company, call, at, more.service ? { service: more.service } : {})
  return await book(company, call, { offerId: offer.id, heard: heard(offer, 'ja'), phone: number, ...more })
}

describe('booking', () => {
  describe('by somebody who shows no number and says a customer’s', () => {
    test('tells nothing of the appointment at that very time: it is booked as for anybody', async () => {
      const customer = await theirs()
      const outcome = await byStranger(customer, tuesdayAtTen)
      expect(outcome).toMatchObject({ kind: 'booked' })
      expect(outcome.kind === 'booked' && outcome.appointment.id).not.toBe(customer.appointment.id)
      expect(outcome.kind === 'booked' && outcome.appointment.customerId).not.toBe(customer.appointment.customerId)
      expect(await overlaps()).toBe(0)
    })

    test('tells nothing of another thing they have then, nor of how many they have', async () => {
      const customer = await theirs()
      const { house } = await visit(customer.company, await createTestCall(database.db, customer.company))
      const tint = house.services.find((service) => service.name === 'Tönung') ?? null
      expect(await byStranger(customer, tuesdayAtTen, { service: tint })).toMatchObject({ kind: 'booked' })
      for (let hours = 1; hours <= 6; hours++) {
        expect(await byStranger(customer, tuesdayAtTen.add({ hours }))).toMatchObject({ kind: 'booked' })
      }
    })

    test('nor later in the call, when the number is not said again', async () => {
      const customer = await theirs()
      const call = await createTestCall(database.db, customer.company)
      expect(await byStranger(customer, tuesdayAtTen.add({ hours: 2 }), {}, call)).toMatchObject({ kind: 'booked' })
      expect(await byStranger(customer, tuesdayAtTen, { phone: null }, call)).toMatchObject({ kind: 'booked' })
    })

    test('what was made in the call itself is theirs to hear of', async () => {
      const customer = await theirs()
      const call = await createTestCall(database.db, customer.company)
      const noon = tuesdayAtTen.add({ hours: 2 })
      const first = await byStranger(customer, noon, {}, call)
      const again = await byStranger(customer, noon, {}, call)
      expect(again).toMatchObject({
        kind: 'already_booked',
        appointment: { id: first.kind === 'booked' ? first.appointment.id : '' },
      })
    })
  })
})
