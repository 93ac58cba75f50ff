import { beforeAll, describe, expect, test } from 'vitest'

import { createTestBooking, heard, tuesdayAtTen } from '../../test/harness/booking.ts'
import { createTestCall, createTestCompany } from '../../test/harness/company.ts'
import { countWaiting, createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { expireHoldsOf, releaseHold } from '../occupancy/holds.ts'
import { vacate } from '../occupancy/segments.ts'
import { changeState } from './store.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

const { deps, visit, book, offered, booked, newNumber, overlaps } = createTestBooking(() => database)

describe('booking', () => {
  test('is done once however often the request comes, also all at once', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company, newNumber())
    const offer = await offered(company, call)
    const request = { offerId: offer.id, heard: heard(offer, 'ja'), effectKey: 'tool:the-same' }
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => book(company, call, request)))
    expect(new Set(outcomes.map((outcome) => outcome.kind))).toEqual(new Set(['booked']))
    const ids = outcomes.map((outcome) => (outcome.kind === 'booked' ? outcome.appointment.id : ''))
    expect(new Set(ids).size).toBe(1)
  })

  test('the same wish in another request is the appointment that stands', async () => {
    const company = await createTestCompany(database.db)
    const number = newNumber()
    const first = await booked(company, await createTestCall(database.db, company, number))
    const later = await createTestCall(database.db, company, number)
    const offer = await offered(company, later)
    const outcome = await book(company, later, { offerId: offer.id, heard: heard(offer, 'ja') })
    expect(outcome).toMatchObject({ kind: 'already_booked', appointment: { id: first.id } })
  })

  test('one’s own appointment is never what stands in the way of it', async () => {
    const company = await createTestCompany(database.db, { staff: ['Anna Abel'] })
    const call = await createTestCall(database.db, company, newNumber())
    const offer = await offered(company, call)
    const request = { offerId: offer.id, heard: heard(offer, 'ja') }
    const first = await book(company, call, request)
    const again = await book(company, call, request)
    expect(again).toMatchObject({
      kind: 'already_booked',
      appointment: { id: first.kind === 'booked' ? first.appointment.id : '' },
    })
  })

  test('somebody cannot be in two places, but two children of one caller can be in one each', async () => {
    const company = await createTestCompany(database.db, { services: { Haarschnitt: 30, Tönung: 60 } })
    const number = newNumber()
    await booked(company, await createTestCall(database.db, company, number))
    const later = await createTestCall(database.db, company, number)
    const house = (await visit(company, later)).house
    const tint = house.services.find((service) => service.name === 'Tönung')
    if (tint === undefined) throw new Error('no tint')
    const offer = await offered(company, later, tuesdayAtTen, { service: tint })
    const request = { offerId: offer.id, service: tint, heard: heard(offer, 'ja') }
    expect(await book(company, later, request)).toMatchObject({ kind: 'conflict' })
    expect(await book(company, later, { ...request, attendeeName: 'Emil Beispiel' })).toMatchObject({ kind: 'booked' })
  })

  test('after a cancellation the same can be booked anew, and the old request does nothing', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company, newNumber())
    const offer = await offered(company, call)
    const request = { offerId: offer.id, heard: heard(offer, 'ja'), effectKey: 'tool:first' }
    const first = await book(company, call, request)
    if (first.kind !== 'booked') throw new Error(first.kind)
    await database.db.inCompany(company.id, async (tx) => {
      const reason = { who: 'front desk', why: 'caller asked' }
      await changeState(tx, deps, company.id, first.appointment, { state: 'cancelled' }, reason)
      await vacate(tx, company.id, first.appointment.id)
    })
    expect(await book(company, call, request)).toMatchObject({ kind: 'needs_confirmation', why: 'cancelled_since' })
    const again = await book(company, call, { ...request, effectKey: 'tool:second' })
    expect(again).toMatchObject({ kind: 'booked' })
    expect(again.kind === 'booked' && again.appointment.id).not.toBe(first.appointment.id)
  })

  test('of two callers who were offered the same time without a hold, one is told that it is taken', async () => {
    const company = await createTestCompany(database.db, { staff: ['Anna Abel'] })
    const [one, other] = [await createTestCall(database.db, company), await createTestCall(database.db, company)]
    const elsewhere = tuesdayAtTen.add({ hours: 5 })
    const [offerOfOne, offerOfOther] = [await offered(company, one), await offered(company, one, elsewhere)]
    const theirs = await offered(company, other)
    expect(offerOfOther.startsAt.equals(offerOfOne.startsAt)).toBe(false)
    const outcomes = await Promise.all([
      book(company, one, { offerId: offerOfOne.id, heard: heard(offerOfOne, 'ja') }),
      book(company, other, { offerId: theirs.id, heard: heard(theirs, 'ja'), attendeeName: 'Otto Anders' }),
    ])
    expect(outcomes.map((outcome) => outcome.kind).toSorted()).toEqual(['booked', 'taken'])
    expect(await overlaps()).toBe(0)
  })

  test('of a time that is gone names no other at which the caller is here already', async () => {
    const company = await createTestCompany(database.db, { services: { Haarschnitt: 30, Tönung: 60 } })
    const number = newNumber()
    await booked(company, await createTestCall(database.db, company, number), tuesdayAtTen.add({ minutes: 30 }))
    const call = await createTestCall(database.db, company, number)
    const offer = await offered(company, call)
    // Another time is held instead, and the first is taken by others.
    await offered(company, call, tuesdayAtTen.add({ days: 3 }))
    for (const name of ['Otto Anders', 'Ida Anders']) {
      const other = await createTestCall(database.db, company, newNumber())
      const theirs = await offered(company, other)
      await book(company, other, { offerId: theirs.id, heard: heard(theirs, 'ja'), attendeeName: name })
    }
    const gone = await book(company, call, { offerId: offer.id, heard: heard(offer, 'ja') })
    expect(gone).toMatchObject({ kind: 'taken', alternatives: [{}, {}, {}] })
    const starts = gone.kind === 'taken' ? gone.alternatives.map((one) => one.startsAt.toString()) : []
    expect(starts).not.toContain('2030-06-04T08:30:00Z')
  })

  test('makes one customer of a number, and one of a caller without one who books twice in a call', async () => {
    const company = await createTestCompany(database.db)
    const number = newNumber()
    const calls = [
      await createTestCall(database.db, company, number),
      await createTestCall(database.db, company, number),
    ]
    await Promise.all(calls.map((call, index) => booked(company, call, tuesdayAtTen.add({ hours: index }))))
    const withheld = await createTestCall(database.db, company)
    await booked(company, withheld, tuesdayAtTen.add({ hours: 3 }))
    await booked(company, withheld, tuesdayAtTen.add({ hours: 4 }))
    const rows = await queryAsOwner<{ phone: string | null }>(
      database.ownerUrl,
      'select phone from customers where company_id = $1 order by phone nulls last',
      [company.id],
    )
    expect(rows.map((row) => row.phone)).toEqual([number, null])
  })
})

const waiting = () => countWaiting(database.ownerUrl)

test('a call is the customer’s whose number it shows, and nobody’s for a number that was only said', async () => {
  const company = await createTestCompany(database.db)
  const number = newNumber()
  const shown = await createTestCall(database.db, company, number)
  const appointment = await booked(company, shown)
  const withheld = await createTestCall(database.db, company)
  const offer = await offered(company, withheld, tuesdayAtTen.add({ hours: 2 }))
  const request = { offerId: offer.id, heard: heard(offer, 'ja'), attendeeName: 'Otto Anders', phone: number }
  // On record it is with whoever has the number all the same.
  const theirs = { attendeeName: 'Otto Anders', customerId: appointment.customerId }
  expect(await book(company, withheld, request)).toMatchObject({ kind: 'booked', appointment: theirs })
  const rows = await queryAsOwner<{ id: string; customer: string | null }>(
    database.ownerUrl,
    'select id, customer_id as customer from calls where company_id = $1',
    [company.id],
  )
  expect(new Map(rows.map(({ id, customer }) => [id, customer]))).toEqual(
    new Map([
      [shown.id, appointment.customerId],
      [withheld.id, null],
    ]),
  )
})

test('what is not on record yet of somebody who is known by their number is added with their next booking', async () => {
  const company = await createTestCompany(database.db)
  const number = newNumber()
  await booked(company, await createTestCall(database.db, company, number))
  const call = await createTestCall(database.db, company, number)
  const offer = await offered(company, call, tuesdayAtTen.add({ hours: 2 }))
  const email = 'erika@beispiel.test'
  const outcome = await book(company, call, { offerId: offer.id, heard: heard(offer, 'ja'), email })
  expect(outcome).toMatchObject({ kind: 'booked' })
  const rows = await queryAsOwner<{ phone: string | null; email: string | null }>(
    database.ownerUrl,
    'select phone, email from customers where company_id = $1',
    [company.id],
  )
  expect(rows).toEqual([{ phone: number, email }])
})

describe('a hold that is let go while its booking is under way', () => {
  test('by the end of the call, leaves the time with the appointment, and nobody else gets it', async () => {
    const company = await createTestCompany(database.db, { staff: ['Anna Abel'] })
    const call = await createTestCall(database.db, company, newNumber())
    const offer = await offered(company, call)
    let booking: ReturnType<typeof book> | undefined
    await database.db.inCompany(company.id, async (tx) => {
      // As what is told of a call's end does; the booking reads its hold and then waits to name the call.
      await tx.selectFrom('calls').select('id').where('id', '=', call.id).forUpdate().execute()
      booking = book(company, call, { offerId: offer.id, heard: heard(offer, 'ja') })
      await expect.poll(waiting).toBe(1)
      await releaseHold(tx, company.id, call.id)
    })
    expect(await booking).toMatchObject({ kind: 'booked' })
    const other = await createTestCall(database.db, company, newNumber())
    await expect(offered(company, other)).rejects.toThrow('expected an offer')
    expect(await overlaps()).toBe(0)
  })

  test('by the job that retires it, leaves the time with the appointment', async () => {
    const company = await createTestCompany(database.db, { staff: ['Anna Abel'] })
    const call = await createTestCall(database.db, company, newNumber())
    const offer = await offered(company, call)
    let booking: ReturnType<typeof book> | undefined
    await database.db.inCompany(company.id, async (tx) => {
      await tx.selectFrom('holds').select('id').where('call_id', '=', call.id).forUpdate().execute()
      booking = book(company, call, { offerId: offer.id, heard: heard(offer, 'ja') })
      await expect.poll(waiting).toBe(1)
      await tx.updateTable('holds').set({ expires_at: '2020-01-01T00:00:00Z' }).where('call_id', '=', call.id).execute()
      expect(await expireHoldsOf(tx, company.id)).toBe(1)
    })
    expect(await booking).toMatchObject({ kind: 'booked' })
    const other = await createTestCall(database.db, company, newNumber())
    await expect(offered(company, other)).rejects.toThrow('expected an offer')
  })
})
