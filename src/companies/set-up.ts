import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { WeeklyHours } from '../infra/weekly-hours.ts'
import type { GermanState } from '../speech/holidays.ts'
import type { Language } from '../speech/language.ts'
import { type CountryCode, readPhoneNumber } from '../speech/phone.ts'
import type { RuleLevel } from './company.ts'

type Deps = { ids: Ids }
type Tx = Transaction<Database>

/** A setting that cannot be: the message names it and says what would be right. */
export class InvalidSettingError extends Error {
  override readonly name = 'InvalidSettingError'
}

export type NewCompany = {
  /** Made by the caller, because the transaction must be this company's already. */
  id: string
  slug: string
  name: string
  zone: string
  languages: readonly Language[]
  country?: string
  currency?: string
  checksConfirmation?: boolean
  policies?: Partial<Record<Language, string>>
}

/**
 * Writes a new company. `tx` must be a transaction of the new id's, as row-level security lets nobody write another's.
 *
 * @throws InvalidSettingError for a time zone nobody knows; what the database says to a slug that is taken.
 */
export async function createCompany(tx: Tx, company: NewCompany): Promise<void> {
  await tx
    .insertInto('companies')
    .values({
      id: company.id,
      slug: company.slug,
      name: company.name,
      zone: knownZone(company.zone),
      languages: [...company.languages],
      country: company.country ?? 'DE',
      currency: company.currency ?? 'EUR',
      checks_confirmation: company.checksConfirmation ?? true,
      policies: JSON.stringify(company.policies ?? {}),
    })
    .execute()
}

function knownZone(zone: string): string {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
  } catch {
    throw new InvalidSettingError(`There is no time zone ${JSON.stringify(zone)}: use a name such as Europe/Berlin`)
  }
  return zone
}

export type NewBranch = {
  name: string
  street?: string
  postalCode?: string
  city?: string
  germanState?: GermanState | null
  closedOnHolidays?: boolean
  /** Where it stands in the company's order; the first is named first. */
  position?: number
}

/** Adds a branch, without hours yet; gives its id. */
export async function addBranch(tx: Tx, deps: Deps, companyId: string, branch: NewBranch): Promise<string> {
  const id = deps.ids.uuid()
  await tx
    .insertInto('branches')
    .values({
      id,
      company_id: companyId,
      name: branch.name,
      street: branch.street ?? '',
      postal_code: branch.postalCode ?? '',
      city: branch.city ?? '',
      german_state: branch.germanState ?? null,
      closed_on_holidays: branch.closedOnHolidays ?? true,
      position: branch.position ?? 0,
    })
    .execute()
  return id
}

/** Replaces the hours of a branch. */
export async function setBranchHours(tx: Tx, companyId: string, branchId: string, hours: WeeklyHours): Promise<void> {
  await tx.deleteFrom('branch_hours').where('company_id', '=', companyId).where('branch_id', '=', branchId).execute()
  const rows = hours.flatMap((ranges, weekday) =>
    ranges.map((range) => ({
      company_id: companyId,
      branch_id: branchId,
      weekday,
      opens_minute: range.fromMinute,
      closes_minute: range.toMinute,
    })),
  )
  if (rows.length > 0) await tx.insertInto('branch_hours').values(rows).execute()
}

export type NewClosure = {
  branchId?: string | null
  firstDate: Temporal.PlainDate
  /** Included; the first date when left out. */
  lastDate?: Temporal.PlainDate
  reason?: string
}

/** Closes a branch, or without one the company, for some days; gives the closure's id. */
export async function addClosure(tx: Tx, deps: Deps, companyId: string, closure: NewClosure): Promise<string> {
  const id = deps.ids.uuid()
  await tx
    .insertInto('closures')
    .values({
      id,
      company_id: companyId,
      branch_id: closure.branchId ?? null,
      first_date: closure.firstDate.toString(),
      last_date: (closure.lastDate ?? closure.firstDate).toString(),
      reason: closure.reason ?? '',
    })
    .execute()
  return id
}

/** Sets what one level says about booking: figures left out ask the level above. Replaces what the level said before. */
export async function setRules(tx: Tx, deps: Deps, companyId: string, level: Partial<RuleLevel>): Promise<void> {
  const figures = {
    minimum_notice_minutes: level.minimumNoticeMinutes ?? null,
    horizon_days: level.horizonDays ?? null,
    slot_grid_minutes: level.slotGridMinutes ?? null,
    max_open_appointments: level.maxOpenAppointments ?? null,
    cancellation_notice_minutes: level.cancellationNoticeMinutes ?? null,
    rescheduling_notice_minutes: level.reschedulingNoticeMinutes ?? null,
    max_moves_per_appointment: level.maxMovesPerAppointment ?? null,
    max_cancellations: level.maxCancellations ?? null,
    cancellation_period_days: level.cancellationPeriodDays ?? null,
    needs_approval: level.needsApproval ?? null,
    offers_beside_own: level.offersBesideOwn ?? null,
  }
  await tx
    .insertInto('booking_rules')
    .values({
      id: deps.ids.uuid(),
      company_id: companyId,
      branch_id: level.branchId ?? null,
      service_id: level.serviceId ?? null,
      ...figures,
    })
    .onConflict((conflict) => conflict.columns(['company_id', 'branch_id', 'service_id']).doUpdateSet(figures))
    .execute()
}

export type NewPhoneNumber = {
  /** As anybody writes it; stored as E.164. */
  number: string
  kind: 'line' | 'forwarding'
  /** Null when the number stands for the whole company. */
  branchId?: string | null
  /** Whose key signs what comes in over this line; a forwarding number has none. */
  workspaceId?: string | null
}

/**
 * Adds a number of the company's own; gives it in E.164.
 *
 * @throws InvalidSettingError when no numbering plan knows it; what the database says to one that is somebody's already.
 */
export async function addPhoneNumber(tx: Tx, deps: Deps, companyId: string, phone: NewPhoneNumber): Promise<string> {
  const { country } = await tx
    .selectFrom('companies')
    .select('country')
    .where('id', '=', companyId)
    .executeTakeFirstOrThrow()
  const number = normalizeNumber(phone.number, country)
  await tx
    .insertInto('phone_numbers')
    .values({
      id: deps.ids.uuid(),
      company_id: companyId,
      branch_id: phone.branchId ?? null,
      workspace_id: phone.workspaceId ?? null,
      number,
      kind: phone.kind,
    })
    .execute()
  return number
}

function normalizeNumber(written: string, country: string): string {
  const number = readPhoneNumber(written, country as CountryCode)
  if (number === undefined) {
    throw new InvalidSettingError(`${JSON.stringify(written)} is no phone number: write it like +493023125001`)
  }
  return number
}

export type NewAgent = {
  retellAgentId: string
  workspaceId: string
  /** What Ringbook's sentences to this agent are in. */
  language: Language
  branchId?: string | null
}

/** Adds one of Retell's agents that answer for the company; gives its id here. */
export async function addAgent(tx: Tx, deps: Deps, companyId: string, agent: NewAgent): Promise<string> {
  const id = deps.ids.uuid()
  await tx
    .insertInto('agents')
    .values({
      id,
      company_id: companyId,
      branch_id: agent.branchId ?? null,
      workspace_id: agent.workspaceId,
      retell_agent_id: agent.retellAgentId,
      language: agent.language,
    })
    .execute()
  return id
}
