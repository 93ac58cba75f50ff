import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { type Busy, readBusy } from '../occupancy/busy.ts'
import { askCalendar } from '../openings/ask-calendar.ts'
import { findOpenings } from '../openings/find-openings.ts'
import type { Opening } from '../openings/opening.ts'
import type { OpeningsBasis } from '../openings/openings-basis.ts'
import type { Wish } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import { readOffers } from './offers.ts'
import type { BookingDeps } from './visit.ts'
import { reachOf } from './wish-services.ts'

/** How far alternatives are looked for: past two weeks people rather call again than remember. */
export const searchDays = 14

/** Days of the company's zone, from the first until before the end. */
export type Days = { readonly firstDate: Temporal.PlainDate; readonly endDate: Temporal.PlainDate }

/** The days that are looked at, and those of them that are `wanted`: the others are for what else could be had. Missing: all. */
export type SearchedDays = Days & { readonly wanted?: Days }

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
  { wanted, ...days }: SearchedDays,
  signal: AbortSignal,
): Promise<Search> {
  const { house, service, further = [], branch } = wish
  const asked = {
    service,
    further,
    branch,
    staffId: null,
    ...days,
    movingReference: wish.moving?.calendarReference ?? null,
    ...(wanted !== undefined && { wanted: { ...wanted, resourceId: wish.staffId } }),
  }
  const basis = await askCalendar({ house, calendar: deps.calendar, clock: deps.clock }, asked, signal)
  return { basis, wish, resourceIds: [...basis.free.keys()] }
}

/** Subtracts what is taken here, read inside the transaction that is going to take something. */
export async function withBusy(tx: Transaction<Database>, search: Search): Promise<FullSearch> {
  const { basis, wish } = search
  const [busy, known] = await Promise.all([readBusyOf(tx, search), readOffers(tx, wish.house.company.id, wish.call.id)])
  return { ...search, basis: { ...basis, busy }, busy, known }
}

/** What those of a search are taken for on its days, but for what is the caller's own to take. */
export async function readBusyOf(tx: Transaction<Database>, { basis, wish, resourceIds }: Search): Promise<Busy> {
  const startOf = (date: Temporal.PlainDate) => date.toZonedDateTime(basis.zone).epochMilliseconds
  const startMs = reachOf(wish, startOf(basis.firstDate)).startMs
  const endMs = reachOf(wish, startOf(basis.endDate)).endMs
  return await readBusyBut(tx, wish, { resourceIds, startMs, endMs })
}

/** What these people are taken for while what is wished for would be done from `startMs` on, but for the caller's own. */
export async function readBusyAt(
  tx: Transaction<Database>,
  wish: Wish,
  at: { resourceIds: readonly string[]; startMs: number },
): Promise<Busy> {
  return await readBusyBut(tx, wish, { ...reachOf(wish, at.startMs), resourceIds: at.resourceIds })
}

async function readBusyBut(
  tx: Transaction<Database>,
  { house, call, moving }: Wish,
  of: { resourceIds: readonly string[]; startMs: number; endMs: number },
): Promise<Busy> {
  const own = { exceptCallId: call.id, exceptAppointmentId: moving?.id ?? null }
  return await readBusy(tx, { companyId: house.company.id, ...of, ...own })
}

/** The search for one staff member only; of several services, of what they do of it. */
export function onlyStaff(basis: OpeningsBasis, staffId: string): OpeningsBasis {
  const { parts } = basis
  const isOnly = parts === undefined || !parts.some((part) => part.resourceIds.includes(staffId))
  if (isOnly) return { ...basis, free: new Map([...basis.free].filter(([id]) => id === staffId)) }
  const narrowed = parts.map((part) =>
    part.resourceIds.includes(staffId) ? { ...part, resourceIds: [staffId] } : part,
  )
  return { ...basis, parts: narrowed }
}

/** The openings of the person asked for; of everybody when nobody was. A colleague is for the caller to ask for. */
export function openingsOf(search: FullSearch): readonly Opening[] {
  const all = findOpenings(search.basis)
  const { staffId } = search.wish
  if (staffId === null) return all
  return all.filter((opening) => opening.staffIds.includes(staffId))
}
