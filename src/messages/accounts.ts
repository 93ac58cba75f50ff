import type { Transaction } from 'kysely'

import type { Sealing } from '../companies/workspaces.ts'
import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'

/** Where a company's messages go out. Holds a secret: not to be logged. */
export type MessageAccount = {
  readonly service: Service
  /** Where the provider's interface is; for Slack the whole address is the secret, and this its origin. */
  readonly baseUrl: string
  /** What the provider calls the account; '' where the secret says it all. */
  readonly account: string
  /** Who texts come from: a number (E.164), a name of up to eleven letters, or a messaging service ("MG…"). */
  readonly sender: string
  readonly secret: string
}

export type Service = 'twilio' | 'slack' | 'pagerduty'

export type Accounts = Readonly<Partial<Record<Service, MessageAccount>>>

/** The accounts of a company (primary key), opened. @throws SealError when one was sealed with another key */
export async function loadAccounts(
  tx: Transaction<Database>,
  deps: { sealing: Sealing },
  companyId: string,
): Promise<Accounts> {
  const rows = await tx.selectFrom('message_accounts').selectAll().where('company_id', '=', companyId).execute()
  return Object.fromEntries(
    rows.map((row): [Service, MessageAccount] => [
      row.service,
      {
        service: row.service,
        baseUrl: row.base_url,
        account: row.account,
        sender: row.sender,
        secret: deps.sealing.open(row.sealed_secret, sealedAt(companyId, row.service)),
      },
    ]),
  )
}

// of a company (primary key)
const readServices = hotRead('message services', (db, of: { companyId: string }) =>
  db.selectFrom('message_accounts').select('service').where('company_id', '=', of.companyId),
)

/** Which services a company has, without opening anything. */
export async function connectedServices(tx: Transaction<Database>, companyId: string): Promise<ReadonlySet<Service>> {
  const rows = await readServices(tx, { companyId })
  return new Set(rows.map(({ service }) => service))
}

/** Writes an account, or replaces it; what waits for it is due at once. */
export async function keepAccount(
  tx: Transaction<Database>,
  deps: { sealing: Sealing },
  companyId: string,
  account: MessageAccount,
): Promise<void> {
  const { service, baseUrl, sender, secret } = account
  const columns = {
    base_url: baseUrl,
    account: account.account,
    sender,
    sealed_secret: deps.sealing.seal(secret, sealedAt(companyId, service)),
  }
  await tx
    .insertInto('message_accounts')
    .values({ company_id: companyId, service, ...columns })
    .onConflict((conflict) => conflict.columns(['company_id', 'service']).doUpdateSet(columns))
    .execute()
  await tx
    .updateTable('messages')
    .set({ next_attempt_at: '1970-01-01T00:00:00Z' })
    .where('company_id', '=', companyId)
    .where('state', '=', 'queued')
    .where('reason', '=', NOT_CONNECTED)
    .execute()
}

/** Forgets an account; false when there was none. */
export async function dropAccount(tx: Transaction<Database>, companyId: string, service: Service): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('message_accounts')
    .where('company_id', '=', companyId)
    .where('service', '=', service)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Why what has no account to go by is not sent. */
export const NOT_CONNECTED = 'not_connected'

/** The secret at rest is bound to the row it stands in. */
function sealedAt(companyId: string, service: Service): string {
  return `message_accounts.sealed_secret:${companyId}:${service}`
}
