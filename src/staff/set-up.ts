import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { WeeklyHours } from '../infra/weekly-hours.ts'
import { nameKeyColumns } from '../speech/name-key.ts'

type Deps = { ids: Ids }
type Tx = Transaction<Database>

export type NewStaffMember = {
  branchId: string
  firstName: string
  lastName?: string
  /** "Frau", "Herr Dr.": with one, the person is spoken of by last name. */
  title?: string
  calendarReference?: string | null
  /** Where the person stands in the company's order; the first is taken when nothing else decides. */
  position?: number
}

/** So many rows per statement stay well below the 65,535 parameters one can have. */
const ROWS_PER_INSERT = 1_000

/** Adds somebody appointments are with, without hours yet; gives the id. */
export async function addStaffMember(tx: Tx, deps: Deps, companyId: string, person: NewStaffMember): Promise<string> {
  const [id = ''] = await addStaffMembers(tx, deps, companyId, [person])
  return id
}

/** Adds many at once, as an import does; gives their ids in the same order. */
async function addStaffMembers(
  tx: Tx,
  deps: Deps,
  companyId: string,
  people: readonly NewStaffMember[],
): Promise<readonly string[]> {
  const rows = people.map((person) => ({
    id: deps.ids.uuid(),
    company_id: companyId,
    branch_id: person.branchId,
    title: person.title ?? '',
    first_name: person.firstName,
    last_name: person.lastName ?? '',
    ...nameKeyColumns(person.firstName, person.lastName ?? ''),
    calendar_reference: person.calendarReference ?? null,
    position: person.position ?? 0,
  }))
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    await tx
      .insertInto('staff')
      .values(rows.slice(start, start + ROWS_PER_INSERT))
      .execute()
  }
  return rows.map((row) => row.id)
}

/** Replaces somebody's weekly hours. */
export async function setStaffHours(tx: Tx, companyId: string, staffId: string, hours: WeeklyHours): Promise<void> {
  await tx.deleteFrom('staff_hours').where('company_id', '=', companyId).where('staff_id', '=', staffId).execute()
  const rows = hours.flatMap((ranges, weekday) =>
    ranges.map((range) => ({
      company_id: companyId,
      staff_id: staffId,
      weekday,
      starts_minute: range.fromMinute,
      ends_minute: range.toMinute,
    })),
  )
  if (rows.length > 0) await tx.insertInto('staff_hours').values(rows).execute()
}

export type NewTimeOff = { staffId: string; startsAt: Temporal.Instant; endsAt: Temporal.Instant; reason?: string }

/** Takes somebody off the calendar for a while; gives the id. */
export async function addTimeOff(tx: Tx, deps: Deps, companyId: string, timeOff: NewTimeOff): Promise<string> {
  const id = deps.ids.uuid()
  await tx
    .insertInto('time_off')
    .values({
      id,
      company_id: companyId,
      staff_id: timeOff.staffId,
      starts_at: timeOff.startsAt.toString(),
      ends_at: timeOff.endsAt.toString(),
      reason: timeOff.reason ?? '',
    })
    .execute()
  return id
}

/** Nobody can be booked with them any more; appointments that stand keep their name. */
export async function deactivateStaffMember(tx: Tx, companyId: string, staffId: string): Promise<void> {
  await tx
    .updateTable('staff')
    .set({ active: false })
    .where('company_id', '=', companyId)
    .where('id', '=', staffId)
    .execute()
}
