import type { Kysely } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'

/** Seals a secret for storing and opens it again; `context` is bound to it, so that a sealed key fits only its own row. */
export type Sealing = {
  seal(text: string, context: string): Buffer
  open(sealed: Uint8Array, context: string): string
}

/** The Retell workspaces of the installation with the keys their requests may be signed with, opened. */
export type Keyring = readonly WorkspaceKeys[]

export type WorkspaceKeys = {
  readonly workspaceId: string
  readonly name: string
  /** The current key, then the one before it while a rotation lasts. None for a workspace that has no key yet. */
  readonly keys: readonly string[]
}

function sealingContext(workspaceId: string): string {
  return `workspaces.sealed_key:${workspaceId}`
}

/**
 * Every workspace with its keys, by name. Not company data: an agency's one workspace may answer for many companies.
 *
 * @throws whatever `sealing.open` throws when a key was sealed with another secret: it must not pass as "no key".
 */
export async function loadKeyring(db: Kysely<Database>, sealing: Sealing): Promise<Keyring> {
  const rows = await db
    .selectFrom('workspaces')
    .select(['id', 'name', 'sealed_key', 'sealed_previous_key'])
    .orderBy('name')
    .execute()
  return rows.map((row) => ({
    workspaceId: row.id,
    name: row.name,
    keys: [row.sealed_key, row.sealed_previous_key]
      .filter((sealed) => sealed !== null)
      .map((sealed) => sealing.open(sealed, sealingContext(row.id))),
  }))
}

/** Adds a workspace, with its key if it is known already; gives its id. */
export async function addWorkspace(
  db: Kysely<Database>,
  deps: { ids: Ids; sealing: Sealing },
  workspace: { name: string; key?: string | null },
): Promise<string> {
  const id = deps.ids.uuid()
  const key = workspace.key ?? null
  await db
    .insertInto('workspaces')
    .values({
      id,
      name: workspace.name,
      sealed_key: key === null ? null : deps.sealing.seal(key, sealingContext(id)),
      sealed_previous_key: null,
    })
    .execute()
  return id
}

/**
 * Gives a workspace a new key; the one it had stays good as the previous one, so that requests signed during the change are
 * not refused. Setting the key it has already changes nothing: a restart must not push the previous one out.
 *
 * @throws Error when there is no such workspace.
 */
export async function setWorkspaceKey(
  db: Kysely<Database>,
  deps: { sealing: Sealing },
  workspaceId: string,
  key: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('workspaces')
      .select('sealed_key')
      .where('id', '=', workspaceId)
      .forUpdate()
      .executeTakeFirst()
    if (row === undefined) throw new Error(`There is no workspace ${workspaceId}`)
    const context = sealingContext(workspaceId)
    if (row.sealed_key !== null && deps.sealing.open(row.sealed_key, context) === key) return
    await tx
      .updateTable('workspaces')
      .set({ sealed_key: deps.sealing.seal(key, context), sealed_previous_key: row.sealed_key })
      .where('id', '=', workspaceId)
      .execute()
  })
}

/** Ends a rotation: from now on only the current key is good. */
export async function dropPreviousKey(db: Kysely<Database>, workspaceId: string): Promise<void> {
  await db.updateTable('workspaces').set({ sealed_previous_key: null }).where('id', '=', workspaceId).execute()
}
