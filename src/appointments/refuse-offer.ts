import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Intervals } from '../infra/intervals.ts'
import { judgeStart } from '../openings/judge-start.ts'
import type { Opening } from '../openings/opening.ts'
import { MOST_OFFERED, rankOpenings } from '../openings/rank-openings.ts'
import { isClearOf, readCustomerTimes } from './customer-times.ts'
import { notToBeNamed, offerOpenings } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import { keepOffers } from './offers.ts'
import type { BookOutcome } from './outcomes.ts'
import { type FullSearch, onlyStaff, openingsOf, type Search, withBusy } from './search.ts'
import { askedForAlone } from './visit-parts.ts'
import type { BookingDeps } from './visit.ts'

/**
 * Why the time cannot be had any more, with what can. `further` looks at the days after those of the search, where these alone
 * may have too little.
 */
export async function refuse(
  tx: Transaction<Database>,
  deps: Pick<BookingDeps, 'random'>,
  attempt: { offer: Offer },
  search: Search,
  further?: () => Promise<Search>,
): Promise<Extract<BookOutcome, { kind: 'policy' | 'taken' }>> {
  const { offer } = attempt
  const startMs = offer.startsAt.epochMilliseconds
  const [near, own] = await Promise.all([withBusy(tx, search), readCustomerTimes(tx, search.wish, search.basis.nowMs)])
  let current = near
  let ranked = rankOthers(current, offer, own)
  if (ranked.length < MOST_OFFERED && further !== undefined) {
    current = await withBusy(tx, await further())
    ranked = rankOthers(current, offer, own)
  }
  const asked = askedForAlone(offer)
  const { offers: alternatives, fresh } = offerOpenings(deps, current, ranked)
  await keepOffers(tx, current.wish.house.company.id, current.wish.call.id, fresh)
  const verdict = judgeStart(asked === null ? current.basis : onlyStaff(current.basis, asked), startMs)
  switch (verdict) {
    case 'past':
    case 'too_soon':
      return { kind: 'policy', rule: 'notice', alternatives }
    case 'too_far':
      return { kind: 'policy', rule: 'horizon', alternatives }
    case 'closed':
      return { kind: 'policy', rule: 'closed', alternatives }
    case 'staff_away':
      return { kind: 'policy', rule: 'staff_away', alternatives }
    case 'free':
    case 'taken':
    case 'off_grid':
      return { kind: 'taken', alternatives }
  }
}

/** What is nearest to the time of an offer, and free for the caller as well. */
function rankOthers(search: FullSearch, { startsAt }: Offer, own: Intervals): readonly Opening[] {
  const { zone } = search.basis
  const startMs = startsAt.epochMilliseconds
  const isClear = isClearOf(own)
  const others = openingsOf(search).filter((one) => one.startMs !== startMs && isClear(one))
  const at = startsAt.toZonedDateTimeISO(zone).toPlainDateTime()
  return rankOpenings(others, { kind: 'at', at }, { zone, refusedStartsMs: notToBeNamed(search.wish, startMs) })
}
