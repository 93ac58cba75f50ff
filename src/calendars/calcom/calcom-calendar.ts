import type { Clock } from '../../infra/clock.ts'
import type { Calendar } from '../calendar.ts'
import type { CalcomConnection } from './connection.ts'
import { freeStarts } from './free-starts.ts'
import type { CalcomHttp } from './http.ts'
import type { LoadDays } from './load-days.ts'
import { createRangePace, type RangePace } from './range-pace.ts'
import { bookingsWithin, changesSince, findBookings, readOne } from './read-bookings.ts'
import { book, cancel, decide, move } from './write-bookings.ts'

export type CalcomCalendarDeps = {
  connection: CalcomConnection
  http: CalcomHttp
  loadDays: LoadDays
  clock: Clock
  /** What is known of how much this server may be asked at once; nothing yet where it is missing. */
  pace?: RangePace
}

/** A company's Cal.com account as its calendar: it names starts, and keeps a copy of every booking. */
export function createCalcomCalendar(deps: CalcomCalendarDeps): Calendar & Required<Pick<Calendar, 'mirror'>> {
  const pace = deps.pace ?? createRangePace()
  return {
    freeTimes: (request, signal) => freeStarts({ ...deps, pace }, request, signal),
    mirror: {
      book: (booking, signal) => book(deps, booking, signal),
      move: (wanted, signal) => move(deps, wanted, signal),
      cancel: (cancellation, signal) => cancel(deps, cancellation, signal),
      decide: (decision, signal) => decide(deps, decision, signal),
      find: (sought, signal) => findBookings(deps, sought, signal),
      read: (uid, signal) => readOne(deps, uid, signal),
      changes: (since, signal) => changesSince(deps, since, signal),
      bookings: (range, signal) => bookingsWithin(deps, range, signal),
    },
  }
}
