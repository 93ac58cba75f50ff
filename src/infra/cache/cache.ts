import type { CacheKind, CachePlace } from './cache-kind.ts'

/** What is kept near at hand: in this process, and in one cache that all processes share where there is one. */
export type Cache = {
  /**
   * A value from this process, from the shared cache, or loaded: once at a time for all who ask for it, in all processes,
   * also when the load fails. Stale when the source cannot be asked and the last known value is young enough.
   *
   * @throws what the load throws; what the kind says for "cannot be asked"; the signal's reason
   */
  get<Value>(
    kind: CacheKind<Value>,
    place: CachePlace,
    load: (signal: AbortSignal) => Promise<Value>,
    options?: GetOptions<Value>,
  ): Promise<Cached<Value>>
  /**
   * A fresh value that is there already, in this process or the shared cache. Asks nobody for one, keeps nothing, and is not
   * counted: for whoever decides by it what to get. Never rejects.
   */
  look<Value>(
    kind: CacheKind<Value>,
    place: CachePlace,
    options?: Pick<GetOptions<Value>, 'freshForMs'>,
  ): Promise<Cached<Value> | undefined>
  /** Something of a scope has changed: what was before it is told as fresh to nobody, in no process. Never rejects. */
  change(scope: string, change: Change): Promise<void>
  /**
   * Changes a kept value by what we know ourselves, without loading it again; `change` gives undefined when it cannot tell.
   * Loads that began before are not kept; for those that begin now the source need not know of it yet. Never rejects.
   */
  patch<Value>(kind: CacheKind<Value>, place: CachePlace, change: (value: Value) => Value | undefined): Promise<void>
  close(): void
}

/** A value and how far it can be trusted. Frozen: others have it, too. */
export type Cached<Value> = {
  readonly value: Value
  /** When its loading began. */
  readonly loadedAtMs: number
  /** The last that is known, while the source cannot be asked: to be told with care. */
  readonly isStale: boolean
}

export type GetOptions<Value> = {
  /** The caller's: ends the waiting, not the load others may wait for. */
  readonly signal?: AbortSignal
  /** How long this value is fresh, where that is shorter than its kind says. */
  readonly ttlMs?: (value: Value) => number
  /** Loads anew what will not be fresh for so long: for those who warm. */
  readonly freshForMs?: number
  /** False: neither looks nor keeps; each asks the source itself. */
  readonly isOn?: boolean
  /** False for what nobody asked for, and is fetched because something beside it is: no hit and no miss. */
  readonly isCounted?: boolean
}

/** What has changed: single values, or all with a tag. */
export type Change = {
  readonly entries?: readonly { readonly kind: { readonly name: string }; readonly id: string }[]
  readonly tags?: readonly string[]
}

/** How a question was answered. `loaded` is a miss; `shared` came with the load of somebody else in this process. */
export const CACHE_OUTCOMES = [
  'memory',
  'redis',
  'shared',
  'shared_elsewhere',
  'loaded',
  'stale',
  'unavailable',
  'failed',
  'off',
] as const
export type CacheOutcome = (typeof CACHE_OUTCOMES)[number]

export type CacheEvents = {
  cacheAnswered(kind: string, outcome: CacheOutcome): void
  cacheChanged(kind: string, how: 'dropped' | 'patched'): void
}
