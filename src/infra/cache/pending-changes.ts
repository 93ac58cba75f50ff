import { scopeOf } from './cache-key.ts'

/** Changes that could not be told while the shared cache was away. */
export type PendingChanges = {
  add(keys: readonly string[], tags: readonly string[], nowMs: number): void
  /** Tells them, scope by scope. Gives whether all were told; what was not stays. */
  send(tell: (keys: readonly string[], tags: readonly string[], nowMs: number) => Promise<boolean>): Promise<boolean>
}

/** A quarter of an hour of a large installation. What falls out is fresh for no longer than it would have been anyway. */
const MOST_PENDING = 20_000

/** One step of Redis keeps everybody else waiting. */
const MOST_AT_ONCE = 500

/** What changed twice is told once, with the later time. */
export function createPendingChanges(capacity = MOST_PENDING): PendingChanges {
  const pending = new Map<string, { isTag: boolean; nowMs: number }>()

  function put(key: string, isTag: boolean, nowMs: number): void {
    pending.delete(key)
    pending.set(key, { isTag, nowMs })
    for (const oldest of pending.keys()) {
      if (pending.size <= capacity) break
      pending.delete(oldest)
    }
  }

  return {
    add(keys, tags, nowMs) {
      for (const key of keys) put(key, false, nowMs)
      for (const tag of tags) put(tag, true, nowMs)
    },
    async send(tell) {
      for (let next = pending.keys().next(); !next.done; next = pending.keys().next()) {
        const scope = scopeOf(next.value)
        const group = [...pending].filter(([key]) => scopeOf(key) === scope).slice(0, MOST_AT_ONCE)
        const keysOf = (isTag: boolean) => group.flatMap(([key, one]) => (one.isTag === isTag ? [key] : []))
        const nowMs = Math.max(...group.map(([, one]) => one.nowMs))
        if (!(await tell(keysOf(false), keysOf(true), nowMs))) return false
        for (const [key, one] of group) if (pending.get(key) === one) pending.delete(key)
      }
      return true
    },
  }
}
