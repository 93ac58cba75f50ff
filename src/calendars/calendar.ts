import type { Intervals } from '../infra/intervals.ts'
import type { WeeklyHours } from '../infra/weekly-hours.ts'
import type { FreeTimes } from './free-time.ts'
import type { CalendarMirror } from './mirror.ts'

/**
 * Where a company's working times live: Ringbook's own calendar or somebody else's. It tells when resources could work;
 * who has them already is occupancy's to know, for every calendar alike.
 */
export type Calendar = {
  /**
   * For each resource asked for, when it could work on the days of the range, before our own appointments and holds are taken
   * off. Nothing outside the range; a resource that does not work is there with nothing. All resources are told in one way, as
   * stretches or as starts.
   *
   * @throws the signal's reason as soon as it fires; CalendarUnavailableError when the calendar cannot tell.
   */
  freeTimes(request: FreeTimesRequest, signal: AbortSignal): Promise<FreeTimes>
  /** What keeps a copy of our bookings; missing where Postgres alone is the truth. */
  readonly mirror?: CalendarMirror
}

export type FreeTimesRequest = {
  /** IANA zone whose days are meant. */
  readonly zone: string
  /** The first day, and the day after the last. */
  readonly firstDate: Temporal.PlainDate
  readonly endDate: Temporal.PlainDate
  /** What is to be done, and how long it takes. */
  readonly service: { readonly id: string; readonly durationMinutes: number }
  readonly resources: readonly CalendarResource[]
  /** When the house is open on a day of the range. */
  readonly openOn: (date: Temporal.PlainDate) => Intervals
  /** The calendar's reference of an appointment that is being moved: it does not stand in its own way. */
  readonly movingReference?: string | null
  /** What the question is about; the other days are for what else could be had. Missing: all days and everybody. */
  readonly wanted?: WantedDays | undefined
}

/**
 * Days somebody wants to come on. That nothing is free then turns a caller away, so a calendar that remembers must not say it for
 * long without asking.
 */
export type WantedDays = {
  readonly firstDate: Temporal.PlainDate
  /** The day after the last. */
  readonly endDate: Temporal.PlainDate
  /** With whom; null for anybody. */
  readonly resourceId: string | null
}

/** Something that does one appointment at a time, as far as a calendar needs to know it. */
export type CalendarResource = {
  readonly id: string
  readonly hours: WeeklyHours
  readonly timeOff: Intervals
}

/** The calendar could not be asked, or did not answer in time. Nothing is known then: not "nothing is free". */
export class CalendarUnavailableError extends Error {
  override readonly name = 'CalendarUnavailableError'
}
