import type { Transaction } from 'kysely'

import { areStarts } from '../calendars/free-time.ts'
import type { Database } from '../infra/db/tables.ts'
import { lockClaim } from '../occupancy/lock-claim.ts'
import { holdOpening } from './hold-opening.ts'
import type { Offer } from './offer.ts'
import type { Search } from './search.ts'
import { staffOf } from './visit-parts.ts'
import type { BookingDeps } from './visit.ts'
import { reachOf } from './wish-services.ts'

/** Holds an offer that was found free in a search. What a calendar only remembers is offered without being held. */
export type Hold = (offer: Offer) => Promise<void>

/** Looked at so often, a time that is always gone again is worth no more waiting. */
const mostLooks = 3

/**
 * Looks for a free time and holds what was found, for questions that do not name the time: what is to be locked is known
 * only after looking. When somebody takes it in between, all of it is undone and looked at again; the third time what was
 * found is offered without being held.
 */
export async function lookAndHold<T>(
  deps: BookingDeps,
  search: Search,
  look: (tx: Transaction<Database>, hold: Hold) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const options = { signal, retries: 3 } as const
  const { id: companyId } = search.wish.house.company
  for (let looks = 1; looks < mostLooks; looks += 1) {
    try {
      return await deps.database.inCompany(
        companyId,
        (tx) => look(tx, (offer) => hold(tx, deps, search, offer)),
        options,
      )
    } catch (error) {
      if (!(error instanceof SomebodyWasFaster)) throw error
    }
  }
  return await deps.database.inCompany(companyId, (tx) => look(tx, async () => undefined), options)
}

/** Only those of the offer and its day are locked, after looking: nothing is waited for in a circle, and the constraint referees. */
async function hold(
  tx: Transaction<Database>,
  deps: BookingDeps,
  { basis, wish }: Search,
  offer: Offer,
): Promise<void> {
  const { house, call } = wish
  const free = basis.free.get(offer.staffId)
  if (free !== undefined && areStarts(free) && free.isStale) return
  const [, held] = await Promise.all([
    lockClaim(tx, {
      companyId: house.company.id,
      resourceIds: staffOf(offer),
      callId: call.id,
      caller: call.callerNumber,
      ...reachOf(wish, offer.startsAt.epochMilliseconds),
    }),
    holdOpening(tx, deps, wish, offer),
  ])
  if (held === 'taken') throw new SomebodyWasFaster()
}

/** Undoes the transaction. */
class SomebodyWasFaster extends Error {
  override readonly name = 'SomebodyWasFaster'
}
