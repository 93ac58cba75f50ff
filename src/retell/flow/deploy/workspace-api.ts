import type { Kysely, Transaction } from 'kysely'

import { loadKeyring, type Sealing } from '../../../companies/workspaces.ts'
import type { Database } from '../../../infra/db/tables.ts'
import { workspaceOf } from './own-records.ts'
import { createRetellApi, type RetellApi } from './retell-api.ts'

export type WorkspaceApiDeps = {
  sealing: Sealing
  database: {
    kysely: Kysely<Database>
    inCompany<Result>(companyId: string, work: (tx: Transaction<Database>) => Promise<Result>): Promise<Result>
  }
  config: { retellApiUrl: string; production: boolean }
}

/**
 * The way to the workspace a company's numbers and agents are in, with its present key. A company that has none yet gets
 * `otherwise`. Undefined while no key is known.
 */
export async function workspaceApi(
  deps: WorkspaceApiDeps,
  companyId: string,
  otherwise?: string,
): Promise<{ api: RetellApi; workspaceId: string } | undefined> {
  const workspaceId = (await deps.database.inCompany(companyId, (tx) => workspaceOf(tx, companyId))) ?? otherwise
  const keyring = await loadKeyring(deps.database.kysely, deps.sealing, deps.config)
  const workspace = keyring.find((one) => one.workspaceId === workspaceId)
  const apiKey = workspace?.keys[0]
  if (workspace === undefined || apiKey === undefined) return undefined
  const api = createRetellApi({ baseUrl: deps.config.retellApiUrl, apiKey })
  return { api, workspaceId: workspace.workspaceId }
}
