import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { placeHold } from '../occupancy/holds.ts'
import { readOccupied, withoutOwn } from '../occupancy/shift.ts'
import type { Stretch } from '../occupancy/stretch.ts'
import type { Wish } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import { staffOf } from './visit-parts.ts'
import type { BookingDeps } from './visit.ts'
import { stretchesOf } from './wish-services.ts'

/**
 * Holds an offer for the call it was made in, in a transaction that has locked the claim. Of the time an appointment is to
 * move to only what it does not keep already is held.
 */
export async function holdOpening(
  tx: Transaction<Database>,
  deps: Pick<BookingDeps, 'ids'>,
  wish: Wish,
  offer: Offer,
): Promise<'held' | 'limit' | 'taken'> {
  const wanted = stretchesOf(wish, staffOf(offer), offer.startsAt.epochMilliseconds)
  const stretches = await notYetKept(tx, wish, wanted)
  if (stretches.length === 0) return 'held'
  return await placeHold(tx, deps, {
    companyId: wish.house.company.id,
    callId: wish.call.id,
    offerId: offer.id,
    caller: wish.call.callerNumber,
    // Several services do not move to colleagues one by one.
    staffAskedFor: offer.staffAskedFor || offer.further.length > 0,
    stretches,
  })
}

async function notYetKept(
  tx: Transaction<Database>,
  wish: Wish,
  wanted: readonly Stretch[],
): Promise<readonly Stretch[]> {
  if (wish.moving === undefined) return wanted
  return withoutOwn(wanted, await readOccupied(tx, wish.house.company.id, wish.moving.id))
}
