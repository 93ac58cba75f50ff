import type { AccountFile } from '../../sim/calcom/account.ts'
import { type CalcomStandIn, type CalcomStandInOptions, startCalcomStandIn } from '../../sim/calcom/start.ts'
import { type AccountsOptions, type CalcomAccounts, createCalcomAccounts } from '../../src/calendars/calcom/accounts.ts'
import type { Bookable, CalcomConnection } from '../../src/calendars/calcom/connection.ts'
import { loadWithoutCache } from '../../src/calendars/calcom/load-days.ts'
import { keepConnection, setBookables } from '../../src/calendars/calcom/store.ts'
import { type CompanyCalendars, createCompanyCalendars } from '../../src/calendars/company-calendars.ts'
import { createCache } from '../../src/infra/cache/create-cache.ts'
import { systemClock } from '../../src/infra/clock.ts'
import type { Db } from '../../src/infra/db/database.ts'
import { systemRandom } from '../../src/infra/random.ts'
import { createSealer, type Sealer } from '../../src/infra/sealing.ts'
import { whenFileIsDone } from './clean-up.ts'
import type { TestCompany } from './company.ts'

/**
 * A stand-in of a test's own; closed by itself. Slots are as new as the bookings unless `faults` says otherwise. What is said to it is
 * appended to the file that RINGBOOK_CALCOM_RECORD names, if it names one.
 */
export async function startTestCalcom(options: CalcomStandInOptions): Promise<CalcomStandIn> {
  const faults = options.faults ?? 'stale=0ms,rate-limit=off'
  const standIn = await startCalcomStandIn({ record: process.env['RINGBOOK_CALCOM_RECORD'], ...options, faults })
  whenFileIsDone(() => standIn.close())
  return standIn
}

/** Ways to accounts that tell nobody what they do; closed by themselves. */
export function createTestAccounts(options: AccountsOptions = {}): CalcomAccounts {
  const accounts = createCalcomAccounts({ calendarAsked: () => undefined, breakerChanged: () => undefined }, options)
  whenFileIsDone(() => accounts.close())
  return accounts
}

/** A key that may ask as often as it likes. */
export const createNoBudget = () => ({ take: () => 0, told: () => undefined, shutOut: () => undefined })

/** A connection to a stand-in's account. */
export function connectionTo(
  standIn: CalcomStandIn,
  given: {
    companyId: string
    bookables: readonly Bookable[]
    hosts?: ReadonlyMap<number, string>
  } & Partial<CalcomConnection>,
): CalcomConnection {
  return {
    baseUrl: `${standIn.url}/v2`,
    dialect: 'hosted',
    apiKey: TEST_CALCOM_KEY,
    attendeeMailbox: 'termine@salon.test',
    language: 'de',
    mayWait: true,
    hosts: new Map(),
    ...given,
  }
}

export const TEST_CALCOM_KEY = 'cal_test'

type Day = AccountFile['schedules'] extends readonly (infer Schedule)[] | undefined
  ? Schedule extends { availability: readonly { days: readonly (infer Name)[] }[] }
    ? Name
    : never
  : never

const EVERY_DAY: Day[] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** The team everybody below is in: the key's owner owns it, and so sees what all of them have booked. */
const TEAM_ID = 1

/** A person over there with working hours of every day and an event type that only they do. Ids are `id` and `id * 100`. */
export function hostWithEventType(
  id: number,
  given: { name?: string; from?: string; to?: string; minutes?: number; interval?: number } = {},
): Required<Pick<AccountFile, 'users' | 'schedules' | 'eventTypes'>> {
  const { name = `Host ${id}`, from = '09:00', to = '17:00', minutes = 30, interval = 15 } = given
  return {
    users: [
      {
        id,
        name,
        email: `host${id}@example.test`,
        username: `host${id}`,
        timeZone: 'Europe/Berlin',
        defaultScheduleId: id,
      },
    ],
    schedules: [
      { id, ownerId: id, availability: from === to ? [] : [{ days: EVERY_DAY, startTime: from, endTime: to }] },
    ],
    eventTypes: [
      {
        id: id * 100,
        title: `Termin bei ${name}`,
        slug: `termin-${id}`,
        lengthInMinutes: minutes,
        slotInterval: interval,
        teamId: TEAM_ID,
        schedulingType: 'roundRobin',
        hosts: [{ userId: id }],
      },
    ],
  }
}

/** An event type of the team that goes to whoever of these is free. */
export function poolEventType(id: number, hostIds: readonly number[], minutes = 30): Pick<AccountFile, 'eventTypes'> {
  const hosts = hostIds.map((userId) => ({ userId }))
  const base = { title: 'Termin im Team', slug: `team-${id}`, lengthInMinutes: minutes, slotInterval: 15 }
  return { eventTypes: [{ id, ...base, teamId: TEAM_ID, schedulingType: 'roundRobin', hosts }] }
}

/** Several of them as one account, whose key is the first one's. */
export function accountOf(
  parts: readonly Partial<AccountFile>[],
  dialect: AccountFile['dialect'] = 'hosted',
): AccountFile {
  const users = parts.flatMap((part) => part.users ?? [])
  const [owner] = users
  return {
    dialect,
    users,
    schedules: parts.flatMap((part) => part.schedules ?? []),
    teams: [
      {
        id: TEAM_ID,
        name: 'Salon',
        slug: 'salon',
        members: users.map(({ id }) => ({ id, userId: id, role: id === owner?.id ? 'OWNER' : 'MEMBER' })),
      },
    ],
    eventTypes: parts.flatMap((part) => part.eventTypes ?? []),
    busyTimes: parts.flatMap((part) => part.busyTimes ?? []),
    apiKeys: [{ key: TEST_CALCOM_KEY, name: 'test', userId: owner?.id ?? 1 }],
  }
}

export const testSealing = createSealer(new Uint8Array(32).fill(7), [], systemRandom)

/** Calendars of companies of a test, with connections of its own. */
export function createTestCalendars(accounts: CalcomAccounts = createTestAccounts()): CompanyCalendars {
  const events = { cacheAnswered: () => undefined, cacheChanged: () => undefined }
  const cache = createCache({ clock: systemClock, events })
  const parts = {
    sealing: testSealing,
    clock: systemClock,
    accounts,
    loadDays: loadWithoutCache,
    warmDays: loadWithoutCache,
    cache,
  }
  return createCompanyCalendars(parts)
}

/** Gives a company its calendar at a stand-in: its staff are the hosts 1, 2 … there, each with an event type of their own. */
export async function connectCompany(
  db: Db,
  company: Pick<TestCompany, 'id' | 'staffIds' | 'serviceIds'>,
  standIn: CalcomStandIn,
  given: { mayWait?: boolean; webhookSecret?: string; sealing?: Sealer } = {},
): Promise<void> {
  const [serviceId = ''] = Object.values(company.serviceIds)
  await db.inCompany(company.id, async (tx) => {
    await tx.updateTable('companies').set({ calendar: 'calcom' }).where('id', '=', company.id).execute()
    await keepConnection(
      tx,
      { sealing: given.sealing ?? testSealing },
      {
        companyId: company.id,
        baseUrl: `${standIn.url}/v2`,
        dialect: 'hosted',
        apiKey: TEST_CALCOM_KEY,
        attendeeMailbox: 'termine@salon.test',
        mayWait: given.mayWait ?? true,
        accountId: 1,
        teamIds: [TEAM_ID],
        ...(given.webhookSecret !== undefined && { webhookSecret: given.webhookSecret }),
      },
    )
    for (const [index, staffId] of company.staffIds.entries()) {
      const host = { calendar_reference: String(index + 1) }
      await tx.updateTable('staff').set(host).where('company_id', '=', company.id).where('id', '=', staffId).execute()
    }
    await setBookables(
      tx,
      company.id,
      company.staffIds.map((staffId, index) => ({
        serviceId,
        staffId,
        eventTypeId: (index + 1) * 100,
        durationMinutes: 30,
        sendsLength: false,
        isPool: false,
      })),
    )
  })
}
