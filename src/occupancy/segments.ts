import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { Interval } from '../infra/intervals.ts'
import type { Stretch } from './stretch.ts'

/** The owner of a segment: a hold or an appointment, by id. */
export type SegmentOwner = { holdId: string } | { appointmentId: string }

/**
 * Takes a resource for a range, buffers inside. False when somebody has any of it: the exclusion constraint decides,
 * and "on conflict do nothing" makes its no an answer at once instead of a deadlock a second later.
 */
export async function occupy(
  tx: Transaction<Database>,
  segment: { id: string; companyId: string; resourceId: string; during: Interval; owner: SegmentOwner },
): Promise<boolean> {
  const { id, companyId, resourceId, during, owner } = segment
  return await occupyAll(tx, { ids: { uuid: () => id } }, { companyId, stretches: [{ resourceId, ...during }], owner })
}

/** Takes several at once. False when any is missing, as somebody has it: then the transaction must be undone. */
export async function occupyAll(
  tx: Transaction<Database>,
  deps: { ids: Pick<Ids, 'uuid'> },
  wanted: { companyId: string; stretches: readonly Stretch[]; owner: SegmentOwner },
): Promise<boolean> {
  const { companyId, stretches, owner } = wanted
  if (stretches.length === 0) return true
  const rows = await insertSegments(tx, {
    companyId,
    ids: stretches.map(() => deps.ids.uuid()),
    ...columnsOf(stretches),
    holdId: 'holdId' in owner ? owner.holdId : null,
    appointmentId: 'appointmentId' in owner ? owner.appointmentId : null,
  })
  return rows.length === stretches.length
}

/** Stretches as columns, for `unnest`. */
export type StretchColumns = { resourceIds: readonly string[]; ranges: readonly string[] }

export function columnsOf(stretches: readonly Stretch[]): StretchColumns {
  return { resourceIds: stretches.map((one) => one.resourceId), ranges: stretches.map(rangeOf) }
}

type SegmentRows = StretchColumns & {
  companyId: string
  ids: readonly string[]
  holdId: string | null
  appointmentId: string | null
}

const insertSegments = hotRead('insert segments', (db, rows: SegmentRows) => ({
  compile: () =>
    sql<{ id: string }>`
      insert into segments (id, company_id, resource_id, during, active, hold_id, appointment_id)
      select id, ${rows.companyId}::uuid, resource_id, during, true, ${rows.holdId}::uuid, ${rows.appointmentId}::uuid
      from unnest(${rows.ids}::uuid[], ${rows.resourceIds}::uuid[], ${rows.ranges}::tstzrange[])
        as stretch (id, resource_id, during)
      on conflict do nothing returning id`.compile(db),
}))

/** Lets go of everything an appointment occupies. */
export async function vacate(tx: Transaction<Database>, companyId: string, appointmentId: string): Promise<void> {
  await tx
    .updateTable('segments')
    .set({ active: false })
    .where('company_id', '=', companyId)
    .where('appointment_id', '=', appointmentId)
    .where('active', '=', true)
    .execute()
}

/** A range as Postgres reads it. */
export function rangeOf(interval: Interval): string {
  return `[${isoInstant(interval.startMs)},${isoInstant(interval.endMs)})`
}

function isoInstant(epochMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString()
}
