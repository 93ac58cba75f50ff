/**
 * Something a person at the front desk has to do. Told before it is coded:
 *
 *     open --------> done | dropped
 *       \
 *        escalated -> done | dropped
 *
 * Open from the moment it is asked for. One that is still open when it is due is escalated, once, and somebody is alerted;
 * whoever asked may ask again in the same call, and then it is open again for the time agreed anew. `done` and `dropped` absorb.
 */
export type Task = {
  readonly id: string
  readonly kind: TaskKind
  readonly state: 'open' | 'escalated' | 'done' | 'dropped'
  /** E.164 of whom to call; null when they withheld theirs and have not told any. */
  readonly phone: string | null
  readonly reason: string
  readonly earliestAt: Temporal.Instant
  readonly dueAt: Temporal.Instant
}

export type TaskKind =
  /** Somebody wants to be called back. */
  | 'callback'
  /** Somebody wants to be called when a time becomes free. */
  | 'waiting'
