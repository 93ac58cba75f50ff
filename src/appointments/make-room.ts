import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { coversInterval, type Interval, overlapsInterval } from '../infra/intervals.ts'
import type { BusyInterval } from '../occupancy/busy.ts'
import { moveHoldTo } from '../occupancy/holds.ts'
import { withBuffers } from './offer-openings.ts'
import type { FullSearch } from './search.ts'
import type { BookingDeps } from './visit.ts'

/**
 * When somebody asks for a person by name and only holds that asked for nobody stand in the way, these move to colleagues
 * who are free then and do that service too. True when the way is clear. The claim is locked for all staff of the search.
 */
export async function makeRoomFor(
  tx: Transaction<Database>,
  deps: Pick<BookingDeps, 'ids'>,
  search: FullSearch,
  startMs: number,
): Promise<boolean> {
  const { staffId, service, house } = search.wish
  if (staffId === null) return false
  const wanted = withBuffers(service, startMs)
  const inTheWay = (search.busy.get(staffId) ?? []).filter((taken) => overlapsInterval([taken], wanted))
  if (inTheWay.length === 0 || !inTheWay.every(isMovable)) return false

  for (const hold of inTheWay.filter(isMovable)) {
    const serviceOfHold = await readServiceOfHold(tx, house.company.id, hold.movableHoldId)
    const does = house.services.find((one) => one.id === serviceOfHold)?.staffIds ?? []
    const colleague = search.resourceIds.find((id) => id !== staffId && does.includes(id) && isFree(search, id, hold))
    const target = { companyId: house.company.id, holdId: hold.movableHoldId, during: hold }
    if (colleague === undefined || !(await moveHoldTo(tx, deps, { ...target, resourceId: colleague }))) return false
    await tx
      .updateTable('offers')
      .set({ staff_id: colleague })
      .where('company_id', '=', house.company.id)
      .where((of) =>
        of(
          of.refTuple('call_id', 'id'),
          '=',
          of
            .selectFrom('holds')
            .select(['call_id', 'offer_id'])
            .where('holds.id', '=', hold.movableHoldId)
            .$asTuple('call_id', 'offer_id'),
        ),
      )
      .execute()
  }
  return true
}

function isMovable(taken: BusyInterval): taken is BusyInterval & { movableHoldId: string } {
  return taken.movableHoldId !== null
}

/** At work over the whole range, and nothing in it. Buffers are kept free too, though they may lie outside hours. */
function isFree(search: FullSearch, staffId: string, range: Interval): boolean {
  return (
    coversInterval(search.basis.free.get(staffId) ?? [], range) &&
    !overlapsInterval(search.busy.get(staffId) ?? [], range)
  )
}

async function readServiceOfHold(
  tx: Transaction<Database>,
  companyId: string,
  holdId: string,
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('holds')
    .innerJoin('offers', (join) =>
      join
        .onRef('offers.company_id', '=', 'holds.company_id')
        .onRef('offers.call_id', '=', 'holds.call_id')
        .onRef('offers.id', '=', 'holds.offer_id'),
    )
    .select('offers.service_id')
    .where('holds.company_id', '=', companyId)
    .where('holds.id', '=', holdId)
    .executeTakeFirst()
  return row?.service_id
}
