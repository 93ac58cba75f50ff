/** What has been asked of the server, counted where it arrives: refused, dropped and unanswered requests too. */
export type Counters = {
  received(endpoint: string, keyName: string, nowMs: number): void
  answered(endpoint: string, status: number): void
  /** A request that ended without an answer: dropped, or given up by the client. */
  unanswered(endpoint: string): void
  /** Something the stand-in did not expect: a bug in it, not a fault it was asked for. */
  crashed(error: unknown): void
  snapshot(): CountersSnapshot
  reset(): void
}

export type CountersSnapshot = {
  total: number
  byEndpoint: Record<string, number>
  /** Key names as the account file has them; `none` without a key, `unknown` for a key that does not exist. */
  byKey: Record<string, { total: number; mostInAMinute: number; byEndpoint: Record<string, number> }>
  byStatus: Record<string, number>
  statusByEndpoint: Record<string, Record<string, number>>
  unanswered: number
  /** What the errors said, the first few. */
  crashes: string[]
}

const CRASHES_KEPT = 20

const MINUTE_MS = 60_000

type KeyCount = { total: number; mostInAMinute: number; byEndpoint: Record<string, number>; lately: number[] }

export function createCounters(): Counters {
  let counts = empty()
  return {
    received(endpoint, keyName, nowMs) {
      counts.total++
      increase(counts.byEndpoint, endpoint)
      const key = (counts.keys[keyName] ??= { total: 0, mostInAMinute: 0, byEndpoint: {}, lately: [] })
      key.total++
      increase(key.byEndpoint, endpoint)
      key.lately.push(nowMs)
      const stale = key.lately.findIndex((atMs) => atMs > nowMs - MINUTE_MS)
      if (stale > 0) key.lately.splice(0, stale)
      key.mostInAMinute = Math.max(key.mostInAMinute, key.lately.length)
    },
    answered(endpoint, status) {
      increase(counts.byStatus, String(status))
      increase((counts.statusByEndpoint[endpoint] ??= {}), String(status))
    },
    unanswered(endpoint) {
      counts.unanswered++
      increase((counts.statusByEndpoint[endpoint] ??= {}), 'none')
    },
    crashed(error) {
      const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
      if (counts.crashes.length < CRASHES_KEPT) counts.crashes.push(told)
    },
    snapshot() {
      const { keys, ...rest } = structuredClone(counts)
      const byKey = Object.fromEntries(
        Object.entries(keys).map(([name, { lately: _lately, ...key }]) => [name, key] as const),
      )
      return { ...rest, byKey }
    },
    reset() {
      counts = empty()
    },
  }
}

type Counts = Omit<CountersSnapshot, 'byKey'> & { keys: Record<string, KeyCount> }

function empty(): Counts {
  return { total: 0, byEndpoint: {}, keys: {}, byStatus: {}, statusByEndpoint: {}, unanswered: 0, crashes: [] }
}

function increase(record: Record<string, number>, name: string): void {
  record[name] = (record[name] ?? 0) + 1
}
