import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { type Busy, readBusy } from '../occupancy/busy.ts'
import { askCalendar } from '../openings/ask-calendar.ts'
import { findOpenings } from '../openings/find-openings.ts'
import type { Opening } from '../openings/opening.ts'
import type { OpeningsBasis } from '../openings/openings-basis.ts'
import { type Wish, withBuffers } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import { readOffers } from './offers.ts'
import type { BookingDeps } from './visit.ts'

/** How far alternatives are looked for: past two weeks people rather call again than remember. */
export const searchDays = 14

/** When the staff for a service could work, as the calendar says, before what is taken here is subtracted. */
export type Search = { basis: OpeningsBasis; wish: Wish; resourceIds: readonly string[] }

/** The same with what is taken here subtracted, and what was offered in this call before. */
export type FullSearch = Search & { busy: Busy; known: readonly Offer[] }

/**
 * Asks the calendar. Outside any transaction: a calendar may be a server elsewhere.
 *
 * All staff who do the service are asked for, also when one was named: a hold that stands in the way can only move to a
 * colleague who is known to be there.
 */
export async function searchCalendar(
  deps: Pick<BookingDeps, 'calendar' | 'clock'>,
  wish: Wish,
  days: { firstDate: Temporal.PlainDate; endDate: Temporal.PlainDate },
  signal: AbortSignal,
): Promise<Search> {
  const { house, service, branch } = wish
  const asked = { service, branch, staffId: null, ...days }
  const basis = await askCalendar({ house, calendar: deps.calendar, clock: deps.clock }, asked, signal)
  return { basis, wish, resourceIds: [...basis.free.keys()] }
}

/** Subtracts what is taken here, read inside the transaction that is going to take something. */
export async function withBusy(tx: Transaction<Database>, search: Search): Promise<FullSearch> {
  const { basis, wish } = search
  const { service } = wish
  const startOf = (date: Temporal.PlainDate) => date.toZonedDateTime(basis.zone).epochMilliseconds
  const companyId = wish.house.company.id
  const reading = readBusy(tx, {
    companyId,
    resourceIds: search.resourceIds,
    startMs: withBuffers(service, startOf(basis.firstDate)).startMs,
    endMs: withBuffers(service, startOf(basis.endDate)).endMs,
    exceptCallId: wish.call.id,
    exceptAppointmentId: null,
  })
  const [busy, known] = await Promise.all([reading, readOffers(tx, companyId, wish.call.id)])
  return { ...search, basis: { ...basis, busy }, busy, known }
}

/** The search for one staff member only. */
export function onlyStaff(basis: OpeningsBasis, staffId: string): OpeningsBasis {
  return { ...basis, free: new Map([...basis.free].filter(([id]) => id === staffId)) }
}

/** The openings of the person asked for; of everybody when nobody was, or when that person has none. */
export function openingsOf(search: FullSearch): readonly Opening[] {
  const all = findOpenings(search.basis)
  const { staffId } = search.wish
  if (staffId === null) return all
  const theirs = all.filter((opening) => opening.staffIds.includes(staffId))
  return theirs.length > 0 ? theirs : all
}
