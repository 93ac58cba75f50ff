import type { Kysely } from 'kysely'

import { addWorkspace, loadKeyring, type Sealing, setWorkspaceKey } from '../companies/workspaces.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'

/** The workspace whose key is set by the environment. */
const FIRST_WORKSPACE = 'default'

/**
 * Makes the first workspace when it is missing and gives it the key of the environment. Another key than last time is a
 * rotation: the one before stays good until it is dropped. Returns the workspace's id.
 */
export async function ensureFirstWorkspace(
  db: Kysely<Database>,
  deps: { ids: Ids; sealing: Sealing },
  key: string,
): Promise<string> {
  const known = await findFirstWorkspace(db, deps)
  if (known !== undefined) {
    await setWorkspaceKey(db, deps, known, key)
    return known
  }
  try {
    return await addWorkspace(db, deps, { name: FIRST_WORKSPACE, key })
  } catch (error) {
    // Two processes started at once: the other one's is as good.
    const made = await findFirstWorkspace(db, deps)
    if (made === undefined) throw error
    return made
  }
}

async function findFirstWorkspace(db: Kysely<Database>, deps: { sealing: Sealing }): Promise<string | undefined> {
  const keyring = await loadKeyring(db, deps.sealing)
  return keyring.find((workspace) => workspace.name === FIRST_WORKSPACE)?.workspaceId
}
