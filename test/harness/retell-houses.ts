import { addCategory, addService } from '../../src/catalog/set-up.ts'
import { addBranch, addClosure, addPhoneNumber, setRules } from '../../src/companies/set-up.ts'
import { rememberCustomer } from '../../src/customers/remember-customer.ts'
import { testIds } from './company.ts'
import { createRetellLine, type RetellLine } from './retell-line.ts'
import type { TestServer } from './server.ts'

type House = 'salon' | 'single' | 'strict' | 'approving' | 'branched' | 'shelved' | 'unshelved' | 'empty'

/** One company for each way a house may be; `numberOfAllBranches` is one of `branched` that stands for no branch. */
export type RetellHouses = Record<House, RetellLine> & { numberOfAllBranches: string }

const deps = { ids: testIds }
const checks = { checksConfirmation: false }

export async function createRetellHouses(server: TestServer): Promise<RetellHouses> {
  const { db } = server.database
  const numberOfAllBranches = '+493023125900'
  const staff = ['Sarah Meier', 'Sarah Maier', 'Bert Busch']
  const houses = {
    salon: await createRetellLine(server, { ...checks, staff, services: { Haarschnitt: 30, Farbe: 60 } }),
    single: await createRetellLine(server, { ...checks, staff: ['Anna Abel'] }),
    strict: await createRetellLine(server, checks),
    approving: await createRetellLine(server, checks),
    branched: await createRetellLine(server),
    shelved: await createRetellLine(server, { services: {} }),
    unshelved: await createRetellLine(server, {
      services: Object.fromEntries(
        Array.from({ length: 8 }, (_, index) => [`Massage ${'ABCDEFGH'.charAt(index)}`, 30]),
      ),
    }),
    empty: await createRetellLine(server, { ...checks, staff: [] }),
  }
  const { salon, strict, approving, branched, shelved } = houses
  await db.inCompany(salon.id, async (tx) => {
    await setRules(tx, deps, salon.id, { minimumNoticeMinutes: 120, horizonDays: 30 })
    await addClosure(tx, deps, salon.id, {
      firstDate: Temporal.PlainDate.from('2026-12-04'),
      reason: 'Betriebsausflug',
    })
    for (const phone of ['+4917604069010', '+4917604069011']) {
      await rememberCustomer(tx, {
        id: deps.ids.uuid(),
        companyId: salon.id,
        phone,
        name: 'Clara Berg',
        email: null,
        language: 'de',
      })
    }
    await tx
      .updateTable('customers')
      .set({ trusted_at: '2026-01-01T00:00:00Z' })
      .where('company_id', '=', salon.id)
      .execute()
  })
  await db.inCompany(strict.id, (tx) => setRules(tx, deps, strict.id, { maxOpenAppointments: 1 }))
  await db.inCompany(approving.id, (tx) => setRules(tx, deps, approving.id, { needsApproval: true }))
  await db.inCompany(branched.id, async (tx) => {
    await addBranch(tx, deps, branched.id, { name: 'Westend', position: 1 })
    await addPhoneNumber(tx, deps, branched.id, {
      number: numberOfAllBranches,
      kind: 'line',
      workspaceId: branched.workspaceId,
    })
  })
  await db.inCompany(shelved.id, async (tx) => {
    for (const shelf of ['Haare', 'Haut']) {
      const categoryId = await addCategory(tx, deps, shelved.id, { name: shelf })
      for (const kind of ['kurz', 'lang', 'besonders']) {
        await addService(tx, deps, shelved.id, {
          name: `${shelf} ${kind}`,
          durationMinutes: 30,
          categoryId,
          staffIds: shelved.staffIds,
        })
      }
    }
  })
  return { ...houses, numberOfAllBranches }
}
