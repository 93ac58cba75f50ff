/** Where instants come from. Everything that asks for the time is given one of these; tests give their own. */
export type Clock = {
  /** The instant it is now. */
  now(): Temporal.Instant
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() }
