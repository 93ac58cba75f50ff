import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { House } from '../openings/house.ts'
import { changeAppointment } from './change-appointment.ts'
import { claimTime } from './claim-time.ts'
import { byCalendar } from './mirror.ts'
import type { OutsideDeps } from './outside-booking.ts'
import { appointmentColumns, toAppointment } from './store.ts'
import type { CompanyDatabase } from './visit.ts'

/** How many are looked at together. */
const PAGE = 200

/**
 * Gives appointments that overlapped another their time as soon as the other has gone, soonest first. Returns how many got it. A
 * transaction each, so that nobody waits for the locks of all.
 */
export async function resolveConflicts(
  deps: OutsideDeps & { database: CompanyDatabase },
  house: House,
): Promise<number> {
  const { id: companyId } = house.company
  let after: Place = { startsAt: deps.clock.now(), id: FIRST_ID }
  let resolved = 0
  for (;;) {
    const from = after
    const page = await deps.database.inCompany(companyId, (tx) => readHopeful(tx, companyId, from))
    for (const { id } of page) {
      if (await deps.database.inCompany(companyId, (tx) => resolve(tx, deps, house, id), { retries: 3 })) resolved += 1
    }
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return resolved
    after = last
  }
}

type Place = { readonly startsAt: Temporal.Instant; readonly id: string }

/** Before all ids. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

// those still to come that are marked, without those whose very time another appointment has (appointments_conflicts,
// segments_by_end): buffers, which are not looked at here, may still keep one from it
async function readHopeful(tx: Transaction<Database>, companyId: string, after: Place): Promise<readonly Place[]> {
  const { rows } = await sql<{ starts_at: Temporal.Instant; id: string }>`
    select a.starts_at, a.id from appointments a
    where a.company_id = ${companyId} and a.conflicts and a.state in ('confirmed', 'pending_approval')
      and (a.starts_at, a.id) > (${after.startsAt.toString()}::timestamptz, ${after.id}::uuid)
      and not exists (
        select from segments s
        where s.company_id = a.company_id and s.resource_id = a.staff_id and s.active
          and s.appointment_id is distinct from a.id and s.appointment_id is not null
          and s.ends_at > a.starts_at and s.starts_at < a.ends_at)
    order by a.starts_at, a.id limit ${PAGE}`.execute(tx)
  return rows.map(({ starts_at: startsAt, id }) => ({ startsAt, id }))
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
