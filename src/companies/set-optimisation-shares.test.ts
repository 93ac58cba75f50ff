import { beforeAll, expect, test } from 'vitest'

import { createTestCompany, type TestCompany } from '../../test/harness/company.ts'
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { setOptimisationShares } from './set-optimisation-shares.ts'
import { InvalidSettingError } from './set-up.ts'
import { loadCompany } from './store.ts'

let database: TestDatabase
let company: TestCompany
beforeAll(async () => {
  database = await createTestDatabase()
  company = await createTestCompany(database.db)
})

const shares = () =>
  database.db.inCompany(company.id, async (tx) => (await loadCompany(tx, company.id))?.optimisationShares)

test('what is set for a company’s optimisations is a fact of it: everybody hears of it at once', async () => {
  const version = () =>
    database.db.inCompany(company.id, async (tx) => {
      const row = await tx
        .selectFrom('companies')
        .select('facts_version')
        .where('id', '=', company.id)
        .executeTakeFirst()
      return row?.facts_version ?? 0
    })
  expect(await shares()).toEqual({})
  const before = await version()
  await database.db.inCompany(company.id, (tx) => setOptimisationShares(tx, company.id, { prefetch: 10 }))
  expect(await shares()).toEqual({ prefetch: 10 })
  expect(await version()).toBeGreaterThan(before)
})

test('a share that is no percentage is refused', async () => {
  for (const share of [-1, 101, Number.NaN]) {
    const set = database.db.inCompany(company.id, (tx) => setOptimisationShares(tx, company.id, { warming: share }))
    await expect(set).rejects.toThrow(InvalidSettingError)
  }
})
