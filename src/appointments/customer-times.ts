import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import { type Intervals, overlapsInterval } from '../infra/intervals.ts'
import type { Opening } from '../openings/opening.ts'
import type { Wish } from './offer-openings.ts'
import { openStates } from './store.ts'
import { rulesOf } from './wish-services.ts'

/** Far above every limit a company sets; a bound all the same. */
const mostTimesRead = 200

type CustomerTime = { start_ms: number; end_ms: number }

// the open appointments of a customer (appointments_customer), or made in a call (appointments_call), that have not ended
const readTimes = hotRead(
  'times of a customer',
  (
    db,
    of: { companyId: string; customerId: string | null; callId: string; movingId: string | null; nowMs: number },
  ) => ({
    compile: () =>
      sql<CustomerTime>`
        select (extract(epoch from starts_at) * 1000)::int8 as start_ms,
          (extract(epoch from ends_at) * 1000)::int8 as end_ms
        from appointments
        where company_id = ${of.companyId} and (customer_id = ${of.customerId}::uuid or call_id = ${of.callId}::uuid)
          and state = any(${sql.lit(`{${openStates.join(',')}}`)})
          and id is distinct from ${of.movingId}::uuid and ends_at > to_timestamp(${of.nowMs}::float8 / 1000)
        order by starts_at limit ${sql.lit(mostTimesRead)}`.compile(db),
  }),
)

/**
 * When the caller is expected here already: by the appointments of the customer they are, or whose appointment they may move,
 * and by those made in this call, which is all there is of somebody who shows no number. One read, however many there are.
 * Without buffers: these are the staff's. An appointment that is to move does not stand in its own way, and none does where the house wants it so.
 */
export async function readCustomerTimes(tx: Transaction<Database>, wish: Wish, nowMs: number): Promise<Intervals> {
  const { house, customer, call } = wish
  if (rulesOf(wish).offersBesideOwn) return []
  const customerId = wish.moving?.customerId ?? customer?.id ?? null
  const movingId = wish.moving?.id ?? null
  const rows = await readTimes(tx, { companyId: house.company.id, customerId, callId: call.id, movingId, nowMs })
  return rows.map((row) => ({ startMs: row.start_ms, endMs: row.end_ms }))
}

/** Whether an opening leaves somebody free for what they have already. */
export function isClearOf(own: Intervals): (opening: Opening) => boolean {
  return (opening) => !overlapsInterval(own, opening)
}
