import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { Interval } from '../infra/intervals.ts'
import { occupy, rangeOf } from './segments.ts'

/** Long enough to spell a name; short enough that a dropped call does not keep a Saturday morning from others. */
const holdMinutes = 5
/** A call that talks on keeps its hold, but only when it is about to lose it: most tool calls then write nothing. */
const extendBelowMinutes = 2
/** One person deciding between times needs one or two; a fourth is somebody collecting them. */
const maxLiveHoldsPerCaller = 3

export type NewHold = {
  companyId: string
  callId: string
  offerId: string
  /** E.164; null when the caller cannot be counted as one person (withheld, forwarded). */
  caller: string | null
  staffAskedFor: boolean
  resourceId: string
  during: Interval
}

/**
 * Keeps a time for a call, in a transaction that has locked the claim. Lets go of what the call held before.
 *
 * `held`: it is the call's now. `limit`: this caller holds too many in other calls, nothing was taken. `taken`: somebody
 * has it.
 */
export async function placeHold(
  tx: Transaction<Database>,
  deps: { ids: Ids },
  hold: NewHold,
): Promise<'held' | 'limit' | 'taken'> {
  const { companyId } = hold
  const holdId = deps.ids.uuid()
  const segmentId = deps.ids.uuid()
  const [, [made]] = await Promise.all([
    clearTheWay(tx, hold),
    insertHold(tx, { ...hold, holdId, segmentId, range: rangeOf(hold.during) }),
  ])
  if (made === undefined || made.holds === 0) return 'limit'
  if (made.segments === 1) return 'held'
  await tx.deleteFrom('holds').where('company_id', '=', companyId).where('id', '=', holdId).execute()
  return 'taken'
}

/** Ends what the call held before, and what of others has run out and still stands where it wants to go. */
export async function clearTheWay(
  tx: Transaction<Database>,
  wanted: { companyId: string; callId: string; resourceId: string; during: Interval },
): Promise<void> {
  await endHolds(tx, { ...wanted, range: rangeOf(wanted.during) })
}

const endHolds = hotRead(
  'end holds in the way',
  (db, wanted: { companyId: string; callId: string; resourceId: string; range: string }) => ({
    compile: () =>
      sql`
        with ended as (
          update holds set state = case when expires_at <= now() then 'expired' else 'released' end
          where company_id = ${wanted.companyId} and state = 'live' and (
            call_id = ${wanted.callId} or expires_at <= now() and id in (
              select hold_id from segments where company_id = ${wanted.companyId} and resource_id = ${wanted.resourceId}
                and active and hold_id is not null and during && ${wanted.range}::tstzrange))
          returning id
        )
        update segments set active = false
        where company_id = ${wanted.companyId} and hold_id in (select id from ended)`.compile(db),
  }),
)

const insertHold = hotRead(
  'insert hold',
  (db, hold: Omit<NewHold, 'during'> & { holdId: string; segmentId: string; range: string }) => ({
    compile: () =>
      sql<{ holds: number; segments: number }>`
        with new_hold as (
          insert into holds (id, company_id, call_id, offer_id, caller, staff_asked_for, state, expires_at)
          select ${hold.holdId}::uuid, ${hold.companyId}::uuid, ${hold.callId}::uuid, ${hold.offerId}::text,
            ${hold.caller}::text, ${hold.staffAskedFor}::boolean, 'live',
            now() + make_interval(mins => ${sql.lit(holdMinutes)})
          where (select count(*) from holds
            where company_id = ${hold.companyId}::uuid and caller = ${hold.caller}::text and state = 'live'
              and expires_at > now()
          ) < ${sql.lit(maxLiveHoldsPerCaller)}
          returning id
        ), new_segment as (
          insert into segments (id, company_id, resource_id, during, active, hold_id)
          select ${hold.segmentId}::uuid, ${hold.companyId}::uuid, ${hold.resourceId}::uuid, ${hold.range}::tstzrange,
            true, id
          from new_hold
          on conflict do nothing returning id
        )
        select (select count(*) from new_hold) as holds, (select count(*) from new_segment) as segments`.compile(db),
  }),
)

// the live hold of a call (holds_live_call) with its segment
const readLiveHold = hotRead('live hold of a call', (db, of: { companyId: string; callId: string }) =>
  db
    .selectFrom('holds')
    .innerJoin('segments', (join) =>
      join.onRef('segments.company_id', '=', 'holds.company_id').onRef('segments.hold_id', '=', 'holds.id'),
    )
    .select(['holds.id', 'holds.offer_id', 'segments.resource_id'])
    .select(sql<number>`(extract(epoch from now() - holds.created_at) * 1000)::int8`.as('age_ms'))
    .where('holds.company_id', '=', of.companyId)
    .where('holds.call_id', '=', of.callId)
    .where(sql<boolean>`holds.state = 'live' and segments.active and holds.expires_at > now()`),
)

/** The hold of a call that has not run out, with what it keeps; undefined when there is none. */
export async function readHold(
  tx: Transaction<Database>,
  companyId: string,
  callId: string,
): Promise<{ id: string; offerId: string; resourceId: string; ageMs: number } | undefined> {
  const [row] = await readLiveHold(tx, { companyId, callId })
  return row && { id: row.id, offerId: row.offer_id, resourceId: row.resource_id, ageMs: row.age_ms }
}

/** Lengthens the live hold of a call that is still talking, when it is about to run out. One that has run out stays so. */
export async function extendHold(tx: Transaction<Database>, companyId: string, callId: string): Promise<void> {
  await lengthenHold(tx, { companyId, callId })
}

const lengthenHold = hotRead('lengthen hold', (db, of: { companyId: string; callId: string }) => ({
  compile: () =>
    sql`
      update holds set expires_at = now() + make_interval(mins => ${sql.lit(holdMinutes)})
      where company_id = ${of.companyId} and call_id = ${of.callId} and state = 'live' and expires_at > now()
        and expires_at < now() + make_interval(mins => ${sql.lit(extendBelowMinutes)})`.compile(db),
}))

/** Lets go of what a call holds. Nothing happens when it holds nothing. */
export async function releaseHold(tx: Transaction<Database>, companyId: string, callId: string): Promise<void> {
  await sql`
    with ended as (
      update holds set state = 'released' where company_id = ${companyId} and call_id = ${callId} and state = 'live'
      returning id
    )
    update segments set active = false
    where company_id = ${companyId} and hold_id in (select id from ended)`.execute(tx)
}

/** Marks a hold as booked. Its segment is handed over, or let go when the appointment went to somebody else. */
export async function useHold(tx: Transaction<Database>, companyId: string, holdId: string): Promise<void> {
  await sql`
    with used as (update holds set state = 'used' where company_id = ${companyId} and id = ${holdId} returning id)
    update segments set active = false
    where company_id = ${companyId} and hold_id in (select id from used)`.execute(tx)
}

/** Retires every hold of a company that has run out. Returns how many. */
export async function expireHoldsOf(tx: Transaction<Database>, companyId: string): Promise<number> {
  const result = await sql<{ expired: number }>`
    with ended as (
      update holds set state = 'expired' where company_id = ${companyId} and state = 'live' and expires_at <= now()
      returning id
    ), freed as (
      update segments set active = false where company_id = ${companyId} and hold_id in (select id from ended)
    )
    select count(*)::int as expired from ended`.execute(tx)
  return result.rows[0]?.expired ?? 0
}

/**
 * Moves a hold that nobody asked for by name to a colleague who is free then, so that the one it was with can be had by
 * somebody who did ask. The caller has locked both. False when the colleague is not free after all.
 */
export async function moveHoldTo(
  tx: Transaction<Database>,
  deps: { ids: Ids },
  hold: { companyId: string; holdId: string; resourceId: string; during: Interval },
): Promise<boolean> {
  const taken = await occupy(tx, {
    id: deps.ids.uuid(),
    companyId: hold.companyId,
    resourceId: hold.resourceId,
    during: hold.during,
    owner: { holdId: hold.holdId },
  })
  if (!taken) return false
  await tx
    .updateTable('segments')
    .set({ active: false })
    .where('company_id', '=', hold.companyId)
    .where('hold_id', '=', hold.holdId)
    .where('resource_id', '!=', hold.resourceId)
    .execute()
  return true
}
