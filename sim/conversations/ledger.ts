/** An appointment a caller agreed to, as they understood it. */
export type Agreement = {
  kind: 'book'
  /** By its name in either language. */
  service: string
  start: Temporal.PlainDateTime
  /** As it was said; '' where nobody was named or it does not matter to the caller. */
  staff: string
  branchId: string
  /** Names it may stand under: as it is, and as the agent heard it. */
  attendees: readonly string[]
}

/** A change of an appointment that stands. */
export type Change =
  | { kind: 'cancel'; appointmentId: string }
  | { kind: 'move'; appointmentId: string; start: Temporal.PlainDateTime }

/** Something the caller was told has happened. */
export type Told = {
  kind: 'booked' | 'pending_approval' | 'cancelled' | 'moved'
  appointmentId: string
  date: string
  time: string
}

/**
 * What a caller wanted and was told, kept outside of what is judged. A wish lives from the caller's yes to their no; what
 * was alive while a tool that changes something ran is what that tool was allowed to do.
 */
export type Ledger = {
  agree(wish: Agreement | Change): void
  withdraw(): void
  /** The tool that runs now may do what is agreed to at this moment. */
  permit(): void
  tell(told: Told): void
  permitted(): readonly (Agreement | Change)[]
  told(): readonly Told[]
  live(): Agreement | Change | undefined
}

export function openLedger(): Ledger {
  let live: Agreement | Change | undefined
  const permitted: (Agreement | Change)[] = []
  const told: Told[] = []
  return {
    agree: (wish) => (live = wish),
    withdraw: () => (live = undefined),
    permit: () => {
      if (live !== undefined && !permitted.includes(live)) permitted.push(live)
    },
    tell: (one) => told.push(one),
    permitted: () => permitted,
    told: () => told,
    live: () => live,
  }
}
