import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'

import type { CalcomStandIn } from '../../../sim/calcom/start.ts'
import {
  accountOf,
  connectionTo,
  createTestAccounts,
  hostWithEventType,
  startTestCalcom,
} from '../../../test/harness/calcom.ts'
import { CalendarUnavailableError } from '../calendar.ts'
import type { CalcomAccounts } from './accounts.ts'
import { CalcomNotFoundError, type CalcomHttp, type CalcomRequest } from './http.ts'

const QUIET = 'stale=0ms,rate-limit=off'
const me: CalcomRequest = { method: 'GET', path: '/me', version: null }
const tomorrow = Temporal.Now.zonedDateTimeISO('Europe/Berlin')
  .add({ days: 1 })
  .with({ hour: 10, minute: 0, second: 0 })
const book: CalcomRequest = {
  method: 'POST',
  path: '/bookings',
  body: {
    start: tomorrow.round('second').toInstant().toString(),
    eventTypeId: 100,
    attendee: { name: 'Nora Opitz', email: 'nora@example.test', timeZone: 'Europe/Berlin', language: 'de' },
  },
  version: '2024-08-13',
}
const anything = z.unknown()

let standIn: CalcomStandIn
let accounts: CalcomAccounts
let http: CalcomHttp

beforeEach(async () => {
  standIn = await startTestCalcom({ account: accountOf([hostWithEventType(1)]) })
  // Nobody but the tests probes.
  accounts = createTestAccounts({ breakerOpenMs: 40, probeEveryMs: 600_000 })
  http = accounts.http(connectionTo(standIn, { companyId: 'a', bookables: [] }), 'caller')
})

const signal = () => new AbortController().signal
const asked = () => standIn.counters().total
const read = async () => await http.read(me, anything, signal()).catch((error: unknown) => error)

async function hangUp(): Promise<void> {
  const controller = new AbortController()
  const answer = http.send(me, controller.signal)
  controller.abort(new Error('hung up'))
  await answer
}

describe('reading', () => {
  test('has an answer', async () => {
    expect(await http.read(me, z.object({ data: z.object({ id: z.number() }) }), signal())).toEqual({ data: { id: 1 } })
    expect(asked()).toBe(1)
  })

  test('tries once more after a failure that came fast, and not a third time', async () => {
    standIn.faults.set(`${QUIET},all.500=100%`)
    expect(await read()).toBeInstanceOf(CalendarUnavailableError)
    expect(asked()).toBe(2)
  })

  test('does not try again what is refused, or not there', async () => {
    const nothing = { ...me, path: '/bookings/nothing' }
    await expect(http.read({ ...nothing, version: '2024-08-13' }, anything, signal())).rejects.toThrow(
      CalcomNotFoundError,
    )
    expect(asked()).toBe(1)
  })

  test('ends with the reason of the caller who hung up, which is no failure of the calendar', async () => {
    standIn.faults.set(`${QUIET},all.hang=10s`)
    for (let call = 0; call < 8; call += 1) {
      const controller = new AbortController()
      const answer = http.read(me, anything, controller.signal)
      const reason = new Error('hung up')
      controller.abort(reason)
      await expect(answer).rejects.toBe(reason)
    }
    expect(accounts.breakerState('a')).toBe('closed')
  })

  test('of something nobody can read is as good as no answer', async () => {
    await expect(http.read(me, z.object({ data: z.string() }), signal())).rejects.toThrow(CalendarUnavailableError)
  })
})

describe('writing', () => {
  test.each(['all.500=100%', 'all.drop=100%', 'all.drop-after=100%', 'all.503-after=100%'])(
    'is sent once, whatever happens: %s',
    async (fault) => {
      standIn.faults.set(`${QUIET},${fault}`)
      const reply = await http.send(book, signal())
      expect(reply.kind === 'answered' ? reply.status >= 500 : reply.kind === 'no_answer').toBe(true)
      expect(asked()).toBe(1)
    },
  )

  test('that ran into its deadline may have been done', async () => {
    standIn.faults.set(`${QUIET},all.hang=10s`)
    expect(await http.send(book, AbortSignal.timeout(60))).toEqual({ kind: 'no_answer' })
  })

  test('to a server nobody answers at has surely not been done', async () => {
    await standIn.close()
    expect(await http.send(book, signal())).toEqual({ kind: 'not_sent', isFault: true })
  })
})

describe('a calendar that fails', () => {
  test('five times in a row is left alone, and probed again until it answers twice', async () => {
    standIn.faults.set(`${QUIET},all.500=100%`)
    for (let time = 0; time < 5; time += 1) await http.send(book, signal())
    expect(accounts.breakerState('a')).toBe('open')
    expect(await http.send(book, signal())).toEqual({ kind: 'not_sent', isFault: false })
    expect(await read()).toBeInstanceOf(CalendarUnavailableError)
    expect(asked()).toBe(5)

    standIn.faults.set(QUIET)
    await expect.poll(async () => (await http.send(me, signal())).kind).toBe('answered')
    expect(accounts.breakerState('a')).toBe('half_open')
    expect((await http.send(me, signal())).kind).toBe('answered')
    expect(accounts.breakerState('a')).toBe('closed')
  })

  test('is not taken for a working one because callers hang up in between', async () => {
    standIn.faults.set(`${QUIET},all.hang=10s`)
    for (let time = 0; time < 5; time += 1) {
      await hangUp()
      await http.send(me, AbortSignal.timeout(10))
    }
    expect(accounts.breakerState('a')).toBe('open')
  })

  test('is probed by two, and the others are not kept waiting', async () => {
    standIn.faults.set(`${QUIET},all.500=100%`)
    for (let time = 0; time < 5; time += 1) await http.send(me, signal())
    standIn.faults.set(`${QUIET},all.latency=30ms`)
    await expect
      .poll(async () => {
        const replies = await Promise.all(Array.from({ length: 6 }, () => http.send(me, signal())))
        return replies.map(({ kind }) => kind).sort()
      })
      .toEqual(['answered', 'answered', 'not_sent', 'not_sent', 'not_sent', 'not_sent'])
    expect(accounts.breakerState('a')).toBe('closed')
  })

  test('keeps nobody who reads waiting for a probe', async () => {
    standIn.faults.set(`${QUIET},all.500=100%`)
    for (let time = 0; time < 5; time += 1) await http.send(me, signal())
    standIn.faults.set(`${QUIET},all.hang=10s`)
    const before = asked()
    // These hear it at once, while the request that was sent aside is still hanging.
    await expect
      .poll(async () => {
        expect(await read()).toBeInstanceOf(CalendarUnavailableError)
        return asked()
      })
      .toBe(before + 1)
    standIn.faults.set(QUIET)
    await expect.poll(async () => await read()).not.toBeInstanceOf(CalendarUnavailableError)
    expect(accounts.breakerState('a')).toBe('closed')
  })

  test('is found again although nobody asks any more', async () => {
    accounts = createTestAccounts({ breakerOpenMs: 40, probeEveryMs: 10 })
    http = accounts.http(connectionTo(standIn, { companyId: 'a', bookables: [] }), 'caller')
    standIn.faults.set(`${QUIET},all.500=100%`)
    while (accounts.breakerState('a') === 'closed') await read()
    // It goes on failing for a while.
    const before = asked()
    await expect.poll(asked).toBeGreaterThan(before + 2)
    standIn.faults.set(QUIET)
    await expect.poll(() => accounts.breakerState('a')).toBe('closed')
    const found = asked()
    expect(await read()).not.toBeInstanceOf(CalendarUnavailableError)
    expect(asked()).toBe(found + 1)
  })

  test('is left alone by its own company, and by jobs only for as long as they wait', async () => {
    standIn.faults.set(`${QUIET},all.500=100%`)
    for (let time = 0; time < 5; time += 1) await http.send(me, signal())
    standIn.faults.set(QUIET)
    const connection = connectionTo(standIn, { companyId: 'b', bookables: [] })
    expect((await accounts.http(connection, 'caller').send(me, signal())).kind).toBe('answered')
    expect((await accounts.http({ ...connection, companyId: 'a' }, 'job').send(me, signal())).kind).toBe('answered')
  })
})

test('a key that is shut out is not used until the minute is over', async () => {
  standIn.faults.set('stale=0ms,rate-limit=3')
  const replies = []
  for (let time = 0; time < 6; time += 1) replies.push((await http.send(me, AbortSignal.timeout(50))).kind)
  expect(replies.slice(-2)).toEqual(['not_sent', 'not_sent'])
  expect(asked()).toBeLessThanOrEqual(4)
  expect(accounts.breakerState('a')).toBe('closed')
})
