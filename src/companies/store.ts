import { sql } from 'kysely'

import { type Executor, hotRead } from '../infra/db/hot-read.ts'
import { weeklyHours } from '../infra/weekly-hours.ts'
import { GERMAN_STATES } from '../speech/holidays.ts'
import type { Branch, Closure, Company, RuleLevel } from './company.ts'
import { readShares } from './optimisations.ts'

const readCompany = hotRead('company', (db, company: { id: string }) =>
  db
    .selectFrom('companies')
    .select([
      'id',
      'slug',
      'name',
      'zone',
      'languages',
      'currency',
      'country',
      'calendar',
      'checks_confirmation',
      'policies',
      'optimisation_shares',
    ])
    .where('id', '=', company.id),
)

const readBranches = hotRead('company branches', (db, company: { id: string }) =>
  db
    .selectFrom('branches')
    .select(['id', 'name', 'street', 'postal_code', 'city', 'german_state', 'closed_on_holidays'])
    .where('company_id', '=', company.id)
    .where('active', '=', sql.lit(true))
    .orderBy('position')
    .orderBy('id'),
)

const readBranchHours = hotRead('company branch hours', (db, company: { id: string }) =>
  db
    .selectFrom('branch_hours')
    .select(['branch_id', 'weekday', 'opens_minute', 'closes_minute'])
    .where('company_id', '=', company.id),
)

// All of them, past ones too: a day may be asked about for which no clock is at hand, and there are a few a year.
const readClosures = hotRead('company closures', (db, company: { id: string }) =>
  db
    .selectFrom('closures')
    .select(['branch_id', 'first_date', 'last_date', 'reason'])
    .where('company_id', '=', company.id)
    .orderBy('first_date'),
)

const readRules = hotRead('company rules', (db, company: { id: string }) =>
  db.selectFrom('booking_rules').selectAll().where('company_id', '=', company.id),
)

const readForwardingNumbers = hotRead('company forwarding numbers', (db, company: { id: string }) =>
  db
    .selectFrom('phone_numbers')
    .select('number')
    .where('company_id', '=', company.id)
    .where('kind', '=', 'forwarding')
    .orderBy('number'),
)

/**
 * A company with its branches (active ones, in their order), closures, rules and forwarding numbers; undefined when the
 * transaction does not see it. Six reads, however large the company is.
 */
export async function loadCompany(tx: Executor, companyId: string): Promise<Company | undefined> {
  const [row] = await readCompany(tx, { id: companyId })
  if (row === undefined) return undefined
  const branches = await loadBranches(tx, companyId)
  const closures = await readClosures(tx, { id: companyId })
  const rules = await readRules(tx, { id: companyId })
  const forwarding = await readForwardingNumbers(tx, { id: companyId })
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    zone: row.zone,
    languages: row.languages,
    currency: row.currency,
    country: row.country,
    calendar: row.calendar,
    checksConfirmation: row.checks_confirmation,
    policies: row.policies,
    optimisationShares: readShares(row.optimisation_shares),
    branches,
    closures: closures.map((closure): Closure => ({
      branchId: closure.branch_id,
      firstDate: closure.first_date,
      lastDate: closure.last_date,
      reason: closure.reason,
    })),
    rules: rules.map(toRuleLevel),
    forwardingNumbers: forwarding.map(({ number }) => number),
  }
}

async function loadBranches(tx: Executor, companyId: string): Promise<readonly Branch[]> {
  const branches = await readBranches(tx, { id: companyId })
  const hours = Map.groupBy(await readBranchHours(tx, { id: companyId }), (row) => row.branch_id)
  return branches.map((branch) => ({
    id: branch.id,
    name: branch.name,
    street: branch.street,
    postalCode: branch.postal_code,
    city: branch.city,
    germanState: GERMAN_STATES.find((state) => state === branch.german_state) ?? null,
    closedOnHolidays: branch.closed_on_holidays,
    hours: weeklyHours(
      (hours.get(branch.id) ?? []).map((row) => ({
        weekday: row.weekday,
        fromMinute: row.opens_minute,
        toMinute: row.closes_minute,
      })),
    ),
  }))
}

type RuleRow = Awaited<ReturnType<typeof readRules>>[number]

function toRuleLevel(row: RuleRow): RuleLevel {
  return {
    branchId: row.branch_id,
    serviceId: row.service_id,
    minimumNoticeMinutes: row.minimum_notice_minutes,
    horizonDays: row.horizon_days,
    slotGridMinutes: row.slot_grid_minutes,
    maxOpenAppointments: row.max_open_appointments,
    cancellationNoticeMinutes: row.cancellation_notice_minutes,
    reschedulingNoticeMinutes: row.rescheduling_notice_minutes,
    maxMovesPerAppointment: row.max_moves_per_appointment,
    maxCancellations: row.max_cancellations,
    cancellationPeriodDays: row.cancellation_period_days,
    needsApproval: row.needs_approval,
    offersBesideOwn: row.offers_beside_own,
  }
}
