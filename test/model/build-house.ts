import { addService } from '../../src/catalog/set-up.ts'
import { addBranch, addClosure, createCompany, setBranchHours, setRules } from '../../src/companies/set-up.ts'
import type { Db } from '../../src/infra/db/database.ts'
import type { Ids } from '../../src/infra/ids.ts'
import { type WeeklyHours, weeklyHours } from '../../src/infra/weekly-hours.ts'
import { addStaffMember, addTimeOff, setStaffHours } from '../../src/staff/set-up.ts'
import type { Plan, Shift } from './plan.ts'
import { instantOf, MINUTE } from './reference-openings.ts'

/** Where the parts of a plan are in the database, each at its place. */
export type BuiltHouse = {
  readonly companyId: string
  readonly branchId: string
  readonly workspaceId: string
  readonly staffIds: readonly string[]
  readonly serviceIds: readonly string[]
}

type Tx = Parameters<Parameters<Db['inCompany']>[1]>[0]

/** Writes the facts of a plan as a new company. */
export async function buildHouse(
  db: Db,
  ids: Ids,
  plan: Plan,
  options: { checksConfirmation?: boolean } = {},
): Promise<BuiltHouse> {
  const companyId = ids.uuid()
  const workspaceId = ids.uuid()
  await db.kysely.insertInto('workspaces').values({ id: workspaceId, name: workspaceId }).execute()
  return await db.inCompany(companyId, async (tx) => {
    await createCompany(tx, {
      id: companyId,
      slug: `house-${companyId.replaceAll('-', '')}`,
      name: 'Haus Beispiel',
      zone: plan.zone,
      languages: ['de', 'en'],
      checksConfirmation: options.checksConfirmation ?? true,
    })
    const branchId = await addBranch(tx, { ids }, companyId, {
      name: 'Hauptstraße',
      germanState: 'BE',
      closedOnHolidays: plan.keepsHolidays,
    })
    await setBranchHours(tx, companyId, branchId, toWeek(plan.hours))
    await setRules(tx, { ids }, companyId, { ...plan })
    for (const days of plan.closedAfterDays)
      await addClosure(tx, { ids }, companyId, { firstDate: plan.today.add({ days }) })
    const staffIds = await buildStaff(tx, ids, plan, { companyId, branchId })
    const serviceIds = await buildServices(tx, ids, plan, { companyId, staffIds })
    return { companyId, branchId, workspaceId, staffIds, serviceIds }
  })
}

async function buildStaff(
  tx: Tx,
  ids: Ids,
  plan: Plan,
  at: { companyId: string; branchId: string },
): Promise<readonly string[]> {
  const firstMs = instantOf(plan.today, 0, plan.zone)
  const staffIds: string[] = []
  for (const [position, { shift, away }] of plan.staff.entries()) {
    const firstName = ['Anna', 'Bert', 'Cora', 'Dora'][position] ?? ''
    const staffId = await addStaffMember(tx, { ids }, at.companyId, { ...at, firstName, position })
    await setStaffHours(tx, at.companyId, staffId, toWeek(shift))
    for (const { fromMinute, minutes } of away) {
      const startsAt = Temporal.Instant.fromEpochMilliseconds(firstMs + fromMinute * MINUTE)
      await addTimeOff(tx, { ids }, at.companyId, { staffId, startsAt, endsAt: startsAt.add({ minutes }) })
    }
    staffIds.push(staffId)
  }
  return staffIds
}

async function buildServices(
  tx: Tx,
  ids: Ids,
  plan: Plan,
  { companyId, staffIds }: { companyId: string; staffIds: readonly string[] },
): Promise<readonly string[]> {
  const serviceIds: string[] = []
  for (const [position, service] of plan.services.entries()) {
    const who = staffIds.filter((_, place) => service.staff.includes(place))
    const made = { ...service, name: `Leistung ${position}`, position, staffIds: who }
    serviceIds.push(await addService(tx, { ids }, companyId, made))
  }
  return serviceIds
}

function toWeek({ weekdays, fromMinute, toMinute }: Shift): WeeklyHours {
  return weeklyHours(weekdays.map((weekday) => ({ weekday, fromMinute, toMinute })))
}
