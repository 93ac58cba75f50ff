import type { Calendar, WantedDays } from '../calendars/calendar.ts'
import type { Service } from '../catalog/service.ts'
import type { Branch } from '../companies/company.ts'
import { openIntervals } from '../companies/opening-hours.ts'
import type { BookingRules } from '../companies/rules.ts'
import { rulesForVisit } from '../companies/visit-rules.ts'
import type { Clock } from '../infra/clock.ts'
import { wallDay } from '../infra/wall-day.ts'
import type { StaffMember } from '../staff/staff-member.ts'
import type { House } from './house.ts'
import { localDate, type OpeningsBasis } from './openings-basis.ts'
import { planVisit } from './visit-plan.ts'

export type AskDeps = { readonly house: House; readonly calendar: Calendar; readonly clock: Clock }

export type OpeningsRequest = {
  readonly service: Service
  /** What is done after it in the same visit, in order. */
  readonly further?: readonly Service[]
  readonly branch: Branch
  /** Days of the company's zone, from the first until before the end. */
  readonly firstDate: Temporal.PlainDate
  readonly endDate: Temporal.PlainDate
  /** The calendar's reference of an appointment that is being moved: its own time counts as free. */
  readonly movingReference?: string | null
  /** What the question is about; missing: all of it. */
  readonly wanted?: WantedDays
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
  const { service, movingReference = null, wanted } = request
  const asked = { ...days, zone: basis.zone, service, resources, openOn: basis.open, movingReference, wanted }
  const free = await deps.calendar.freeTimes(asked, signal)
  return { ...basis, free }
}

/** Who works at the branch and does the service, or any of them. */
function resourcesFor(house: House, { service, further = [], branch }: OpeningsRequest): readonly StaffMember[] {
  const does = (person: StaffMember) => [service, ...further].some((one) => one.staffIds.includes(person.id))
  return house.staff.filter((person) => person.branchId === branch.id && does(person))
}

/** What is taken of whom, where one stretch of one person does not tell it. */
function partsOf(house: House, request: OpeningsRequest): Pick<OpeningsBasis, 'durationMinutes' | 'parts'> | undefined {
  const services = [request.service, ...(request.further ?? [])]
  const parts = planVisit(house.company, services)
  if (parts.length === 1 && parts[0]?.taken.length === 1) return undefined
  const resources = resourcesFor(house, request)
  return {
    durationMinutes: parts.at(-1)?.toMinute ?? 0,
    parts: parts.map((part, index) => ({
      ...part,
      resourceIds: resources.flatMap(({ id }) => (services[index]?.staffIds.includes(id) === true ? [id] : [])),
    })),
  }
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
    ...partsOf(deps.house, request),
    rules: rulesOf(deps.house, request),
    open: (date) => openIntervals(company, request.branch, date),
    free: new Map(),
    busy: new Map(),
  }
}

function rulesOf({ company }: House, { service, further = [], branch }: OpeningsRequest): BookingRules {
  const ids = [service, ...further].map(({ id }) => id)
  return rulesForVisit(company, branch.id, ids)
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
