import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { MINUTE_MS } from '../infra/wall-day.ts'
import { findOpenings } from '../openings/find-openings.ts'
import type { Opening } from '../openings/opening.ts'
import type { OpeningsBasis } from '../openings/openings-basis.ts'
import { pickStaff, type Wish } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import { type FullSearch, readBusyOf, type Search } from './search.ts'
import { staffOf } from './visit-parts.ts'
import type { BookingDeps } from './visit.ts'

/** The people of an offer while they are free; a basis that knows what they alone are taken for at that time will do. */
export function freeAsOffered(
  deps: Pick<BookingDeps, 'clock'>,
  offer: Offer,
  basis: OpeningsBasis,
  heldForMs: number,
): readonly string[] | null {
  const opening = openingAt(deps, offer, basis, heldForMs)
  return opening !== undefined && isWithOffered(opening, offer) ? staffOf(offer) : null
}

/** Colleagues of those who were offered, where nobody was asked for by name. Whom they take turns with is told by their day. */
export async function freeColleagues(
  tx: Transaction<Database>,
  deps: Pick<BookingDeps, 'clock'>,
  wanted: { offer: Offer; wish: Wish },
  day: Search,
  heldForMs: number,
): Promise<readonly string[] | null> {
  const busy = await readBusyOf(tx, day)
  return freeStaff(deps, wanted, { basis: { ...day.basis, busy }, busy }, heldForMs)
}

/**
 * Whom the appointment is with, service by service: the people of the offer while free, else (nobody was asked for by name)
 * colleagues.
 */
export function freeStaff(
  deps: Pick<BookingDeps, 'clock'>,
  { offer, wish }: { offer: Offer; wish: Wish },
  current: Pick<FullSearch, 'basis' | 'busy'>,
  heldForMs: number,
): readonly string[] | null {
  const opening = openingAt(deps, offer, current.basis, heldForMs)
  if (opening === undefined) return null
  if (isWithOffered(opening, offer)) return staffOf(offer)
  return offer.staffAskedFor ? null : pickStaff(wish, opening, current.busy)
}

/**
 * The opening at the time of an offer. What was held was promised when it was held: the minimum notice counts from then, so
 * that nobody is refused for the minute they took to say yes. Its age is the database's to tell, as its clock may not be ours.
 */
function openingAt(
  deps: Pick<BookingDeps, 'clock'>,
  offer: Offer,
  basis: OpeningsBasis,
  heldForMs: number,
): Opening | undefined {
  const startMs = offer.startsAt.epochMilliseconds
  if (startMs <= deps.clock.now().epochMilliseconds) return undefined
  const rules = { ...basis.rules }
  rules.minimumNoticeMinutes = Math.max(0, rules.minimumNoticeMinutes - heldForMs / MINUTE_MS)
  return findOpenings({ ...basis, rules }).find((one) => one.startMs === startMs)
}

function isWithOffered(opening: Opening, offer: Offer): boolean {
  const free = opening.perService ?? [opening.staffIds]
  return staffOf(offer).every((id, index) => free[index]?.includes(id))
}
