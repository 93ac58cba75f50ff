import type { CalendarBooking } from '../calendars/mirror.ts'

/**
 * What each of these bookings was called before it was moved, latest first, as far as they tell: a calendar that gives a moved booking
 * a new reference names the one before alone, and an appointment may be known by the one before that.
 */
export function traceMoves(bookings: readonly CalendarBooking[]): ReadonlyMap<string, readonly string[]> {
  const movedFrom = new Map(bookings.map((one) => [one.calendarReference, one.movedFrom]))
  return new Map(
    bookings.map(({ calendarReference }) => {
      // A set: a calendar that names a circle must not keep anybody in it.
      const earlier = new Set<string>()
      let before = movedFrom.get(calendarReference) ?? null
      while (before !== null && !earlier.has(before)) {
        earlier.add(before)
        before = movedFrom.get(before) ?? null
      }
      return [calendarReference, [...earlier]]
    }),
  )
}
