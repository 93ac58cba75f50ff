/** When requests to book were sent that were confirmed, and when that was heard; monotonic milliseconds. */
export type BookingsSeen = {
  note(booking: { sentAtMs: number; heardAtMs: number }): void
  /** When the first booking was heard of that was sent after a moment; undefined while there is none. */
  firstSentAfter(momentMs: number): number | undefined
}

/** Remembers the bookings of one episode. What was sent before a kill and confirmed after it says nothing of recovery. */
export function createBookingsSeen(): BookingsSeen {
  const seen: { sentAtMs: number; heardAtMs: number }[] = []
  return {
    note: (booking) => {
      seen.push(booking)
    },
    firstSentAfter: (momentMs) => {
      const heard = seen.filter(({ sentAtMs }) => sentAtMs > momentMs).map(({ heardAtMs }) => heardAtMs)
      return heard.length === 0 ? undefined : Math.min(...heard)
    },
  }
}
