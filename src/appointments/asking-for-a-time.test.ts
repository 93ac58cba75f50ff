import { beforeAll, describe, expect, test } from 'vitest'

import { createTestBooking, heard, tuesdayAtTen } from '../../test/harness/booking.ts'
import { createTestCall, createTestCompany } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import type { BookingDeps } from './visit.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

const { deps, ask, book, offered, overlaps } = createTestBooking(() => database)

describe('asking for a time', () => {
  test('that is free offers and holds it: the next caller gets other times', async () => {
    const company = await createTestCompany(database.db, { staff: ['Anna Abel'] })
    const first = await createTestCall(database.db, company)
    expect((await ask(company, first, tuesdayAtTen)).kind).toBe('available')
    const second = await ask(company, await createTestCall(database.db, company), tuesdayAtTen)
    expect(second).toMatchObject({ kind: 'alternatives', reason: 'taken' })
    expect(second.kind === 'alternatives' && second.alternatives).toHaveLength(3)
  })

  test('again gives the same offer, so that its id stays good for the whole call', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    expect((await offered(company, call)).id).toBe((await offered(company, call)).id)
  })

  test('on a Sunday says that the house is closed, and on a public holiday which one it is', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const sunday = await ask(company, call, Temporal.PlainDateTime.from('2030-06-09T10:00'))
    expect(sunday).toMatchObject({ kind: 'closed', holiday: null })
    const whitMonday = await ask(company, call, Temporal.PlainDateTime.from('2030-06-10T10:00'))
    expect(whitMonday).toMatchObject({ kind: 'closed', holiday: { de: 'Pfingstmontag' }, isOpenThen: false })
  })

  test('shortly before closing says that the time is too short, and not that the house is closed', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const late = await ask(company, call, Temporal.PlainDateTime.from('2030-06-04T17:45'))
    expect(late).toMatchObject({ kind: 'closed', isOpenThen: true })
    const night = await ask(company, call, Temporal.PlainDateTime.from('2030-06-04T18:00'))
    expect(night).toMatchObject({ kind: 'closed', isOpenThen: false })
  })

  test('too soon, too far or gone by tells which', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const at = (time: string) => ask(company, call, Temporal.PlainDateTime.from(time))
    expect((await at('2030-06-03T07:30')).kind).toBe('past')
    expect((await at('2031-06-03T10:00')).kind).toBe('too_far')
  })

  test('with a person by name moves a hold that asked for nobody to a colleague', async () => {
    const company = await createTestCompany(database.db)
    const indifferent = await createTestCall(database.db, company)
    const theirs = await offered(company, indifferent)
    const choosy = await createTestCall(database.db, company)
    const answer = await ask(company, choosy, tuesdayAtTen, { staffId: theirs.staffId })
    expect(answer).toMatchObject({ kind: 'available', offer: { staffId: theirs.staffId, staffAskedFor: true } })
    const outcome = await book(company, indifferent, { offerId: theirs.id, heard: heard(theirs, 'ja bitte') })
    expect(outcome).toMatchObject({ kind: 'booked' })
    expect(outcome.kind === 'booked' && outcome.appointment.staffId).not.toBe(theirs.staffId)
    expect(await overlaps()).toBe(0)
  })

  test('with a person who has nothing for two weeks offers nobody else', async () => {
    const company = await createTestCompany(database.db)
    const [anna = ''] = company.staffIds
    await queryAsOwner(database.ownerUrl, 'delete from staff_hours where company_id = $1 and staff_id = $2', [
      company.id,
      anna,
    ])
    const call = await createTestCall(database.db, company)
    expect(await ask(company, call, tuesdayAtTen, { staffId: anna })).toEqual({ kind: 'none' })
  })

  test('that the clocks skip in spring is never taken for the hour after', async () => {
    const company = await createTestCompany(database.db)
    for (const table of ['branch_hours', 'staff_hours']) {
      await queryAsOwner(database.ownerUrl, `delete from ${table} where company_id = $1`, [company.id])
    }
    for (const [table, id, ids, from, to] of [
      ['branch_hours', 'branch_id', [company.branchId], 'opens_minute', 'closes_minute'],
      ['staff_hours', 'staff_id', company.staffIds, 'starts_minute', 'ends_minute'],
    ] as const) {
      await queryAsOwner(
        database.ownerUrl,
        `insert into ${table} (company_id, ${id}, weekday, ${from}, ${to})
         select $1, unnest($2::uuid[]), 7, 0, 1440`,
        [company.id, ids],
      )
    }
    const march: BookingDeps = { ...deps, clock: { now: () => Temporal.Instant.from('2030-03-30T12:00:00Z') } }
    const call = await createTestCall(database.db, company)
    const skipped = await ask(company, call, Temporal.PlainDateTime.from('2030-03-31T02:30'), {}, march)
    expect(skipped).toMatchObject({ kind: 'alternatives', reason: 'taken' })
    const after = await ask(company, call, Temporal.PlainDateTime.from('2030-03-31T03:30'), {}, march)
    expect(after.kind).toBe('available')
  })

  test('as a window offers up to three within it', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const from = Temporal.PlainDateTime.from('2030-06-04T09:00')
    const window = { kind: 'window', from, to: from.add({ hours: 3 }) } as const
    const answer = await ask(company, call, from, { when: window })
    expect(answer).toMatchObject({ kind: 'alternatives', reason: 'window' })
    const starts = answer.kind === 'alternatives' ? answer.alternatives.map((offer) => offer.startsAt.toString()) : []
    expect(starts).toHaveLength(3)
    expect(starts.every((start) => start >= '2030-06-04T07:00' && start < '2030-06-04T10:00')).toBe(true)
  })
})
