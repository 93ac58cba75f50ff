/** When keys and tags last changed, as long as that matters. */
export type RecentChanges = {
  note(names: readonly string[], nowMs: number): void
  /** The latest change of any of these; 0 when none is known. */
  latest(names: readonly string[]): number
}

/** A source that takes longer to know of a change is not told apart from one that lies. */
const MOST_REMEMBERED = 5_000

export function createRecentChanges(capacity = MOST_REMEMBERED): RecentChanges {
  const changes = new Map<string, number>()
  return {
    note(names, nowMs) {
      for (const name of names) {
        changes.delete(name)
        changes.set(name, nowMs)
      }
      for (const oldest of changes.keys()) {
        if (changes.size <= capacity) break
        changes.delete(oldest)
      }
    },
    latest: (names) => Math.max(0, ...names.map((name) => changes.get(name) ?? 0)),
  }
}
