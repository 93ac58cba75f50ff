import type { AppointmentState } from '../infra/db/tables.ts'
import type { Part } from './visit-parts.ts'

/** What was booked. */
export type Appointment = {
  readonly id: string
  readonly branchId: string
  readonly customerId: string
  readonly serviceId: string
  readonly staffId: string
  /** What is done after the first service in the same visit, in order. */
  readonly further: readonly Part[]
  readonly attendeeName: string
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly state: AppointmentState
  readonly version: number
  /** What the customer proves with that it is theirs: 6 digits, said and heard without spelling. */
  readonly code: string
  readonly priceMinor: number | null
}
