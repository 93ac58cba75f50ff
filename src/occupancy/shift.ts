import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import { sortIntervals, subtractIntervals } from '../infra/intervals.ts'
import { occupyAll, vacate } from './segments.ts'
import type { Stretch } from './stretch.ts'

/** An appointment and what it is to occupy; there may be several stretches, of one resource or of many. */
export type Shift = { companyId: string; appointmentId: string; to: readonly Stretch[] }

type StretchRow = { resource_id: string; start_ms: number; end_ms: number }

// what an appointment keeps (segments_appointment)
const readStretches = hotRead(
  'stretches of an appointment',
  (db, of: { companyId: string; appointmentId: string }) => ({
    compile: () =>
      sql<StretchRow>`
      select resource_id, (extract(epoch from lower(during)) * 1000)::int8 as start_ms,
        (extract(epoch from upper(during)) * 1000)::int8 as end_ms
      from segments
      where company_id = ${of.companyId}::uuid and appointment_id = ${of.appointmentId}::uuid and active
      order by lower(during), resource_id`.compile(db),
  }),
)

/** What an appointment keeps now, by start. */
export async function readOccupied(
  tx: Transaction<Database>,
  companyId: string,
  appointmentId: string,
): Promise<readonly Stretch[]> {
  const rows = await readStretches(tx, { companyId, appointmentId })
  return rows.map((row) => ({ resourceId: row.resource_id, startMs: row.start_ms, endMs: row.end_ms }))
}

/**
 * Lets go of all an appointment keeps and takes other stretches instead; both may share time (10:00–11:00 to 10:30). In a
 * transaction that has locked both. False when somebody has any of it: then the transaction must be undone.
 */
export async function shift(tx: Transaction<Database>, deps: { ids: Ids }, wanted: Shift): Promise<boolean> {
  const { companyId, appointmentId, to } = wanted
  const [, taken] = await Promise.all([
    vacate(tx, companyId, appointmentId),
    occupyAll(tx, deps, { companyId, stretches: to, owner: { appointmentId } }),
  ])
  return taken
}

/**
 * Takes other stretches besides those an appointment keeps: what of them it has already is not taken twice. Both times are
 * its own until it is known which one stays. False as with `shift`.
 */
export async function widen(tx: Transaction<Database>, deps: { ids: Ids }, wanted: Shift): Promise<boolean> {
  const { companyId, appointmentId, to } = wanted
  const kept = await readOccupied(tx, companyId, appointmentId)
  return await occupyAll(tx, deps, { companyId, stretches: withoutOwn(to, kept), owner: { appointmentId } })
}

/** What of some stretches is not among others. */
export function withoutOwn(wanted: readonly Stretch[], own: readonly Stretch[]): readonly Stretch[] {
  return wanted.flatMap(({ resourceId, startMs, endMs }) => {
    const ofResource = sortIntervals(own.filter((one) => one.resourceId === resourceId))
    return subtractIntervals([{ startMs, endMs }], ofResource).map((piece) => ({ resourceId, ...piece }))
  })
}
