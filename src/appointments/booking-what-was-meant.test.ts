import { beforeAll, describe, expect, test } from 'vitest'

import { createTestBooking, heard, tuesdayAtTen } from '../../test/harness/booking.ts'
import { createTestCall, createTestCompany, openSecondBranch } from '../../test/harness/company.ts'
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

const { visit, book, offered, newNumber, minutesLater } = createTestBooking(() => database)

describe('booking', () => {
  test('is with the person a customer was with last, when they ask for nobody and that person is free', async () => {
    const company = await createTestCompany(database.db, { staff: ['Anna Abel', 'Bert Busch'] })
    const [anna = '', bert = ''] = company.staffIds
    const phone = newNumber()
    const withBert = await createTestCall(database.db, company, phone)
    const offer = await offered(company, withBert, tuesdayAtTen, { staffId: bert })
    const before = await book(company, withBert, { offerId: offer.id, heard: heard(offer, 'Ja, gerne') })
    expect(before).toMatchObject({ kind: 'booked', appointment: { staffId: bert } })

    const later = await createTestCall(database.db, company, phone)
    const stranger = await createTestCall(database.db, company, newNumber())
    const noon = tuesdayAtTen.add({ hours: 2 })
    expect(await offered(company, stranger, noon)).toMatchObject({ staffId: anna })
    expect(await offered(company, later, noon.add({ hours: 1 }))).toMatchObject({ staffId: bert })
    expect(await offered(company, later, noon, { staffId: bert })).toMatchObject({ staffId: bert })
    expect(await offered(company, later, tuesdayAtTen.add({ days: 1 }), { staffId: anna })).toMatchObject({
      staffId: anna,
    })
  })

  test('is at the branch it was offered at, also where the request names none', async () => {
    const company = await createTestCompany(database.db)
    const second = await openSecondBranch(database.db, company)
    const call = await createTestCall(database.db, company, newNumber())
    const branch = (await visit(company, call)).house.company.branches.find(({ id }) => id === second)
    if (branch === undefined) throw new Error('no second branch')
    const offer = await offered(company, call, tuesdayAtTen, { branch })
    const outcome = await book(company, call, { offerId: offer.id, branch: null, heard: heard(offer, 'ja') })
    expect(outcome).toMatchObject({ kind: 'booked', appointment: { branchId: second } })
  })

  test('by date and time finds the offer; a time never offered is offered instead', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const unheard = await book(company, call, { at: tuesdayAtTen })
    expect(unheard).toMatchObject({ kind: 'not_offered', offer: { startsAt: expect.anything() } })
    const offer = unheard.kind === 'not_offered' ? unheard.offer : null
    if (offer === null) throw new Error('expected an offer')
    expect(await book(company, call, { at: tuesdayAtTen, heard: heard(offer, 'passt') })).toMatchObject({
      kind: 'booked',
    })
  })

  test('the right time on the wrong day is asked about, not booked', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const offer = await offered(company, call)
    const outcome = await book(company, call, { at: tuesdayAtTen.subtract({ days: 1 }) })
    expect(outcome).toMatchObject({ kind: 'needs_confirmation', why: 'changed', offer: { id: offer.id } })
  })

  test('the right time on the wrong day is booked once the caller has been asked, or has chosen that day', async () => {
    const company = await createTestCompany(database.db)
    const wrongDay = { at: tuesdayAtTen.subtract({ days: 1 }) }
    const unheard = await createTestCall(database.db, company)
    await offered(company, unheard)
    expect(await book(company, unheard, wrongDay)).toMatchObject({ kind: 'needs_confirmation', why: 'changed' })
    expect(await book(company, unheard, wrongDay, minutesLater(1))).toMatchObject({ kind: 'booked' })

    const call = await createTestCall(database.db, company)
    const days = [1, 2, 3].map((index) => tuesdayAtTen.add({ days: index }))
    const [first, second, third] = [await at(0), await at(1), await at(2)]
    async function at(index: number) {
      return await offered(company, call, days[index])
    }
    const others = [first.id, second.id, third.id]
    const chosen = { ...wrongDay, heard: [{ said: 'Den am Donnerstag, bitte.', main: null, others }] }
    const outcome = await book(company, call, chosen)
    expect(outcome).toMatchObject({ kind: 'booked', appointment: { startsAt: second.startsAt } })
  })

  test('the right time on a day the caller turned down is looked up on the day that was named', async () => {
    const company = await createTestCompany(database.db)
    const wednesday = tuesdayAtTen.add({ days: 1 })
    for (const said of ['Nein.', 'Nein, ich sagte am Mittwoch um zehn.']) {
      const call = await createTestCall(database.db, company)
      const offer = await offered(company, call)
      const outcome = await book(company, call, { at: wednesday, heard: heard(offer, said) })
      expect(outcome).toMatchObject({ kind: 'not_offered' })
      const looked = outcome.kind === 'not_offered' ? outcome.offer : null
      expect(looked?.startsAt.since(offer.startsAt).total('hours')).toBe(24)
    }
  })

  test('with somebody else than was offered, or something else, is looked up and asked about', async () => {
    const company = await createTestCompany(database.db, {
      staff: ['Johanna Wolff', 'Johanna Pusch'],
      services: { Haarschnitt: 30, Tönung: 60 },
    })
    const call = await createTestCall(database.db, company)
    const offer = await offered(company, call)
    const other = company.staffIds.find((id) => id !== offer.staffId) ?? ''
    const yes = heard(offer, 'Ja, gerne.')
    const withOther = await book(company, call, { offerId: offer.id, staffId: other, heard: yes })
    expect(withOther).toMatchObject({
      kind: 'not_offered',
      offer: { staffId: other, startsAt: offer.startsAt, serviceId: offer.serviceId },
    })
    const meant = withOther.kind === 'not_offered' ? withOther.offer : null
    if (meant === null) throw new Error('expected an offer')
    // An agent may go on naming the first offer: with whom is what was agreed on.
    const agreed = await book(company, call, { offerId: offer.id, staffId: other, heard: heard(meant, 'Ja.') })
    expect(agreed).toMatchObject({ kind: 'booked', appointment: { staffId: other } })

    const { house } = await visit(company, call)
    const tint = house.services.find((service) => service.name === 'Tönung') ?? null
    const noon = await offered(company, call, tuesdayAtTen.add({ hours: 2 }))
    const tinted = await book(company, call, { offerId: noon.id, service: tint, heard: heard(noon, 'Ja.') })
    expect(tinted).toMatchObject({ kind: 'not_offered', offer: { serviceId: tint?.id, startsAt: noon.startsAt } })
  })

  test('for somebody by a name of several is asked about before a time is offered', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const staffInQuestion = company.staffIds
    expect(await book(company, call, { at: tuesdayAtTen, staffInQuestion })).toEqual({
      kind: 'staff_unknown',
      staffIds: staffInQuestion,
    })
    const offer = await offered(company, call)
    const chosen = { offerId: offer.id, staffInQuestion, heard: heard(offer, 'ja') }
    expect(await book(company, call, chosen)).toMatchObject({ kind: 'booked' })
  })

  test('asks for a name when none is known', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const offer = await offered(company, call)
    const nameless = { offerId: offer.id, heard: heard(offer, 'ja'), attendeeName: null }
    expect(await book(company, call, nameless)).toMatchObject({ kind: 'needs_name' })
  })
})
