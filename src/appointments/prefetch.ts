import type { Transaction } from 'kysely'

import type { Calendar } from '../calendars/calendar.ts'
import { isOptimised } from '../companies/optimisations.ts'
import type { Clock } from '../infra/clock.ts'
import type { Database } from '../infra/db/tables.ts'
import type { House } from '../openings/house.ts'
import type { Houses } from '../openings/load-house.ts'
import { searchDays } from './search.ts'
import type { CompanyDatabase } from './visit.ts'
import { askAhead } from './warm-openings.ts'

export type PrefetchDeps = {
  database: CompanyDatabase
  houses: Houses
  clock: Clock
  calendars: {
    of(
      tx: Transaction<Database>,
      company: { id: string; calendar: 'builtin' | 'calcom'; version: number },
    ): Promise<Calendar>
  }
}

/** Somebody is about to be on the line. */
export type RingingCall = {
  readonly companyId: string
  /** Where the number that rings leads; null when to no branch in particular. */
  readonly branchId: string | null
  /** What the call is called, where it has a name by now: decides whether this is on for it. */
  readonly callId: string
}

/** With more to choose from nobody knows what the caller wants. */
const MOST_SERVICES = 3
/** Most want an appointment within the week, and whatever day they ask for, two weeks from it on are looked at. */
const PREFETCH_DAYS = 7 + searchDays + 1
/** The phone rings for a few seconds, and the greeting takes some more. */
const PREFETCH_WITHIN_MS = 5_000

/**
 * Fetches what the first tool call will ask for while the phone is still ringing: the company's facts, and where its calendar
 * is elsewhere the coming weeks of its default service or of its first few, all at once. Never rejects; nobody waits for it.
 */
export async function prefetch(deps: PrefetchDeps, ringing: RingingCall): Promise<void> {
  const { companyId, branchId, callId } = ringing
  try {
    const known = await deps.database.inCompany(companyId, async (tx) => {
      const house = await deps.houses.get(tx, companyId)
      if (house === undefined || house.company.calendar === 'builtin') return undefined
      if (!isOptimised(house.company.optimisationShares ?? {}, 'prefetch', callId)) return undefined
      return { house, calendar: await deps.calendars.of(tx, { ...house.company, version: house.version }) }
    })
    if (known === undefined) return
    const signal = AbortSignal.timeout(PREFETCH_WITHIN_MS)
    const asked = likelyWishes(known.house, branchId).map((wish) =>
      askAhead({ ...deps, ...known }, { ...wish, days: PREFETCH_DAYS }, signal),
    )
    await Promise.allSettled(asked)
  } catch {
    // The tool call will meet the same fault, and knows what to say.
  }
}

function likelyWishes({ company, services }: House, branchId: string | null) {
  const branches = company.branches.filter(({ id }) => branchId === null || id === branchId).slice(0, 1)
  const usual = services.filter((service) => service.isDefault)
  const likely = usual.length > 0 ? usual : services
  return branches.flatMap((branch) => likely.slice(0, MOST_SERVICES).map((service) => ({ service, branch })))
}
