import type { Transaction } from 'kysely'

import { CalendarUnavailableError } from '../calendars/calendar.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Intervals } from '../infra/intervals.ts'
import type { Opening } from '../openings/opening.ts'
import { localDate } from '../openings/openings-basis.ts'
import { MOST_OFFERED, rankOpenings, type Wanted } from '../openings/rank-openings.ts'
import { isWith, withoutRefused } from './alternatives.ts'
import type { HeardTurn } from './confirmation.ts'
import { isClearOf, readCustomerTimes } from './customer-times.ts'
import { type Hold, lookAndHold } from './look-and-hold.ts'
import { offerOpenings, type Wish } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import { keepOffers } from './offers.ts'
import { searchDayByDay } from './search-days.ts'
import { type Days, type FullSearch, openingsOf, type Search, searchDays, withBusy } from './search.ts'
import type { BookingDeps } from './visit.ts'

/** Where times are free at all, one of these days mostly has some. */
const SOON_DAYS = 3

export type FindNextCommand = Wish & {
  /** From when on, in wall time of the company; what has passed of it counts from now. */
  from: Temporal.PlainDateTime
  /** Only these hours of a day; 00:00 as their end is midnight. */
  daily: { from: Temporal.PlainTime; to: Temporal.PlainTime } | null
  /** What the caller said, turn by turn. */
  heard: readonly HeardTurn[]
}

export type FindNextOutcome =
  /** The first free time, held for this call; the alternatives are around it. */
  | { kind: 'available'; offer: Offer; alternatives: readonly Offer[] }
  /** Nothing within fourteen days. */
  | { kind: 'none' }
  /** The calendar cannot be asked: nothing is known. */
  | { kind: 'unavailable' }

/**
 * The first free time within fourteen days that the caller has not turned down in this call and at which they are not
 * expected here already, with the person asked for if there is one. A day the calendar
 * stumbles over is left out; a calendar that cannot be asked ends the search at once, and so does the deadline: whatever a
 * calendar does, there is an answer.
 */
export async function findNext(
  deps: BookingDeps,
  command: FindNextCommand,
  signal: AbortSignal,
): Promise<FindNextOutcome> {
  // Most find something soon. A calendar elsewhere is asked once, about all days, and never inside a transaction.
  const isOurs = deps.calendar.mirror === undefined
  const search = await searchFrom(deps, command, isOurs ? SOON_DAYS : searchDays, signal)
  if (search === undefined) return { kind: 'unavailable' }
  const further = isOurs ? () => searchFrom(deps, command, searchDays, signal) : undefined
  return await lookAndHold(deps, search, (tx, hold) => offerFirst(tx, deps, command, { search, further, hold }), signal)
}

/** Undefined when the calendar could not be asked in time. */
async function searchFrom(
  deps: BookingDeps,
  command: FindNextCommand,
  howMany: number,
  signal: AbortSignal,
): Promise<Search | undefined> {
  const today = localDate(deps.clock.now().epochMilliseconds, command.house.company.zone)
  const wanted = command.from.toPlainDate()
  const firstDate = Temporal.PlainDate.compare(wanted, today) < 0 ? today : wanted
  const firstDay: Days = { firstDate, endDate: firstDate.add({ days: 1 }) }
  const days = { firstDate, endDate: firstDate.add({ days: howMany }), wanted: firstDay }
  try {
    return await searchDayByDay(deps, command, days, signal)
  } catch (error) {
    if (error instanceof CalendarUnavailableError || signal.aborted) return undefined
    throw error
  }
}

type Looking = {
  search: Search
  /** Looks at all the days, where those of the search are only the first of them. */
  further: (() => Promise<Search | undefined>) | undefined
  hold: Hold
}

async function offerFirst(
  tx: Transaction<Database>,
  deps: BookingDeps,
  command: FindNextCommand,
  { search, further, hold }: Looking,
): Promise<FindNextOutcome> {
  const { house, call } = command
  const [soon, own] = await Promise.all([withBusy(tx, search), readCustomerTimes(tx, command, search.basis.nowMs)])
  let current = soon
  let { first, others } = lookFrom(command, current, own)
  // What lies on the day of the first is named before anything later: with that day full of choice no other is needed.
  if (further !== undefined && !isEnough(house.company.zone, first, others)) {
    const whole = await further()
    if (whole === undefined) return { kind: 'unavailable' }
    current = await withBusy(tx, whole)
    ;({ first, others } = lookFrom(command, current, own))
  }
  if (first === undefined) return { kind: 'none' }
  const { offers, fresh } = offerOpenings(deps, current, [first, ...others])
  const [offer, ...alternatives] = offers
  if (offer === undefined) return { kind: 'none' }
  await Promise.all([hold(offer), keepOffers(tx, house.company.id, call.id, fresh)])
  return { kind: 'available', offer, alternatives }
}

/** The first free time, and the best of those after it. */
function lookFrom(
  command: FindNextCommand,
  search: FullSearch,
  own: Intervals,
): { first: Opening | undefined; others: readonly Opening[] } {
  const { zone } = command.house.company
  const to = search.basis.endDate.toPlainDateTime()
  const { from, daily } = command
  const window: Wanted = { kind: 'window', from, to, ...(daily !== null && { daily }) }
  const openings = openingsOf(search).filter(isClearOf(own)).filter(isWith(command.staffId))
  const wanted = withoutRefused(openings, command, search)
  const [first, ...later] = rankOpenings(wanted, window, { zone, limit: wanted.length })
  if (first === undefined) return { first, others: [] }
  const at = Temporal.Instant.fromEpochMilliseconds(first.startMs).toZonedDateTimeISO(zone).toPlainDateTime()
  return { first, others: rankOpenings(later, { kind: 'at', at }, { zone }) }
}

function isEnough(zone: string, first: Opening | undefined, others: readonly Opening[]): boolean {
  if (first === undefined || others.length < MOST_OFFERED) return false
  const date = localDate(first.startMs, zone)
  return others.every((other) => localDate(other.startMs, zone).equals(date))
}
