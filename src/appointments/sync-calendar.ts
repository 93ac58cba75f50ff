import type { Transaction } from 'kysely'

import { changesUntil, noteComparison, notePoll, webhooksAbout } from '../calendars/calcom/sync-state.ts'
import { type Calendar, CalendarUnavailableError } from '../calendars/calendar.ts'
import type { CalendarBooking, CalendarMirror } from '../calendars/mirror.ts'
import type { Database } from '../infra/db/tables.ts'
import type { House } from '../openings/house.ts'
import type { Houses } from '../openings/load-house.ts'
import type { OutsideDeps, TakenOver } from './outside-booking.ts'
import { resolveConflicts } from './resolve-conflicts.ts'
import { takeOverBooking } from './take-over-booking.ts'
import { traceMoves } from './trace-moves.ts'
import { againWhenChanged } from './try-again.ts'
import type { CompanyDatabase } from './visit.ts'

/** What keeping up with a calendar elsewhere needs. */
export type SyncDeps = OutsideDeps & {
  database: CompanyDatabase
  houses: Houses
  patientCalendar(tx: Transaction<Database>, house: House): Promise<Calendar>
  /** Told of every stretch in which something turned out to be other than was thought. */
  openingsChanged(change: {
    companyId: string
    staffId: string | null
    from: Temporal.Instant
    to: Temporal.Instant
  }): Promise<void>
}

/**
 * How many bookings each kind of thing was done about; `resolved`: so many that overlapped another have got their time; `unread`: of
 * so many the calendar could not tell.
 */
export type SyncCounts = Partial<Record<TakenOver | 'resolved' | 'unread', number>>

/** A company is new here: what was changed in its calendar before does not concern it, as everything was read then. */
const FIRST_LOOK_HOURS = 24
/** Two machines' clocks differ, and an answer may be older than it looks: the last of it is looked at twice. */
const OVERLAP_SECONDS = 120
/** A webhook may be under way so long; younger changes are for the next look to judge. */
const UNDER_WAY_SECONDS = 30
/** As far ahead as anybody can book, two years. */
const COMPARED_DAYS = 730
const LEFTOVER_DEADLINE_MS = 15_000

/**
 * Looks for what has changed in a company's calendar since the last look, and takes it over. Counts what webhooks had told of
 * before: by that they are relied on, or not.
 */
export async function pollChanges(deps: SyncDeps, companyId: string, signal: AbortSignal): Promise<SyncCounts> {
  const polledAt = deps.clock.now()
  const known = await enter(deps, companyId, async (tx) => await changesUntil(tx, companyId))
  if (known === undefined) return {}
  const since = known.value ?? polledAt.subtract({ hours: FIRST_LOOK_HOURS })
  const changes = await known.mirror.changes(since.subtract({ seconds: OVERLAP_SECONDS }), signal)
  const counts = await takeOverAll(deps, known, changes)
  const until = polledAt.subtract({ seconds: UNDER_WAY_SECONDS })
  const judged = changes.filter(({ updatedAt }) => isBetween(since, updatedAt, until))
  await deps.database.inCompany(companyId, async (tx) => {
    const told = await webhooksAbout(
      tx,
      companyId,
      judged.map((booking) => booking.calendarReference),
    )
    const inTime = judged.filter((booking) => {
      const toldAt = told.get(booking.calendarReference)
      return (
        toldAt !== undefined &&
        Temporal.Instant.compare(toldAt.add({ seconds: UNDER_WAY_SECONDS }), booking.updatedAt) >= 0
      )
    })
    const changesUntil = Temporal.Instant.compare(until, since) > 0 ? until : since
    await notePoll(tx, companyId, { polledAt, changesUntil, changes: judged.length, knownByWebhook: inTime.length })
  })
  return counts
}

/** Compares everything that is still to come, from both sides. */
export async function compareCalendar(deps: SyncDeps, companyId: string, signal: AbortSignal): Promise<SyncCounts> {
  const from = deps.clock.now()
  const to = from.add({ hours: COMPARED_DAYS * 24 })
  const known = await enter(deps, companyId, async (tx) => await readCopies(tx, companyId, from))
  if (known === undefined) return {}
  const there = await known.mirror.bookings({ from, to }, signal)
  // What stands here and not there has moved, was cancelled, or is gone: each is what a look at it says.
  const { found, unread } = await followUnlisted(known.mirror, known.value, there, signal)
  const counts = await takeOverAll(deps, known, [...there, ...found])
  await deps.database.inCompany(companyId, (tx) => noteComparison(tx, companyId, from))
  return unread.length === 0 ? counts : { ...counts, unread: unread.length }
}

/**
 * Takes over what bookings are now that webhooks told of. They are among what has changed since the last look: that is one question
 * however many there are, and only those the calendar does not list are asked about one by one. Gives which of these it could not
 * tell of: they keep the others from nothing.
 */
export async function syncBookings(
  deps: SyncDeps,
  companyId: string,
  calendarReferences: readonly string[],
  signal: AbortSignal,
): Promise<{ unread: readonly string[] }> {
  const known = await enter(deps, companyId, async (tx) => await changesUntil(tx, companyId))
  if (known === undefined) return { unread: [] }
  const since = known.value ?? deps.clock.now().subtract({ hours: FIRST_LOOK_HOURS })
  const changes = await known.mirror.changes(since.subtract({ seconds: OVERLAP_SECONDS }), signal)
  const { found, unread } = await followUnlisted(known.mirror, calendarReferences, changes, signal)
  await takeOverAll(deps, known, [...changes, ...found])
  return { unread }
}

/** Bookings that were not listed, and what they were moved to; `unread`: those of which, or of whose way, the calendar cannot tell. */
async function followUnlisted(
  mirror: CalendarMirror,
  calendarReferences: readonly string[],
  listed: readonly CalendarBooking[],
  signal: AbortSignal,
): Promise<{ found: readonly CalendarBooking[]; unread: readonly string[] }> {
  const seen = new Set(listed.map((booking) => booking.calendarReference))
  const hidden = new Set<string>()
  const found: CalendarBooking[] = []
  const unread: string[] = []
  for (const told of calendarReferences) {
    let next: string | null = told
    while (next !== null && !seen.has(next)) {
      seen.add(next)
      const booking: CalendarBooking | 'hidden' | undefined = await readOrHidden(mirror, next, signal)
      if (booking === 'hidden') {
        hidden.add(next)
        break
      }
      if (booking !== undefined) found.push(booking)
      next = booking?.movedTo ?? null
    }
    if (next !== null && hidden.has(next)) unread.push(told)
  }
  return { found, unread }
}

/** `hidden`: the calendar, which has just listed others, cannot tell of this one. */
async function readOrHidden(
  mirror: CalendarMirror,
  calendarReference: string,
  signal: AbortSignal,
): Promise<CalendarBooking | 'hidden' | undefined> {
  try {
    return await mirror.read(calendarReference, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof CalendarUnavailableError)) throw error
    return 'hidden'
  }
}

type Known<Value> = { house: House; mirror: CalendarMirror; value: Value }

/** The house and its calendar's copy; undefined where there is none. */
async function enter<Value>(
  deps: SyncDeps,
  companyId: string,
  read: (tx: Transaction<Database>) => Promise<Value>,
): Promise<Known<Value> | undefined> {
  return await deps.database.inCompany(companyId, async (tx) => {
    const house = await deps.houses.get(tx, companyId)
    if (house === undefined) return undefined
    const { mirror } = await deps.patientCalendar(tx, house)
    return mirror && { house, mirror, value: await read(tx) }
  })
}

// what stands here as a copy and has not begun: once a night, so it may look through the company
async function readCopies(tx: Transaction<Database>, companyId: string, from: Temporal.Instant): Promise<string[]> {
  const rows = await tx
    .selectFrom('appointments')
    .select('calendar_reference')
    .where('company_id', '=', companyId)
    .where('state', 'in', ['confirmed', 'pending_approval'])
    .where('calendar_reference', 'is not', null)
    .where('starts_at', '>=', from)
    .execute()
  return rows.flatMap((row) => row.calendar_reference ?? [])
}

async function takeOverAll(
  deps: SyncDeps,
  known: Known<unknown>,
  bookings: readonly CalendarBooking[],
): Promise<SyncCounts> {
  const counts: SyncCounts = {}
  const moves = traceMoves(bookings)
  for (const booking of bookings) {
    const outcome = await takeOver(deps, known, booking, moves.get(booking.calendarReference) ?? [])
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  const resolved = await resolveConflicts(deps, known.house)
  return resolved === 0 ? counts : { ...counts, resolved }
}

async function takeOver(
  deps: SyncDeps,
  { house, mirror }: Known<unknown>,
  booking: CalendarBooking,
  earlier: readonly string[],
): Promise<TakenOver> {
  const { id: companyId } = house.company
  // Somebody on the phone may take at this very moment what it is to take.
  const { outcome, left } = await againWhenChanged(() =>
    deps.database.inCompany(companyId, (tx) => takeOverBooking(tx, deps, house, { booking, earlier }), { retries: 3 }),
  )
  if (outcome === 'leftover' && booking.reference !== null) {
    const { calendarReference, reference } = booking
    const reason = 'Ringbook: ended here'
    await mirror.cancel({ calendarReference, reference, reason }, AbortSignal.timeout(LEFTOVER_DEADLINE_MS))
  }
  // What was known already, our own booking above all, changes nothing for anybody who looks.
  if (outcome !== 'known' && outcome !== 'skipped') {
    // Of what moved, the old time too: it may be free again.
    for (const { staffId, startsAt: from, endsAt: to } of left === null ? [booking] : [booking, left])
      await deps.openingsChanged({ companyId, staffId, from, to })
  }
  return outcome
}

function isBetween(after: Temporal.Instant, instant: Temporal.Instant, until: Temporal.Instant): boolean {
  return Temporal.Instant.compare(after, instant) < 0 && Temporal.Instant.compare(instant, until) <= 0
}
