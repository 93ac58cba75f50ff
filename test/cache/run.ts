import { createCalcomAccounts } from '../../src/calendars/calcom/accounts.ts'
import { cachedDays } from '../../src/calendars/calcom/cached-days.ts'
import { fetchDaysOf } from '../../src/calendars/calcom/load-days.ts'
import { calendarChanged } from '../../src/calendars/calcom/openings-changes.ts'
import { createRangePace } from '../../src/calendars/calcom/range-pace.ts'
import { CalendarUnavailableError } from '../../src/calendars/calendar.ts'
import { createCache } from '../../src/infra/cache/create-cache.ts'
import { openRedisCache } from '../../src/infra/cache/open-redis.ts'
import { datesBetween, MINUTE_MS, wallDay } from '../../src/infra/wall-day.ts'
import type { Order, Report } from './processes.ts'

/** A program: one process of a gateway, as far as its cache goes. Takes orders from the process that started it. */
const [redisUrl, sourceUrl, leaseMs] = process.argv.slice(2)
if (redisUrl === undefined || sourceUrl === undefined || leaseMs === undefined) {
  throw new Error('run.ts <redis> <source> <lease>')
}

let aheadMs = 0
const clock = { now: () => Temporal.Now.instant().add({ milliseconds: aheadMs }) }
const outcomes: Record<string, number> = {}
const up = Promise.withResolvers<void>()
const cache = createCache({
  clock,
  events: {
    cacheAnswered: (_kind, outcome) => {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    },
    cacheChanged: () => undefined,
  },
  openShared: (hearing) =>
    openRedisCache(
      {
        url: redisUrl,
        connectionName: 'cache test',
        processId: String(process.pid),
        // A process that waits for its turn on a busy machine is no Redis that is away.
        answerWithinMs: 3_000,
        leaseMs: Number(leaseMs),
        events: { redisUp: up.resolve, redisDown: () => undefined, redisFaulty: () => undefined },
      },
      hearing,
    ),
})
const loadDays = cachedDays({ cache, clock, webhooksAreProven: async () => true })
const diary = { companyId: 'company', eventTypeId: 1, durationMinutes: null, zone: 'Europe/Berlin' }

const accounts = createCalcomAccounts({ calendarAsked: () => undefined, breakerChanged: () => undefined })
/** By its first day: what one test makes of the source, the next one does not hear of. Which process fails for all is chance. */
function fetchDaysFrom(firstDate: string) {
  const account = { companyId: `company from ${firstDate}`, baseUrl: `${sourceUrl}/v2`, apiKey: 'key' }
  return fetchDaysOf(accounts.http(account, 'caller'), createRangePace(), diary, null)
}

async function ask(order: Extract<Order, { do: 'ask' }>): Promise<Report> {
  const firstDate = Temporal.PlainDate.from(order.firstDate)
  const dates = datesBetween(firstDate, firstDate.add({ days: order.days }))
  const question = { dates, together: dates, ifEmptyAnew: [] }
  const fetchDays = fetchDaysFrom(order.firstDate)
  const startedMs = performance.now()
  const asked = await Promise.allSettled(
    Array.from({ length: order.callers }, () => loadDays(diary, question, fetchDays, AbortSignal.timeout(10_000))),
  )
  const told = asked.flatMap((one) => (one.status === 'fulfilled' ? [...one.value] : []))
  const refused = asked.filter((one) => one.status === 'rejected')
  return {
    answered: asked.length - refused.length,
    stale: told.filter(([_date, day]) => day.isStale).length,
    versions: [...new Set(told.flatMap(([date, day]) => day.starts.map((start) => versionOf(date, start))))],
    unavailable: refused.filter((one) => one.reason instanceof CalendarUnavailableError).length,
    longestMs: performance.now() - startedMs,
    outcomes,
  }
}

/** The source tells its version as the minute of every day at which there is a start. */
function versionOf(date: string, startMs: number): number {
  return (startMs - wallDay(Temporal.PlainDate.from(date), diary.zone).startMs) / MINUTE_MS
}

async function obey(order: Order): Promise<Report | undefined> {
  switch (order.do) {
    case 'ask':
      return await ask(order)
    case 'change':
      await calendarChanged(cache, diary.companyId)
      return undefined
    case 'wait':
      aheadMs += order.ms
      return undefined
  }
}

process.on('message', (order: Order) => {
  void obey(order).then((report) => process.send?.(report ?? {}))
})
process.on('disconnect', () => process.exit(0))
await up.promise
process.send?.({})
