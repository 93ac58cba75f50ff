/** A value with what is known of its age. Frozen, and shared by all who ask. */
export type Kept<Value> = {
  readonly value: Value
  /** When its loading began: it tells what was true then. */
  readonly loadedAtMs: number
  readonly freshUntilMs: number
}

/** Once what it tells may have `changed`, it is good as a stale answer at most. */
export type Held<Value> = Kept<Value> & { readonly changed?: boolean }

/** What this process holds under one key. */
export type MemoryEntry = {
  kept: Held<unknown> | undefined
  /** Until when nobody tries again because the source could not be asked. */
  failedUntilMs: number
  readonly tags: readonly string[]
}

/** The nearest cache: in the process, of limited size, the least lately used goes first. */
export type Memory = {
  get(key: string): MemoryEntry | undefined
  keep(key: string, tags: readonly string[], kept: Held<unknown>): void
  fail(key: string, tags: readonly string[], failedUntilMs: number): void
  /** Marks what is held under these keys and tags as changed. */
  change(keys: readonly string[], tags: readonly string[]): void
  /** Marks everything: changes may have been missed. */
  changeAll(): void
  readonly size: number
}

/** An answer of a day's openings is a kilobyte or two: some twenty megabytes at most. */
const MOST_ENTRIES = 10_000

export function createMemory(capacity = MOST_ENTRIES): Memory {
  const entries = new Map<string, MemoryEntry>()
  const keysByTag = new Map<string, Set<string>>()

  function put(key: string, entry: MemoryEntry): void {
    remove(key)
    entries.set(key, entry)
    for (const tag of entry.tags) {
      const keys = keysByTag.get(tag)
      if (keys === undefined) keysByTag.set(tag, new Set([key]))
      else keys.add(key)
    }
    for (const oldest of entries.keys()) {
      if (entries.size <= capacity) break
      remove(oldest)
    }
  }

  function remove(key: string): void {
    const entry = entries.get(key)
    if (entry === undefined) return
    entries.delete(key)
    for (const tag of entry.tags) {
      const keys = keysByTag.get(tag)
      keys?.delete(key)
      if (keys?.size === 0) keysByTag.delete(tag)
    }
  }

  const markChanged = (entry: MemoryEntry | undefined) => {
    if (entry?.kept !== undefined) entry.kept = { ...entry.kept, changed: true }
  }

  return {
    get(key) {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      entries.delete(key)
      entries.set(key, entry)
      return entry
    },
    keep: (key, tags, kept) => put(key, { kept, failedUntilMs: 0, tags }),
    fail: (key, tags, failedUntilMs) => put(key, { kept: entries.get(key)?.kept, failedUntilMs, tags }),
    change(keys, tags) {
      for (const key of keys) markChanged(entries.get(key))
      for (const tag of tags) for (const key of keysByTag.get(tag) ?? []) markChanged(entries.get(key))
    },
    changeAll() {
      for (const entry of entries.values()) markChanged(entry)
    },
    get size() {
      return entries.size
    },
  }
}
