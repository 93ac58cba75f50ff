import { sql } from 'kysely'

import { type Executor, hotRead } from '../infra/db/hot-read.ts'
import { sortIntervals } from '../infra/intervals.ts'
import { weeklyHours } from '../infra/weekly-hours.ts'
import type { StaffMember } from './staff-member.ts'

const readStaff = hotRead('company staff', (db, company: { id: string }) =>
  db
    .selectFrom('staff')
    .select(['id', 'branch_id', 'title', 'first_name', 'last_name', 'calendar_reference'])
    .where('company_id', '=', company.id)
    .where('active', '=', sql.lit(true))
    .orderBy('position')
    .orderBy('id'),
)

const readStaffHours = hotRead('company staff hours', (db, company: { id: string }) =>
  db
    .selectFrom('staff_hours')
    .select(['staff_id', 'weekday', 'starts_minute', 'ends_minute'])
    .where('company_id', '=', company.id),
)

const readTimeOff = hotRead('company time off', (db, company: { id: string; endsAfter: Temporal.Instant }) =>
  db
    .selectFrom('time_off')
    .select(['staff_id', 'starts_at', 'ends_at'])
    .where('company_id', '=', company.id)
    .where('ends_at', '>', company.endsAfter),
)

/**
 * The active staff of a company in its order, with hours and the time off that is not over at `now`. Three reads, however
 * many people there are.
 */
export async function loadStaff(
  tx: Executor,
  companyId: string,
  now: Temporal.Instant,
): Promise<readonly StaffMember[]> {
  const staff = await readStaff(tx, { id: companyId })
  const hours = Map.groupBy(await readStaffHours(tx, { id: companyId }), (row) => row.staff_id)
  const timeOff = Map.groupBy(await readTimeOff(tx, { id: companyId, endsAfter: now }), (row) => row.staff_id)
  return staff.map((person) => ({
    id: person.id,
    branchId: person.branch_id,
    title: person.title,
    firstName: person.first_name,
    lastName: person.last_name,
    hours: weeklyHours(
      (hours.get(person.id) ?? []).map((row) => ({
        weekday: row.weekday,
        fromMinute: row.starts_minute,
        toMinute: row.ends_minute,
      })),
    ),
    timeOff: sortIntervals(
      (timeOff.get(person.id) ?? []).map((row) => ({
        startMs: row.starts_at.epochMilliseconds,
        endMs: row.ends_at.epochMilliseconds,
      })),
    ),
    calendarReference: person.calendar_reference,
  }))
}
