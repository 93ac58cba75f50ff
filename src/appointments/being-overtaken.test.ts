import { Client } from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'

import { createTestBooking, heard, tuesdayAtTen } from '../../test/harness/booking.ts'
import { createTestCall, createTestCompany } from '../../test/harness/company.ts'
import { countWaiting, createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { releaseHold } from '../occupancy/holds.ts'
import type { BookingDeps } from './visit.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

const { deps, book, offered, booked, newNumber, overlaps } = createTestBooking(() => database)

/** Codes come out as these, and in the end ever as the last. */
function drawing(...codes: readonly string[]): { using: BookingDeps; drawn: () => number } {
  let drawn = 0
  const bytes = () => {
    const code = codes[Math.min(drawn, codes.length - 1)] ?? ''
    drawn += 1
    return Uint8Array.from(code, Number)
  }
  return { using: { ...deps, random: { bytes } }, drawn: () => drawn }
}

const waiting = () => countWaiting(database.ownerUrl)

/** Lets somebody write at this very moment, who is done as soon as the booking has to wait for them. */
async function whileWriting<Outcome>(text: string, values: unknown[], booking: () => Promise<Outcome>) {
  const somebody = new Client({ connectionString: database.ownerUrl })
  await somebody.connect()
  try {
    await somebody.query('begin')
    await somebody.query(text, values)
    const outcome = booking()
    await expect.poll(waiting).toBe(1)
    await somebody.query('commit')
    return await outcome
  } finally {
    await somebody.end()
  }
}

describe('a code that another appointment has', () => {
  test('is drawn anew', async () => {
    const company = await createTestCompany(database.db)
    const { using, drawn } = drawing('111111', '111111', '222222')
    const codes: string[] = []
    for (const name of ['Erika Beispiel', 'Otto Anders']) {
      const call = await createTestCall(database.db, company, newNumber())
      const offer = await offered(company, call)
      const request = { offerId: offer.id, heard: heard(offer, 'ja'), attendeeName: name }
      const outcome = await book(company, call, request, using)
      expect(outcome).toMatchObject({ kind: 'booked' })
      if (outcome.kind === 'booked') codes.push(outcome.appointment.code)
    }
    expect(codes).toEqual(['111111', '222222'])
    expect(drawn()).toBe(3)
  })

  test('four times in a row ends the booking, and leaves nothing of it', async () => {
    const company = await createTestCompany(database.db, { staff: ['Anna Abel', 'Bea Brand'] })
    const { using, drawn } = drawing('111111')
    const one = await createTestCall(database.db, company, newNumber())
    const theirs = await offered(company, one)
    await book(company, one, { offerId: theirs.id, heard: heard(theirs, 'ja') }, using)
    const other = await createTestCall(database.db, company, newNumber())
    const offer = await offered(company, other)
    const request = { offerId: offer.id, heard: heard(offer, 'ja'), attendeeName: 'Otto Anders' }
    const outcome = await book(company, other, request, using)
    expect(outcome).toMatchObject({ kind: 'taken' })
    expect(drawn()).toBe(1 + 4)
    const [left] = await queryAsOwner<{ appointments: number; effects: number }>(
      database.ownerUrl,
      `select (select count(*)::int from appointments where call_id = $1) as appointments,
         (select count(*)::int from effects where call_id = $1) as effects`,
      [other.id],
    )
    expect(left).toEqual({ appointments: 0, effects: 0 })
  })

  test('is another thing than a fault, which is tried no second time', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company, newNumber())
    const offer = await offered(company, call)
    let drawn = 0
    const bytes = () => {
      drawn += 1
      throw new RangeError('no randomness left')
    }
    const request = { offerId: offer.id, heard: heard(offer, 'ja') }
    await expect(book(company, call, request, { ...deps, random: { bytes } })).rejects.toThrow('no randomness left')
    expect(drawn).toBe(1)
  })
})

test('a number that becomes somebody’s while it is booked for makes the appointment theirs', async () => {
  const company = await createTestCompany(database.db)
  const number = newNumber()
  const call = await createTestCall(database.db, company, number)
  const offer = await offered(company, call)
  const id = crypto.randomUUID()
  const outcome = await whileWriting(
    'insert into customers (id, company_id, phone) values ($1, $2, $3)',
    [id, company.id, number],
    () => book(company, call, { offerId: offer.id, heard: heard(offer, 'ja') }),
  )
  expect(outcome).toMatchObject({ kind: 'booked', appointment: { customerId: id } })
})

test('a time that somebody takes past every lock is not taken twice, and a colleague’s is taken instead', async () => {
  const company = await createTestCompany(database.db, { staff: ['Anna Abel', 'Bea Brand'] })
  const call = await createTestCall(database.db, company, newNumber())
  const offer = await offered(company, call)
  await database.db.inCompany(company.id, (tx) => releaseHold(tx, company.id, call.id))
  const later = await createTestCall(database.db, company, newNumber())
  const other = await booked(company, later, tuesdayAtTen.add({ hours: 4 }))
  const outcome = await whileWriting(
    `insert into segments (id, company_id, resource_id, during, active, appointment_id)
       values ($1, $2, $3, tstzrange($4, $5), true, $6)`,
    [
      crypto.randomUUID(),
      company.id,
      offer.staffId,
      offer.startsAt.toString(),
      offer.startsAt.add({ minutes: 10 }).toString(),
      other.id,
    ],
    () => book(company, call, { offerId: offer.id, heard: heard(offer, 'ja') }),
  )
  expect(outcome).toMatchObject({ kind: 'booked' })
  const colleague = company.staffIds.find((id) => id !== offer.staffId)
  expect(outcome).toMatchObject({ appointment: { staffId: colleague } })
  const [usual] = await queryAsOwner<{ staff: string }>(
    database.ownerUrl,
    'select usual_staff_id as staff from customers where company_id = $1 and phone = $2',
    [company.id, call.callerNumber],
  )
  expect(usual?.staff).toBe(colleague)
  expect(await overlaps()).toBe(0)
})

test('what the house has stopped doing since it was offered is not booked', async () => {
  const company = await createTestCompany(database.db, { services: { Haarschnitt: 30, Tönung: 60 } })
  const call = await createTestCall(database.db, company, newNumber())
  const offer = await offered(company, call)
  await queryAsOwner(database.ownerUrl, 'update services set active = false where id = $1', [offer.serviceId])
  const outcome = await book(company, call, { offerId: offer.id, service: null, heard: heard(offer, 'ja') })
  expect(outcome).toEqual({ kind: 'not_offered', offer: null, alternatives: [] })
})

test('what the house has closed since it was offered is not booked', async () => {
  const company = await createTestCompany(database.db)
  const call = await createTestCall(database.db, company, newNumber())
  const offer = await offered(company, call)
  await queryAsOwner(database.ownerUrl, 'update branches set active = false where id = $1', [offer.branchId])
  const outcome = await book(company, call, { offerId: offer.id, branch: null, heard: heard(offer, 'ja') })
  expect(outcome).toEqual({ kind: 'not_offered', offer: null, alternatives: [] })
})
