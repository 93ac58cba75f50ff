import type { Kysely, Selectable } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'

/** Seals a secret for storing and opens it again; `context` is bound to it, so that a sealed key fits only its own row. */
export type Sealing = {
  seal(text: string, context: string): Buffer
  open(sealed: Uint8Array, context: string): string
}

/** Signs the demo's calls when nothing else is set. Everybody knows it: it is a key only as long as there is no other. */
export const DEMO_RETELL_API_KEY = 'key_demo_ringbook'

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
 * Every workspace with its keys, by name. Not company data: an agency's one workspace may answer for many companies. The
 * demo's key, wherever it is kept, counts for nothing in production or once any workspace has another.
 *
 * @throws whatever `sealing.open` throws when a key was sealed with another secret: it must not pass as "no key".
 */
export async function loadKeyring(
  db: Kysely<Database>,
  sealing: Sealing,
  { production }: { production: boolean },
): Promise<Keyring> {
  const kept = await readKeptKeys(db, sealing)
  if (!production && kept.every(({ keys }) => keys.every(isDemoKey))) return kept
  return kept.map((workspace) => ({ ...workspace, keys: workspace.keys.filter((key) => !isDemoKey(key)) }))
}

/** Whether a workspace still keeps the demo's key, taken or not. @throws as `loadKeyring` */
export async function keepsDemoKey(db: Kysely<Database>, sealing: Sealing): Promise<boolean> {
  const kept = await readKeptKeys(db, sealing)
  return kept.some(({ keys }) => keys.some(isDemoKey))
}

async function readKeptKeys(db: Kysely<Database>, sealing: Sealing): Promise<Keyring> {
  const rows = await db
    .selectFrom('workspaces')
    .select(['id', 'name', 'sealed_key', 'sealed_previous_key'])
    .orderBy('name')
    .execute()
  return rows.map((row) => ({ workspaceId: row.id, name: row.name, keys: openKeys(row, sealing) }))
}

type SealedKeys = Pick<Selectable<Database['workspaces']>, 'id' | 'sealed_key' | 'sealed_previous_key'>

function openKeys(row: SealedKeys, sealing: Sealing): string[] {
  return [row.sealed_key, row.sealed_previous_key]
    .filter((sealed) => sealed !== null)
    .map((sealed) => sealing.open(sealed, sealingContext(row.id)))
}

function isDemoKey(key: string): boolean {
  return key === DEMO_RETELL_API_KEY
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
 * not refused. Setting the key it has already changes nothing: a restart must not push the previous one out. The demo's key
 * never stays beside another, nor takes the place of one.
 *
 * @throws Error when there is no such workspace.
 */
export async function setWorkspaceKey(
  db: Kysely<Database>,
  deps: { sealing: Sealing },
  workspaceId: string,
  key: string,
): Promise<void> {
  await changeKeys(db, deps, workspaceId, (own) => {
    if (isDemoKey(key)) return own.length === 0 ? [key] : own
    return [key, ...own.filter((one) => one !== key)]
  })
}

/** Ends a rotation: from now on only the current key is good. False when there was no other. */
export async function dropPreviousKey(
  db: Kysely<Database>,
  deps: { sealing: Sealing },
  workspaceId: string,
): Promise<boolean> {
  return await changeKeys(db, deps, workspaceId, (own, kept) => (own.length > 0 ? own : kept).slice(0, 1))
}

/** Writes what becomes of a workspace's keys, its own (without the demo's) and all that are kept; whether that was a change. */
async function changeKeys(
  db: Kysely<Database>,
  { sealing }: { sealing: Sealing },
  workspaceId: string,
  change: (own: readonly string[], kept: readonly string[]) => readonly string[],
): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('workspaces')
      .select(['id', 'sealed_key', 'sealed_previous_key'])
      .where('id', '=', workspaceId)
      .forUpdate()
      .executeTakeFirst()
    if (row === undefined) throw new Error(`There is no workspace ${workspaceId}`)
    const kept = openKeys(row, sealing)
    const own = kept.filter((key) => !isDemoKey(key))
    const [current = null, previous = null] = change(own, kept)
    if (current === (kept[0] ?? null) && previous === (kept[1] ?? null)) return false
    const seal = (key: string | null) => (key === null ? null : sealing.seal(key, sealingContext(workspaceId)))
    await tx
      .updateTable('workspaces')
      .set({ sealed_key: seal(current), sealed_previous_key: seal(previous) })
      .where('id', '=', workspaceId)
      .execute()
    return true
  })
}
