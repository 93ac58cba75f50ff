import type { Calendar } from '../calendars/calendar.ts'
import type { Service } from '../catalog/service.ts'
import type { Branch } from '../companies/company.ts'
import { openIntervals } from '../companies/opening-hours.ts'
import { rulesFor } from '../companies/rules.ts'
import type { Clock } from '../infra/clock.ts'
import { wallDay } from '../infra/wall-day.ts'
import type { StaffMember } from '../staff/staff-member.ts'
import type { House } from './house.ts'
import { localDate, type OpeningsBasis } from './openings-basis.ts'

export type AskDeps = { readonly house: House; readonly calendar: Calendar; readonly clock: Clock }

export type OpeningsRequest = {
  readonly service: Service
  readonly branch: Branch
  /** Days of the company's zone, from the first until before the end. */
  readonly firstDate: Temporal.PlainDate
  readonly endDate: Temporal.PlainDate
}

/** Two months are more than anybody is read; a wider question is cut there. */
const MOST_DAYS = 62

/**
 * Asks the calendar when those who do a service at a branch could work, about no days that no rule would let anybody book.
 * What they are taken for is left to whoever reads it, in the transaction that is going to take something: no transaction
 * stays open while a calendar is asked.
 *
 * @throws what the calendar throws: CalendarUnavailableError, the signal's reason.
 */
export async function askCalendar(
  deps: AskDeps,
  request: OpeningsRequest,
  signal: AbortSignal,
): Promise<OpeningsBasis> {
  const basis = emptyBasis(deps, request)
  const resources = resourcesFor(deps.house, request)
  const days = bookableDays(basis)
  if (days === undefined || resources.length === 0) return basis
  const free = await deps.calendar.freeTimes({ ...days, zone: basis.zone, resources, openOn: basis.open }, signal)
  return { ...basis, free }
}

/** Who works at the branch and does the service. */
function resourcesFor(house: House, request: OpeningsRequest): readonly StaffMember[] {
  return house.staff.filter(
    (person) => person.branchId === request.branch.id && request.service.staffIds.includes(person.id),
  )
}

function emptyBasis(deps: AskDeps, request: OpeningsRequest): OpeningsBasis {
  const { company } = deps.house
  return {
    zone: company.zone,
    nowMs: deps.clock.now().epochMilliseconds,
    firstDate: request.firstDate,
    endDate: earlier(request.endDate, request.firstDate.add({ days: MOST_DAYS })),
    durationMinutes: request.service.durationMinutes,
    bufferBeforeMinutes: request.service.bufferBeforeMinutes,
    bufferAfterMinutes: request.service.bufferAfterMinutes,
    rules: rulesFor(company, request.branch.id, request.service.id),
    open: (date) => openIntervals(company, request.branch, date),
    free: new Map(),
    busy: new Map(),
  }
}

/**
 * The days of the basis that are neither past nor beyond the horizon, and one more where the branch is open past midnight of
 * the last: an appointment may begin before it and end after.
 */
function bookableDays(
  basis: OpeningsBasis,
): { firstDate: Temporal.PlainDate; endDate: Temporal.PlainDate } | undefined {
  const today = localDate(basis.nowMs, basis.zone)
  const firstDate = later(basis.firstDate, today)
  const endDate = earlier(basis.endDate, today.add({ days: basis.rules.horizonDays + 1 }))
  if (Temporal.PlainDate.compare(firstDate, endDate) >= 0) return undefined
  const lastDate = endDate.subtract({ days: 1 })
  const runsOn = basis.open(lastDate).at(-1)?.endMs === wallDay(lastDate, basis.zone).endMs
  return { firstDate, endDate: runsOn ? endDate.add({ days: 1 }) : endDate }
}

function earlier(left: Temporal.PlainDate, right: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(left, right) <= 0 ? left : right
}

function later(left: Temporal.PlainDate, right: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(left, right) >= 0 ? left : right
}
