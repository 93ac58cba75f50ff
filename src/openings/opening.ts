/** A free start for a service, or for several in one visit. */
export type Opening = {
  /** Start of the appointment itself, buffers outside. Epoch milliseconds. */
  readonly startMs: number
  readonly endMs: number
  /**
   * Everybody who is free then and does the service, in no particular order; never empty. Of several services: whoever is free
   * for all they do of it; empty when everybody is only for a part of that.
   */
  readonly staffIds: readonly string[]
  /** Who is free for each of several services, in their order, none of them empty; missing where it is one service. */
  readonly perService?: readonly (readonly string[])[]
}
