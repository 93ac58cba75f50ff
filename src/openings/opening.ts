/** A free start for a service. */
export type Opening = {
  /** Start of the appointment itself, buffers outside. Epoch milliseconds. */
  readonly startMs: number
  readonly endMs: number
  /** Everybody who is free then and does the service, in no particular order; never empty. */
  readonly staffIds: readonly string[]
}
