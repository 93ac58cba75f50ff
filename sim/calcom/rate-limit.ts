/** The window requests are counted in. */
const WINDOW_MS = 60_000
/** What one key, or one address without a key, may ask for in a window. */
const USUAL_LIMIT = 120

export type RateVerdict = { allowed: boolean; limit: number; remaining: number; resetSeconds: number }

/** Counts requests per tracker; one too many blocks the tracker for a while, whatever it asks for then. */
export type RateLimiter = {
  hit(tracker: string, limits: { limit: number | undefined; blockMs: number }, nowMs: number): RateVerdict
  forget(): void
}

type Tracker = { sinceMs: number; hits: number; blockedUntilMs: number }

export function createRateLimiter(): RateLimiter {
  const trackers = new Map<string, Tracker>()
  return {
    hit(name, { limit = USUAL_LIMIT, blockMs }, nowMs) {
      const known = trackers.get(name)
      const isOver =
        known === undefined ||
        (known.blockedUntilMs > 0 ? nowMs >= known.blockedUntilMs : nowMs >= known.sinceMs + WINDOW_MS)
      const tracker = isOver ? { sinceMs: nowMs, hits: 0, blockedUntilMs: 0 } : known
      if (isOver) trackers.set(name, tracker)
      if (tracker.blockedUntilMs === 0) {
        tracker.hits++
        if (tracker.hits > limit) tracker.blockedUntilMs = nowMs + blockMs
      }
      const endsMs = tracker.blockedUntilMs > 0 ? tracker.blockedUntilMs : tracker.sinceMs + WINDOW_MS
      return {
        allowed: tracker.blockedUntilMs === 0,
        limit,
        remaining: Math.max(0, limit - tracker.hits),
        resetSeconds: Math.ceil((endsMs - nowMs) / 1_000),
      }
    },
    forget: () => trackers.clear(),
  }
}
