import { CalendarUnavailableError } from '../calendar.ts'
import { type CalendarBooking, type FindAnswer, type MirrorSearch } from '../mirror.ts'
import { bookingAnswer, bookingsAnswer, type CalcomBooking } from './answers.ts'
import type { CalcomConnection } from './connection.ts'
import { type CalcomHttp, CalcomNotFoundError } from './http.ts'
import { referenceOf, toCalendarBooking } from './read-booking.ts'
import { VERSIONS } from './versions.ts'

export type ReadDeps = { http: CalcomHttp; connection: CalcomConnection }

/** The most Cal.com gives at once. */
const PAGE = 250
/** A hundred thousand bookings: more is not what a company's key is for. */
const MOST_PAGES = 400
/** Clocks of two machines differ; what a moment earlier would have been written down is looked at too. */
const CLOCK_DIFFERENCE_SECONDS = 120

/**
 * What stands under a reference: among all that was made since it was asked for, and where the booking that was known has gone.
 * There is no looking for metadata over there, so each is read.
 */
export async function findBookings(deps: ReadDeps, sought: MirrorSearch, signal: AbortSignal): Promise<FindAnswer> {
  try {
    const since = sought.since.subtract({ seconds: CLOCK_DIFFERENCE_SECONDS })
    const { calendarReference: known = null } = sought
    const [made, followed] = await Promise.all([
      listBookings(deps.http, { afterCreatedAt: since.toString(), sortCreated: 'asc' }, signal),
      known === null ? [] : followBooking(deps.http, known, signal),
    ])
    const own = made.filter((booking) => referenceOf(booking) === sought.reference)
    const standing = new Map([...followed, ...own].filter(stands).map((booking) => [booking.uid, booking]))
    if (standing.size === 0) return { kind: 'absent' }
    return { kind: 'found', bookings: [...standing.values()].map((one) => toCalendarBooking(deps.connection, one)) }
  } catch (error) {
    if (error instanceof CalendarUnavailableError || error instanceof CalcomNotFoundError) return { kind: 'unknown' }
    throw error
  }
}

function stands({ status }: CalcomBooking): boolean {
  return status === 'accepted' || status === 'pending'
}

/** A booking and, where it was moved over there, what it became. */
async function followBooking(http: CalcomHttp, uid: string, signal: AbortSignal): Promise<CalcomBooking[]> {
  const followed: CalcomBooking[] = []
  let next: string | null = uid
  while (next !== null && !followed.some((booking) => booking.uid === next)) {
    const booking = await readBooking(http, next, signal)
    if (booking === undefined) break
    followed.push(booking)
    next = booking.rescheduledToUid ?? null
  }
  return followed
}

async function readBooking(http: CalcomHttp, uid: string, signal: AbortSignal): Promise<CalcomBooking | undefined> {
  const path = `/bookings/${encodeURIComponent(uid)}`
  try {
    return (await http.read({ method: 'GET', path, version: VERSIONS.bookings }, bookingAnswer, signal)).data
  } catch (error) {
    if (error instanceof CalcomNotFoundError) return undefined
    throw error
  }
}

/** One booking as it is now; undefined when there is none. */
export async function readOne(deps: ReadDeps, uid: string, signal: AbortSignal): Promise<CalendarBooking | undefined> {
  const booking = await readBooking(deps.http, uid, signal)
  return booking && toCalendarBooking(deps.connection, booking)
}

/** What has changed since, least lately changed first. */
export async function changesSince(
  deps: ReadDeps,
  since: Temporal.Instant,
  signal: AbortSignal,
): Promise<readonly CalendarBooking[]> {
  const query = { afterUpdatedAt: since.toString(), sortUpdatedAt: 'asc' }
  const changed = await listBookings(deps.http, query, signal)
  return changed.map((booking) => toCalendarBooking(deps.connection, booking))
}

/** What stands and begins within a range. */
export async function bookingsWithin(
  deps: ReadDeps,
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
  signal: AbortSignal,
): Promise<readonly CalendarBooking[]> {
  // An end is asked about over there: nothing that begins within the range ends later than a day after it.
  const query = {
    afterStart: from.subtract({ seconds: 1 }).toString(),
    beforeEnd: to.add({ hours: 24 }).toString(),
    sortStart: 'asc',
  }
  const listed = await listBookings(deps.http, query, signal)
  return listed
    .filter((booking) => stands(booking) && isWithin(booking.start, from, to))
    .map((booking) => toCalendarBooking(deps.connection, booking))
}

function isWithin(instant: Temporal.Instant, from: Temporal.Instant, to: Temporal.Instant): boolean {
  return Temporal.Instant.compare(from, instant) <= 0 && Temporal.Instant.compare(instant, to) < 0
}

/** All pages. What moves from page to page while they are read comes again in the next poll. */
async function listBookings(
  http: CalcomHttp,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<CalcomBooking[]> {
  const listed: CalcomBooking[] = []
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const paged = { ...query, take: String(PAGE), skip: String(page * PAGE) }
    const request = { method: 'GET', path: '/bookings', query: paged, version: VERSIONS.bookings } as const
    const { data, pagination } = await http.read(request, bookingsAnswer, signal)
    listed.push(...data)
    if (pagination ? !pagination.hasNextPage : data.length < PAGE) break
  }
  return listed
}
