import type { Kysely } from 'kysely'

import { activeCompanies } from '../companies/routing.ts'
import type { Database } from '../infra/db/tables.ts'
import { UsageError } from './command.ts'

/** The id of the company an option names. @throws UsageError when none is named, Error when there is none of that name */
export async function findCompany(db: Kysely<Database>, slug: string | undefined): Promise<string> {
  if (slug === undefined) throw new UsageError('--company must name the company')
  const companies = await activeCompanies(db)
  const company = companies.find((one) => one.slug === slug)
  if (company === undefined) throw new Error(`There is no company "${slug}"`)
  return company.id
}
