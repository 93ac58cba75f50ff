import type { Service } from '../catalog/service.ts'
import type { Branch } from '../companies/company.ts'
import type { BookingRules } from '../companies/rules.ts'
import { rulesForVisit } from '../companies/visit-rules.ts'
import { type Interval, sortIntervals } from '../infra/intervals.ts'
import { MINUTE_MS } from '../infra/wall-day.ts'
import type { MinuteRange } from '../infra/weekly-hours.ts'
import type { Stretch } from '../occupancy/stretch.ts'
import type { House } from '../openings/house.ts'
import { planVisit, type VisitPart } from '../openings/visit-plan.ts'

/** As much of a wish as says what is to be done, and where. */
type Wished = { house: House; branch: Branch; service: Service; further?: readonly Service[] }

/** Everything that is to be done in one visit, in order. */
function servicesOf({ service, further = [] }: Pick<Wished, 'service' | 'further'>): readonly Service[] {
  return [service, ...further]
}

/** The sum; null ("on request") when one of them is. In the company's minor unit. */
export function priceOf(wish: Pick<Wished, 'service' | 'further'>): number | null {
  return servicesOf(wish).reduce<number | null>(
    (sum, { priceMinor }) => (sum === null || priceMinor === null ? null : sum + priceMinor),
    0,
  )
}

/** The rules for all of it. */
export function rulesOf(wish: Wished): BookingRules {
  const ids = servicesOf(wish).map((service) => service.id)
  return rulesForVisit(wish.house.company, wish.branch.id, ids)
}

/** From the first moment anybody is taken for it to the last, buffers inside. */
export function reachOf(wish: Wished, startMs: number): Interval {
  const taken = planOf(wish).flatMap((part) => part.taken)
  return at(
    {
      fromMinute: Math.min(...taken.map((piece) => piece.fromMinute)),
      toMinute: Math.max(...taken.map((piece) => piece.toMinute)),
    },
    startMs,
  )
}

/** How long the customer is there. */
export function minutesOf(wish: Wished): number {
  return planOf(wish).at(-1)?.toMinute ?? 0
}

/** What it takes of whom, given who does each service; what overlaps of one person once. By person, then by start. */
export function stretchesOf(wish: Wished, staffIds: readonly string[], startMs: number): readonly Stretch[] {
  const pieces = planOf(wish).flatMap(({ taken }, index) =>
    taken.map((piece) => ({ resourceId: staffIds[index] ?? '', ...at(piece, startMs) })),
  )
  return [...Map.groupBy(pieces, (piece) => piece.resourceId)].flatMap(([resourceId, own]) =>
    sortIntervals(own).map((stretch) => ({ resourceId, ...stretch })),
  )
}

/** What it would take of one person, whatever of it they do. */
export function takenOf(wish: Wished, staffId: string, startMs: number): readonly Interval[] {
  const services = servicesOf(wish)
  return planOf(wish).flatMap(({ taken }, index) =>
    services[index]?.staffIds.includes(staffId) === true ? taken.map((piece) => at(piece, startMs)) : [],
  )
}

function planOf(wish: Wished): readonly VisitPart[] {
  return planVisit(wish.house.company, servicesOf(wish))
}

function at({ fromMinute, toMinute }: MinuteRange, startMs: number): Interval {
  return { startMs: startMs + fromMinute * MINUTE_MS, endMs: startMs + toMinute * MINUTE_MS }
}
