import { beforeAll, describe, expect, test } from 'vitest'

import { createTestBooking, tuesdayAtTen } from '../../test/harness/booking.ts'
import { createTestCall, createTestCompany } from '../../test/harness/company.ts'
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { type ListCommand, listAppointments } from './list-appointments.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

const { deps, visit, booked, newNumber } = createTestBooking(() => database)

describe('one’s own appointments', () => {
  test('are told to the number with a name, a date or the code; not to the number alone, nor after too many tries', async () => {
    const company = await createTestCompany(database.db)
    const number = newNumber()
    const appointment = await booked(company, await createTestCall(database.db, company, number))
    const nothing = { name: null, date: null, code: null }
    // Each in a call of its own: what was shown once holds for the rest of a call.
    const list = async (said: Partial<ListCommand>) =>
      await listAppointments(deps, {
        ...(await visit(company, await createTestCall(database.db, company, number))),
        ...nothing,
        ...said,
      })
    const told = { kind: 'list', total: 1, appointments: [{ id: appointment.id }] }
    expect(await list({})).toEqual({ kind: 'verify' })
    expect(await list({ name: 'Frau Beispiel' })).toMatchObject(told)
    expect(await list({ date: tuesdayAtTen.toPlainDate() })).toMatchObject(told)
    expect(await list({ code: appointment.code })).toMatchObject(told)
    for (let wrong = 0; wrong < 6; wrong++) expect(await list({ name: 'Schulze' })).toEqual({ kind: 'verify' })
    expect(await list({ code: appointment.code })).toEqual({ kind: 'verify' })
  })

  test('are told although one wrong request was delivered many times; other wrong ones count each', async () => {
    const company = await createTestCompany(database.db)
    const number = newNumber()
    const appointment = await booked(company, await createTestCall(database.db, company, number))
    const list = async (name: string, effectKey: string) => {
      const who = await visit(company, await createTestCall(database.db, company, number))
      return await listAppointments(deps, { ...who, name, date: null, code: null, effectKey })
    }
    for (let delivery = 1; delivery <= 8; delivery++) await list('Schulze', 'tool:one')
    expect(await list('Frau Beispiel', 'tool:two')).toMatchObject({ kind: 'list', appointments: [appointment] })
    // The same words say nothing of whether it is the same request.
    for (let guess = 1; guess <= 5; guess++) await list('Schulze', 'args:the same')
    expect(await list('Frau Beispiel', 'tool:three')).toEqual({ kind: 'verify' })
  })

  test('from a withheld number need name, date and code together', async () => {
    const company = await createTestCompany(database.db)
    const appointment = await booked(company, await createTestCall(database.db, company, newNumber()))
    const who = await visit(company, await createTestCall(database.db, company))
    const all = { name: 'Erika Beispiel', date: tuesdayAtTen.toPlainDate(), code: appointment.code }
    expect(await listAppointments(deps, { ...who, ...all, date: null })).toEqual({ kind: 'verify' })
    expect(await listAppointments(deps, { ...who, ...all, name: 'Anders' })).toEqual({ kind: 'verify' })
    expect(await listAppointments(deps, { ...who, ...all })).toMatchObject({ kind: 'list', total: 1 })
  })
})
