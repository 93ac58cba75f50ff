import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import { columnsOf, occupyAll, type StretchColumns } from './segments.ts'
import type { Stretch } from './stretch.ts'

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
  /** Whether nobody else will do; such a hold stays where it is. */
  staffAskedFor: boolean
  /** What it keeps: at least one, none sharing time with another of the same resource. */
  stretches: readonly Stretch[]
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
  const segmentIds = hold.stretches.map(() => deps.ids.uuid())
  const [, [made]] = await Promise.all([
    clearTheWay(tx, hold),
    insertHold(tx, { ...hold, holdId, segmentIds, ...columnsOf(hold.stretches) }),
  ])
  if (made === undefined || made.holds === 0) return 'limit'
  if (made.segments === hold.stretches.length) return 'held'
  await tx.deleteFrom('holds').where('company_id', '=', companyId).where('id', '=', holdId).execute()
  return 'taken'
}

/** Ends what the call held before, and what of others has run out and still stands where it wants to go. */
export async function clearTheWay(
  tx: Transaction<Database>,
  wanted: { companyId: string; callId: string; stretches: readonly Stretch[] },
): Promise<void> {
  const { companyId, callId, stretches } = wanted
  await endHolds(tx, { companyId, callId, ...columnsOf(stretches) })
}

// In subselects, so that it is planned once (decision 0013).
const endHolds = hotRead(
  'end holds in the way',
  (db, wanted: StretchColumns & { companyId: string; callId: string }) => ({
    compile: () =>
      sql`
        with ended as (
          update holds set state = case when expires_at <= now() then 'expired' else 'released' end
          where company_id = (select ${wanted.companyId}::uuid) and state = 'live' and (
            call_id = (select ${wanted.callId}::uuid) or expires_at <= now() and id in (
              select taken.hold_id
              from unnest((select ${wanted.resourceIds}::uuid[]), (select ${wanted.ranges}::tstzrange[]))
                  as stretch (resource_id, during)
                join segments taken on taken.resource_id = stretch.resource_id
                  and taken.ends_at > lower(stretch.during) and taken.starts_at < upper(stretch.during)
              where taken.company_id = (select ${wanted.companyId}::uuid) and taken.active and taken.hold_id is not null))
          returning id
        )
        update segments set active = false
        where company_id = (select ${wanted.companyId}::uuid) and hold_id in (select id from ended)`.compile(db),
  }),
)

const insertHold = hotRead(
  'insert hold',
  (db, hold: Omit<NewHold, 'stretches'> & StretchColumns & { holdId: string; segmentIds: readonly string[] }) => ({
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
          select stretch.id, ${hold.companyId}::uuid, resource_id, during, true, new_hold.id
          from new_hold, unnest(${hold.segmentIds}::uuid[], ${hold.resourceIds}::uuid[], ${hold.ranges}::tstzrange[])
            as stretch (id, resource_id, during)
          on conflict do nothing returning id
        )
        select (select count(*) from new_hold) as holds, (select count(*) from new_segment) as segments`.compile(db),
  }),
)

// the live hold of a call (holds_live_call) with its segments
const readLiveHold = hotRead('live hold of a call', (db, of: { companyId: string; callId: string }) =>
  db
    .selectFrom('holds')
    .innerJoin('segments', (join) =>
      join.onRef('segments.company_id', '=', 'holds.company_id').onRef('segments.hold_id', '=', 'holds.id'),
    )
    .select(['holds.id', 'holds.offer_id', 'segments.resource_id'])
    .select(sql<number>`(extract(epoch from lower(segments.during)) * 1000)::int8`.as('start_ms'))
    .select(sql<number>`(extract(epoch from upper(segments.during)) * 1000)::int8`.as('end_ms'))
    .select(sql<number>`(extract(epoch from now() - holds.created_at) * 1000)::int8`.as('age_ms'))
    .where('holds.company_id', '=', of.companyId)
    .where('holds.call_id', '=', of.callId)
    .where(sql<boolean>`holds.state = 'live' and segments.active and holds.expires_at > now()`),
)

/** A live hold, with what it keeps and how long it has kept it by the database's clock. */
export type Hold = { id: string; offerId: string; stretches: readonly Stretch[]; ageMs: number }

/** The hold of a call that has not run out; undefined when there is none. */
export async function readHold(
  tx: Transaction<Database>,
  companyId: string,
  callId: string,
): Promise<Hold | undefined> {
  const rows = await readLiveHold(tx, { companyId, callId })
  const [row] = rows
  if (row === undefined) return undefined
  const stretches = rows.map((one) => ({ resourceId: one.resource_id, startMs: one.start_ms, endMs: one.end_ms }))
  return { id: row.id, offerId: row.offer_id, stretches, ageMs: row.age_ms }
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

/**
 * Hands what a hold keeps to the appointment that was booked on it, without a moment in between. Returns how many of its stretches
 * were handed over: none when it was let go since it was read, as the end of a call does without asking for any lock.
 */
export async function handOver(
  tx: Transaction<Database>,
  of: { companyId: string; holdId: string; appointmentId: string },
): Promise<number> {
  return (await turnHold(tx, of)).length
}

const turnHold = hotRead(
  'hand over a hold',
  (db, of: { companyId: string; holdId: string; appointmentId: string }) => ({
    compile: () =>
      sql<{ id: string }>`
        with used as (
          update holds set state = 'used' where company_id = ${of.companyId} and id = ${of.holdId} and state = 'live'
          returning id
        )
        update segments set hold_id = null, appointment_id = ${of.appointmentId}
        where company_id = ${of.companyId} and hold_id in (select id from used) and active
        returning id`.compile(db),
  }),
)

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
 * Moves a hold of one person that nobody asked for by name to a colleague who is free then, so that the one it was with can be
 * had by somebody who did ask. The caller has locked both. False, and nothing moved, when the colleague is not free after all, or
 * the hold was let go since it was read.
 */
export async function moveHoldTo(
  tx: Transaction<Database>,
  deps: { ids: Ids },
  hold: { companyId: string; holdId: string; to: readonly Stretch[] },
): Promise<boolean> {
  const { companyId, holdId, to } = hold
  // Letting go takes none of the locks: what was moved for a hold that has ended would keep its time for ever.
  const live = await tx
    .selectFrom('holds')
    .select('id')
    .where('company_id', '=', companyId)
    .where('id', '=', holdId)
    .where('state', '=', 'live')
    .forUpdate()
    .executeTakeFirst()
  if (live === undefined) return false
  const colleagues = to.map((stretch) => stretch.resourceId)
  const isTaken = await occupyAll(tx, deps, { companyId, stretches: to, owner: { holdId } })
  await tx
    .updateTable('segments')
    .set({ active: false })
    .where('company_id', '=', companyId)
    .where('hold_id', '=', holdId)
    .where('resource_id', isTaken ? 'not in' : 'in', colleagues)
    .execute()
  return isTaken
}
