import type { Transaction } from 'kysely'

import { CalendarUnavailableError } from '../calendars/calendar.ts'
import type { Database } from '../infra/db/tables.ts'
import { localDate } from '../openings/openings-basis.ts'
import { rankOpenings, type Wanted } from '../openings/rank-openings.ts'
import { isWith, withoutRefused } from './alternatives.ts'
import type { HeardTurn } from './confirmation.ts'
import { isClearOf, readCustomerTimes } from './customer-times.ts'
import { type Hold, lookAndHold } from './look-and-hold.ts'
import { offerOpenings, type Wish } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import { keepOffers } from './offers.ts'
import { searchDayByDay } from './search-days.ts'
import { openingsOf, type Search, searchDays, withBusy } from './search.ts'
import type { BookingDeps } from './visit.ts'

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
  const search = await searchFrom(deps, command, signal)
  if (search === undefined) return { kind: 'unavailable' }
  return await lookAndHold(deps, search, (tx, hold) => offerFirst(tx, deps, command, search, hold), signal)
}

/** Undefined when the calendar could not be asked in time. */
async function searchFrom(
  deps: BookingDeps,
  command: FindNextCommand,
  signal: AbortSignal,
): Promise<Search | undefined> {
  const today = localDate(deps.clock.now().epochMilliseconds, command.house.company.zone)
  const wanted = command.from.toPlainDate()
  const firstDate = Temporal.PlainDate.compare(wanted, today) < 0 ? today : wanted
  const days = { firstDate, endDate: firstDate.add({ days: searchDays }) }
  try {
    return await searchDayByDay(deps, command, days, signal)
  } catch (error) {
    if (error instanceof CalendarUnavailableError || signal.aborted) return undefined
    throw error
  }
}

async function offerFirst(
  tx: Transaction<Database>,
  deps: BookingDeps,
  command: FindNextCommand,
  search: Search,
  hold: Hold,
): Promise<FindNextOutcome> {
  const { house, call } = command
  const [current, own] = await Promise.all([withBusy(tx, search), readCustomerTimes(tx, command, search.basis.nowMs)])
  const { zone } = house.company
  const to = search.basis.endDate.toPlainDateTime()
  const { from, daily } = command
  const window: Wanted = { kind: 'window', from, to, ...(daily !== null && { daily }) }
  const openings = openingsOf(current).filter(isClearOf(own)).filter(isWith(command.staffId))
  const wanted = withoutRefused(openings, command, current)
  const [first, ...later] = rankOpenings(wanted, window, { zone, limit: wanted.length })
  if (first === undefined) return { kind: 'none' }

  const at = Temporal.Instant.fromEpochMilliseconds(first.startMs).toZonedDateTimeISO(zone).toPlainDateTime()
  const others = rankOpenings(later, { kind: 'at', at }, { zone })
  const { offers, fresh } = offerOpenings(deps, current, [first, ...others])
  const [offer, ...alternatives] = offers
  if (offer === undefined) return { kind: 'none' }
  await Promise.all([hold(offer), keepOffers(tx, house.company.id, call.id, fresh)])
  return { kind: 'available', offer, alternatives }
}
