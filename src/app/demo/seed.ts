import type { Kysely, Transaction } from 'kysely'

import type { CompanyDatabase } from '../../appointments/visit.ts'
import { addCategory, addService } from '../../catalog/set-up.ts'
import { activeCompanies } from '../../companies/routing.ts'
import { addAgent, addBranch, addPhoneNumber, createCompany, setBranchHours, setRules } from '../../companies/set-up.ts'
import { nameColumns } from '../../customers/name-columns.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Database } from '../../infra/db/tables.ts'
import type { Ids } from '../../infra/ids.ts'
import type { Random } from '../../infra/random.ts'
import { type MinuteRange, weeklyHours } from '../../infra/weekly-hours.ts'
import { addStaffMember, setStaffHours } from '../../staff/set-up.ts'
import { fillDiary } from './diary.ts'
import {
  agents,
  type BranchKey,
  branches,
  catalog,
  customers,
  type DayHours,
  regularCount,
  regulars,
  salon,
  staff,
} from './salon.ts'

export type DemoDeps = {
  clock: Clock
  ids: Ids
  random: Random
  database: CompanyDatabase & { kysely: Kysely<Database> }
  /** Whose key signs the demo's calls. */
  workspaceId: string
}

/** What was made, by the names the demo's own data uses. */
export type SeededSalon = {
  companyId: string
  branchIds: ReadonlyMap<BranchKey, string>
  staffIds: ReadonlyMap<string, string>
  services: readonly SeededService[]
  /** Those who call, then the regulars. */
  customers: readonly SeededCustomer[]
}

export type SeededCustomer = { id: string; name: string; calls: boolean }

export type SeededService = {
  id: string
  minutes: number
  bufferAfter: number
  gaps: readonly MinuteRange[]
  priceMinor: number
  staffIds: readonly string[]
}

/**
 * Makes "Salon Sonnenschein" with a diary around today, in one transaction. `existed` when there is a company of that
 * slug already: nothing of it is touched.
 */
export async function seedDemoCompany(deps: DemoDeps): Promise<'made' | 'existed'> {
  const companies = await activeCompanies(deps.database.kysely)
  if (companies.some((company) => company.slug === salon.slug)) return 'existed'
  const companyId = deps.ids.uuid()
  await deps.database.inCompany(companyId, async (tx) => {
    await createCompany(tx, { id: companyId, ...salon })
    await setRules(tx, deps, companyId, {
      minimumNoticeMinutes: 60,
      horizonDays: 90,
      cancellationNoticeMinutes: 24 * 60,
    })
    const branchIds = await seedBranches(tx, deps, companyId)
    const staffIds = await seedStaff(tx, deps, companyId, branchIds)
    const services = await seedCatalog(tx, deps, companyId, staffIds)
    const people = await seedCustomers(tx, deps, companyId)
    await fillDiary(tx, deps, { companyId, branchIds, staffIds, services, customers: people })
    // Nobody of this diary waits for a message.
    await tx.deleteFrom('message_occasions').where('company_id', '=', companyId).execute()
  })
  return 'made'
}

async function seedBranches(
  tx: Transaction<Database>,
  deps: DemoDeps,
  companyId: string,
): Promise<ReadonlyMap<BranchKey, string>> {
  const ids = new Map<BranchKey, string>()
  for (const key of ['mitte', 'prenzlauerBerg'] as const) {
    const branch = branches[key]
    const branchId = await addBranch(tx, deps, companyId, { ...branch, germanState: 'BE', position: ids.size })
    await setBranchHours(tx, companyId, branchId, toWeek(branch.hours))
    const { workspaceId } = deps
    await addPhoneNumber(tx, deps, companyId, { number: branch.number, kind: 'line', branchId, workspaceId })
    ids.set(key, branchId)
  }
  for (const agent of agents) await addAgent(tx, deps, companyId, { ...agent, workspaceId: deps.workspaceId })
  return ids
}

function toWeek(hours: DayHours) {
  return weeklyHours(
    Object.entries(hours).flatMap(([weekday, ranges]) =>
      ranges.map((range) => ({ weekday: Number(weekday), ...range })),
    ),
  )
}

/** By last name. */
async function seedStaff(
  tx: Transaction<Database>,
  deps: DemoDeps,
  companyId: string,
  branchIds: ReadonlyMap<BranchKey, string>,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  for (const person of staff) {
    const id = await addStaffMember(tx, deps, companyId, {
      branchId: branchIds.get(person.branch) ?? '',
      firstName: person.first,
      lastName: person.last,
      position: ids.size,
    })
    await setStaffHours(tx, companyId, id, toWeek(person.hours))
    ids.set(person.last, id)
  }
  return ids
}

async function seedCatalog(
  tx: Transaction<Database>,
  deps: DemoDeps,
  companyId: string,
  staffIds: ReadonlyMap<string, string>,
): Promise<readonly SeededService[]> {
  const services: SeededService[] = []
  for (const [position, category] of catalog.entries()) {
    const { name, nameEn } = category
    const categoryId = await addCategory(tx, deps, companyId, { name, nameEn, position })
    for (const service of category.services) {
      const does = [...staffIds].filter(([lastName]) => !service.except?.includes(lastName)).map(([, id]) => id)
      const id = await addService(tx, deps, companyId, {
        categoryId,
        name: service.name,
        nameEn: service.nameEn,
        description: service.description,
        aliases: service.aliases,
        durationMinutes: service.minutes,
        bufferAfterMinutes: service.bufferAfter ?? 0,
        gaps: service.gaps ?? [],
        priceMinor: service.priceMinor,
        position: services.length,
        staffIds: does,
      })
      const { minutes, bufferAfter = 0, gaps = [], priceMinor } = service
      services.push({ id, minutes, bufferAfter, gaps, priceMinor, staffIds: does })
    }
  }
  return services
}

async function seedCustomers(
  tx: Transaction<Database>,
  deps: DemoDeps,
  companyId: string,
): Promise<readonly SeededCustomer[]> {
  const callers = customers.map((customer) => ({ ...customer, calls: true }))
  const others = Array.from({ length: regularCount }, (_, index) => ({
    name: `${pick(regulars.first, index)} ${pick(regulars.last, Math.floor(index / regulars.first.length) + index)}`,
    phone: null,
    trusted: false,
    calls: false,
  }))
  const people = [...callers, ...others].map((person) => ({ ...person, id: deps.ids.uuid() }))
  const rows = people.map((person) => ({
    id: person.id,
    company_id: companyId,
    phone: person.phone,
    language: 'de' as const,
    trusted_at: person.trusted ? deps.clock.now().toString() : null,
    ...nameColumns(person.name),
  }))
  await tx.insertInto('customers').values(rows).execute()
  return people
}

function pick(names: readonly string[], index: number): string {
  return names[index % names.length] ?? ''
}
