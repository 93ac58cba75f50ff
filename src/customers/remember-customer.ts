import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Language } from '../speech/language.ts'
import { nameColumns } from './name-columns.ts'
import type { Usual } from './usual.ts'

const nameParts = [
  'first_name',
  'last_name',
  'folded_name',
  'first_name_cologne',
  'last_name_cologne',
  'last_name_soundex',
  'last_name_metaphone',
] as const

export type NewCustomer = {
  /** What a new one is to be known by. */
  id: string
  companyId: string
  /** E.164; null makes a customer of their own, as nothing tells them from others. */
  phone: string | null
  /** As said. */
  name: string
  email: string | null
  language: Language
  /** What they were booked for just now; left as it is unless given. */
  usual?: Usual
}

/**
 * The id of the customer who has this number, made if there is none: one customer however many calls arrive together.
 * A name or e-mail already on record stays, what is missing is filled in; what is usual is what was last.
 */
export async function rememberCustomer(tx: Transaction<Database>, customer: NewCustomer): Promise<string> {
  const { name, usual, ...facts } = customer
  const lately = { usualBranchId: usual?.branchId ?? null, usualStaffId: usual?.staffId ?? null }
  const [row] = await upsertCustomer(tx, { ...facts, ...lately, ...nameColumns(name) })
  if (row === undefined) throw new Error('A customer was neither found nor made')
  return row.id
}

type CustomerColumns = Omit<NewCustomer, 'name' | 'usual'> &
  ReturnType<typeof nameColumns> & { usualBranchId: string | null; usualStaffId: string | null }

const upsertCustomer = hotRead<CustomerColumns, { id: string }>('remember customer', (db, customer) =>
  db
    .insertInto('customers')
    .values({
      id: customer.id,
      company_id: customer.companyId,
      phone: customer.phone,
      email: customer.email,
      language: customer.language,
      usual_branch_id: customer.usualBranchId,
      usual_staff_id: customer.usualStaffId,
      ...Object.fromEntries(nameParts.map((part) => [part, customer[part]])),
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
          usual_branch_id: sql`coalesce(excluded.usual_branch_id, customers.usual_branch_id)`,
          usual_staff_id: sql`coalesce(excluded.usual_staff_id, customers.usual_staff_id)`,
        }),
    )
    .returning('id'),
)

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

/** The name is taken as a whole or not at all: half of one and half of another would be nobody's. */
function whenUnnamed() {
  return Object.fromEntries(
    nameParts.map((part) => [
      part,
      sql<string>`case when customers.folded_name = '' then excluded.${sql.ref(part)} else customers.${sql.ref(part)} end`,
    ]),
  )
}
