import type { Call } from '../../src/calls/call.ts'
import { rememberCall } from '../../src/calls/remember-call.ts'
import { addService } from '../../src/catalog/set-up.ts'
import { addBranch, createCompany, setBranchHours } from '../../src/companies/set-up.ts'
import { systemClock } from '../../src/infra/clock.ts'
import type { Db } from '../../src/infra/db/database.ts'
import { createIds, type Ids } from '../../src/infra/ids.ts'
import { systemRandom } from '../../src/infra/random.ts'
import { type WeeklyHours, weeklyHours } from '../../src/infra/weekly-hours.ts'
import { addStaffMember, setStaffHours } from '../../src/staff/set-up.ts'

/** A company small enough to reason about: one branch, open every weekday from nine to six. */
export type TestCompany = {
  id: string
  branchId: string
  /** In the order they were asked for. */
  staffIds: readonly string[]
  /** By name. */
  serviceIds: Readonly<Record<string, string>>
  /** Without a key: what is tested below the edge needs none. */
  workspaceId: string
}

export type TestCompanyOptions = {
  slug?: string
  zone?: string
  staff?: readonly string[]
  services?: Readonly<Record<string, number>>
  checksConfirmation?: boolean
}

export const testIds: Ids = createIds(systemClock, systemRandom)

/** Monday to Friday, nine to six. */
const officeHours: WeeklyHours = weeklyHours(
  [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 9 * 60, toMinute: 18 * 60 })),
)

/** Makes a company. Everybody does everything, at all hours of the branch. */
export async function createTestCompany(db: Db, options: TestCompanyOptions = {}): Promise<TestCompany> {
  const id = testIds.uuid()
  const deps = { ids: testIds }
  const workspaceId = testIds.uuid()
  await db.kysely.insertInto('workspaces').values({ id: workspaceId, name: workspaceId }).execute()
  return await db.inCompany(id, async (tx) => {
    await createCompany(tx, {
      id,
      slug: options.slug ?? `company-${id.slice(-12)}`,
      name: 'Praxis Beispiel',
      zone: options.zone ?? 'Europe/Berlin',
      languages: ['de', 'en'],
      checksConfirmation: options.checksConfirmation ?? true,
    })
    const branchId = await addBranch(tx, deps, id, { name: 'Hauptstraße', germanState: 'BE' })
    await setBranchHours(tx, id, branchId, officeHours)
    const staffIds: string[] = []
    for (const name of options.staff ?? ['Anna Abel', 'Bert Busch']) {
      const [firstName = '', lastName = ''] = name.split(' ')
      const position = staffIds.length
      const staffId = await addStaffMember(tx, deps, id, { branchId, firstName, lastName, position })
      await setStaffHours(tx, id, staffId, officeHours)
      staffIds.push(staffId)
    }
    const serviceIds: Record<string, string> = {}
    for (const [name, durationMinutes] of Object.entries(options.services ?? { Haarschnitt: 30 })) {
      serviceIds[name] = await addService(tx, deps, id, { name, durationMinutes, staffIds })
    }
    return { id, branchId, staffIds, serviceIds, workspaceId }
  })
}

/** Opens another branch with one person in it, who does all there is at the hours of the first. Gives its id. */
export async function openSecondBranch(db: Db, company: TestCompany): Promise<string> {
  const { id } = company
  const deps = { ids: testIds }
  return await db.inCompany(id, async (tx) => {
    const branchId = await addBranch(tx, deps, id, { name: 'Nebenstraße', germanState: 'BE', position: 1 })
    await setBranchHours(tx, id, branchId, officeHours)
    const staffId = await addStaffMember(tx, deps, id, { branchId, firstName: 'Nele', lastName: 'Neben', position: 9 })
    await setStaffHours(tx, id, staffId, officeHours)
    const does = Object.values(company.serviceIds).map((serviceId) => ({
      company_id: id,
      service_id: serviceId,
      staff_id: staffId,
    }))
    await tx.insertInto('service_staff').values(does).execute()
    return branchId
  })
}

/** A call to a company, from a number or with none shown. */
export async function createTestCall(db: Db, company: TestCompany, caller: string | null = null): Promise<Call> {
  return await db.inCompany(company.id, (tx) =>
    rememberCall(
      tx,
      { ids: testIds },
      {
        companyId: company.id,
        retellCallId: `call_${testIds.uuid()}`,
        workspaceId: company.workspaceId,
        agentId: null,
        branchId: null,
        language: 'de',
        direction: 'inbound',
        fromNumber: caller ?? 'anonymous',
        toNumber: null,
        forwardingNumbers: [],
      },
    ),
  )
}
