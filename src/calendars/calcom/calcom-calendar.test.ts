import { setImmediate as nextTurn } from 'node:timers/promises'

import type { AccountFile } from '../../../sim/calcom/account.ts'
import {
  accountOf,
  connectionTo,
  createTestAccounts,
  hostWithEventType,
  startTestCalcom,
} from '../../../test/harness/calcom.ts'
import { wallDay } from '../../infra/wall-day.ts'
import type { Calendar, FreeTimesRequest } from '../calendar.ts'
import { calendarContract } from '../contract.ts'
import { lyingCalendar, slowCalendar } from '../faulty-calendars.ts'
import { mirrorContract, type MirrorSetting } from '../mirror-contract.ts'
import type { CalendarMirror } from '../mirror.ts'
import { createCalcomCalendar } from './calcom-calendar.ts'
import { loadWithoutCache } from './load-days.ts'

type Dialect = NonNullable<AccountFile['dialect']>

/** An account in which everybody works as the request says, before a summer of which nothing has passed. */
async function telling(request: FreeTimesRequest, dialect: Dialect): Promise<Calendar> {
  const now = Temporal.Instant.from('2026-09-01T06:00:00Z')
  const hosts = request.resources.map(({ id }, index) => {
    const hours = { 'works in the morning': ['08:00', '12:30'], 'never works': ['00:00', '00:00'] }[id]
    const [from = '00:00', to = '23:59'] = hours ?? []
    return hostWithEventType(index + 1, { from, to, minutes: request.service.durationMinutes })
  })
  const standIn = await startTestCalcom({ account: accountOf(hosts, dialect), clock: { now: () => now } })
  const connection = connectionTo(standIn, {
    companyId: 'a company',
    bookables: request.resources.map(({ id }, index) => ({
      serviceId: request.service.id,
      staffId: id,
      eventTypeId: (index + 1) * 100,
      durationMinutes: request.service.durationMinutes,
      sendsLength: false,
      isPool: false,
    })),
  })
  const http = createTestAccounts().http(connection, 'caller')
  return createCalcomCalendar({ connection, http, loadDays: loadWithoutCache, clock: { now: () => now } })
}

/** Two people who work every day, on the day after tomorrow. */
async function keeping(dialect: Dialect, faults?: string): Promise<MirrorSetting> {
  const clock = { now: () => Temporal.Now.instant() }
  const account = accountOf([hostWithEventType(1), hostWithEventType(2)], dialect)
  const standIn = await startTestCalcom({ account, ...(faults !== undefined && { faults }) })
  const staffIds = ['anna', 'berta'] as const
  const connection = connectionTo(standIn, {
    companyId: 'a company',
    bookables: staffIds.map((staffId, index) => ({
      serviceId: 'schnitt',
      staffId,
      eventTypeId: (index + 1) * 100,
      durationMinutes: 30,
      sendsLength: false,
      isPool: false,
    })),
    hosts: new Map(staffIds.map((staffId, index) => [index + 1, staffId])),
  })
  const http = createTestAccounts().http(connection, 'caller')
  const date = clock.now().toZonedDateTimeISO('Europe/Berlin').toPlainDate().add({ days: 2 })
  return {
    calendar: createCalcomCalendar({ connection, http, loadDays: loadWithoutCache, clock }),
    serviceId: 'schnitt',
    staffIds,
    firstStart: Temporal.Instant.fromEpochMilliseconds(wallDay(date, 'Europe/Berlin').startMs + 9 * 3_600_000),
    now: () => clock.now(),
  }
}

for (const dialect of ['hosted', 'self-hosted-2025'] as const) {
  calendarContract(`Cal.com (${dialect})`, (request) => telling(request, dialect))
  mirrorContract(`Cal.com (${dialect})`, () => keeping(dialect))
}
calendarContract('a slow Cal.com', async (request) => slowCalendar(await telling(request, 'hosted'), () => nextTurn()))

type Mirrored = Calendar & { readonly mirror: CalendarMirror }

mirrorContract('a slow Cal.com', async () => {
  const setting = await keeping('hosted')
  return { ...setting, calendar: slowCalendar(setting.calendar, () => nextTurn()) as Mirrored }
})
// Every answer to a request that writes is "unknown": what was done has to be looked up.
mirrorContract(
  'a Cal.com that never says what it has done',
  async () => {
    const setting = await keeping('hosted')
    return { ...setting, calendar: lyingCalendar(setting.calendar, () => true) as Mirrored }
  },
  false,
)
