import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { clockAt } from '../../../test/harness/server.ts'
import { createCache } from '../../infra/cache/create-cache.ts'
import { datesBetween, MINUTE_MS, wallDay } from '../../infra/wall-day.ts'
import { CalendarUnavailableError } from '../calendar.ts'
import { silentMirror } from '../faulty-calendars.ts'
import type { CalendarMirror, MirrorBooking } from '../mirror.ts'
import { cachedDays, OPENINGS_TTL_MS } from './cached-days.ts'
import type { Bookable, CalcomConnection } from './connection.ts'
import type { DaysQuestion, FetchDays } from './load-days.ts'
import { calendarChanged, mirrorWithChanges, openingsChanged } from './openings-changes.ts'

const zone = 'Europe/Berlin'
const today = Temporal.PlainDate.from('2026-11-23')
const diary = { companyId: 'salon', eventTypeId: 100, durationMinutes: null, zone }
const never = new AbortController().signal

const bookable = (given: Partial<Bookable>): Bookable => ({
  serviceId: 'schnitt',
  staffId: 'anna',
  eventTypeId: 100,
  durationMinutes: 30,
  sendsLength: false,
  isPool: false,
  ...given,
})

const connection: CalcomConnection = {
  companyId: 'salon',
  baseUrl: 'https://api.cal.com/v2',
  dialect: 'hosted',
  apiKey: 'key',
  attendeeMailbox: 'termine@salon.example',
  language: 'de',
  mayWait: true,
  bookables: [
    bookable({}),
    bookable({ serviceId: 'farbe', eventTypeId: 101, durationMinutes: 60 }),
    bookable({ staffId: 'berta', eventTypeId: 200 }),
    bookable({ serviceId: 'beratung', eventTypeId: 300, isPool: true }),
    bookable({ serviceId: 'beratung', staffId: 'berta', eventTypeId: 300, isPool: true }),
  ],
  hosts: new Map(),
}

/** A calendar with a start every half hour from nine to five, fewer where `closed` says so; it counts who asks. */
function createDiary() {
  const asked: string[] = []
  const state = { asked, isAway: false, closed: new Set<string>() }
  const fetch: FetchDays = async ({ firstDate, endDate }) => {
    asked.push(`${firstDate.toString()}/${endDate.toString()}`)
    if (state.isAway) throw new CalendarUnavailableError('away')
    return new Map(
      datesBetween(firstDate, endDate).map((date) => [
        date.toString(),
        { starts: state.closed.has(date.toString()) ? [] : startsOf(date), isStale: false },
      ]),
    )
  }
  return Object.assign(state, { fetch })
}

function startsOf(date: Temporal.PlainDate): number[] {
  const { startMs } = wallDay(date, zone)
  return Array.from({ length: 16 }, (_none, index) => startMs + (9 * 60 + index * 30) * MINUTE_MS)
}

function question(firstDate: Temporal.PlainDate, days: number): DaysQuestion {
  const dates = datesBetween(firstDate, firstDate.add({ days }))
  return { dates, together: dates, ifEmptyAnew: dates }
}

function setUp(options: { isProven?: boolean } = {}) {
  const clock = clockAt('2026-11-23T08:00+01:00')
  const cache = createCache({ clock, events: { cacheAnswered: () => undefined, cacheChanged: () => undefined } })
  const deps = { cache, clock, webhooksAreProven: async () => options.isProven ?? true }
  const source = createDiary()
  const ask = (firstDate: Temporal.PlainDate, days: number, of = diary, given: Partial<DaysQuestion> = {}) =>
    cachedDays(deps)(of, { ...question(firstDate, days), ...given }, source.fetch, never)
  const warm = (firstDate: Temporal.PlainDate, days: number, freshForMs: number) =>
    cachedDays(deps, { freshForMs })(diary, question(firstDate, days), source.fetch, never)
  const later = (ms: number) => clock.set(clock.now().add({ milliseconds: ms }).toString())
  return { clock, cache, source, ask, warm, later }
}

describe('a diary kept by its days', () => {
  test('tells of any range what its days tell, and asks for no day twice', async () => {
    const range = fc.record({ from: fc.nat(20), days: fc.integer({ min: 1, max: 14 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(range, { minLength: 1, maxLength: 10 }), async (ranges) => {
        const { ask, source } = setUp()
        const wanted = new Set<string>()
        for (const { from, days } of ranges) {
          const firstDate = today.add({ days: from })
          const dates = datesBetween(firstDate, firstDate.add({ days }))
          const isNew = dates.some((date) => !wanted.has(date.toString()))
          const before = source.asked.length
          const told = await ask(firstDate, days)
          expect([...told]).toEqual(dates.map((date) => [date.toString(), { starts: startsOf(date), isStale: false }]))
          for (const date of dates) wanted.add(date.toString())
          // One request for what is missing, or two where a week of it is known.
          expect(source.asked.length > before).toBe(isNew)
          expect(source.asked.length - before).toBeLessThanOrEqual(2)
        }
      }),
    )
  })

  test('fetches the missing days of a range in one request, also around one that is known', async () => {
    const { ask, source } = setUp()
    await ask(today.add({ days: 2 }), 1)
    await Promise.all([1, 2, 3, 4, 5].map(() => ask(today, 7)))
    expect(source.asked).toEqual(['2026-11-25/2026-11-26', '2026-11-23/2026-11-30'])
  })

  test('fetches along what is worth asking for together, but for what is as good as new', async () => {
    const { ask, source, later } = setUp()
    const weeks = { together: datesBetween(today, today.add({ days: 14 })) }
    await ask(today, 1, diary, weeks)
    later(20_000)
    await ask(today, 14, diary, weeks)
    expect(source.asked).toEqual(['2026-11-23/2026-12-07'])
    // A day beyond is missing, so that all that is older than half a minute comes with it.
    later(20_000)
    const more = { together: datesBetween(today, today.add({ days: 21 })) }
    await ask(today.add({ days: 14 }), 7, diary, more)
    later(4.5 * MINUTE_MS)
    await ask(today, 21, diary, more)
    expect(source.asked.slice(1)).toEqual(['2026-11-23/2026-12-14'])
  })

  test.each([
    ['five minutes while webhooks are proven', 0, true, OPENINGS_TTL_MS.provenWebhooks],
    ['a minute otherwise', 0, false, OPENINGS_TTL_MS.unprovenWebhooks],
    ['five minutes more than a fortnight ahead', 15, false, OPENINGS_TTL_MS.farAhead],
  ])('keeps a day for %s', async (_name, days, isProven, ttlMs) => {
    const { ask, source, later } = setUp({ isProven })
    await ask(today.add({ days }), 1)
    later(ttlMs - 1)
    await ask(today.add({ days }), 1)
    expect(source.asked).toHaveLength(1)
    later(1)
    await ask(today.add({ days }), 1)
    expect(source.asked).toHaveLength(2)
  })

  test('looks again soon at a day with nothing free that somebody wants, and not at one beside it', async () => {
    const { ask, source, later } = setUp()
    source.closed.add(today.toString())
    await ask(today, 2)
    later(OPENINGS_TTL_MS.empty - 1)
    await ask(today, 2)
    later(1)
    await ask(today, 2, diary, { ifEmptyAnew: [] })
    expect(source.asked).toHaveLength(1)
    source.closed.clear()
    expect((await ask(today, 2)).get(today.toString())?.starts).toEqual(startsOf(today))
    expect(source.asked).toEqual(['2026-11-23/2026-11-25', '2026-11-23/2026-11-25'])
  })

  test('tells what is fresh as that, when what was to come along cannot be had', async () => {
    const { ask, source, later } = setUp()
    await ask(today, 2)
    later(MINUTE_MS)
    source.isAway = true
    await expect(ask(today, 3)).rejects.toThrow(CalendarUnavailableError)
    expect([...(await ask(today, 2)).values()].map(({ isStale }) => isStale)).toEqual([false, false])
    const along = { together: datesBetween(today, today.add({ days: 3 })) }
    await expect(ask(today.add({ days: 2 }), 1, diary, along)).rejects.toThrow(CalendarUnavailableError)
    expect([...(await ask(today, 2, diary, along)).values()].map(({ isStale }) => isStale)).toEqual([false, false])
  })

  test('tells what it knew while the calendar is away, and that it is stale', async () => {
    const { ask, source, later } = setUp()
    await ask(today, 2)
    source.isAway = true
    later(6 * MINUTE_MS)
    expect([...(await ask(today, 2)).values()].map(({ isStale }) => isStale)).toEqual([true, true])
    await expect(ask(today, 3)).rejects.toThrow(CalendarUnavailableError)
    later(10 * MINUTE_MS)
    await expect(ask(today, 2)).rejects.toThrow(CalendarUnavailableError)
  })

  test('warms what will be out of date soon', async () => {
    const { ask, warm, source, later } = setUp()
    await ask(today, 3)
    await warm(today, 3, 4 * MINUTE_MS)
    expect(source.asked).toHaveLength(1)
    later(2 * MINUTE_MS)
    await warm(today, 3, 4 * MINUTE_MS)
    expect(source.asked).toHaveLength(2)
    later(4 * MINUTE_MS)
    await ask(today, 3)
    expect(source.asked).toHaveLength(2)
  })
})

const at = (time: string) =>
  Temporal.PlainDateTime.from(`${today.toString()}T${time}`).toZonedDateTime(zone).toInstant()

const booking: MirrorBooking = {
  reference: 'r1',
  serviceId: 'schnitt',
  staffId: 'anna',
  staffAskedFor: true,
  startsAt: at('10:00'),
  endsAt: at('10:30'),
  zone,
  attendeeName: 'Clara Berg',
  attendeePhone: null,
  attendeeEmail: null,
}

/** Hours of the day at which it is still free. */
async function freeAt(ask: ReturnType<typeof setUp>['ask'], of = diary): Promise<string[]> {
  const starts = (await ask(today, 1, of)).get(today.toString())?.starts ?? []
  return starts.map((startMs) =>
    Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5),
  )
}

const answering = (answers: Partial<CalendarMirror>) => ({ ...silentMirror(), ...answers })
const booked = async () => ({ kind: 'booked', calendarReference: 'b1' }) as const

describe('what is written over there', () => {
  test('is taken out of every diary of its person, and nothing is asked for again', async () => {
    const { ask, source, cache } = setUp()
    const long = { ...diary, eventTypeId: 101 }
    const others = { ...diary, eventTypeId: 200 }
    for (const one of [diary, long, others]) await ask(today, 2, one)
    await mirrorWithChanges({ cache, connection }, answering({ book: booked })).book(booking, never)
    expect(await freeAt(ask)).not.toContain('10:00')
    expect(await freeAt(ask)).toEqual(expect.arrayContaining(['09:30', '10:30']))
    // An hour that begins at half past nine ends in the middle of it.
    const freeForAnHour = await freeAt(ask, long)
    expect(freeForAnHour.includes('09:30') || freeForAnHour.includes('10:00')).toBe(false)
    expect(freeForAnHour).toEqual(expect.arrayContaining(['09:00', '10:30']))
    expect(await freeAt(ask, others)).toContain('10:00')
    expect(source.asked).toHaveLength(3)
  })

  test('is asked for anew where nobody knows what came of it', async () => {
    for (const kind of ['unknown', 'taken'] as const) {
      const { ask, source, cache } = setUp()
      await ask(today, 2)
      await mirrorWithChanges({ cache, connection }, answering({ book: async () => ({ kind }) })).book(booking, never)
      await ask(today, 2)
      expect(source.asked).toEqual(['2026-11-23/2026-11-25', '2026-11-23/2026-11-24'])
    }
  })

  test.each([
    ['notice', 3],
    ['window', 3],
    ['limit', 1],
  ] as const)('is asked for anew where the calendar itself forbids that time; refused for %s', async (why, asked) => {
    const { ask, source, cache } = setUp()
    await ask(today, 2)
    const refuse = async () => ({ kind: 'refused', why }) as const
    const mirror = mirrorWithChanges({ cache, connection }, answering({ book: refuse, move: refuse }))
    await mirror.book(booking, never)
    await ask(today, 2)
    await mirror.move({ calendarReference: 'b1', from: booking, to: booking }, never)
    await ask(today, 2)
    expect(source.asked).toHaveLength(asked)
  })

  test('and moved or taken off frees a time that is asked for anew', async () => {
    const { ask, source, cache } = setUp()
    const others = { ...diary, eventTypeId: 200 }
    for (const one of [diary, others]) await ask(today, 1, one)
    const mirror = mirrorWithChanges(
      { cache, connection },
      answering({
        move: async () => ({ kind: 'moved', calendarReference: 'b2' }),
        cancel: async () => ({ kind: 'cancelled' }),
      }),
    )
    await mirror.move({ calendarReference: 'b1', from: { serviceId: 'schnitt', staffId: 'anna' }, to: booking }, never)
    for (const one of [diary, others]) await ask(today, 1, one)
    expect(source.asked).toHaveLength(3)
    await mirror.cancel({ reference: 'r1', calendarReference: 'b2', reason: 'caller' }, never)
    for (const one of [diary, others]) await ask(today, 1, one)
    expect(source.asked).toHaveLength(5)
  })
})

test('where it is known which time became free, only the days it touches are asked for anew', async () => {
  const { ask, source, cache } = setUp()
  await ask(today, 3)
  const mirror = mirrorWithChanges(
    { cache, connection },
    answering({
      move: async () => ({ kind: 'moved', calendarReference: 'b2' }),
      cancel: async () => ({ kind: 'cancelled' }),
    }),
  )
  const was = { ...booking, startsAt: booking.startsAt.add({ hours: 24 }), endsAt: booking.endsAt.add({ hours: 24 }) }
  const from = { serviceId: 'schnitt', staffId: 'anna' }
  await mirror.move({ calendarReference: 'b1', from, to: booking, was }, never)
  await ask(today, 1)
  await ask(today.add({ days: 2 }), 1)
  expect(source.asked).toHaveLength(1)
  // The new time is taken out, and of the old day the calendar is asked.
  expect(await freeAt(ask)).not.toContain('10:00')
  await ask(today.add({ days: 1 }), 1)
  expect(source.asked).toEqual(['2026-11-23/2026-11-26', '2026-11-24/2026-11-25'])
  await mirror.cancel({ reference: 'r1', calendarReference: 'b2', reason: 'caller', was: booking }, never)
  await ask(today.add({ days: 2 }), 1)
  expect(source.asked).toHaveLength(2)
  await ask(today, 1)
  expect(source.asked.slice(2)).toEqual(['2026-11-23/2026-11-24'])
})

test('what somebody else changed is asked for anew: the days of that person and of pools, or the whole calendar', async () => {
  const { ask, source, cache } = setUp()
  const [others, pool] = [200, 300].map((eventTypeId) => ({ ...diary, eventTypeId }))
  const all = [diary, others, pool].flatMap((one) => (one === undefined ? [] : [one]))
  for (const one of all) await ask(today, 2, one)
  await openingsChanged({ cache, connection }, [{ ...booking, staffId: 'anna' }])
  for (const one of all) await ask(today, 2, one)
  expect(source.asked.slice(3)).toEqual(['2026-11-23/2026-11-24', '2026-11-23/2026-11-24'])
  await calendarChanged(cache, 'salon')
  for (const one of all) await ask(today, 2, one)
  expect(source.asked).toHaveLength(8)
})
