/** Where instants come from: shaped like the gateway's own clock, so that a test can give both the same one. */
export type Clock = { now(): Temporal.Instant }

/** The stand-in's idea of the time. Everything it decides by time (past, notice, holds, limits, staleness) asks this one. */
export type StandInClock = {
  nowMs(): number
  /** From now on it is this instant, and time goes on from there. */
  setTo(instant: Temporal.Instant): void
  advance(milliseconds: number): void
  /** Stops at the present instant until `setTo` or `release`. */
  freeze(): void
  /** Back to the clock it was made with. */
  release(): void
}

const systemClock: Clock = { now: () => Temporal.Now.instant() }

/** A clock that follows another one until it is told otherwise. */
export function createStandInClock(base: Clock = systemClock): StandInClock {
  let offsetMs = 0
  let frozenMs: number | undefined
  const baseMs = () => base.now().epochMilliseconds
  const nowMs = () => frozenMs ?? baseMs() + offsetMs
  return {
    nowMs,
    setTo(instant) {
      if (frozenMs === undefined) offsetMs = instant.epochMilliseconds - baseMs()
      else frozenMs = instant.epochMilliseconds
    },
    advance(milliseconds) {
      if (frozenMs === undefined) offsetMs += milliseconds
      else frozenMs += milliseconds
    },
    freeze() {
      frozenMs = nowMs()
    },
    release() {
      frozenMs = undefined
      offsetMs = 0
    },
  }
}
