import type { Part } from './visit-parts.ts'

/** An opening that was read to a caller, under an id short enough to be repeated by a voice model. */
export type Offer = {
  /** 3–4 characters, unique within its call. */
  readonly id: string
  readonly branchId: string
  readonly serviceId: string
  readonly staffId: string
  /** What is done after the first service in the same visit, in order. */
  readonly further: readonly Part[]
  /** Whether the caller asked for this person by name. */
  readonly staffAskedFor: boolean
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly priceMinor: number | null
  /** The appointment that would move here; null for an offer to book. */
  readonly movesAppointmentId: string | null
}
