import { type Transaction, sql } from 'kysely'

import { areStarts } from '../calendars/free-time.ts'
import type { Database } from '../infra/db/tables.ts'
import { coversInterval, type Interval, type Intervals, overlapsInterval } from '../infra/intervals.ts'
import { MINUTE_MS } from '../infra/wall-day.ts'
import type { BusyInterval } from '../occupancy/busy.ts'
import { moveHoldTo } from '../occupancy/holds.ts'
import { withBuffers } from './offer-openings.ts'
import type { FullSearch } from './search.ts'
import type { BookingDeps } from './visit.ts'
import { takenOf } from './wish-services.ts'

/**
 * When somebody asks for a person by name and only holds that asked for nobody stand in the way, these move to colleagues
 * who are free then and do that service too, each with all it keeps. True when the way is clear. The claim is locked for all staff of the search.
 */
export async function makeRoomFor(
  tx: Transaction<Database>,
  deps: Pick<BookingDeps, 'ids'>,
  search: FullSearch,
  startMs: number,
): Promise<boolean> {
  const { staffId, house } = search.wish
  if (staffId === null) return false
  const wanted = takenOf(search.wish, staffId, startMs)
  const inTheWay = (search.busy.get(staffId) ?? []).filter((taken) => overlapsInterval(wanted, taken))
  if (inTheWay.length === 0 || !inTheWay.every(isMovable)) return false

  for (const holdId of new Set(inTheWay.filter(isMovable).map((taken) => taken.movableHoldId))) {
    const hold = await readHeld(tx, house.company.id, holdId)
    const does = house.services.find((one) => one.id === hold.serviceId)?.staffIds ?? []
    const colleague = search.resourceIds.find((id) => {
      return id !== staffId && does.includes(id) && isFree(search, id, hold.pieces)
    })
    if (colleague === undefined) return false
    const to = hold.pieces.map((piece) => ({ resourceId: colleague, ...piece }))
    if (!(await moveHoldTo(tx, deps, { companyId: house.company.id, holdId, to }))) return false
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
            .where('holds.id', '=', holdId)
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

/**
 * At work from the first piece to the last, and nothing in any of them. Buffers are kept free too, though they may lie outside
 * hours.
 */
function isFree(search: FullSearch, staffId: string, pieces: Intervals): boolean {
  const [first] = pieces
  const last = pieces.at(-1)
  if (first === undefined || last === undefined) return false
  const whole = { startMs: first.startMs, endMs: last.endMs }
  const free = search.basis.free.get(staffId) ?? []
  const isAtWork = areStarts(free) ? isNamedStart(search, free.starts, whole) : coversInterval(free, whole)
  return isAtWork && !pieces.some((piece) => overlapsInterval(search.busy.get(staffId) ?? [], piece))
}

/** Where the calendar names starts, it told them for the service of the search: another one's hold stays where it is. */
function isNamedStart({ wish }: FullSearch, starts: readonly number[], hold: Interval): boolean {
  const startMs = hold.startMs + wish.service.bufferBeforeMinutes * MINUTE_MS
  return starts.includes(startMs) && withBuffers(wish.service, startMs).endMs === hold.endMs
}

/** What a hold is for, and what it keeps of whom it is with: of one person, as it can move. By start. */
async function readHeld(
  tx: Transaction<Database>,
  companyId: string,
  holdId: string,
): Promise<{ serviceId: string | undefined; pieces: Intervals }> {
  const rows = await tx
    .selectFrom('holds')
    .innerJoin('offers', (join) =>
      join
        .onRef('offers.company_id', '=', 'holds.company_id')
        .onRef('offers.call_id', '=', 'holds.call_id')
        .onRef('offers.id', '=', 'holds.offer_id'),
    )
    .innerJoin('segments', (join) =>
      join.onRef('segments.company_id', '=', 'holds.company_id').onRef('segments.hold_id', '=', 'holds.id'),
    )
    .select('offers.service_id')
    .select(sql<number>`(extract(epoch from lower(segments.during)) * 1000)::int8`.as('start_ms'))
    .select(sql<number>`(extract(epoch from upper(segments.during)) * 1000)::int8`.as('end_ms'))
    .where('holds.company_id', '=', companyId)
    .where('holds.id', '=', holdId)
    .where('segments.active', '=', true)
    .orderBy(sql`lower(segments.during)`)
    .execute()
  const pieces = rows.map((row) => ({ startMs: row.start_ms, endMs: row.end_ms }))
  return { serviceId: rows[0]?.service_id, pieces }
}
