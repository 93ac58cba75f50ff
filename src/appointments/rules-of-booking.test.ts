import { beforeAll, describe, expect, test } from 'vitest'

import { createTestBooking, heard, tuesdayAtTen } from '../../test/harness/booking.ts'
import { createTestCall, createTestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

const { book, offered, booked, newNumber, minutesLater } = createTestBooking(() => database)

describe('booking', () => {
  test('stops at the customer’s limit of open appointments', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company, newNumber())
    for (let index = 0; index < 5; index++) await booked(company, call, tuesdayAtTen.add({ hours: index }))
    const offer = await offered(company, call, tuesdayAtTen.add({ days: 1 }))
    const sixth = await book(company, call, { offerId: offer.id, heard: heard(offer, 'ja') })
    expect(sixth).toEqual({ kind: 'limit', maxOpenAppointments: 5 })
  })

  test('goes to the desk where a service needs approval', async () => {
    const company = await createTestCompany(database.db)
    await queryAsOwner(
      database.ownerUrl,
      'insert into booking_rules (id, company_id, needs_approval) values ($1, $2, true)',
      [testIds.uuid(), company.id],
    )
    const call = await createTestCall(database.db, company)
    const offer = await offered(company, call)
    const outcome = await book(company, call, { offerId: offer.id, heard: heard(offer, 'ja') })
    expect(outcome).toMatchObject({ kind: 'pending_approval', appointment: { state: 'pending_approval' } })
  })

  test('checks the rules again: a day that was closed meanwhile is refused', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const offer = await offered(company, call)
    await queryAsOwner(
      database.ownerUrl,
      'insert into closures (id, company_id, first_date, last_date) values ($1, $2, $3, $3)',
      [testIds.uuid(), company.id, '2030-06-04'],
    )
    const outcome = await book(company, call, { offerId: offer.id, heard: heard(offer, 'ja') })
    expect(outcome).toMatchObject({ kind: 'policy', rule: 'closed' })
  })
})

/** Exactly an hour from now, as the rule asks for. */
const inAnHour = Temporal.PlainDateTime.from('2030-06-03T09:00')

async function companyWithNotice() {
  const company = await createTestCompany(database.db)
  await queryAsOwner(
    database.ownerUrl,
    'insert into booking_rules (id, company_id, minimum_notice_minutes) values ($1, $2, 60)',
    [testIds.uuid(), company.id],
  )
  return company
}

/** The database has a clock of its own, which tells how long a time has been held. */
async function letMinutesPass(minutes: number, callId: string) {
  const past = 'update holds set created_at = created_at - make_interval(mins => $1) where call_id = $2'
  await queryAsOwner(database.ownerUrl, past, [minutes, callId])
}

describe('the minimum notice', () => {
  test('counts from when the time was held: nobody is refused for the minutes they took to say yes', async () => {
    const company = await companyWithNotice()
    const call = await createTestCall(database.db, company)
    const offer = await offered(company, call, inAnHour)
    await letMinutesPass(3, call.id)
    const outcome = await book(company, call, { offerId: offer.id, heard: heard(offer, 'ja') }, minutesLater(3))
    expect(outcome).toMatchObject({ kind: 'booked' })
  })

  test('is given no more of than the time was held for', async () => {
    const company = await companyWithNotice()
    const call = await createTestCall(database.db, company)
    const offer = await offered(company, call, inAnHour)
    await letMinutesPass(1, call.id)
    const outcome = await book(company, call, { offerId: offer.id, heard: heard(offer, 'ja') }, minutesLater(3))
    expect(outcome).toMatchObject({ kind: 'policy', rule: 'notice' })
  })

  test('counts from now where another time is held since', async () => {
    const company = await companyWithNotice()
    const call = await createTestCall(database.db, company)
    const offer = await offered(company, call, inAnHour)
    await offered(company, call, tuesdayAtTen)
    await letMinutesPass(3, call.id)
    const outcome = await book(company, call, { offerId: offer.id, heard: heard(offer, 'ja') }, minutesLater(3))
    expect(outcome).toMatchObject({ kind: 'policy', rule: 'notice' })
  })
})
