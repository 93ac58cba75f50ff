import { loadKeyring } from '../companies/workspaces.ts'
import type { RetellDeps } from './deps.ts'
import type { SigningKey } from './signature.ts'

/** So long a key that was replaced is still good, and a new one not yet. */
const KEPT_MS = 10_000

/**
 * The keys requests may be signed with, both of a workspace whose key is being exchanged. Read again after ten seconds;
 * those who ask meanwhile share one read. While they cannot be read the last known ones stay good: a caller shall hear an
 * apology when the database is away, not silence.
 *
 * The promise rejects when they could not be read even once.
 */
export function createSigningKeys(
  deps: Pick<RetellDeps, 'database' | 'sealing' | 'clock' | 'config'>,
): () => Promise<readonly SigningKey[]> {
  let known: readonly SigningKey[] | undefined
  let latest: { readAtMs: number; keys: Promise<readonly SigningKey[]> } | undefined
  const read = async () => {
    try {
      known = await readKeys(deps)
    } catch (error) {
      latest = undefined
      if (known === undefined) throw error
    }
    return known
  }
  return async () => {
    const nowMs = deps.clock.now().epochMilliseconds
    // A clock that was set back must not keep old keys good for longer.
    if (latest === undefined || Math.abs(nowMs - latest.readAtMs) >= KEPT_MS) latest = { readAtMs: nowMs, keys: read() }
    return await latest.keys
  }
}

async function readKeys(deps: Pick<RetellDeps, 'database' | 'sealing' | 'config'>): Promise<readonly SigningKey[]> {
  const keyring = await loadKeyring(deps.database.kysely, deps.sealing, deps.config)
  return keyring.flatMap(({ workspaceId, keys }) => keys.map((key) => ({ workspaceId, key })))
}
