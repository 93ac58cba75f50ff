/**
 * An outside calendar's copy of our bookings. Postgres has decided already when it is asked; it agrees, refuses, or leaves us
 * not knowing. Each call sends at most one request that writes: a second one is for the job that settles what is unknown.
 */
export type CalendarMirror = {
  /** Writes a booking down over there. */
  book(booking: MirrorBooking, signal: AbortSignal): Promise<BookAnswer>
  /** Takes a booking to another time, and to another person or service where `to` says so. The new time is secured first. */
  move(move: MirrorMove, signal: AbortSignal): Promise<MoveAnswer>
  /** Takes a booking off the calendar. One that is not there, or no longer, counts as cancelled. */
  cancel(cancellation: MirrorCancellation, signal: AbortSignal): Promise<CancelAnswer>
  /** Agrees to a booking that waits over there for somebody's word, or refuses it. */
  decide(decision: MirrorDecision, signal: AbortSignal): Promise<DecideAnswer>
  /** What stands over there under our own reference, which every booking made for us carries; cancelled ones are not told. */
  find(sought: MirrorSearch, signal: AbortSignal): Promise<FindAnswer>
  /**
   * One booking as it is now, cancelled or not; undefined when there is none of this reference.
   *
   * @throws CalendarUnavailableError when it cannot tell; the signal's reason.
   */
  read(calendarReference: string, signal: AbortSignal): Promise<CalendarBooking | undefined>
  /**
   * What has changed over there at `since` or later, cancelled bookings too, least lately changed first.
   *
   * @throws CalendarUnavailableError when it cannot tell; the signal's reason.
   */
  changes(since: Temporal.Instant, signal: AbortSignal): Promise<readonly CalendarBooking[]>
  /**
   * What stands over there that begins in a range: `from` ≤ start < `to`; cancelled bookings are not told.
   *
   * @throws CalendarUnavailableError when it cannot tell; the signal's reason.
   */
  bookings(
    range: { from: Temporal.Instant; to: Temporal.Instant },
    signal: AbortSignal,
  ): Promise<readonly CalendarBooking[]>
}

/** A booking as an outside calendar is told it. */
export type MirrorBooking = {
  /** Ours: the identity of the booking on both sides. */
  readonly reference: string
  /** Ours too: what the calendar knows them by is its own business. */
  readonly serviceId: string
  readonly staffId: string
  /** Whether nobody else will do. A pool gives whom it likes. */
  readonly staffAskedFor: boolean
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  /** IANA zone of the company. */
  readonly zone: string
  readonly attendeeName: string
  /** E.164. */
  readonly attendeePhone: string | null
  readonly attendeeEmail: string | null
}

/** A booking that stands, and what it is to become. */
export type MirrorMove = {
  /** What the calendar gave when it was booked. */
  readonly calendarReference: string
  /** Whom and what it is booked with so far. */
  readonly from: { readonly serviceId: string; readonly staffId: string }
  /** The same reference as before. */
  readonly to: MirrorBooking
  /** The time it has so far, where that is known. */
  readonly was?: TimeThere
}

export type MirrorCancellation = {
  readonly reference: string
  readonly calendarReference: string
  /** Shown in the calendar; ours, not the caller's words. */
  readonly reason: string
  /** The time that becomes free, where it is known. */
  readonly was?: TimeThere
}

/** Whose time it is, and when. */
export type TimeThere = Pick<MirrorBooking, 'staffId' | 'startsAt' | 'endsAt' | 'zone'>

export type MirrorDecision = {
  readonly calendarReference: string
  readonly verdict: 'approve' | 'reject'
  /** Told to whoever is refused. */
  readonly reason: string
}

export type MirrorSearch = {
  readonly reference: string
  /** When it was asked for: nothing that was made earlier is looked at, but for the next. */
  readonly since: Temporal.Instant
  /** What was booked under it before; looked at whenever it was made, and wherever it was moved to. */
  readonly calendarReference?: string | null
}

/**
 * Surely not done: it was refused for what it says (`refused`), somebody else has the time (`taken`), or nothing was sent or the
 * calendar was not working (`unavailable`). `unknown` is neither yes nor no.
 */
export type NotDone =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly why: RefusalReason }
  | Unavailable
  | { readonly kind: 'unknown' }

/** `mayWait`: the company lets bookings wait here until the calendar is back. */
export type Unavailable = { readonly kind: 'unavailable'; readonly mayWait: boolean }

/**
 * Too near, beyond what can be booked, more than one person may have, a contact it does not accept, or it may not be done at all
 * over there (the kind of booking is gone, or not ours).
 */
export type RefusalReason = 'notice' | 'window' | 'limit' | 'contact' | 'not_allowed'

/** What the calendar made of a booking. */
export type Written = {
  readonly calendarReference: string
  /** Ours; only where the calendar chose somebody else than was named. */
  readonly staffId?: string
  /** Somebody over there has still to agree. */
  readonly awaitsApproval?: boolean
}

export type BookAnswer = ({ readonly kind: 'booked' } & Written) | NotDone
/** `calendarReference` is a new one where the calendar gives one. */
export type MoveAnswer = ({ readonly kind: 'moved' } & Written) | NotDone
export type CancelAnswer = { readonly kind: 'cancelled' } | Exclude<NotDone, { kind: 'taken' }>
/** `refused` also when it does not wait any more; `taken` when somebody else has its time by now. */
export type DecideAnswer = { readonly kind: 'decided' } | NotDone
export type FindAnswer =
  | { readonly kind: 'found'; readonly bookings: readonly CalendarBooking[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' }

/** A booking as an outside calendar tells it. */
export type CalendarBooking = {
  readonly calendarReference: string
  /** Ours; null for one that was made elsewhere. */
  readonly reference: string | null
  readonly state: 'accepted' | 'pending' | 'cancelled' | 'rejected'
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  /** Ours; null for what the company does not offer here, or not with this person. */
  readonly serviceId: string | null
  readonly staffId: string | null
  readonly attendeeName: string
  readonly attendeePhone: string | null
  readonly attendeeEmail: string | null
  /** Whether the attendee was absent. */
  readonly isNoShow: boolean
  /** What it was moved from, or to. */
  readonly movedFrom: string | null
  readonly movedTo: string | null
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}
