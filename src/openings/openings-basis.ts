import type { FreeTimes } from '../calendars/free-time.ts'
import type { BookingRules } from '../companies/rules.ts'
import type { Intervals } from '../infra/intervals.ts'
import { MINUTE_MS, wallDay } from '../infra/wall-day.ts'
import type { VisitPart } from './visit-plan.ts'

/** One service of a visit, with those who do it. */
export type BasisPart = VisitPart & { readonly resourceIds: readonly string[] }

/**
 * Everything that decides which starts are free for a service, or several in one visit, at one branch, as plain values. Finding openings and judging
 * a start read the same basis, so that they cannot disagree.
 */
export type OpeningsBasis = {
  /** IANA zone of the company; every wall time below is in it. */
  readonly zone: string
  readonly nowMs: number
  /** The days looked at: from the first until before the end. */
  readonly firstDate: Temporal.PlainDate
  readonly endDate: Temporal.PlainDate
  readonly durationMinutes: number
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  /**
   * What is taken of whom, where that is more than one stretch of one person: several services, or gaps. The buffers above mean
   * nothing then. Only with a calendar that tells stretches.
   */
  readonly parts?: readonly BasisPart[]
  readonly rules: Pick<BookingRules, 'minimumNoticeMinutes' | 'horizonDays' | 'slotGridMinutes'>
  /** When the branch is open. */
  readonly open: (date: Temporal.PlainDate) => Intervals
  /** When each resource that could do it could work; its keys are all the resources there are. */
  readonly free: FreeTimes
  /** What each resource is taken for already, buffers inside, in any order; resources may be missing. */
  readonly busy: ReadonlyMap<string, Intervals>
}

/** From which instant on a start is far enough ahead. */
export function earliestStartMs(basis: Pick<OpeningsBasis, 'nowMs' | 'rules'>): number {
  return basis.nowMs + basis.rules.minimumNoticeMinutes * MINUTE_MS
}

/** From which instant on a start is too far ahead: the end of the last bookable day, which is `horizonDays` after today. */
export function horizonEndMs(basis: Pick<OpeningsBasis, 'nowMs' | 'zone' | 'rules'>): number {
  const lastDate = localDate(basis.nowMs, basis.zone).add({ days: basis.rules.horizonDays })
  return wallDay(lastDate, basis.zone).endMs
}

/** The date the calendar on the wall of a zone shows at an instant. */
export function localDate(instantMs: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(zone).toPlainDate()
}
