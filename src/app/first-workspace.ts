import type { Kysely } from 'kysely'

import {
  addWorkspace,
  loadKeyring,
  type Sealing,
  setWorkspaceKey,
  type WorkspaceKeys,
} from '../companies/workspaces.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'

/** The workspace whose key is set by the environment. */
const FIRST_WORKSPACE = 'default'

/**
 * Makes the first workspace when it is missing and gives it the key of the environment, for a server that starts. Another
 * key than last time is a rotation: the one before stays good until it is dropped. Returns the workspace's id.
 */
export async function ensureFirstWorkspace(
  db: Kysely<Database>,
  deps: { ids: Ids; sealing: Sealing },
  key: string,
): Promise<string> {
  const known = await findFirstWorkspace(db, deps)
  if (known !== undefined) {
    await setWorkspaceKey(db, deps, known.workspaceId, key)
    return known.workspaceId
  }
  try {
    return await addWorkspace(db, deps, { name: FIRST_WORKSPACE, key })
  } catch (error) {
    // Two processes started at once: the other one's is as good.
    const made = await findFirstWorkspace(db, deps)
    if (made === undefined) throw error
    return made.workspaceId
  }
}

/**
 * The first workspace, for a command beside a server. Its key is the server's to change: a shell with another environment,
 * or none, must not. Only where there is no key yet but the demo's does it get the environment's. Returns its id.
 */
export async function lookUpFirstWorkspace(
  db: Kysely<Database>,
  deps: { ids: Ids; sealing: Sealing },
  key: string,
): Promise<string> {
  const known = await findFirstWorkspace(db, deps)
  if (known !== undefined && known.keys.length > 0) return known.workspaceId
  return await ensureFirstWorkspace(db, deps, key)
}

/** The first workspace with the keys that are its own: the demo's is nobody's. */
async function findFirstWorkspace(
  db: Kysely<Database>,
  deps: { sealing: Sealing },
): Promise<WorkspaceKeys | undefined> {
  const keyring = await loadKeyring(db, deps.sealing, { production: true })
  return keyring.find((workspace) => workspace.name === FIRST_WORKSPACE)
}
