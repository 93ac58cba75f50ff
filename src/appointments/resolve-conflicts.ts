import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { House } from '../openings/house.ts'
import { changeAppointment } from './change-appointment.ts'
import { claimTime } from './claim-time.ts'
import { byCalendar } from './mirror.ts'
import type { OutsideDeps } from './outside-booking.ts'
import { appointmentColumns, toAppointment } from './store.ts'
import type { CompanyDatabase } from './visit.ts'

/** Overlaps are mistakes: a house with more of them has other worries, and the next look goes on. */
const MOST_AT_ONCE = 200

/**
 * Gives appointments that overlapped another their time as soon as the other has gone, soonest first. Returns how many got it. A
 * transaction each, so that nobody waits for the locks of all.
 */
export async function resolveConflicts(
  deps: OutsideDeps & { database: CompanyDatabase },
  house: House,
): Promise<number> {
  const { id: companyId } = house.company
  const ids = await deps.database.inCompany(companyId, (tx) => readConflicting(tx, companyId, deps.clock.now()))
  let resolved = 0
  for (const id of ids) {
    if (await deps.database.inCompany(companyId, (tx) => resolve(tx, deps, house, id), { retries: 3 })) resolved += 1
  }
  return resolved
}

// those still to come that are marked (appointments_conflicts)
async function readConflicting(
  tx: Transaction<Database>,
  companyId: string,
  now: Temporal.Instant,
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('appointments')
    .select('id')
    .where('company_id', '=', companyId)
    .where('conflicts', '=', sql.lit(true))
    .where('state', 'in', ['confirmed', 'pending_approval'])
    .where('starts_at', '>', sql<Temporal.Instant>`${now.toString()}::timestamptz`)
    .orderBy('starts_at')
    .limit(MOST_AT_ONCE)
    .execute()
  return rows.map(({ id }) => id)
}

async function resolve(tx: Transaction<Database>, deps: OutsideDeps, house: House, id: string): Promise<boolean> {
  const { id: companyId } = house.company
  const row = await tx
    .selectFrom('appointments')
    .select(appointmentColumns)
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .where('conflicts', '=', true)
    .where('state', 'in', ['confirmed', 'pending_approval'])
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return false
  const appointment = toAppointment(row)
  if (!(await claimTime(tx, deps, house, appointment, appointment))) return false
  const reason = { who: byCalendar, why: 'what it overlapped has gone' }
  await changeAppointment(tx, deps, companyId, appointment, { conflicts: false }, reason)
  return true
}
