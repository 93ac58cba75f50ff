import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { placeHold } from '../occupancy/holds.ts'
import { type Wish, withBuffers } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import type { BookingDeps } from './visit.ts'

/** Holds an offer for the call it was made in, in a transaction that has locked the claim. */
export async function holdOpening(
  tx: Transaction<Database>,
  deps: Pick<BookingDeps, 'ids'>,
  wish: Wish,
  offer: Offer,
): Promise<'held' | 'limit' | 'taken'> {
  return await placeHold(tx, deps, {
    companyId: wish.house.company.id,
    callId: wish.call.id,
    offerId: offer.id,
    caller: wish.call.callerNumber,
    staffAskedFor: offer.staffAskedFor,
    resourceId: offer.staffId,
    during: withBuffers(wish.service, offer.startsAt.epochMilliseconds),
  })
}
