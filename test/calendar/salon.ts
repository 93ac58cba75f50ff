import type { CalcomStandIn } from '../../sim/calcom/start.ts'
import { cachedDays } from '../../src/calendars/calcom/cached-days.ts'
import { type CompanyCalendars, createCompanyCalendars } from '../../src/calendars/company-calendars.ts'
import { createCache } from '../../src/infra/cache/create-cache.ts'
import type { Clock } from '../../src/infra/clock.ts'
import type { Db } from '../../src/infra/db/database.ts'
import { createHouses, type Houses } from '../../src/openings/load-house.ts'
import {
  accountOf,
  connectCompany,
  createNoBudget,
  createTestAccounts,
  hostWithEventType,
  startTestCalcom,
  testSealing,
} from '../harness/calcom.ts'
import { createTestCompany, type TestCompany } from '../harness/company.ts'

/** A database, as the gateway and as its owner see it. */
export type Stage = { readonly db: Db; readonly ownerUrl: string }

/** A company whose calendar is an account at a stand-in of its own, with what one process of the gateway knows of both. */
export type Salon = {
  readonly stage: Stage
  readonly clock: Clock
  readonly company: TestCompany
  readonly standIn: CalcomStandIn
  readonly houses: Houses
  readonly calendars: CompanyCalendars
}

export type SalonOptions = {
  clock: Clock
  /** Each works every day from nine to five, in half hours. */
  staffCount: number
  seed: number
  faults: string
  /** Minutes from one start to the next. */
  interval?: number
  /** How long the breaker keeps callers away; the real minute unless given. */
  breakerOpenMs?: number
  webhookSecret?: string
  /** Whether bookings wait over there for somebody's word. */
  awaitsApprovalThere?: boolean
}

/**
 * Opens one. Its key may ask as often as it likes: what a key may ask in a minute, ten thousand bookings would wait for
 * the whole night.
 */
export async function openSalon(stage: Stage, options: SalonOptions): Promise<Salon> {
  const { clock, staffCount, seed, faults, interval = 30, breakerOpenMs, webhookSecret } = options
  const confirmation = options.awaitsApprovalThere === true ? {} : null
  const numbers = Array.from({ length: staffCount }, (_, index) => index + 1)
  const staff = numbers.map((number) => `Anna Abel${number}`)
  const company = await createTestCompany(stage.db, { checksConfirmation: false, staff })
  const hosts = numbers.map((number) => hostWithEventType(number, { interval }))
  const account = accountOf(
    hosts.map((host) => ({ ...host, eventTypes: (host.eventTypes ?? []).map((one) => ({ ...one, confirmation })) })),
  )
  const standIn = await startTestCalcom({ account, clock, faults, seed })
  await connectCompany(stage.db, company, standIn, { ...(webhookSecret !== undefined && { webhookSecret }) })
  const accounts = createTestAccounts({
    createBudget: createNoBudget,
    ...(breakerOpenMs !== undefined && { breakerOpenMs }),
  })
  const cache = createCache({ clock, events: { cacheAnswered: () => undefined, cacheChanged: () => undefined } })
  const days = { cache, clock, webhooksAreProven: async () => false }
  const calendars = createCompanyCalendars({
    sealing: testSealing,
    clock,
    accounts,
    loadDays: cachedDays(days),
    warmDays: cachedDays(days),
    cache,
  })
  return { stage, clock, company, standIn, houses: createHouses({ clock }), calendars }
}
