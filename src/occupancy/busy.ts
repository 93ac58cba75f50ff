import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Interval } from '../infra/intervals.ts'

export type BusyRequest = {
  companyId: string
  resourceIds: readonly string[]
  startMs: number
  endMs: number
  /** What this call holds counts as free: it is kept for the very caller who asks. */
  exceptCallId: string | null
  /** An appointment that is being moved does not stand in its own way. */
  exceptAppointmentId: string | null
}

/** What each resource is taken for, buffers inside, by start. Resources without any are missing from the map. */
export type Busy = ReadonlyMap<string, readonly BusyInterval[]>

export type BusyInterval = Interval & {
  /** The hold it belongs to, when it is one that nobody asked for by name and that may therefore move to a colleague. */
  readonly movableHoldId: string | null
}

type SegmentRow = { resource_id: string; start_ms: number; end_ms: number; movable_hold_id: string | null }

// what is active of some resources in a range (segments_by_end)
//
// What is asked for stands in subselects, as planning by it costs three times the reading and ends in the same plan. The join is
// lateral for the same reason: knowing nothing, Postgres would read all holds of the company instead.
const readSegments = hotRead('busy segments', (db, of: BusyRequest) => ({
  compile: () =>
    sql<SegmentRow>`
      select s.resource_id,
        (extract(epoch from s.starts_at) * 1000)::int8 as start_ms,
        (extract(epoch from s.ends_at) * 1000)::int8 as end_ms,
        case when not h.staff_asked_for then h.id end as movable_hold_id
      from segments s left join lateral (
        select id, staff_asked_for, expires_at, call_id from holds
        where company_id = s.company_id and id = s.hold_id limit 1
      ) h on true
      where s.company_id = (select ${of.companyId}::uuid) and s.resource_id = any((select ${of.resourceIds}::uuid[])::uuid[]) and s.active
        and s.ends_at > (select to_timestamp(${of.startMs}::float8 / 1000))
        and s.starts_at < (select to_timestamp(${of.endMs}::float8 / 1000))
        and (s.hold_id is null or (h.expires_at > now() and h.call_id is distinct from ${of.exceptCallId}::uuid))
        and (s.appointment_id is null or s.appointment_id is distinct from ${of.exceptAppointmentId}::uuid)
      order by s.starts_at`.compile(db),
}))

/**
 * Reads what is active in a range. Holds that have run out by the database's clock are left out, cleaned up or not.
 * One indexed read however many resources are asked for.
 */
export async function readBusy(tx: Transaction<Database>, request: BusyRequest): Promise<Busy> {
  const rows = await readSegments(tx, request)
  const busy = new Map<string, BusyInterval[]>()
  for (const row of rows) {
    const intervals = busy.get(row.resource_id) ?? []
    intervals.push({ startMs: row.start_ms, endMs: row.end_ms, movableHoldId: row.movable_hold_id })
    busy.set(row.resource_id, intervals)
  }
  return busy
}
