import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { Language } from '../speech/language.ts'
import { nameColumns } from './name-columns.ts'

export type NewCustomer = {
  companyId: string
  /** E.164; null makes a customer of their own, as nothing tells them from others. */
  phone: string | null
  /** As said. */
  name: string
  email: string | null
  language: Language
}

/**
 * The id of the customer who has this number, made if there is none: one customer however many calls arrive together.
 * A name or e-mail already on record stays; what is missing is filled in.
 */
export async function rememberCustomer(
  tx: Transaction<Database>,
  deps: { ids: Ids },
  customer: NewCustomer,
): Promise<string> {
  const inserted = await tx
    .insertInto('customers')
    .values({
      id: deps.ids.uuid(),
      company_id: customer.companyId,
      phone: customer.phone,
      email: customer.email,
      language: customer.language,
      ...nameColumns(customer.name),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['company_id', 'phone'])
        .where('phone', 'is not', null)
        .where('merged_into_id', 'is', null)
        .doUpdateSet({
          ...whenUnnamed(),
          email: sql`coalesce(customers.email, excluded.email)`,
          language: sql`coalesce(customers.language, excluded.language)`,
        }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return inserted.id
}

// by number (customers_phone)
const readIdByPhone = hotRead('customer id by phone', (db, of: { companyId: string; phone: string }) =>
  db
    .selectFrom('customers')
    .select('id')
    .where('company_id', '=', of.companyId)
    .where('phone', '=', of.phone)
    .where('merged_into_id', 'is', null),
)

/** Who has this number; undefined when nobody has. */
export async function findCustomerId(
  tx: Transaction<Database>,
  companyId: string,
  phone: string,
): Promise<string | undefined> {
  const [row] = await readIdByPhone(tx, { companyId, phone })
  return row?.id
}

const nameParts = [
  'first_name',
  'last_name',
  'folded_name',
  'first_name_cologne',
  'last_name_cologne',
  'last_name_soundex',
  'last_name_metaphone',
] as const

/** The name is taken as a whole or not at all: half of one and half of another would be nobody's. */
function whenUnnamed() {
  return Object.fromEntries(
    nameParts.map((part) => [
      part,
      sql<string>`case when customers.folded_name = '' then excluded.${sql.ref(part)} else customers.${sql.ref(part)} end`,
    ]),
  )
}
