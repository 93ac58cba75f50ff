import { loadKeyring } from '../companies/workspaces.ts'
import type { RetellDeps } from './deps.ts'
import { orAbort } from './or-abort.ts'
import type { SigningKey } from './signature.ts'

/** So long a key that was replaced is still good, and a new one not yet. */
const KEPT_MS = 10_000
/** So long a caller is kept waiting for keys while others are known. A read takes a millisecond. */
const READ_WITHIN_MS = 250

/**
 * The keys requests may be signed with, both of a workspace whose key is being exchanged. Read again after ten seconds;
 * those who ask meanwhile share one read. While they cannot be read, or are not within a quarter of a second, the last known
 * ones stay good: a caller shall hear an apology when the database is away, not silence.
 *
 * The promise rejects when they could not be read even once.
 */
export function createSigningKeys(
  deps: Pick<RetellDeps, 'database' | 'sealing' | 'clock' | 'config'>,
): () => Promise<readonly SigningKey[]> {
  let known: { readAtMs: number; keys: readonly SigningKey[] } | undefined
  let reading: { keys: Promise<readonly SigningKey[]>; patience: AbortSignal } | undefined
  const read = async (readAtMs: number) => {
    try {
      const keys = await readKeys(deps)
      known = { readAtMs, keys }
      return keys
    } finally {
      reading = undefined
    }
  }
  return async () => {
    const nowMs = deps.clock.now().epochMilliseconds
    // A clock that was set back must not keep old keys good for longer.
    if (known !== undefined && Math.abs(nowMs - known.readAtMs) < KEPT_MS) return known.keys
    // A read nobody answers is not joined by others, each on a connection of its own.
    reading ??= { keys: read(nowMs), patience: AbortSignal.timeout(READ_WITHIN_MS) }
    if (known === undefined) return await reading.keys
    const { keys } = known
    return await orAbort(reading.keys, reading.patience).catch(() => keys)
  }
}

async function readKeys(deps: Pick<RetellDeps, 'database' | 'sealing' | 'config'>): Promise<readonly SigningKey[]> {
  const keyring = await loadKeyring(deps.database.kysely, deps.sealing, deps.config)
  return keyring.flatMap(({ workspaceId, keys }) => keys.map((key) => ({ workspaceId, key })))
}
