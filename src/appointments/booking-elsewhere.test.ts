import { beforeAll, describe, expect, test } from 'vitest'

import { createTestBooking, heard } from '../../test/harness/booking.ts'
import { createTestCall, createTestCompany } from '../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { CalendarUnavailableError } from '../calendars/calendar.ts'
import { silentMirror } from '../calendars/faulty-calendars.ts'
import type { CalendarMirror } from '../calendars/mirror.ts'
import type { BookingDeps } from './visit.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

const { deps, book, offered } = createTestBooking(() => database)

/** The built-in calendar with a copy elsewhere that always answers the same. */
function mirrored(answer: Awaited<ReturnType<CalendarMirror['book']>>): BookingDeps {
  return {
    ...deps,
    calendar: {
      ...deps.calendar,
      mirror: { ...silentMirror(), book: () => Promise.resolve(answer) },
    },
  }
}

describe('a calendar elsewhere', () => {
  test.each([
    [{ kind: 'booked', calendarReference: 'abc' }, 'booked', 'confirmed', 'already_booked'],
    [{ kind: 'unknown' }, 'unconfirmed', 'unknown', 'unconfirmed'],
    // Over there it may have become free meanwhile.
    [{ kind: 'taken' }, 'taken', 'failed', 'booked'],
  ] as const)('that answers %o makes the outcome %s', async (answer, kind, state, anew) => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const offer = await offered(company, call)
    const request = { offerId: offer.id, heard: heard(offer, 'ja'), effectKey: 'tool:mirrored' }
    expect(await book(company, call, request, mirrored(answer))).toMatchObject({ kind })
    const [row] = await queryAsOwner<{ state: string }>(
      database.ownerUrl,
      'select state from appointments where company_id = $1',
      [company.id],
    )
    expect(row?.state).toBe(state)
    // A repeat asks nobody again and says what is.
    expect((await book(company, call, request)).kind).toBe(kind)
    // Another request for the same thing is told what stands: nothing as booked that may not be.
    const another = { ...request, effectKey: 'tool:another' }
    expect((await book(company, call, another)).kind).toBe(anew)
  })
})

describe('a time a calendar elsewhere refuses', () => {
  test.each([
    [{ kind: 'taken' }, { kind: 'taken' }],
    [
      { kind: 'refused', why: 'notice' },
      { kind: 'policy', rule: 'notice' },
    ],
    [
      { kind: 'refused', why: 'window' },
      { kind: 'policy', rule: 'horizon' },
    ],
  ] as const)('as %o is told with three others, which can be booked', async (answer, outcome) => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const offer = await offered(company, call)
    const refused = await book(company, call, { offerId: offer.id, heard: heard(offer, 'ja') }, mirrored(answer))
    expect(refused).toMatchObject(outcome)
    const { alternatives } = refused as Extract<typeof refused, { kind: 'taken' | 'policy' }>
    expect(alternatives).toHaveLength(3)
    expect(alternatives.map(({ startsAt }) => startsAt.toString())).not.toContain(offer.startsAt.toString())
    const [other = offer] = alternatives
    expect(await book(company, call, { offerId: other.id, heard: heard(other, 'ja') })).toMatchObject({
      kind: 'booked',
      appointment: { startsAt: other.startsAt },
    })
  })

  test('is told without others when these would be refused too, or the calendar cannot be asked any more', async () => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const offer = await offered(company, call)
    const request = () => ({ offerId: offer.id, heard: heard(offer, 'ja') })
    const limited = await book(company, call, request(), mirrored({ kind: 'refused', why: 'limit' }))
    expect(limited).toEqual({ kind: 'taken', alternatives: [] })
    const taken = mirrored({ kind: 'taken' })
    let isAway = false
    const away: BookingDeps['calendar'] = {
      async freeTimes(...asked) {
        if (isAway) throw new CalendarUnavailableError('The calendar is away')
        return await taken.calendar.freeTimes(...asked)
      },
      mirror: {
        ...silentMirror(),
        async book() {
          isAway = true
          return { kind: 'taken' }
        },
      },
    }
    expect(await book(company, call, request(), { ...deps, calendar: away })).toEqual({
      kind: 'taken',
      alternatives: [],
    })
    expect(isAway).toBe(true)
  })
})

/** A calendar elsewhere that answers only after something else has changed the appointment. */
function meanwhile(change: () => Promise<void>, answer: Awaited<ReturnType<CalendarMirror['book']>>): BookingDeps {
  const slow = mirrored(answer)
  const book = async () => {
    await change()
    return answer
  }
  return { ...slow, calendar: { ...slow.calendar, mirror: { ...silentMirror(), book } } }
}

describe('an appointment that changes while the calendar elsewhere is asked', () => {
  test.each([
    [
      'is not told as booked when it was cancelled',
      'cancelled',
      { kind: 'booked', calendarReference: 'late' },
      'needs_confirmation',
    ],
    ['keeps its time when it was confirmed although the calendar says taken', 'confirmed', { kind: 'taken' }, 'booked'],
  ] as const)('%s', async (_what, state, answer, kind) => {
    const company = await createTestCompany(database.db)
    const call = await createTestCall(database.db, company)
    const offer = await offered(company, call)
    const change = async () => {
      const sentence = 'update appointments set state = $2, version = version + 1 where company_id = $1'
      await queryAsOwner(database.ownerUrl, sentence, [company.id, state])
    }
    const request = { offerId: offer.id, heard: heard(offer, 'ja'), effectKey: 'tool:meanwhile' }
    expect(await book(company, call, request, meanwhile(change, answer))).toMatchObject({ kind })
    const [row] = await queryAsOwner<{ state: string; active: number }>(
      database.ownerUrl,
      `select state, (select count(*)::int from segments where appointment_id = appointments.id and active) as active
       from appointments where company_id = $1`,
      [company.id],
    )
    expect(row).toEqual({ state, active: 1 })
  })
})
