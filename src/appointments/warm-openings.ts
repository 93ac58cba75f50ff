import type { Transaction } from 'kysely'

import type { Calendar } from '../calendars/calendar.ts'
import { CalendarUnavailableError } from '../calendars/calendar.ts'
import type { Service } from '../catalog/service.ts'
import type { Branch } from '../companies/company.ts'
import { isOptimised } from '../companies/optimisations.ts'
import type { Clock } from '../infra/clock.ts'
import type { Database } from '../infra/db/tables.ts'
import { askCalendar } from '../openings/ask-calendar.ts'
import type { House } from '../openings/house.ts'
import type { Houses } from '../openings/load-house.ts'
import type { CompanyDatabase } from './visit.ts'

export type WarmDeps = {
  database: CompanyDatabase
  houses: Houses
  clock: Clock
  /** The company's calendar, which asks anew for what will soon be out of date. */
  patientCalendar(tx: Transaction<Database>, house: House): Promise<Calendar>
}

/** What was asked for so lately is likely to be asked for again before the next look. */
const LATELY_MINUTES = 10
/** Most who call want an appointment within the week; it is one question to the calendar. */
const WARM_DAYS = 7
/** One company's share of a look, and of what its calendar lets us ask. */
const MOST_SERVICES = 20

/**
 * Asks a company's calendar elsewhere for the coming week of every service that callers asked for lately, before the next of
 * them does. What nobody asks for is not fetched: a calendar counts requests. Gives how many services were looked at.
 *
 * A calendar that cannot be asked ends it; rejects with the signal's reason and for faults of ours.
 */
export async function warmOpenings(deps: WarmDeps, companyId: string, signal: AbortSignal): Promise<number> {
  const known = await deps.database.inCompany(companyId, async (tx) => {
    const house = await deps.houses.get(tx, companyId)
    if (house === undefined || house.company.calendar === 'builtin') return undefined
    if (!isOptimised(house.company.optimisationShares ?? {}, 'warming', companyId)) return undefined
    const since = deps.clock.now().subtract({ minutes: LATELY_MINUTES })
    const asked = await askedLately(tx, companyId, since)
    return { house, calendar: await deps.patientCalendar(tx, house), asked }
  })
  if (known === undefined) return 0
  const { house, calendar, asked } = known
  let warmed = 0
  for (const { branchId, serviceId } of asked) {
    const branch = house.company.branches.find(({ id }) => id === branchId)
    const service = house.services.find(({ id }) => id === serviceId)
    if (branch === undefined || service === undefined) continue
    try {
      await askAhead({ house, calendar, clock: deps.clock }, { service, branch, days: WARM_DAYS }, signal)
      warmed += 1
    } catch (error) {
      if (error instanceof CalendarUnavailableError) break
      throw error
    }
  }
  return warmed
}

/** Has the coming days of a service at a branch fetched, as far as they are not known. */
export async function askAhead(
  deps: { house: House; calendar: Calendar; clock: Clock },
  { service, branch, days }: { service: Service; branch: Branch; days: number },
  signal: AbortSignal,
): Promise<void> {
  const firstDate = deps.clock.now().toZonedDateTimeISO(deps.house.company.zone).toPlainDate()
  const range = { firstDate, endDate: firstDate.add({ days }) }
  // Nobody is turned away if a day turns out to be full.
  const wanted = { firstDate, endDate: firstDate, resourceId: null }
  await askCalendar(deps, { service, branch, ...range, wanted }, signal)
}

// by calls_recent, and the offers of each call by their primary key
async function askedLately(
  tx: Transaction<Database>,
  companyId: string,
  since: Temporal.Instant,
): Promise<readonly { branchId: string; serviceId: string }[]> {
  const rows = await tx
    .selectFrom('calls as call')
    .innerJoin('offers as offer', (join) =>
      join.onRef('offer.company_id', '=', 'call.company_id').onRef('offer.call_id', '=', 'call.id'),
    )
    .select((eb) => ['offer.branch_id', 'offer.service_id', eb.fn.countAll().as('times')])
    .where('call.company_id', '=', companyId)
    .where('call.created_at', '>=', since)
    .groupBy(['offer.branch_id', 'offer.service_id'])
    .orderBy('times', 'desc')
    .limit(MOST_SERVICES)
    .execute()
  return rows.map((row) => ({ branchId: row.branch_id, serviceId: row.service_id }))
}
