import type { Transaction } from 'kysely'

import type { Bookable } from '../../calendars/calcom/connection.ts'
import type { ImportPlan, PlannedService, PlannedStaff } from '../../calendars/calcom/plan-import.ts'
import { keepConnection, type NewConnection, setBookables } from '../../calendars/calcom/store.ts'
import { addService, deactivateService, setServiceStaff } from '../../catalog/set-up.ts'
import { addBranch, setBranchHours, setRules } from '../../companies/set-up.ts'
import type { Database } from '../../infra/db/tables.ts'
import type { Ids } from '../../infra/ids.ts'
import type { Sealer } from '../../infra/sealing.ts'
import { weeklyHours } from '../../infra/weekly-hours.ts'
import { addStaffMember, setStaffHours } from '../../staff/set-up.ts'

type Tx = Transaction<Database>

export type ImportDeps = { ids: Ids; sealing: Sealer }

/** What an import did. */
export type Imported = {
  readonly staffAdded: number
  readonly servicesAdded: number
  /** No longer over there, and so not offered here any more. */
  readonly servicesEnded: number
}

/** Marks what an import made, so that the next one knows it again. */
const IMPORTED = 'calcom:'
const LONGEST_NAME = 80
const LONGEST_DESCRIPTION = 500

/**
 * Writes what was planned into a company: who is there, what is offered, how it is booked over there. Doing it again changes nothing
 * that was named or set here meanwhile; lengths, buffers and who does what follow the calendar.
 */
export async function applyImport(
  tx: Tx,
  deps: ImportDeps,
  plan: ImportPlan,
  connection: NewConnection,
): Promise<Imported> {
  const { companyId } = connection
  await tx.updateTable('companies').set({ calendar: 'calcom' }).where('id', '=', companyId).execute()
  await keepConnection(tx, deps, connection)
  const branchIds = await ensureBranches(tx, deps, companyId, plan)
  const { staffIds, added: staffAdded } = await ensureStaff(tx, deps, companyId, branchIds, plan.staff)
  const bookables: Bookable[] = []
  let servicesAdded = 0
  for (const service of plan.services) {
    const known = await findImported(tx, companyId, service)
    const serviceId = known ?? (await addImported(tx, deps, companyId, service))
    if (known === undefined) servicesAdded += 1
    else await follow(tx, companyId, known, service)
    const hostIds = service.bookings.flatMap((booking) => booking.hostIds)
    await setServiceStaff(tx, companyId, serviceId, distinct(hostIds.flatMap((hostId) => staffIds.get(hostId) ?? [])))
    bookables.push(...bookablesOf(serviceId, service, staffIds))
  }
  await setBookables(tx, companyId, bookables)
  return { staffAdded, servicesAdded, servicesEnded: await endOthers(tx, companyId, plan) }
}

/** One's own event type before a pool's; of two alike the first. */
function bookablesOf(serviceId: string, service: PlannedService, staffIds: ReadonlyMap<number, string>): Bookable[] {
  const found = new Map<string, Bookable>()
  const { durationMinutes } = service
  for (const kind of ['person', 'pool'] as const) {
    for (const { eventTypeId, hostIds, sendsLength } of service.bookings.filter((booking) => booking.kind === kind)) {
      for (const staffId of hostIds.flatMap((hostId) => staffIds.get(hostId) ?? [])) {
        const isPool = kind === 'pool'
        if (found.has(staffId)) continue
        found.set(staffId, { serviceId, staffId, eventTypeId, durationMinutes, sendsLength, isPool })
      }
    }
  }
  return [...found.values()]
}

/**
 * A branch for each of the account's, by its team (null for none). The only one is the company's first; of several each is known by its
 * name, with or without the company's before it ("Salon Sonnenschein Mitte", "Mitte"). A new one is open whenever anybody works in it.
 */
async function ensureBranches(
  tx: Tx,
  deps: ImportDeps,
  companyId: string,
  plan: ImportPlan,
): Promise<ReadonlyMap<number | null, string>> {
  const known = await tx
    .selectFrom('branches')
    .innerJoin('companies', 'companies.id', 'branches.company_id')
    .select(['branches.id', 'branches.name', 'companies.name as company'])
    .where('branches.company_id', '=', companyId)
    .where('branches.active', '=', true)
    .orderBy('branches.position')
    .orderBy('branches.id')
    .execute()
  const branchIds = new Map<number | null, string>()
  for (const [position, { teamId, name }] of plan.branches.entries()) {
    const own = plan.branches.length === 1 ? known[0] : known.find((branch) => isNamed(branch, name))
    branchIds.set(teamId, own?.id ?? (await addBranchOf(tx, deps, companyId, plan, { teamId, name, position })))
  }
  return branchIds
}

function isNamed(branch: { name: string; company: string }, name: string): boolean {
  return branch.name === name || `${branch.company} ${branch.name}` === name
}

async function addBranchOf(
  tx: Tx,
  deps: ImportDeps,
  companyId: string,
  plan: ImportPlan,
  branch: { teamId: number | null; name: string; position: number },
): Promise<string> {
  const { name, position } = branch
  const branchId = await addBranch(tx, deps, companyId, { name, position, closedOnHolidays: false })
  const worked = plan.staff
    .filter(({ teamId }) => teamId === branch.teamId)
    .flatMap(({ hours }) => hours.flatMap((ranges, weekday) => ranges.map((range) => ({ weekday, ...range }))))
  await setBranchHours(tx, companyId, branchId, weeklyHours(worked))
  return branchId
}

async function ensureStaff(
  tx: Tx,
  deps: ImportDeps,
  companyId: string,
  branchIds: ReadonlyMap<number | null, string>,
  planned: readonly PlannedStaff[],
): Promise<{ staffIds: ReadonlyMap<number, string>; added: number }> {
  const rows = await tx
    .selectFrom('staff')
    .select(['id', 'calendar_reference', 'first_name', 'last_name'])
    .where('company_id', '=', companyId)
    .where('active', '=', true)
    .execute()
  const staffIds = new Map<number, string>()
  let added = 0
  for (const [position, { hostId, name, hours, teamId }] of planned.entries()) {
    const branchId = branchIds.get(teamId)
    if (branchId === undefined) continue
    const [firstName = '', ...rest] = (name.trim() || `Host ${hostId}`).split(/\s+/)
    const lastName = rest.join(' ')
    const known =
      rows.find((row) => row.calendar_reference === String(hostId)) ??
      rows.find((row) => row.calendar_reference === null && row.first_name === firstName && row.last_name === lastName)
    const calendarReference = String(hostId)
    const person = { firstName: firstName.slice(0, LONGEST_NAME), lastName: lastName.slice(0, LONGEST_NAME) }
    const staffId =
      known?.id ?? (await addStaffMember(tx, deps, companyId, { branchId, ...person, calendarReference, position }))
    if (known === undefined) added += 1
    else {
      const reference = { calendar_reference: calendarReference }
      await tx
        .updateTable('staff')
        .set(reference)
        .where('company_id', '=', companyId)
        .where('id', '=', staffId)
        .execute()
    }
    await setStaffHours(tx, companyId, staffId, hours)
    staffIds.set(hostId, staffId)
  }
  return { staffIds, added }
}

/** The service of an earlier import; else one of the company's own that has its name and is nowhere over there yet. */
async function findImported(tx: Tx, companyId: string, service: PlannedService): Promise<string | undefined> {
  const reference = `${IMPORTED}${service.reference}`
  const rows = await tx
    .selectFrom('services')
    .select(['id', 'name', 'calendar_reference'])
    .where('company_id', '=', companyId)
    .where((where) =>
      where.or([
        where('calendar_reference', '=', reference),
        where.and([where('calendar_reference', 'is', null), where('active', '=', true)]),
      ]),
    )
    .orderBy('position')
    .execute()
  const imported = rows.find((row) => row.calendar_reference === reference)
  if (imported !== undefined) return imported.id
  const own = rows.find((row) => row.name === service.name.slice(0, LONGEST_NAME))
  if (own === undefined) return undefined
  await tx
    .updateTable('services')
    .set({ calendar_reference: reference })
    .where('company_id', '=', companyId)
    .where('id', '=', own.id)
    .execute()
  return own.id
}

async function addImported(tx: Tx, deps: ImportDeps, companyId: string, service: PlannedService): Promise<string> {
  const { minimumNoticeMinutes, horizonDays } = service
  const serviceId = await addService(tx, deps, companyId, {
    name: service.name.slice(0, LONGEST_NAME),
    description: service.description.slice(0, LONGEST_DESCRIPTION),
    durationMinutes: service.durationMinutes,
    bufferBeforeMinutes: service.bufferBeforeMinutes,
    bufferAfterMinutes: service.bufferAfterMinutes,
    calendarReference: `${IMPORTED}${service.reference}`,
  })
  const horizon = horizonDays === null ? {} : { horizonDays }
  await setRules(tx, deps, companyId, { serviceId, minimumNoticeMinutes, ...horizon })
  return serviceId
}

/** What is offered again is offered here again. */
async function follow(tx: Tx, companyId: string, serviceId: string, service: PlannedService): Promise<void> {
  await tx
    .updateTable('services')
    .set({
      duration_minutes: service.durationMinutes,
      buffer_before_minutes: service.bufferBeforeMinutes,
      buffer_after_minutes: service.bufferAfterMinutes,
      // A calendar elsewhere knows none, and they have to lie within its length.
      gaps: '{}',
      active: true,
    })
    .where('company_id', '=', companyId)
    .where('id', '=', serviceId)
    .execute()
}

async function endOthers(tx: Tx, companyId: string, plan: ImportPlan): Promise<number> {
  const rows = await tx
    .selectFrom('services')
    .select(['id', 'calendar_reference'])
    .where('company_id', '=', companyId)
    .where('active', '=', true)
    .where('calendar_reference', 'like', `${IMPORTED}%`)
    .execute()
  const planned = new Set(plan.services.map(({ reference }) => `${IMPORTED}${reference}`))
  const gone = rows.filter((row) => row.calendar_reference !== null && !planned.has(row.calendar_reference))
  for (const { id } of gone) await deactivateService(tx, companyId, id)
  return gone.length
}

function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)]
}
