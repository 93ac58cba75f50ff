import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { AccountFile } from './account.ts'
import { practiceAccount } from './practice-account.ts'
import { type Asking, askStandIn, bookingBody } from './test/stand-in.ts'

type EventTypeFile = NonNullable<AccountFile['eventTypes']>[number]

const [practiceType] = practiceAccount.eventTypes

/** The practice with its one event type changed. */
function practice(change: Partial<EventTypeFile>, rest: Partial<AccountFile> = {}): AccountFile {
  return { ...practiceAccount, ...rest, eventTypes: [{ ...practiceType, ...change }] }
}

const on = (date: string, timeZone = 'Europe/Berlin') =>
  `eventTypeId=1&start=${date}&end=${date}${timeZone === '' ? '' : `&timeZone=${timeZone}`}`
const times = (starts: readonly string[]) => starts.map((start) => start.slice(11, 16))

test('without a zone everything is UTC', async () => {
  const { ask } = await askStandIn()
  const { body } = await ask('GET', `/v2/slots?${on('2026-11-23', '')}&format=RANGE`)
  expect(Object.keys(body['data'] ?? {})).toEqual(['2026-11-23'])
  expect(body['data']?.['2026-11-23']?.[0]).toEqual({
    start: '2026-11-23T08:00:00.000Z',
    end: '2026-11-23T08:30:00.000Z',
  })
})

const inAuckland = (start: string, end: string) => `eventTypeId=1&start=${start}&end=${end}&timeZone=Pacific/Auckland`

test('a date is a day in UTC, and so is an end at midnight UTC', async () => {
  const { slots } = await askStandIn()
  // In Auckland the Berlin working day of the 23rd lies on both sides of midnight.
  const day = await slots(inAuckland('2026-11-23', '2026-11-23'))
  expect(new Set(day.map((start) => start.slice(0, 10)))).toEqual(new Set(['2026-11-23', '2026-11-24']))
  expect(await slots(inAuckland('2026-11-23T00:00:00Z', '2026-11-23T00:00:00Z'))).toEqual(day)
  expect(await slots(inAuckland('2026-11-23T00:00:00Z', '2026-11-23T08:30:00Z'))).toHaveLength(2)
})

test('an end is part of the range', async () => {
  const { slots } = await askStandIn()
  const starts = await slots('eventTypeId=1&start=2026-11-23T09:00:00Z&end=2026-11-23T10:00:00Z&timeZone=Europe/Berlin')
  expect(times(starts)).toEqual(['10:00', '10:30', '11:00'])
})

test('no slots at all are an empty object, and days without any are not there', async () => {
  const { ask } = await askStandIn()
  expect((await ask('GET', `/v2/slots?${on('2026-11-22')}`)).body['data']).toEqual({})
  const { body } = await ask('GET', '/v2/slots?eventTypeId=1&start=2026-11-27&end=2026-11-30&timeZone=Europe/Berlin')
  expect(Object.keys(body['data'] ?? {})).toEqual(['2026-11-27', '2026-11-30'])
})

test.each([
  [`eventTypeId=1&start=2026-11-24&end=2026-11-23`, 400, /Invalid time range/],
  [
    `eventTypeId=1&start=soon&end=2026-11-23`,
    400,
    'start property is wrong,start must be a valid ISO 8601 date string ',
  ],
  [`eventTypeId=1&start=2026-11-23`, 400, 'end property is wrong,end must be a valid ISO 8601 date string '],
  [on('2026-11-23', 'Mars/Olympus'), 400, 'timeZone property is wrong,timeZone must be a valid IANA time-zone '],
  [`${on('2026-11-23')}&username=praxis`, 400, 'username property is wrong,property username should not exist '],
  [on('2026-11-23').replace('=1&', '=9&'), 404, 'Event type with id 9 not found.'],
])('%s is refused', async (query, status, message) => {
  const { ask } = await askStandIn()
  const answer = await ask('GET', `/v2/slots?${query}`)
  expect(answer.status).toBe(status)
  expect(answer.body['error']?.['message']).toMatch(message)
})

test('a type can be named by its slug and its owner', async () => {
  const { slots } = await askStandIn()
  const query = 'eventTypeSlug=erstgespraech&username=praxis&start=2026-11-23&end=2026-11-23'
  expect(await slots(query)).toHaveLength(16)
})

test('of another version there are no slots here', async () => {
  const { ask } = await askStandIn()
  const path = `/v2/slots?${on('2026-11-23')}`
  for (const version of [null, '2024-08-13', 'latest']) {
    const { status, body } = await ask('GET', path, { version })
    expect({ status, message: body['error']?.['message'] }).toEqual({ status: 404, message: `Cannot GET ${path}` })
  }
})

test('notice, window, interval and buffers are kept', async () => {
  const clock = { now: () => Temporal.Instant.from('2026-11-23T09:10:00Z') }
  const slotsOf = async (change: Partial<EventTypeFile>, date: string) => {
    const { slots } = await askStandIn({ clock, account: practice(change) })
    return times(await slots(on(date)))
  }
  expect((await slotsOf({}, '2026-11-23'))[0]).toBe('10:30')
  expect((await slotsOf({ minimumBookingNotice: 180 }, '2026-11-23'))[0]).toBe('13:30')
  expect(await slotsOf({ slotInterval: 15 }, '2026-11-24')).toHaveLength(31)
  expect((await slotsOf({ lengthInMinutes: 45 }, '2026-11-24')).slice(0, 3)).toEqual(['09:00', '09:45', '10:30'])
  const bookingWindow = { type: 'businessDays', value: 2, rolling: true } as const
  expect(await slotsOf({ bookingWindow }, '2026-11-25')).toHaveLength(16)
  expect(await slotsOf({ bookingWindow }, '2026-11-26')).toEqual([])

  const account = practice({ slotInterval: 5, beforeEventBuffer: 10, afterEventBuffer: 15 })
  const { slots, book } = await askStandIn({ account })
  await book({ start: '2026-11-23T11:00:00Z' })
  // Both sides bring both buffers: ten of the one and fifteen of the other between any two.
  const free = times(await slots(on('2026-11-23')))
  expect(free.filter((time) => time > '10:55' && time < '13:05')).toEqual(['11:00', '11:05', '12:55', '13:00'])
})

test('leaves, connected calendars and other hours on a date are kept', async () => {
  const { standIn, slots } = await askStandIn({ faults: 'stale=0' })
  standIn.edit({ kind: 'out-of-office', userId: 1, start: '2026-11-23T08:00:00Z', end: '2026-11-23T12:00:00Z' })
  standIn.edit({ kind: 'busy', userId: 1, start: '2026-11-23T13:00:00Z', end: '2026-11-23T15:30:00Z' })
  expect(times(await slots(on('2026-11-23')))).toEqual(['13:00', '13:30', '16:30'])
  standIn.edit({ kind: 'free', userId: 1 })
  standIn.edit({ kind: 'hours', userId: 1, date: '2026-11-23', startTime: '18:00', endTime: '19:00' })
  expect(times(await slots(on('2026-11-23')))).toEqual(['18:00', '18:30'])
})

test('when the clocks change, hours stay where they are on the wall', async () => {
  const hours = [{ days: ['Sunday' as const], startTime: '01:00', endTime: '04:00' }]
  const account = practice({}, { schedules: [{ id: 1, ownerId: 1, availability: hours }] })
  const { slots } = await askStandIn({ account })
  const night = (date: string, before: string) =>
    slots(`eventTypeId=1&start=${before}T12:00:00Z&end=${date}T12:00:00Z&timeZone=Europe/Berlin`)
  const spring = await night('2027-03-28', '2027-03-27')
  expect(times(spring)).toEqual(['01:00', '01:30', '03:00', '03:30'])
  const autumn = await night('2027-10-31', '2027-10-30')
  expect(times(autumn)).toEqual(['01:00', '01:30', '02:00', '02:30', '02:00', '02:30', '03:00', '03:30'])
  expect(new Set(autumn).size).toBe(8)
})

const FIVE_DAYS_MINUTES = 5 * 24 * 60
/** A moment of the working week, on a grid of so many minutes. */
const anyStart = (gridMinutes: number) =>
  fc.integer({ min: 0, max: FIVE_DAYS_MINUTES / gridMinutes }).map((step) =>
    Temporal.Instant.from('2026-11-23T00:00:00Z')
      .add({ minutes: step * gridMinutes })
      .toString(),
  )
const anyStep = fc.record({
  start: anyStart(5),
  kind: fc.constantFrom('book', 'book', 'book', 'cancel', 'move', 'reserve'),
})

/** Books, moves, cancels and reserves; what is refused is left. Whatever was booked before may be meant. */
async function fillCalendar({ ask }: Asking, steps: readonly { start: string; kind: string }[]): Promise<void> {
  const uids: string[] = []
  for (const [index, { start, kind }] of steps.entries()) {
    const uid = uids[index % Math.max(1, uids.length)]
    const email = `${index}@example.test`
    const requests: Record<string, [path: string, body: unknown]> = {
      book: ['/v2/bookings', bookingBody({ start, email })],
      cancel: [`/v2/bookings/${uid}/cancel`, {}],
      move: [`/v2/bookings/${uid}/reschedule`, { start }],
      reserve: ['/v2/slots/reservations', { eventTypeId: 1, slotStart: start }],
    }
    const [path = '', body] = requests[kind] ?? []
    const made = (await ask('POST', path, { body })).body['data']?.['uid']
    if (typeof made === 'string') uids.push(made)
  }
}

test('once the stale window is over a slot is offered exactly when it can be booked', async () => {
  const account = practice({ slotInterval: 15, afterEventBuffer: 10 })
  const steps = fc.array(anyStep, { maxLength: 12 })
  const probes = fc.uniqueArray(anyStart(15), { minLength: 10, maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(steps, probes, async (steps, probes) => {
      const asking = await askStandIn({ account, faults: 'rate-limit=off' })
      const { standIn, ask, slots, book } = asking
      await fillCalendar(asking, steps)
      // Reservations have run out by then, and so has what was remembered.
      standIn.clock.advance(6 * 60_000)
      const offered = new Set(
        (await slots('eventTypeId=1&start=2026-11-23&end=2026-11-28')).map((start) => Date.parse(start)),
      )
      for (const start of probes) {
        const { status, body } = await book({ start, email: 'probe@example.test' })
        expect({ start, status }).toEqual({ start, status: offered.has(Date.parse(start)) ? 201 : 400 })
        if (status === 201) await ask('POST', `/v2/bookings/${String(body['data']?.['uid'])}/cancel`, { body: {} })
      }
      await standIn.close()
    }),
    { numRuns: 25 },
  )
})
