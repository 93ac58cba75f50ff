import type { Transaction } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Language } from '../speech/language.ts'
import type { Customer } from './customer.ts'

type CustomerRow = {
  id: string
  phone: string | null
  first_name: string
  last_name: string
  language: Language | null
  usual_branch_id: string | null
  usual_staff_id: string | null
  trusted_at: Temporal.Instant | null
}

const columns = [
  'id',
  'phone',
  'first_name',
  'last_name',
  'language',
  'usual_branch_id',
  'usual_staff_id',
  'trusted_at',
] as const

const readById = hotRead<{ companyId: string; customerId: string }, CustomerRow>('read_customer', (db, at) =>
  db.selectFrom('customers').select(columns).where('company_id', '=', at.companyId).where('id', '=', at.customerId),
)

/** A customer by id. */
export async function findCustomer(
  tx: Transaction<Database>,
  companyId: string,
  customerId: string,
): Promise<Customer | undefined> {
  const [row] = await readById(tx, { companyId, customerId })
  return row && toCustomer(row)
}

const readByCall = hotRead<{ companyId: string; retellCallId: string }, CustomerRow>('customer of a call', (db, of) =>
  db
    .selectFrom('calls')
    .innerJoin('customers', (join) =>
      join.onRef('customers.company_id', '=', 'calls.company_id').onRef('customers.id', '=', 'calls.customer_id'),
    )
    .select(columns.map((column) => `customers.${column}` as const))
    .where('calls.company_id', '=', of.companyId)
    .where('calls.retell_call_id', '=', of.retellCallId),
)

/** The customer a call is known to be from; undefined when there is no such call, or it is from nobody known. */
export async function findCustomerOfCall(
  tx: Transaction<Database>,
  of: { companyId: string; retellCallId: string },
): Promise<Customer | undefined> {
  const [row] = await readByCall(tx, of)
  return row && toCustomer(row)
}

function toCustomer(row: CustomerRow): Customer {
  return {
    id: row.id,
    phone: row.phone,
    firstName: row.first_name,
    lastName: row.last_name,
    language: row.language,
    usualBranchId: row.usual_branch_id,
    usualStaffId: row.usual_staff_id,
    trusted: row.trusted_at !== null,
  }
}
