import { sql } from 'kysely'

import { type Executor, hotRead } from '../../infra/db/hot-read.ts'
import { type CountryCode, readPhoneNumber } from '../../speech/phone.ts'

/** Which company and branch a number belongs to; the branch is null when it stands for the whole company. */
export type Dialled = { readonly companyId: string; readonly branchId: string | null }

// whose number was dialled first (phone_numbers by number)
const readDialled = hotRead('route of a dialled number', (db, of: { number: string; workspaceId: string }) =>
  db
    .selectFrom(
      sql<{ company_id: string; branch_id: string | null }>`route_dialled(${of.number}, ${of.workspaceId}::uuid)`.as(
        'dialled',
      ),
    )
    .selectAll(),
)

/**
 * Whose number somebody dialled before the call was forwarded to ours; undefined when it is nobody's, or of a company that
 * has nothing to do with the workspace that signed.
 *
 * @param written as the line wrote it: with the country or, of the country of the number that rings, without
 */
export async function routeDialled(
  db: Executor,
  written: string,
  ringing: { ourNumber: string | null; workspaceId: string },
): Promise<Dialled | undefined> {
  const number = readPhoneNumber(written, countryOf(ringing.ourNumber))
  if (number === undefined) return undefined
  const [row] = await readDialled(db, { number, workspaceId: ringing.workspaceId })
  return row && { companyId: row.company_id, branchId: row.branch_id }
}

/** Calls are forwarded within a country. */
function countryOf(number: string | null): CountryCode {
  if (number?.startsWith('+43') === true) return 'AT'
  return number?.startsWith('+41') === true ? 'CH' : 'DE'
}
