import type { EventType } from './account.ts'
import { overlaps, type Stretch } from './intervals.ts'
import { utcDaysOf } from './working-time.ts'

export type BookingStatus = 'accepted' | 'pending' | 'cancelled' | 'rejected'

export type Attendee = {
  name: string
  email: string
  timeZone: string
  language: string
  phoneNumber?: string
  absent: boolean
}

export type Booking = Stretch & {
  readonly id: number
  readonly uid: string
  readonly eventType: EventType
  /** Who is taken by it, the organizer first. */
  hostIds: readonly number[]
  readonly title: string
  status: BookingStatus
  readonly location: string
  attendees: readonly Attendee[]
  readonly guests: readonly string[]
  responses: Readonly<Record<string, unknown>>
  metadata: Readonly<Record<string, string>>
  absentHost: boolean
  readonly createdMs: number
  updatedMs: number
  readonly icsUid: string
  cancellationReason?: string | null
  cancelledByEmail?: string | null
  readonly reschedulingReason?: string
  readonly rescheduledByEmail: string | null
  readonly rescheduledFromUid?: string
  rescheduledToUid?: string
}

/** What may change after a booking was made. */
export type BookingChange = Partial<
  Pick<
    Booking,
    | 'status'
    | 'hostIds'
    | 'attendees'
    | 'absentHost'
    | 'cancellationReason'
    | 'cancelledByEmail'
    | 'rescheduledToUid'
    | 'metadata'
  >
>

/** The bookings, filed so that no question about a day walks through all of them. */
export type Diary = {
  readonly size: number
  all(): Iterable<Booking>
  byUid(uid: string): Booking | undefined
  byEmail(email: string): readonly Booking[]
  byEventType(id: number): readonly Booking[]
  byHost(userId: number): readonly Booking[]
  /** The number of a person's latest booking of an event type; 0 when there has been none. */
  lastTurn(userId: number, eventTypeId: number): number
  /** Those of a person that touch the stretch, ended ones too. */
  touching(userId: number, stretch: Stretch): readonly Booking[]
  /** Those touching the stretch that keep this person from anything else, buffers not counted. */
  blocking(userId: number, stretch: Stretch): readonly Booking[]
  /** False when somebody has exactly this time with the same organizer: the unique key of the database over there. */
  add(booking: Booking): boolean
  /** False, and nothing changed, when the change would break the unique key. */
  change(booking: Booking, change: BookingChange, nowMs: number): boolean
  /** Bookings changed at or after an instant, each once, in the order of their last change. */
  changedSince(sinceMs: number): readonly Booking[]
}

export function createDiary(): Diary {
  const bookings = new Map<string, Booking>()
  const emails = new Map<string, Booking[]>()
  const eventTypes = new Map<number, Booking[]>()
  const hosts = new Map<number, Booking[]>()
  const days = new Map<string, Set<Booking>>()
  const keys = new Set<string>()
  const turns = new Map<string, number>()
  const log: { booking: Booking; atMs: number }[] = []

  const fileDays = (booking: Booking) => {
    for (const place of placesOf(booking)) file(days, place, () => new Set<Booking>()).add(booking)
  }
  const unfileDays = (booking: Booking) => {
    for (const place of placesOf(booking)) days.get(place)?.delete(booking)
  }
  const note = (booking: Booking) => log.push({ booking, atMs: booking.updatedMs })

  const touching = (userId: number, stretch: Stretch) => {
    const found = new Set<Booking>()
    for (const day of utcDaysOf(stretch)) {
      for (const booking of days.get(`${userId} ${day}`) ?? []) if (overlaps(booking, stretch)) found.add(booking)
    }
    return [...found]
  }

  return {
    get size() {
      return bookings.size
    },
    all: () => bookings.values(),
    byUid: (uid) => bookings.get(uid),
    byEmail: (email) => emails.get(email.toLowerCase()) ?? [],
    byEventType: (id) => eventTypes.get(id) ?? [],
    byHost: (userId) => hosts.get(userId) ?? [],
    lastTurn: (userId, eventTypeId) => turns.get(`${userId} ${eventTypeId}`) ?? 0,
    touching,
    blocking: (userId, stretch) => touching(userId, stretch).filter(isBlocking),
    add(booking) {
      const key = keyOf(booking)
      if (key !== undefined && keys.has(key)) return false
      if (key !== undefined) keys.add(key)
      bookings.set(booking.uid, booking)
      for (const { email } of booking.attendees) file(emails, email.toLowerCase(), newList).push(booking)
      file(eventTypes, booking.eventType.id, newList).push(booking)
      for (const hostId of booking.hostIds) {
        file(hosts, hostId, newList).push(booking)
        turns.set(`${hostId} ${booking.eventType.id}`, booking.id)
      }
      fileDays(booking)
      note(booking)
      return true
    },
    change(booking, change, nowMs) {
      const before = keyOf(booking)
      const after = keyOf({ ...booking, ...change })
      if (after !== undefined && after !== before && keys.has(after)) return false
      if (before !== undefined) keys.delete(before)
      if (after !== undefined) keys.add(after)
      for (const hostId of change.hostIds ?? []) {
        if (!booking.hostIds.includes(hostId)) file(hosts, hostId, newList).push(booking)
      }
      unfileDays(booking)
      Object.assign(booking, change, { updatedMs: nowMs })
      fileDays(booking)
      note(booking)
      return true
    },
    changedSince(sinceMs) {
      const found = new Set<Booking>()
      // Backwards from the latest; a clock that was set back makes the log unsorted, so all of it is read.
      for (let index = log.length - 1; index >= 0; index--) {
        const entry = log[index]
        if (entry !== undefined && entry.booking.updatedMs >= sinceMs) found.add(entry.booking)
        if (entry !== undefined && entry.atMs < sinceMs - CLOCK_SLACK_MS) break
      }
      return [...found].toReversed()
    },
  }
}

/** How far a clock may have been set back without the log being misread: a day. */
const CLOCK_SLACK_MS = 86_400_000

function newList(): Booking[] {
  return []
}

function file<K, V>(index: Map<K, V>, key: K, make: () => V): V {
  const known = index.get(key)
  if (known !== undefined) return known
  const made = make()
  index.set(key, made)
  return made
}

function placesOf(booking: Booking): string[] {
  return booking.hostIds.flatMap((hostId) => utcDaysOf(booking).map((day) => `${hostId} ${day}`))
}

/** Unconfirmed bookings keep nobody out unless their type says so. */
function isBlocking({ status, eventType }: Booking): boolean {
  return status === 'accepted' || (status === 'pending' && eventType.confirmation?.blocksUnconfirmed === true)
}

/** Only accepted bookings have one: cancelling and rejecting clear it, pending ones have none yet. */
function keyOf({ status, startMs, endMs, hostIds }: Booking): string | undefined {
  return status === 'accepted' ? `${startMs}.${endMs}.${hostIds[0]}` : undefined
}
