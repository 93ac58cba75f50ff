import type { Transaction } from 'kysely'

import type { Cache } from '../infra/cache/cache.ts'
import type { Clock } from '../infra/clock.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Sealer } from '../infra/sealing.ts'
import { createBuiltinCalendar } from './builtin/builtin-calendar.ts'
import type { Asker, CalcomAccounts } from './calcom/accounts.ts'
import { createCalcomCalendar } from './calcom/calcom-calendar.ts'
import { type LoadDays, loadWithoutCache } from './calcom/load-days.ts'
import { mirrorWithChanges } from './calcom/openings-changes.ts'
import { createRangePace, type RangePace } from './calcom/range-pace.ts'
import { loadConnection } from './calcom/store.ts'
import { type Calendar, CalendarUnavailableError } from './calendar.ts'

/** Which calendar a company has. */
export type CompanyCalendars = {
  /**
   * The calendar of a company, as its facts of this version say. One small read in `tx` when they have changed.
   *
   * A company whose connection is missing has a calendar nobody can ask: its times are not Ringbook's to tell.
   */
  of(tx: Transaction<Database>, company: CompanyFacts, asker?: Asker): Promise<Calendar>
}

/** As much of a company's facts as decides about its calendar. */
export type CompanyFacts = {
  readonly id: string
  readonly calendar: 'builtin' | 'calcom'
  /** Grows with every change of the company's facts, its connection among them. */
  readonly version: number
  /** Whether what is known of it may be told again; missing is yes. */
  readonly isCached?: boolean
}

export type CompanyCalendarsDeps = {
  sealing: Sealer
  clock: Clock
  accounts: CalcomAccounts
  loadDays: LoadDays
  /** For jobs: fetches besides what will soon be out of date. */
  warmDays: LoadDays
  /** Where days are kept: what is written over there is taken into them. */
  cache: Cache
}

/** As many as houses are kept. */
const MOST_KEPT = 500

/** Keeps what was made for each company until its facts change. */
export function createCompanyCalendars(deps: CompanyCalendarsDeps): CompanyCalendars {
  const builtin = createBuiltinCalendar()
  const kept = new Map<string, { version: number; calendar: Calendar }>()
  const paces = createPaces()
  return {
    async of(tx, company, asker = 'caller') {
      if (company.calendar === 'builtin') return builtin
      const { isCached = true } = company
      const key = `${asker} ${isCached} ${company.id}`
      const known = kept.get(key)
      if (known?.version === company.version) return known.calendar
      const connection = await loadConnection(tx, deps, company.id)
      if (connection === undefined) return noCalendar
      const http = deps.accounts.http(connection, asker)
      const loadDays = !isCached ? loadWithoutCache : asker === 'job' ? deps.warmDays : deps.loadDays
      const calcom = createCalcomCalendar({
        connection,
        http,
        loadDays,
        clock: deps.clock,
        pace: paces.of(connection.baseUrl),
      })
      const mirror = mirrorWithChanges({ cache: deps.cache, connection }, calcom.mirror)
      const calendar = { ...calcom, mirror }
      kept.delete(key)
      kept.set(key, { version: company.version, calendar })
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_KEPT) break
        kept.delete(oldest)
      }
      return calendar
    },
  }
}

/** One for each server, whatever companies are there. */
function createPaces(): { of(baseUrl: string): RangePace } {
  const paces = new Map<string, RangePace>()
  return {
    of(baseUrl) {
      const { origin } = new URL(baseUrl)
      const pace = paces.get(origin) ?? createRangePace()
      paces.set(origin, pace)
      return pace
    },
  }
}

const noCalendar: Calendar = {
  async freeTimes() {
    throw new CalendarUnavailableError('The company has no connection to its calendar')
  },
}
