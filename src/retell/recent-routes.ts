import type { Route } from '../companies/routing.ts'
import type { Clock } from '../infra/clock.ts'

/** Whose the calls are that this process has answered of late. */
export type RecentRoutes = {
  /** Undefined for a call of which nothing is known here: the database has to be asked. */
  of(retellCallId: string | null): Route | undefined
  /** A request of this call was answered in the name of its company. */
  answered(retellCallId: string | null, route: Route): void
}

/** A call whose agent asked for nothing in so long is over, or can wait a millisecond. */
const KEPT_FOR_MINUTES = 10
/** An hour of the busiest gateway; a hundred bytes each. */
const MOST_KEPT = 10_000

/**
 * Remembers whose a call is from one tool call to the next: a call never changes hands, and finding out again costs a round
 * trip. Another process asks the database, and so does this one after a while.
 */
export function createRecentRoutes({ clock }: { clock: Clock }): RecentRoutes {
  const kept = new Map<string, { route: Route; until: Temporal.Instant }>()
  return {
    of(retellCallId) {
      const known = retellCallId === null ? undefined : kept.get(retellCallId)
      return known !== undefined && Temporal.Instant.compare(clock.now(), known.until) < 0 ? known.route : undefined
    },
    answered(retellCallId, route) {
      if (retellCallId === null) return
      kept.delete(retellCallId)
      const [oldest] = kept.keys()
      if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
      const until = clock.now().add({ minutes: KEPT_FOR_MINUTES })
      kept.set(retellCallId, { route: { ...route, knownBy: 'call' }, until })
    },
  }
}
