import type { Service } from '../../catalog/service.ts'
import type { Branch } from '../../companies/company.ts'
import { activeCompanies } from '../../companies/routing.ts'
import { rulesFor } from '../../companies/rules.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Db } from '../../infra/db/database.ts'
import type { MinuteRange, WeeklyHours } from '../../infra/weekly-hours.ts'
import type { House } from '../../openings/house.ts'
import { createHouses } from '../../openings/load-house.ts'
import { type Finding, bad, firstLine, good, skipped } from './finding.ts'

const CHECK = 'Services'
/** Of a long list the first show what is wrong. */
const MOST_NAMED = 5
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]

/**
 * Whether everything on offer can be had in an ordinary week. What takes longer than a branch is open at a stretch is asked
 * for in vain on every day there is, and callers only hear that this one does not suit. Calendars elsewhere have hours of
 * their own and are not looked at.
 */
export async function checkServices(db: Db, clock: Clock): Promise<Finding> {
  const found: string[] = []
  let services = 0
  try {
    const houses = createHouses({ clock, capacity: 1 })
    for (const { id } of await activeCompanies(db.kysely)) {
      const house = await db.inCompany(id, (tx) => houses.get(tx, id))
      if (house === undefined || house.company.calendar !== 'builtin') continue
      services += house.services.length
      found.push(...neverFree(house).map((one) => tellNeverFree(house, one)))
    }
  } catch (error) {
    return skipped(CHECK, `cannot be read yet: ${firstLine(error)}`)
  }
  if (found.length === 0) return good(CHECK, `${services} fit into the hours of their branches`)
  const further = found.length > MOST_NAMED ? `; and ${found.length - MOST_NAMED} more` : ''
  return bad(
    CHECK,
    `never free: ${found.slice(0, MOST_NAMED).join('; ')}${further}`,
    'Lengthen the hours of the branch or of those who do it, or take them off it',
  )
}

/** A service somebody of a branch does, at no time that branch and they are there for all of it. */
type NeverFree = { readonly service: Service; readonly branch: Branch }

/** What can never be had where, however empty the diary: by wall time of the weekly hours, on the grid that holds there. */
export function neverFree(house: House): readonly NeverFree[] {
  return house.company.branches.flatMap((branch) =>
    house.services.flatMap((service) => {
      const doers = house.staff.filter((one) => one.branchId === branch.id && service.staffIds.includes(one.id))
      const { slotGridMinutes } = rulesFor(house.company, branch.id, service.id)
      const isHad = doers.some((one) => fitsInto(branch.hours, one.hours, service.durationMinutes, slotGridMinutes))
      return doers.length === 0 || isHad ? [] : [{ service, branch }]
    }),
  )
}

function fitsInto(open: WeeklyHours, present: WeeklyHours, durationMinutes: number, gridMinutes: number): boolean {
  const fits = (one: MinuteRange, other: MinuteRange) => {
    const fromMinute = Math.ceil(Math.max(one.fromMinute, other.fromMinute) / gridMinutes) * gridMinutes
    return fromMinute + durationMinutes <= Math.min(one.toMinute, other.toMinute)
  }
  return WEEKDAYS.some((weekday) =>
    (open[weekday] ?? []).some((one) => (present[weekday] ?? []).some((other) => fits(one, other))),
  )
}

function tellNeverFree({ company }: House, { service, branch }: NeverFree): string {
  const where = company.branches.length > 1 ? ` at ${branch.name}` : ''
  return `${service.name} (${service.durationMinutes} minutes)${where} of ${company.name}`
}
