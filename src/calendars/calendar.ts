import type { Intervals } from '../infra/intervals.ts'
import type { WeeklyHours } from '../infra/weekly-hours.ts'

/**
 * Where a company's working times live: Ringbook's own calendar or somebody else's. It tells when resources could work;
 * who has them already is occupancy's to know, for every calendar alike.
 */
export type Calendar = {
  /**
   * For each resource asked for, the stretches it could work on the days of the range, before our own appointments and holds
   * are taken off. Sorted, disjoint, half-open, nothing outside the range; a resource that does not work is there with none.
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
  readonly resources: readonly CalendarResource[]
  /** When the house is open on a day of the range. */
  readonly openOn: (date: Temporal.PlainDate) => Intervals
}

/** Something that does one appointment at a time, as far as a calendar needs to know it. */
export type CalendarResource = {
  readonly id: string
  readonly hours: WeeklyHours
  readonly timeOff: Intervals
  /** What it is called in an outside calendar. */
  readonly calendarReference: string | null
}

/** Resource id to the stretches it could work. */
export type FreeTimes = ReadonlyMap<string, Intervals>

/** The calendar could not be asked, or did not answer in time. Nothing is known then: not "nothing is free". */
export class CalendarUnavailableError extends Error {
  override readonly name = 'CalendarUnavailableError'
}

/** An outside calendar's copy of our bookings. A time-out is neither yes nor no: 'unknown'. */
export type CalendarMirror = {
  book(
    booking: MirrorBooking,
    signal: AbortSignal,
  ): Promise<
    | { readonly kind: 'booked'; readonly calendarReference: string }
    | { readonly kind: 'taken' }
    | { readonly kind: 'unknown' }
  >
  /** By our own reference, which every booking made for us carries. */
  find(
    reference: string,
    signal: AbortSignal,
  ): Promise<
    | { readonly kind: 'found'; readonly calendarReference: string }
    | { readonly kind: 'absent' }
    | { readonly kind: 'unknown' }
  >
}

/** A booking as an outside calendar is told it. */
export type MirrorBooking = {
  /** Ours: the identity of the booking on both sides. */
  readonly reference: string
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly zone: string
  readonly attendeeName: string
  readonly attendeePhone: string | null
  readonly attendeeEmail: string | null
  /** What service and staff are called over there. */
  readonly serviceReference: string | null
  readonly staffReference: string | null
}
