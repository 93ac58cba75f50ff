import { beforeAll, describe, expect, test } from 'vitest'

import { createTestBooking, heard, tuesdayAtTen } from '../../test/harness/booking.ts'
import { createTestCall, createTestCompany, openSecondBranch } from '../../test/harness/company.ts'
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

const { visit, ask, book, offered, booked, newNumber, minutesLater } = createTestBooking(() => database)

const nothingOffered = { kind: 'not_offered', offer: null, alternatives: [] }

describe('a booking of what was never offered', () => {
  // It is eight o'clock on a Monday; the house opens at nine, and wants an hour's notice.
  test.each([
    ['on a day the house is closed', 'closed', '2030-06-09T10:00', 0],
    ['at an hour that has passed', 'past', '2030-06-03T09:00', 120],
    ['sooner than anybody can come', 'too_soon', '2030-06-03T09:00', 30],
  ])('%s comes to other times that can be had', async (_when, kind, time, minutes) => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const [at, later] = [Temporal.PlainDateTime.from(time), minutesLater(minutes)]
    expect(await ask(company, call, at, {}, later)).toMatchObject({ kind })
    const outcome = await book(company, call, { at }, later)
    expect(outcome).toMatchObject({ kind: 'not_offered', offer: null, alternatives: [{}, {}, {}] })
  })

  test('at a time somebody has comes to other times', async () => {
    const company = await createTestCompany(database.db, { staff: ['Anna Abel'] })
    await booked(company, await createTestCall(database.db, company, newNumber()))
    const call = await createTestCall(database.db, company)
    const outcome = await book(company, call, { at: tuesdayAtTen })
    expect(outcome).toMatchObject({ kind: 'not_offered', offer: null, alternatives: [{}, {}, {}] })
  })

  test('further ahead than the house looks comes to nothing', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    expect(await book(company, call, { at: tuesdayAtTen.add({ years: 2 }) })).toEqual(nothingOffered)
  })

  test.each([
    ['when', { at: null }],
    ['what', { at: tuesdayAtTen, service: null }],
    ['where', { at: tuesdayAtTen, branch: null }],
  ])('that does not say %s comes to nothing, also beside an offer of something else', async (_what, request) => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    expect(await book(company, call, request)).toEqual(nothingOffered)
    await offered(company, call, tuesdayAtTen.add({ days: 1, hours: 3 }))
    expect(await book(company, call, request)).toEqual(nothingOffered)
  })

  test('at the time of day of two offers means neither, and is looked up', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    await offered(company, call)
    await offered(company, call, tuesdayAtTen.add({ days: 1 }))
    const thursday = tuesdayAtTen.add({ days: 2 })
    const outcome = await book(company, call, { at: thursday })
    expect(outcome).toMatchObject({ kind: 'not_offered' })
    const looked = outcome.kind === 'not_offered' ? outcome.offer : null
    expect(looked?.startsAt.toZonedDateTimeISO('Europe/Berlin').toPlainDateTime()).toEqual(thursday)
  })

  test('at another branch than where it was offered is not looked for unless it is named', async () => {
    const company = await createTestCompany(database.db, { services: { Haarschnitt: 30, Tönung: 60 } })
    const second = await openSecondBranch(database.db, company)
    const call = await createTestCall(database.db, company)
    const { house } = await visit(company, call)
    const branch = house.company.branches.find(({ id }) => id === second)
    const [cut, tint] = ['Haarschnitt', 'Tönung'].map((name) => house.services.find((one) => one.name === name))
    if (branch === undefined || cut === undefined || tint === undefined) throw new Error('no second branch or services')
    const offer = await offered(company, call, tuesdayAtTen, { branch, service: tint })
    const yes = { offerId: offer.id, branch: null, heard: heard(offer, 'ja') }
    const somethingElse = await book(company, call, { ...yes, service: cut })
    expect(somethingElse).toMatchObject({ kind: 'not_offered', offer: { branchId: second, serviceId: cut.id } })
    const [fromTheFirst = ''] = company.staffIds
    expect(await book(company, call, { ...yes, service: null, staffId: fromTheFirst })).toEqual(nothingOffered)
  })
})

describe('a booking by the id of an offer', () => {
  test('is with whom it was offered, though another was offered for the same time since', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const [anna = '', bert = ''] = company.staffIds
    const first = await offered(company, call, tuesdayAtTen, { staffId: anna })
    await offered(company, call, tuesdayAtTen, { staffId: bert })
    const outcome = await book(company, call, { offerId: first.id, heard: heard(first, 'ja') })
    expect(outcome).toMatchObject({ kind: 'booked', appointment: { staffId: anna } })
  })

  test('with a colleague who is free is offered for what it was, and for nothing besides', async () => {
    const company = await createTestCompany(database.db, { services: { Tönung: 60, Haarschnitt: 30 } })
    const call = await createTestCall(database.db, company)
    const { services } = (await visit(company, call)).house
    const service = services.find(({ name }) => name === 'Haarschnitt')
    if (service === undefined) throw new Error('no haircut')
    const [anna = '', bert = ''] = company.staffIds
    const offer = await offered(company, call, tuesdayAtTen, { service, staffId: anna })
    const request = { offerId: offer.id, service: null, staffId: bert, heard: heard(offer, 'ja') }
    expect(await book(company, call, request)).toMatchObject({
      kind: 'not_offered',
      offer: { serviceId: service.id, staffId: bert, further: [] },
      alternatives: [],
    })
  })

  test('takes all that is to be done in the visit, and is looked up where that is more than was offered', async () => {
    const company = await createTestCompany(database.db, { services: { Haarschnitt: 30, Tönung: 60 } })
    const call = await createTestCall(database.db, company, newNumber())
    const { services } = (await visit(company, call)).house
    const [cut, tint] = ['Haarschnitt', 'Tönung'].map((name) => services.find((one) => one.name === name))
    if (cut === undefined || tint === undefined) throw new Error('no services')
    const both = { service: cut, further: [tint] }
    const alone = await offered(company, call, tuesdayAtTen, { service: cut })
    const more = await book(company, call, { offerId: alone.id, ...both, heard: heard(alone, 'ja') })
    expect(more).toMatchObject({ kind: 'not_offered', offer: { further: [{ serviceId: tint.id }] } })
    const visitOffer = more.kind === 'not_offered' ? more.offer : null
    if (visitOffer === null) throw new Error('expected an offer')
    const outcome = await book(company, call, { offerId: visitOffer.id, ...both, heard: heard(visitOffer, 'ja') })
    expect(outcome).toMatchObject({ kind: 'booked', appointment: { further: [{ serviceId: tint.id }] } })
  })

  test('on another day is asked about while what was said to it decides nothing', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const offer = await offered(company, call)
    const request = { at: tuesdayAtTen.add({ days: 1 }), heard: heard(offer, 'hm') }
    expect(await book(company, call, request)).toMatchObject({ kind: 'needs_confirmation', offer: { id: offer.id } })
  })
})

describe('a booking', () => {
  test('for nobody in particular is asked about before a name is', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const offer = await offered(company, call)
    const outcome = await book(company, call, { offerId: offer.id, attendeeName: null })
    expect(outcome).toMatchObject({ kind: 'needs_confirmation', why: 'not_asked' })
  })

  test('without a name is for whom the house knows by that number', async () => {
    const company = await createTestCompany(database.db)
    const number = newNumber()
    await booked(company, await createTestCall(database.db, company, number))
    const call = await createTestCall(database.db, company, number)
    const offer = await offered(company, call, tuesdayAtTen.add({ hours: 2 }))
    const request = { offerId: offer.id, attendeeName: null, heard: heard(offer, 'ja') }
    expect(await book(company, call, request)).toMatchObject({
      kind: 'booked',
      appointment: { attendeeName: 'Erika Beispiel' },
    })
  })
})
