import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { AccountFile } from './account.ts'
import type { DialectName } from './dialect.ts'
import { practiceAccount } from './practice-account.ts'
import { type Asking, askStandIn, bookingBody } from './test/stand-in.ts'

type EventTypeFile = NonNullable<AccountFile['eventTypes']>[number]

const [practiceType] = practiceAccount.eventTypes
const practice = (change: Partial<EventTypeFile>): AccountFile => ({
  ...practiceAccount,
  eventTypes: [{ ...practiceType, ...change }],
})
const uidOf = (answer: Awaited<ReturnType<Asking['ask']>>) => String(answer.body['data']?.['uid'])
const messageOf = (answer: Awaited<ReturnType<Asking['ask']>>) =>
  answer.body['error']?.['message'] ?? answer.body['message']

const person = { name: 'Ben', timeZone: 'Europe/Berlin' }

test('who may be booked with a phone alone is for the event type to say', async () => {
  const phoneNumber = '+493012345678'
  const attendee = { ...person, phoneNumber }
  const optional = await askStandIn({ account: practice({ email: 'optional' }) })
  const answer = await optional.book({ attendee })
  expect(answer.body['data']).toMatchObject({
    attendees: [{ email: '493012345678@sms.cal.com', phoneNumber }],
    bookingFieldsResponses: { email: '493012345678@sms.cal.com', attendeePhoneNumber: phoneNumber },
  })
  // A hidden e-mail is never the one that was given.
  const hidden = await askStandIn({ account: practice({ email: 'hidden' }) })
  const withBoth = await hidden.book({ attendee: { ...attendee, email: 'ben@example.test' } })
  expect(withBoth.body['data']).toMatchObject({ attendees: [{ email: '493012345678@sms.cal.com' }] })
  const without = await hidden.book({ attendee: { ...person, email: 'ben@example.test' } })
  expect(messageOf(without)).toBe('responses - {attendeePhoneNumber}error_required_field, ')
})

test.each([
  [
    { attendee: { ...person, phoneNumber: '+15555550100' } },
    'attendee property is wrong, attendee phoneNumber property is wrong,phoneNumber must be a valid number ',
  ],
  [
    { attendee: { ...person, email: 'ben' } },
    'attendee property is wrong, attendee email property is wrong,email must be an email ',
  ],
  [
    { attendee: { email: 'b@example.test', timeZone: 'Berlin', name: 'Ben' } },
    'attendee property is wrong, attendee timeZone property is wrong,timeZone must be a valid IANA time-zone ',
  ],
  [{ lengthInMinutes: 60 }, /does not have multiple possible lengths/],
  [{ location: { type: 'phone' } }, /available locations: address/],
  [{ metadata: { attempts: 1 } }, 'metadata - {attempts}Expected string, received number, '],
  [{ metadata: { ['k'.repeat(41)]: 'v' } }, /at most 40 characters/],
  [{ metadata: { note: 'v'.repeat(501) } }, /at most 500 characters/],
  [{ eventTypeId: undefined }, /must be provided to identify/],
])('%j is refused', async (fields, message) => {
  const { standIn, book } = await askStandIn()
  const answer = await book(fields)
  expect(answer.status).toBe(400)
  expect(messageOf(answer)).toMatch(message)
  expect(standIn.bookings()).toHaveLength(0)
})

test('what is no JSON is refused, and so is a huge body', async () => {
  const { ask } = await askStandIn()
  const answer = await ask('POST', '/v2/bookings', { body: '{' })
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'BadRequestException' } } })
  expect((await ask('POST', '/v2/bookings', { body: `"${'x'.repeat(1_100_000)}"` })).status).toBe(413)
})

test('a start may come with an offset, and custom fields must be there and fit', async () => {
  const customFields = [
    { type: 'select' as const, slug: 'insurance', required: true, options: ['gesetzlich', 'privat'] },
    { type: 'text' as const, slug: 'note' },
  ]
  const { book } = await askStandIn({ account: practice({ customFields }) })
  const start = '2026-11-23T10:00:00+01:00'
  expect(messageOf(await book({ start }))).toBe('responses - {insurance}error_required_field, ')
  expect(messageOf(await book({ start, bookingFieldsResponses: { insurance: 'keine' } }))).toBe(
    'responses - {insurance}Invalid option, ',
  )
  const answer = await book({ start, bookingFieldsResponses: { insurance: 'privat' } })
  expect(answer.body['data']).toMatchObject({
    start: '2026-11-23T09:00:00.000Z',
    bookingFieldsResponses: { insurance: 'privat' },
  })
})

test('types of several lengths are booked for one of them', async () => {
  const { book } = await askStandIn({ account: practice({ lengthInMinutesOptions: [30, 60] }) })
  expect(messageOf(await book({ lengthInMinutes: 45 }))).toMatch(/possible lengths are: 30, 60/)
  expect((await book({ lengthInMinutes: 60 })).body['data']).toMatchObject({ duration: 60 })
})

test('too soon and too far ahead are told in one wording', async () => {
  const bookingWindow = { type: 'calendarDays', value: 5, rolling: true } as const
  const { book } = await askStandIn({ account: practice({ minimumBookingNotice: 3 * 24 * 60, bookingWindow }) })
  for (const start of ['2026-11-23T09:00:00Z', '2026-11-27T09:00:00Z']) {
    const answer = await book({ start })
    expect([answer.status, messageOf(answer)]).toEqual([400, expect.stringMatching(/notice.*window/)])
  }
  expect((await book({ start: '2026-11-25T09:00:00Z' })).status).toBe(201)
})

test('fields of hosts are known to the hosted product alone, and count for hosts alone', async () => {
  const taken = { start: '2026-11-23T09:15:00Z', allowConflicts: true }
  for (const [dialect, statuses] of [
    ['hosted', [201, 400]],
    ['self-hosted', [400, 400]],
    ['self-hosted-2025', [400, 400]],
  ] as const) {
    const { ask, book } = await askStandIn({ dialect })
    await book()
    const byHost = await ask('POST', '/v2/bookings', { body: bookingBody({ ...taken, email: 'b@example.test' }) })
    const byStranger = await ask('POST', '/v2/bookings', {
      body: bookingBody({ ...taken, email: 'c@example.test' }),
      key: null,
    })
    expect([byHost.status, byStranger.status]).toEqual(statuses)
  }
})

const newestVersionStatus = async (dialect: DialectName) => {
  const { ask } = await askStandIn({ dialect })
  return (await ask('POST', '/v2/bookings', { body: bookingBody(), version: '2026-02-25' })).status
}

test('a version the server does not know falls back to the oldest', async () => {
  expect([await newestVersionStatus('hosted'), await newestVersionStatus('self-hosted')]).toEqual([201, 400])
})

test('hosts leave bounds by the newest version only', async () => {
  const { ask } = await askStandIn({ dialect: 'hosted', account: practice({ minimumBookingNotice: 10_000 }) })
  const body = bookingBody({ allowBookingOutOfBounds: true })
  expect((await ask('POST', '/v2/bookings', { body })).status).toBe(400)
  expect((await ask('POST', '/v2/bookings', { body, version: '2026-02-25' })).status).toBe(201)
})

const fieldsIn = async (dialect: DialectName) => (await (await askStandIn({ dialect })).book()).body['data'] ?? {}

test('the dialects tell bookings apart: what has no value, and addresses to show', async () => {
  const old = await fieldsIn('self-hosted-2025')
  expect(old).toMatchObject({ rating: null, rescheduledByEmail: null })
  expect(JSON.stringify(old)).not.toContain('displayEmail')
  const hosted = await fieldsIn('hosted')
  expect(JSON.stringify(hosted)).not.toContain('null')
  expect(hosted).toMatchObject({
    hosts: [{ displayEmail: 'praxis@example.test' }],
    attendees: [{ displayEmail: 'anna@example.test' }],
  })
})

test('a time freed by a cancellation or a move can be booked again', async () => {
  const { ask, book } = await askStandIn()
  const first = uidOf(await book())
  await ask('POST', `/v2/bookings/${first}/cancel`, { body: {} })
  const second = uidOf(await book({ email: 'b@example.test' }))
  const moved = await ask('POST', `/v2/bookings/${second}/reschedule`, { body: { start: '2026-11-23T09:15:00Z' } })
  expect(moved.status).toBe(201)
  const again = await ask('POST', `/v2/bookings/${second}/reschedule`, { body: { start: '2026-11-24T09:00:00Z' } })
  expect(messageOf(again)).toContain(`uid=${uidOf(moved)}`)
  expect((await book({ start: '2026-11-23T08:45:00Z', email: 'c@example.test' })).status).toBe(201)
  expect((await book({ start: '2026-11-23T09:20:00Z', email: 'd@example.test' })).status).toBe(400)
})

const cancelAndMove = async (change: Partial<EventTypeFile>, body: unknown, key?: null) => {
  const { ask, book } = await askStandIn({ account: practice(change) })
  const uid = uidOf(await book())
  const cancelled = await ask('POST', `/v2/bookings/${uid}/cancel`, { body })
  const moved = await ask('POST', `/v2/bookings/${uid}/reschedule`, {
    body: { start: '2026-11-24T09:00:00Z' },
    ...(key === null && { key }),
  })
  return [cancelled.status, moved.status]
}

test('types may forbid cancelling, demand a reason, or keep moves away from the day', async () => {
  expect(await cancelAndMove({ cancelling: { disabled: true } }, {})).toEqual([400, 201])
  expect(await cancelAndMove({ cancelling: { reasonRequired: true } }, {})).toEqual([400, 201])
  expect(await cancelAndMove({ cancelling: { reasonRequired: true } }, { cancellationReason: 'ill' })).toEqual([
    200, 400,
  ])
  const rescheduling = { minutesBefore: 5 * 24 * 60 }
  const cancelling = { disabled: true }
  expect(await cancelAndMove({ rescheduling, cancelling }, {}, null)).toEqual([400, 403])
  expect(await cancelAndMove({ rescheduling, cancelling }, {})).toEqual([400, 201])
})

test('what is over cannot be cancelled; who did not come can be told only then', async () => {
  const { standIn, ask, book } = await askStandIn()
  const uid = uidOf(await book())
  const absent = { attendees: [{ email: 'anna@example.test', absent: true }] }
  expect((await ask('POST', `/v2/bookings/${uid}/mark-absent`, { body: absent })).status).toBe(400)
  standIn.clock.setTo(Temporal.Instant.from('2026-11-23T10:00:00Z'))
  const marked = await ask('POST', `/v2/bookings/${uid}/mark-absent`, { body: absent })
  expect(marked.body['data']).toMatchObject({ attendees: [{ absent: true }] })
  const late = await ask('POST', `/v2/bookings/${uid}/cancel`, { body: {} })
  expect(late).toMatchObject({ status: 400, body: { statusCode: 400 } })
})

test('a booking that needs a yes keeps nobody out until it has one, and two can be confirmed', async () => {
  const { ask, book } = await askStandIn({ account: practice({ confirmation: {} }) })
  const first = await book()
  expect(first.body['data']).toMatchObject({ status: 'pending' })
  expect(uidOf(await book())).toBe(uidOf(first))
  const other = await book({ email: 'b@example.test', start: '2026-11-23T09:10:00Z' })
  expect(other.status).toBe(201)
  for (const uid of [uidOf(first), uidOf(other)]) {
    const confirmed = await ask('POST', `/v2/bookings/${uid}/confirm`)
    expect(confirmed).toMatchObject({ status: 200, body: { data: { status: 'accepted' } } })
  }
  expect((await ask('POST', `/v2/bookings/${uidOf(first)}/confirm`)).status).toBe(400)
  expect((await ask('POST', `/v2/bookings/${uidOf(first)}/confirm`, { key: null })).status).toBe(403)
  const third = await book({ email: 'c@example.test', start: '2026-11-24T09:00:00Z' })
  const declined = await ask('POST', `/v2/bookings/${uidOf(third)}/decline`, { body: { reason: 'closed' } })
  expect(declined.body['data']).toMatchObject({ status: 'rejected', cancellationReason: 'closed' })
})

test('lists are filtered, sorted and cut into pages', async () => {
  const { standIn, ask, book } = await askStandIn()
  const emails = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@example.test`)
  const uids: string[] = []
  for (const [index, email] of emails.entries()) {
    standIn.clock.advance(60_000)
    uids.push(uidOf(await book({ email, start: `2026-11-2${7 - index}T09:00:00Z` })))
  }
  standIn.clock.advance(60_000)
  await ask('POST', `/v2/bookings/${uids[1]}/cancel`, { body: {} })
  const listed = async (query: string) => {
    const { body } = await ask('GET', `/v2/bookings?${query}`)
    return (body['data'] ?? []).map(({ uid }) => uids.indexOf(String(uid)))
  }
  expect(await listed('')).toEqual([4, 3, 2, 1, 0])
  expect(await listed('sortCreated=asc')).toEqual([0, 1, 2, 3, 4])
  expect(await listed('sortUpdatedAt=desc')).toEqual([1, 4, 3, 2, 0])
  expect(await listed('status=upcoming&sortStart=desc')).toEqual([0, 2, 3, 4])
  expect(await listed('status=cancelled')).toEqual([1])
  expect(await listed('attendeeEmail=C@example.test')).toEqual([2])
  expect(await listed('eventTypeIds=1,2&afterStart=2026-11-25T00:00:00Z&beforeEnd=2026-11-26T23:00:00Z')).toEqual([
    2, 1,
  ])
  // Changes are asked for by when they were made: a cancellation comes again.
  const since = new Date(standIn.clock.nowMs() - 90_000).toISOString()
  expect(await listed(`afterUpdatedAt=${since}&sortUpdatedAt=asc`)).toEqual([4, 1])
  expect(await listed(`afterUpdatedAt=${since}&attendeeEmail=a@example.test`)).toEqual([])
  expect(await listed('attendeePhone=123&bookingUid=none')).toEqual([])
  const { body } = await ask('GET', '/v2/bookings?take=2&skip=2')
  expect(body['pagination']).toEqual({
    returnedItems: 2,
    totalItems: 5,
    itemsPerPage: 2,
    remainingItems: 1,
    currentPage: 2,
    totalPages: 3,
    hasNextPage: true,
    hasPreviousPage: true,
  })
  for (const take of ['0', '251', 'many']) expect((await ask('GET', `/v2/bookings?take=${take}`)).status).toBe(400)
})

test('cancelling any number of times, together or after each other, cancels once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.boolean(), async (count, together) => {
      const { standIn, ask, book } = await askStandIn({ faults: 'cancels.latency=15ms' })
      const path = `/v2/bookings/${uidOf(await book())}/cancel`
      const answers: number[] = []
      const cancel = async () => answers.push((await ask('POST', path, { body: {} })).status)
      if (together) await Promise.all(Array.from({ length: count }, cancel))
      else for (let index = 0; index < count; index++) await cancel()
      expect(answers.filter((status) => status === 200)).toHaveLength(1)
      expect(answers.filter((status) => status === 400)).toHaveLength(count - 1)
      expect(standIn.bookings()).toMatchObject([{ status: 'cancelled' }])
      await standIn.close()
    }),
    { numRuns: 20 },
  )
})

test('no two accepted bookings of one host have the very same time, whatever is tried', async () => {
  const anyTry = fc.record({
    minute: fc.constantFrom(0, 10, 20, 30),
    kind: fc.constantFrom('book', 'move', 'confirm', 'cancel', 'edit'),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyTry, { maxLength: 15 }),
      fc.constantFrom('on', 'race', 'off'),
      async (tries, overlaps) => {
        const { standIn, ask } = await askStandIn({ faults: `overlaps=${overlaps},rate-limit=off` })
        await Promise.all(
          tries.map(async ({ minute, kind }, index) => {
            const start = `2026-11-23T09:${String(minute).padStart(2, '0')}:00Z`
            const uid = String(standIn.bookings()[0]?.['uid'])
            const email = `${index}@example.test`
            if (kind === 'book') return await ask('POST', '/v2/bookings', { body: bookingBody({ start, email }) })
            if (kind === 'move') return await ask('POST', `/v2/bookings/${uid}/reschedule`, { body: { start } })
            if (kind === 'edit')
              return await ask('POST', '/_stand-in/outside-edit', { body: { kind: 'book', eventTypeId: 1, start } })
            return await ask('POST', `/v2/bookings/${uid}/${kind}`, { body: {} })
          }),
        )
        const accepted = standIn.bookings().filter(({ status }) => status === 'accepted')
        expect(new Set(accepted.map(({ start, end }) => `${String(start)} ${String(end)}`)).size).toBe(accepted.length)
        expect(standIn.counters().crashes).toEqual([])
        await standIn.close()
      },
    ),
    { numRuns: 25 },
  )
})
